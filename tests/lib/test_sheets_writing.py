"""Writing: what is written comes back as it was, and never as a formula."""

import datetime
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkmakers.lib.sheets import NewSheet, Notes, read, write
from wijkmakers.lib.sheets.words import clean

DANGEROUS = ["=1+1", '=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1"]


def written(*sheets: NewSheet, notes: Notes | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write(sheets, notes=notes)))


def test_what_is_written_comes_back():
    row = ["Zoë", 2, 2.5, True, datetime.date(2026, 9, 1), datetime.datetime(2026, 9, 1, 9, 30), None, "x"]
    [sheet] = read(write([NewSheet("Lijst", list("abcdefgh"), [row])]), "lijst.xlsx").sheets
    assert [(r.number, r.values) for r in sheet.rows] == [(1, tuple("abcdefgh")), (2, tuple(row))]


def test_the_header_is_bold_and_stays_in_sight():
    page = written(NewSheet("Lijst", ["Naam", "Omschrijving"], [["Noor", "x" * 200]]))["Lijst"]
    assert [cell.font.bold for cell in page[1]] == [True, True]
    assert [cell.font.bold for cell in page[2]] == [False, False]
    assert page.freeze_panes == "A2"
    assert [page.column_dimensions[letter].width for letter in "AB"] == [8, 62]


def test_a_title_stands_above_the_header():
    page = written(NewSheet("Lijst", ["Naam"], [["Noor"]], title="Lichting 2026"))["Lijst"]
    assert [[cell.value for cell in row] for row in page] == [["Lichting 2026"], [None], ["Naam"], ["Noor"]]
    assert page.freeze_panes == "A4"


def test_dates_are_shown_in_dutch_order_and_moments_in_local_time():
    moment = datetime.datetime(2026, 9, 1, 7, 30, tzinfo=datetime.UTC)
    page = written(NewSheet("Lijst", ["Dag", "Moment"], [[datetime.date(2026, 9, 1), moment]]))["Lijst"]
    assert [(cell.value, cell.number_format) for cell in page[2]] == [
        (datetime.datetime(2026, 9, 1), "d-m-yyyy"),
        (datetime.datetime(2026, 9, 1, 9, 30), "d-m-yyyy hh:mm"),
    ]


def test_lazy_text_and_decimals():
    page = written(NewSheet("Lijst", [gettext_lazy("Dutch")], [[Decimal("1.5")]]))["Lijst"]
    assert [cell.data_type for cell in (page["A1"], page["A2"])] == ["s", "n"]


@pytest.mark.parametrize("value", DANGEROUS)
def test_text_in_xlsx_is_never_a_formula(value: str):
    content = write([NewSheet(value, [value], [[value]], title=value)], notes=Notes(value, [value]))
    for page in openpyxl.load_workbook(io.BytesIO(content)):
        for row in page:
            for cell in row:
                if cell.value is not None:
                    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", value.strip(), True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in b"".join(archive.read(name) for name in archive.namelist())


def test_notes_are_the_last_sheet():
    book = written(NewSheet("Trainees", ["Naam"]), notes=Notes("Uitleg", ["Eerst dit.", "Dan dat."]))
    assert book.sheetnames == ["Trainees", "Uitleg"]
    assert [cell.value for cell in book["Uitleg"]["A"]] == ["Eerst dit.", "Dan dat."]


def test_names_of_sheets_are_allowed_and_differ():
    names = ["a/b:c", "A B C", "x" * 40, "x" * 41, "", "'"]
    assert written(*[NewSheet(name, ["a"]) for name in names]).sheetnames == [
        "a b c",
        "A B C 2",
        "x" * 26 + "…",
        "x" * 26 + "… 2",
        "-",
        "- 2",
    ]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda text: text.strip(" '#"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=5))
def test_any_text_can_be_written_and_read(rows: list[tuple[str, ...]]):
    sheet = NewSheet("Lijst", ["een", "twee", "drie"], rows)
    [from_xlsx] = read(write([sheet]), "lijst.xlsx").sheets
    texts = [[" ".join(str(cell).split()) for cell in row.filled()] for row in from_xlsx.rows]
    wanted = [[" ".join(clean(text).split()) for text in row] for row in (sheet.header, *rows)]
    assert texts == [filled for row in wanted if (filled := [text for text in row if text])]
