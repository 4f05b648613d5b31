"""Finds tables by the names of their columns, and converts their rows.

A person may put a title above the header, leave rows blank, order the columns as they like and add their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from wijkmakers.lib.sheets.columns import Column, Kind
from wijkmakers.lib.sheets.converters import Refused
from wijkmakers.lib.sheets.model import Cell, ErrorValue, Formula, Place, Row, Sheet, Workbook
from wijkmakers.lib.sheets.problems import Problem, Problems
from wijkmakers.lib.sheets.words import shown

_SEARCHED = 20  # rows with something in them

Slot = tuple[str, int]  # the key of a column and its number; 0 where it stands once


@dataclass(frozen=True)
class Record:
    """One row of a table. What is blank, refused, or in a column that is not there has the default."""

    row: Row
    ok: bool
    values: Mapping[str, Any]
    accepted: frozenset[str]
    cells: Mapping[Slot, Cell]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def has(self, key: str) -> bool:
        """Something was filled in and accepted."""
        return key in self.accepted

    @property
    def number(self) -> int:
        """The number of the row, as Excel shows it."""
        return self.row.number

    def cell(self, key: str, number: int = 0) -> Cell:
        """The cell as it stands in the file; the whole row where the table has no such column."""
        return self.cells.get((key, number)) or self.row.cell(0)


@dataclass(frozen=True)
class Table:
    """A header that was recognised in a sheet; its records stand below it.

    `slots` are the recognised columns (1 is A); `doubles` tells of a column which earlier one it repeats.
    """

    sheet: Sheet
    header: Row
    columns: Mapping[str, Column]
    slots: Mapping[Slot, int]
    doubles: Mapping[int, int]

    @property
    def header_row(self) -> int:
        return self.header.number

    @property
    def title(self) -> str:
        """The first text above the header; "" where there is none."""
        above = (value for row in self.sheet.rows if row.number < self.header.number for value in row.values)
        return next((shown(value, 200) for value in above if isinstance(value, str)), "")

    @property
    def missing(self) -> list[Column]:
        keys = {key for key, _number in self.slots}
        return [column for column in self.columns.values() if column.required and column.key not in keys]

    @property
    def share(self) -> float:
        """How many of the required columns are there, from 0 to 1."""
        required = sum(column.required for column in self.columns.values())
        return 1 - len(self.missing) / required if required else 1.0

    @property
    def notes(self) -> list[Problem]:
        """A sentence for each column that is not understood, and therefore ignored."""
        known = {*self.slots.values(), *self.doubles}
        below = {cell.place.column for row in self._rows for cell in row.filled()}
        above = {cell.place.column for cell in self.header.filled()}
        cells = [self.header.cell(column) for column in sorted((below | above) - known)]
        return [Problem(cell.place, _ignored(cell)) for cell in cells]

    def place(self, key: str = "", number: int = 0) -> Place:
        """The header of that column, or else the row of the header."""
        return self.header.cell(self.slots.get((key, number), 0)).place

    def records(self, problems: Problems) -> list[Record]:
        """The rows with something in a recognised column, converted. Adds all problems it sees."""
        self._check_header(problems)
        return [record for row in self._rows if (record := self._record(row, problems))]

    def _check_header(self, problems: Problems) -> None:
        for column in self.missing:
            sentence = _("The column “%(column)s” is missing. Add it to the header in row %(row)s.")
            problems.add(self.place(), sentence % {"column": column.label_for(1), "row": self.header_row})
        for double, first in self.doubles.items():
            cell = self.header.cell(double, shown(self.header.values[double - 1]))
            sentence = _("“%(header)s” is the same column as %(letter)s. Remove one of the two.")
            letter = self.header.cell(first).place.letter
            problems.add(cell, sentence % {"header": cell, "letter": letter})

    @property
    def _rows(self) -> Iterator[Row]:
        return (row for row in self.sheet.rows if row.number > self.header.number)

    @cached_property
    def _headers(self) -> list[tuple[Slot, int, str]]:
        return [
            (slot, column, shown(self.header.values[column - 1]))
            for slot, column in sorted(self.slots.items())
        ]

    def _record(self, row: Row, problems: Problems) -> Record | None:
        cells = {slot: row.cell(column, header) for slot, column, header in self._headers}
        if all(cell.blank for cell in cells.values()):
            return None
        values: dict[str, Any] = {
            key: {} if column.repeats else column.default for key, column in self.columns.items()
        }
        accepted = set()
        before = len(problems)
        for (key, number), cell in cells.items():
            column = self.columns[key]
            if cell.blank and (column.repeats or not column.required):
                continue
            try:
                value = _converted(cell, column)
            except Refused as refusal:
                problems.add(cell, refusal.sentence)
                continue
            accepted.add(key)
            if column.repeats:
                values[key][number] = value
            else:
                values[key] = value
        return Record(row, len(problems) == before, values, frozenset(accepted), cells)


def _converted(cell: Cell, column: Column) -> Any:
    if cell.blank:
        raise Refused(_("“%(column)s” is empty. Fill it in.") % {"column": cell.place.header})
    if isinstance(cell.value, Formula):
        sentence = _(
            "“%(value)s” is a formula. Replace it by its value: copy the cell, then paste only the value."
        )
        raise Refused(sentence % {"value": cell})
    if isinstance(cell.value, ErrorValue):
        raise Refused(
            _("%(value)s is an error in the spreadsheet itself. Type the right value.") % {"value": cell}
        )
    return column.convert(cell.value)


def _ignored(cell: Cell) -> str:
    if cell.blank:
        return _("Column %(letter)s has no header and is ignored.") % {"letter": cell.place.letter}
    return _("Column %(letter)s, “%(header)s”, is not known and is ignored.") % {
        "letter": cell.place.letter,
        "header": cell,
    }


def find_table(sheet: Sheet, columns: Sequence[Column]) -> Table | None:
    """The table under the row, one of the first, that names most of these columns.

    None where no row names two of them (or the only one).
    """
    tables = [_table(sheet, row, columns) for row in islice(sheet.rows, _SEARCHED)]
    best = max(tables, key=lambda table: len(table.slots), default=None)
    return best if best and len(best.slots) >= min(2, len(columns)) else None


def _table(sheet: Sheet, header: Row, columns: Sequence[Column]) -> Table:
    slots: dict[Slot, int] = {}
    doubles: dict[int, int] = {}
    for cell in header.filled():
        if not isinstance(cell.value, str):
            continue
        numbers = ((column.key, column.number_in(cell.value)) for column in columns)
        slot = next(((key, number) for key, number in numbers if number is not None), None)
        if slot in slots:
            doubles[cell.place.column] = slots[slot]
        elif slot:
            slots[slot] = cell.place.column
    return Table(sheet, header, {column.key: column for column in columns}, slots, doubles)


@dataclass(frozen=True)
class Found:
    """The tables of a workbook by the key of their kind, and the names of the sheets that hold none."""

    tables: Mapping[str, Table]
    unused: tuple[str, ...]


def find_tables(book: Workbook, kinds: Sequence[Kind], problems: Problems) -> Found:
    """Which sheet holds which kind of table: by the name of the sheet, or else by its headers.

    Adds a problem for a sheet with the right name and no header, and for two sheets of one kind.
    """
    tables: dict[str, Table] = {}
    used = set()
    for guess in sorted((_guess(sheet, kinds) for sheet in book.sheets), key=attrgetter("doubt")):
        kind, sheet, table = guess.kind, guess.sheet, guess.table
        if kind is None or not sheet.rows or (kind.key in tables and guess.doubt == _PARTLY):
            continue
        used.add(sheet.name)
        if table is None:
            problems.add(Place(sheet.number, 0, 0, sheet.name), _no_header(sheet, kind))
        elif kind.key in tables:
            problems.add(table.place(), _twice(tables[kind.key].sheet, sheet))
        else:
            tables[kind.key] = table
    return Found(tables, tuple(sheet.name for sheet in book.sheets if sheet.name not in used))


_NAMED, _COMPLETE, _PARTLY = range(3)


@dataclass(frozen=True)
class _Guess:
    """What a sheet seems to hold; `doubt` grows from named so, to all required columns, to half of them."""

    sheet: Sheet
    kind: Kind | None = None
    table: Table | None = None
    doubt: int = _PARTLY


def _guess(sheet: Sheet, kinds: Sequence[Kind]) -> _Guess:
    named = next((kind for kind in kinds if kind.is_named(sheet.name)), None)
    if named:
        return _Guess(sheet, named, find_table(sheet, named.columns), _NAMED)
    tables = ((kind, find_table(sheet, kind.columns)) for kind in kinds)
    likely = [(kind, table) for kind, table in tables if table and table.share >= 0.5]
    if not likely:
        return _Guess(sheet)
    kind, table = max(likely, key=lambda pair: (pair[1].share, len(pair[1].slots)))
    return _Guess(sheet, kind, table, _PARTLY if table.missing else _COMPLETE)


def _no_header(sheet: Sheet, kind: Kind) -> str:
    sentence = _(
        "The sheet “%(sheet)s” has no row with the names of its columns. "
        "Put them above the list: %(columns)s."
    )
    names = [column.label_for(1) for column in kind.columns if column.required]
    return sentence % {"sheet": sheet.name, "columns": ", ".join(names)}


def _twice(first: Sheet, second: Sheet) -> str:
    sentence = _(
        "The sheets “%(first)s” and “%(second)s” hold the same kind of list. "
        "Keep one of them, or hide the other."
    )
    return sentence % {"first": first.name, "second": second.name}
