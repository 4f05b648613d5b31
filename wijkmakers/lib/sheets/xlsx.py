"""Reads the visible sheets of an xlsx, cells only.

openpyxl would read the texts of all sheets before the first row of one, scan a sheet to the end for its size,
and fail on styles it does not expect; here a sheet is refused at its first row too many, in flat memory.
Format: ECMA-376 part 1, chapter 18 (SpreadsheetML). Both its namespaces are understood, since only local
names count.
"""

import datetime
import posixpath
from dataclasses import dataclass

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from wijkmakers.lib.sheets import refusals
from wijkmakers.lib.sheets.archive import Archive, Enough, Listener
from wijkmakers.lib.sheets.model import Limits, Workbook
from wijkmakers.lib.sheets.rows import RowCollector
from wijkmakers.lib.sheets.words import clean
from wijkmakers.lib.sheets.xlsx_cells import Cells, Dates, Texts


def read_xlsx(content: bytes, limits: Limits) -> Workbook:
    """Raises Unreadable for anything else that is zipped, and beyond the limits."""
    archive = Archive(content, limits)
    book = _book(archive)
    if len(book.tabs) > limits.sheets:
        raise refusals.too_many_sheets(limits.sheets)
    visible = [tab for tab in book.tabs if not tab.hidden]
    if not visible:
        raise refusals.no_visible_sheet()
    dates = Dates(book.epoch)
    if book.styles in archive:
        archive.parse(book.styles, dates)
    collectors: list[RowCollector] = []
    left = limits.cells
    for number, tab in enumerate(visible, 1):
        collectors.append(RowCollector(tab.name, number, limits, left))
        archive.parse(tab.path, Cells(collectors[-1], dates, limits.characters))
        left = collectors[-1].cells_left
    texts = Texts(set().union(*(collector.shared for collector in collectors)), limits.characters)
    if texts.wanted:
        archive.parse(book.texts, texts)
    return Workbook(
        sheets=tuple(collector.sheet(texts.text_of) for collector in collectors),
        skipped=tuple(tab.name for tab in book.tabs if tab.hidden),
    )


def _book(archive: Archive) -> "_Book":
    package = _Relations("")
    if "_rels/.rels" in archive:
        archive.parse("_rels/.rels", package)
    path = package.first("officeDocument")
    if path not in archive or not path.lower().endswith(".xml"):
        raise _other_kind(archive)
    folder, name = posixpath.split(path)
    relations = _Relations(folder)
    archive.parse(f"{folder}/_rels/{name}.rels", relations)
    book = _Book(relations)
    archive.parse(path, book)
    if not book.tabs:
        raise refusals.no_spreadsheet()
    return book


def _other_kind(archive: Archive) -> refusals.Unreadable:
    if b"opendocument.spreadsheet" in archive.head("mimetype"):
        return refusals.open_document()
    return refusals.binary_excel() if "xl/workbook.bin" in archive else refusals.no_spreadsheet()


class _Relations(Listener):
    """A .rels member: the kind and the path of each member that its owner refers to, by id."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.by_id: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.by_id[attributes.get("Id", "")] = (
                kind,
                posixpath.join(self._folder, attributes.get("Target", "")),
            )

    def first(self, kind: str) -> str:
        return next((path for found, path in self.by_id.values() if found == kind), "")


@dataclass(frozen=True, slots=True)
class _Tab:
    name: str
    path: str
    hidden: bool


class _Book(Listener):
    """xl/workbook.xml: the worksheets in the order of their tabs, and the day dates are counted from."""

    def __init__(self, relations: _Relations) -> None:
        self.epoch: datetime.datetime = CALENDAR_WINDOWS_1900
        self.tabs: list[_Tab] = []
        self.styles = relations.first("styles")
        self.texts = relations.first("sharedStrings")
        self._relations = relations

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = CALENDAR_MAC_1904
        elif name == "sheet":
            id_ = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, path = self._relations.by_id.get(id_, ("", ""))
            if kind == "worksheet":
                label = clean(attributes.get("name", ""))[:100] or "?"
                self.tabs.append(_Tab(label, path, attributes.get("state", "visible") != "visible"))

    def end(self, name: str) -> None:
        if name == "sheets":
            raise Enough
