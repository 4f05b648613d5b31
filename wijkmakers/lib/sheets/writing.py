"""Writes spreadsheets in which no text can become a formula, with a header that stays in sight.

openpyxl is loaded when something is written: see xlsx.py for why.
"""

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Number
from typing import Any

from django.utils import timezone

from wijkmakers.lib.sheets.words import clean, column_letter, shown

_NARROWEST, _WIDEST = 8, 60  # characters
_LONGEST_NAME = 31  # of a sheet, in Excel
_FORBIDDEN_IN_NAME = str.maketrans("[]:*?/\\", "       ")


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to write. `title` stands above the header, with a blank row between."""

    name: str
    header: Sequence[Any]
    rows: Iterable[Sequence[Any]] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """A sheet of explanation, one line of text per row."""

    name: str
    lines: Sequence[Any]


def write(sheets: Sequence[NewSheet], *, notes: Notes | None = None) -> bytes:
    """An xlsx. Cells are text, lazy text, numbers, booleans, dates, moments (shown in local time) or None."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment

    book = Workbook(write_only=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    names: set[str] = set()
    for sheet in sheets:
        _add_sheet(book.create_sheet(_sheet_name(sheet.name, names)), sheet)
    if notes:
        page = book.create_sheet(_sheet_name(notes.name, names))
        page.column_dimensions["A"].width = 100
        for line in notes.lines:
            page.append([_cell(page, line, alignment=wrapped)])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _add_sheet(page: Any, sheet: NewSheet) -> None:
    from openpyxl.styles import Font

    bold = Font(bold=True)
    rows = list(sheet.rows)
    for number, width in enumerate(_widths([sheet.header, *rows]), 1):
        page.column_dimensions[column_letter(number)].width = width
    top = [[sheet.title], [], sheet.header] if sheet.title else [sheet.header]
    page.freeze_panes = f"A{len(top) + 1}"
    for row in top:
        page.append([_cell(page, value, font=bold) for value in row])
    for row in rows:
        page.append([_cell(page, value) for value in row])


def _plain(value: Any) -> str | Number | datetime.date | datetime.time | None:
    """A value that a cell can hold; anything unknown, lazy text among it, becomes text."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, Number | datetime.date | datetime.time):
        return value
    return clean(str(value))


def _cell(page: Any, value: Any, **style: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    plain = _plain(value)
    cell = WriteOnlyCell(page, value=plain)
    for name, part in style.items():
        setattr(cell, name, part)
    if isinstance(plain, str):
        cell.data_type = "s"
        cell.quotePrefix = plain.startswith(("=", "+", "-", "@"))
    elif isinstance(plain, datetime.datetime):
        cell.number_format = "d-m-yyyy hh:mm"
    elif isinstance(plain, datetime.date):
        cell.number_format = "d-m-yyyy"
    return cell


def _widths(rows: Sequence[Sequence[Any]]) -> list[int]:
    count = max((len(row) for row in rows), default=0)
    longest = [
        max((len(shown(row[i], _WIDEST)) for row in rows if i < len(row) and row[i] is not None), default=0)
        for i in range(count)
    ]
    return [max(_NARROWEST, width + 2) for width in longest]


def _sheet_name(wanted: Any, taken: set[str]) -> str:
    base = shown(str(wanted).translate(_FORBIDDEN_IN_NAME), _LONGEST_NAME - 4).strip(" '") or "-"
    name = next(n for n in (base, *(f"{base} {i}" for i in range(2, 1000))) if n.lower() not in taken)
    taken.add(name.lower())
    return name
