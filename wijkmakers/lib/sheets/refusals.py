"""Why a whole file is not read: each refusal says what it is and what to do instead."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


class Unreadable(Exception):
    """The whole file cannot be read. `sentence` is translated and says what to do; show it as it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def empty() -> Unreadable:
    return Unreadable(_("This file is empty. Choose the file with your list and upload it again."))


def too_large(limit: int) -> Unreadable:
    sentence = _(
        "This file is larger than %(size)s MB. "
        "Copy only the cells with your data to a new workbook and upload that one."
    )
    return Unreadable(sentence % {"size": limit // 1_000_000})


def too_much() -> Unreadable:
    return Unreadable(
        _(
            "This file holds far more than the list of a cohort. "
            "Copy only the cells with your data to a new workbook and upload that one."
        )
    )


def damaged() -> Unreadable:
    return Unreadable(
        _(
            "This file is damaged. Open it in Excel or LibreOffice, save it as a new .xlsx file "
            "and upload that one."
        )
    )


def no_spreadsheet() -> Unreadable:
    return Unreadable(
        _("This is not a spreadsheet. Save your list as Excel (.xlsx) or CSV and upload that file.")
    )


def picture() -> Unreadable:
    return Unreadable(
        _("This is a picture, not a spreadsheet. Upload the list itself, as Excel (.xlsx) or CSV.")
    )


def pdf() -> Unreadable:
    return Unreadable(
        _("This is a PDF, not a spreadsheet. Upload the list it was made from, as Excel (.xlsx) or CSV.")
    )


def web_page() -> Unreadable:
    return Unreadable(
        _(
            "This is a web page or XML file, not a spreadsheet. Open it in Excel, save it as .xlsx "
            "and upload that file."
        )
    )


def old_excel() -> Unreadable:
    return Unreadable(
        _("This is an old Excel file (.xls). Open it in Excel, save it as .xlsx and upload that file.")
    )


def binary_excel() -> Unreadable:
    return Unreadable(
        _("This is a binary Excel file (.xlsb). Open it in Excel, save it as .xlsx and upload that file.")
    )


def open_document() -> Unreadable:
    return Unreadable(
        _("This is an OpenDocument file (.ods). Open it, save it as Excel (.xlsx) and upload that file.")
    )


def locked() -> Unreadable:
    return Unreadable(
        _("This file is locked with a password. Save it without a password and upload that file.")
    )


def too_many_sheets(limit: int) -> Unreadable:
    sentence = _(
        "This file has more than %(count)s sheets. "
        "Remove the sheets that do not belong to this cohort and upload it again."
    )
    return Unreadable(sentence % {"count": limit})


def no_visible_sheet() -> Unreadable:
    return Unreadable(
        _("All sheets of this file are hidden. Unhide the sheets you want to import and upload it again.")
    )


def too_many_rows(sheet: str, limit: int) -> Unreadable:
    sentence = _(
        "The sheet “%(sheet)s” has more than %(count)s rows. "
        "Keep only the rows of this cohort and upload it again."
    )
    return Unreadable(sentence % {"sheet": sheet, "count": _grouped(limit)})


def too_many_columns(sheet: str, limit: int) -> Unreadable:
    sentence = _(
        "The sheet “%(sheet)s” has more than %(count)s columns. "
        "Keep only the columns you need and upload it again."
    )
    return Unreadable(sentence % {"sheet": sheet, "count": _grouped(limit)})


def text_too_long(sheet: str, cell: str, limit: int) -> Unreadable:
    sentence = _(
        "Cell %(cell)s of the sheet “%(sheet)s” holds more than %(count)s characters. "
        "Shorten it and upload the file again."
    )
    return Unreadable(sentence % {"cell": cell, "sheet": sheet, "count": _grouped(limit)})


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))
