"""Spreadsheets, xlsx and CSV, to rows that know their sheet, row and column; and back.

`read` opens an upload, `find_tables` recognises what it holds, `Table.records` converts it and collects every
problem at its place. `write` makes the files that people download.
"""

from wijkmakers.lib.sheets.columns import Column, Kind
from wijkmakers.lib.sheets.converters import Converter, Refused, choice, day, email, integer, text, yes_no
from wijkmakers.lib.sheets.model import Cell, ErrorValue, Formula, Limits, Place, Row, Sheet, Value, Workbook
from wijkmakers.lib.sheets.problems import Problem, Problems
from wijkmakers.lib.sheets.reading import read
from wijkmakers.lib.sheets.refusals import Unreadable
from wijkmakers.lib.sheets.tables import Found, Record, Table, find_table, find_tables
from wijkmakers.lib.sheets.words import name_key, shown
from wijkmakers.lib.sheets.writing import NewSheet, Notes, write

__all__ = [
    "Cell",
    "Column",
    "Converter",
    "ErrorValue",
    "Formula",
    "Found",
    "Kind",
    "Limits",
    "NewSheet",
    "Notes",
    "Place",
    "Problem",
    "Problems",
    "Record",
    "Refused",
    "Row",
    "Sheet",
    "Table",
    "Unreadable",
    "Value",
    "Workbook",
    "choice",
    "day",
    "email",
    "find_table",
    "find_tables",
    "integer",
    "name_key",
    "read",
    "shown",
    "text",
    "write",
    "yes_no",
]
