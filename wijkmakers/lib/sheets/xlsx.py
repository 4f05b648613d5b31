"""The visible sheets of an xlsx, read with openpyxl.

It is loaded when a workbook comes, for it takes numpy along wherever that is installed: memory that each
worker of the web server would hold for nothing.
"""

import datetime
import functools
import io
import math
import warnings
from collections.abc import Callable
from typing import Any

from wijkmakers.lib.sheets import archive, refusals
from wijkmakers.lib.sheets.model import ErrorValue, Formula, Limits, Sheet, Value, Workbook
from wijkmakers.lib.sheets.rows import RowCollector, text_value
from wijkmakers.lib.sheets.words import clean

_LAST_ROW = 1_048_576
_EXACT = 10**15  # a double holds every whole number up to here

# It warns of what it would not write back, and nothing is.
warnings.filterwarnings("ignore", module="openpyxl")


def read_xlsx(content: bytes, limits: Limits) -> Workbook:
    """Raises Unreadable for anything else that is zipped, and beyond the limits."""
    archive.check(content, limits)
    try:
        return _read(content, limits)
    except refusals.Unreadable:
        raise
    # openpyxl has no error of its own: a broken file is a KeyError, a TypeError, or whatever it stumbles on.
    except Exception as error:
        raise refusals.damaged() if b"xl/workbook" in content else refusals.no_spreadsheet() from error


def _read(content: bytes, limits: Limits) -> Workbook:
    from openpyxl import load_workbook

    pages = load_workbook(io.BytesIO(content), read_only=True, keep_links=False).worksheets
    if not pages:
        raise refusals.damaged()
    if len(pages) > limits.sheets:
        raise refusals.too_many_sheets(limits.sheets)
    visible = [page for page in pages if page.sheet_state == "visible"]
    if not visible:
        raise refusals.no_visible_sheet()
    converted = functools.cache(text_value)  # one long text may stand in every cell
    sheets: list[Sheet] = []
    left = limits.cells
    for number, page in enumerate(visible, 1):
        rows = RowCollector(_name(page), number, limits, left)
        _collect(page, rows, converted)
        left = rows.cells_left
        sheets.append(rows.sheet())
    return Workbook(tuple(sheets), tuple(_name(page) for page in pages if page not in visible))


def _name(page: Any) -> str:
    return clean(page.title)[:100] or "?"


def _collect(page: Any, rows: RowCollector, converted: Callable[[str], Value]) -> None:
    page.reset_dimensions()  # what the file says of its own size is often wrong
    for number, cells in enumerate(page.rows, 1):
        if number > _LAST_ROW:
            raise refusals.damaged()
        if isinstance(cells, list):  # stands for a row that is not in the file
            continue
        for column, cell in enumerate(cells, 1):
            if cell.value is None:
                continue
            if isinstance(cell.value, str):
                rows.check_length(cell.value, number, column)
            rows.add(column, _value(cell, converted))
        rows.end_row(number)
        if rows.ended:
            return


def _value(cell: Any, converted: Callable[[str], Value]) -> Value:
    from openpyxl.utils.escape import unescape

    value = cell.value
    if cell.data_type == "f":
        return _formula(value)
    if cell.data_type == "e":
        return ErrorValue(str(value)[:40])
    if isinstance(value, str):
        return converted(unescape(value))
    if type(value) in (int, float):
        return _number(value)
    return _moment(value)


def _formula(value: Any) -> Formula:
    text = value if isinstance(value, str) else getattr(value, "text", "=")  # a data table has no text
    return Formula(text[:255])


def _number(number: int | float) -> Value:
    if not math.isfinite(number):
        return ErrorValue("#NUM!")
    return int(number) if float(number).is_integer() and abs(number) < _EXACT else float(number)


def _moment(value: Any) -> Value:
    """A moment at midnight is a day; a duration is the moment with the same number."""
    if isinstance(value, datetime.timedelta):
        from openpyxl.utils.datetime import from_excel, to_excel

        value = from_excel(to_excel(value))
    is_day = isinstance(value, datetime.datetime) and value.time() == datetime.time()
    return value.date() if is_day else value
