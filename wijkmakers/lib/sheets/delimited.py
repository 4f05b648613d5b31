"""Reads CSV as Excel, LibreOffice and Google save it: the delimiter and the encoding are found out."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from wijkmakers.lib.sheets import refusals
from wijkmakers.lib.sheets.model import Limits, Value, Workbook
from wijkmakers.lib.sheets.rows import RowCollector, text_value
from wijkmakers.lib.sheets.words import clean

_DELIMITERS = ";,\t"
_SAMPLE = 50  # records, and at most so many characters:
_SAMPLE_LENGTH = 100_000
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[;,\t]*(?:\r?\n|\r|\Z)', re.IGNORECASE)
_BINARY = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_ESCAPED = re.compile(r"'(?=[=+\-@])")  # how Excel marks text that is no formula
_ENCODINGS = {  # by the mark at the beginning
    codecs.BOM_UTF8: ("utf-8",),
    codecs.BOM_UTF16_LE: ("utf-16-le",),
    codecs.BOM_UTF16_BE: ("utf-16-be",),
    b"": ("utf-8", "cp1252"),
}


def read_csv(content: bytes, name: str, limits: Limits) -> Workbook:
    """One sheet of that name. A first line sep=; is obeyed and, as in Excel, not counted as a row."""
    text = _decoded(content)
    if _BINARY.search(text):
        raise refusals.no_spreadsheet()
    stated = _SEPARATOR_LINE.match(text)
    text = text[stated.end() :] if stated else text
    delimiter = stated[1] if stated and stated[1] in _DELIMITERS else _delimiter(text[:_SAMPLE_LENGTH])
    rows = RowCollector(name, 1, limits, limits.cells)
    try:
        _collect(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), rows)
    except csv.Error as error:
        raise refusals.damaged() from error
    return Workbook((rows.sheet(),))


def _decoded(content: bytes) -> str:
    mark, encodings = next((mark, names) for mark, names in _ENCODINGS.items() if content.startswith(mark))
    for encoding in encodings:
        try:
            return content.removeprefix(mark).decode(encoding).removesuffix("\x1a")
        except UnicodeDecodeError:
            continue
    raise refusals.no_spreadsheet()


def _delimiter(text: str) -> str:
    """The delimiter by which most records have the same number of fields, and then the most fields."""
    return max(_DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[int, int]:
    try:
        records = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _SAMPLE))
    except csv.Error:
        return (0, 0)
    widths = Counter(len(record) for record in records if len(record) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _collect(records: Iterable[list[str]], rows: RowCollector) -> None:
    for number, record in enumerate(records, 1):
        for column, text in enumerate(record, 1):
            if text:
                rows.add(column, _value(rows.check_length(text, number, column)))
        rows.end_row(number)
        if rows.ended:
            return


def _value(text: str) -> Value:
    return clean(text[1:]) if _ESCAPED.match(text) else text_value(text)
