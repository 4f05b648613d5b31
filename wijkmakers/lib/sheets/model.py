"""What a spreadsheet is once it has been read: sheets of rows of values that know their place."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from wijkmakers.lib.sheets.words import column_letter, shown


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is accepted before it is refused. Sizes in bytes, everything else counted."""

    size: int = 5_000_000
    members: int = 500  # files inside an xlsx; a large one of Excel's own has about fifty
    unpacked: int = 32_000_000  # all of them together
    elements: int = 1_500_000  # of XML in an xlsx; 200,000 cells with their texts need 800,000
    sheets: int = 20
    rows: int = 5_000  # with something in them, per sheet
    columns: int = 200  # with something in them
    cells: int = 200_000  # with something in them, in all sheets together
    characters: int = 10_000  # in one cell
    empty_rows: int = 10_000  # formatted but empty, one after the other: the sheet is taken to end there


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes: what it shows depends on other cells, so it is never taken for a value."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell in which the spreadsheet itself reports an error, such as #REF!."""

    text: str

    def __str__(self) -> str:
        return self.text


Value = (
    str | int | float | bool | datetime.date | datetime.datetime | datetime.time | Formula | ErrorValue | None
)


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where something stands. Places sort as a person reads; row or column 0 means the whole of it."""

    sheet_number: int
    row: int
    column: int
    sheet: str = field(compare=False)
    header: str = field(default="", compare=False)

    @property
    def letter(self) -> str:
        return column_letter(self.column) if self.column else ""

    @property
    def ref(self) -> str:
        """The cell as Excel names it: "C5"; "" where it is not about one cell."""
        return f"{self.letter}{self.row}" if self.column and self.row else ""


@dataclass(frozen=True, slots=True)
class Cell:
    place: Place
    value: Value

    @property
    def blank(self) -> bool:
        return self.value is None

    def __str__(self) -> str:
        return shown(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it.

    `number` is the one Excel shows; `values` begin at column A, with None for a blank cell.
    """

    sheet: str
    sheet_number: int
    number: int
    values: tuple[Value, ...]

    def cell(self, column: int, header: str = "") -> Cell:
        """The cell in that column (1 is A); blank where the row is shorter, and for 0, the row as a whole."""
        value = self.values[column - 1] if 0 < column <= len(self.values) else None
        return Cell(Place(self.sheet_number, self.number, column, self.sheet, header), value)

    def filled(self) -> Iterator[Cell]:
        """The cells of this row with something in them, from left to right."""
        return (self.cell(column) for column, value in enumerate(self.values, 1) if value is not None)


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets a person sees. `skipped` names the hidden ones, which are not read."""

    sheets: tuple[Sheet, ...]
    skipped: tuple[str, ...] = ()
