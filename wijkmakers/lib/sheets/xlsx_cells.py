"""The cells of one worksheet of an xlsx as values, and the two tables they refer to: styles and texts.

Which number formats show a date, and how a serial number becomes one, is openpyxl's knowledge.
"""

import datetime
import math
import re

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel

from wijkmakers.lib.sheets import refusals
from wijkmakers.lib.sheets.archive import Enough, Listener
from wijkmakers.lib.sheets.model import ErrorValue, Formula, Value
from wijkmakers.lib.sheets.rows import RowCollector, SharedText, text_value

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile("([A-Za-z]{1,3})[0-9]{1,7}")
_EXACT = 10**15  # a double holds every whole number up to here
_LOCAL_DATES = frozenset(range(27, 37)) | frozenset(
    range(50, 59)
)  # built in, but only East Asian Excel has their codes


class Dates(Listener):
    """xl/styles.xml: the cell styles that show a date."""

    def __init__(self, epoch: datetime.datetime) -> None:
        self._epoch = epoch
        self._codes: dict[str, str] = {}
        self._styles: list[bool] = []
        self._in_cell_styles = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        elif name == "cellXfs":
            self._in_cell_styles = True
        elif name == "xf" and self._in_cell_styles:
            self._styles.append(self._is_date(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            raise Enough

    def _is_date(self, format_id: str) -> bool:
        number = int(format_id)
        return number in _LOCAL_DATES or is_date_format(
            self._codes.get(format_id) or BUILTIN_FORMATS.get(number, "")
        )

    def value(self, number: int | float, style: int) -> Value:
        """The date, moment or time that the number is in this style, or the number itself."""
        if number < 0 or style >= len(self._styles) or not self._styles[style]:
            return number
        try:
            return whole_day(from_excel(number, self._epoch))
        except (ValueError, OverflowError):
            return number


def whole_day(moment: datetime.datetime | datetime.time) -> datetime.date | datetime.datetime | datetime.time:
    """A moment at midnight is a day."""
    if isinstance(moment, datetime.datetime) and moment.time() == datetime.time():
        return moment.date()
    return moment


class _Gathered:
    """What stands in <v> and <t>, cut just past `longest`: rich text joined, no phonetic hints (rPh)."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._open = self._phonetic = False
        self.clear()

    def clear(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def start(self, name: str) -> None:
        if name == "rPh":
            self._phonetic = True
        elif name in ("v", "t"):
            self._open = not self._phonetic

    def end(self, name: str) -> None:
        self._open = False
        if name == "rPh":
            self._phonetic = False

    def text(self, data: str) -> None:
        if self._open and self._length <= self._longest:
            data = data[: self._longest + 1]
            self._parts.append(data)
            self._length += len(data)

    def value(self) -> str:
        return "".join(self._parts)


class Cells(Listener):
    """xl/worksheets/sheet….xml: gives each cell with something in it to the collector."""

    def __init__(self, rows: RowCollector, dates: Dates, longest: int) -> None:
        self._rows = rows
        self._dates = dates
        self._gathered = _Gathered(longest)
        self._formula: str | None = None
        self._in_formula = self._in_data = False
        self._row = self._column = self._style = 0
        self._type = "n"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._in_data:
            self._in_data = name == "sheetData"
        elif name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._formula, self._in_formula = "=", True
        else:
            self._gathered.start(name)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "row":
            self._rows.end_row(self._row)
            if self._rows.ended:
                raise Enough
        elif name == "sheetData":
            raise Enough
        else:
            self._in_formula = False
            self._gathered.end(name)

    def text(self, data: str) -> None:
        if self._in_formula:
            self._formula = f"{self._formula}{data}"[:255]
        else:
            self._gathered.text(data)

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self._row + 1))
        if row <= self._row:
            raise refusals.damaged()
        self._row, self._column = row, 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        column = self._column + 1
        if "r" in attributes:
            reference = _REFERENCE.fullmatch(attributes["r"])
            column = column_index_from_string(reference[1]) if reference else 0
        if column <= self._column:
            raise refusals.damaged()
        self._column, self._formula = column, None
        self._type, self._style = attributes.get("t", "n"), int(attributes.get("s", 0))
        self._gathered.clear()

    def _end_cell(self) -> None:
        text = self._rows.check_length(self._gathered.value(), self._row, self._column)
        self._rows.add(self._column, self._value(text) if self._formula is None else Formula(self._formula))

    def _value(self, text: str) -> Value | SharedText:
        if not text:
            return None
        match self._type:
            case "s":
                return SharedText(int(text))
            case "b":
                return text.strip() in ("1", "true")
            case "e":
                return ErrorValue(text[:40])
            case "n":
                number = _number(text)
                return text_value(text) if number is None else self._dates.value(number, self._style)
            case "d":
                return _iso_moment(text)
            case _:
                return text_value(_unescaped(text))


def _number(text: str) -> int | float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _iso_moment(text: str) -> Value:
    try:
        return whole_day(datetime.datetime.fromisoformat(text.strip()).replace(tzinfo=None))
    except ValueError:
        return text_value(text)


def _unescaped(text: str) -> str:
    """Text in which _x000A_ stands for a character that XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class Texts(Listener):
    """xl/sharedStrings.xml: of the table of texts only those that a cell refers to."""

    def __init__(self, wanted: set[int], longest: int) -> None:
        self.wanted = wanted
        self._last = max(wanted, default=0)
        self._index = -1
        self._gathered = _Gathered(longest)
        self._found: dict[int, str] = {}

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._index += 1
            self._gathered.clear()
        elif self._index in self.wanted:
            self._gathered.start(name)

    def end(self, name: str) -> None:
        if name != "si":
            self._gathered.end(name)
        elif self._index in self.wanted:
            self._found[self._index] = _unescaped(self._gathered.value())
            if self._index == self._last:
                raise Enough

    def text(self, data: str) -> None:
        self._gathered.text(data)

    def text_of(self, index: int) -> str:
        if index not in self._found:
            raise refusals.damaged()
        return self._found[index]
