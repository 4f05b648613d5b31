"""Gathers the rows of one sheet, whatever the format, and refuses the sheet once it passes the limits."""

import re

from wijkmakers.lib.sheets import refusals
from wijkmakers.lib.sheets.model import ErrorValue, Formula, Limits, Row, Sheet, Value
from wijkmakers.lib.sheets.words import clean, column_letter

# "+31 6 1234" and "-2" are what people type; "=1+1", "@SUM(A1)" and "+cmd|'/C calc'!A0" are not.
_FORMULA = re.compile(r"=.|[@+-]\s*[A-Za-z_.]+\s*[(|]", re.DOTALL)
_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!"
    r"|N/B|VERW!|WAARDE!|DEEL/0!|NAAM\?|GETAL!|LEEG!|OVERLOOP!)"
)


def text_value(text: str) -> Value:
    """Text as a value: cleaned, None when nothing is left, a formula or an error value when it is one."""
    text = clean(text)
    if not text:
        return None
    if _FORMULA.match(text):
        return Formula(text[:255])
    return ErrorValue(text) if _ERROR.fullmatch(text) else text


class RowCollector:
    """Takes cells top to bottom and left to right. `cells_left` is how many the file may still hold."""

    def __init__(self, name: str, number: int, limits: Limits, cells_left: int) -> None:
        self.cells_left = cells_left
        self._name = name
        self._number = number
        self._limits = limits
        self._rows: list[Row] = []
        self._values: list[Value] = []
        self._empty_rows = 0

    @property
    def ended(self) -> bool:
        """So many empty rows came one after the other that nothing is expected below them."""
        return self._empty_rows >= self._limits.empty_rows

    def add(self, column: int, value: Value) -> None:
        """A cell of the row that is being read; column 1 is A."""
        if value is None:
            return
        if column > self._limits.columns:
            raise refusals.too_many_columns(self._name, self._limits.columns)
        self.cells_left -= 1
        if self.cells_left < 0:
            raise refusals.too_much()
        self._values.extend([None] * (column - 1 - len(self._values)))
        self._values.append(value)

    def end_row(self, row: int) -> None:
        if not self._values:
            self._empty_rows += 1
            return
        if len(self._rows) == self._limits.rows:
            raise refusals.too_many_rows(self._name, self._limits.rows)
        self._rows.append(Row(self._name, self._number, row, tuple(self._values)))
        self._values, self._empty_rows = [], 0

    def check_length(self, text: str, row: int, column: int) -> str:
        if len(text) > self._limits.characters:
            raise refusals.text_too_long(self._name, f"{column_letter(column)}{row}", self._limits.characters)
        return text

    def sheet(self) -> Sheet:
        return Sheet(self._name, self._number, tuple(self._rows))
