"""Reading: what comes out of the files that people really have."""

import codecs
import datetime
import random
from pathlib import Path

import pytest
from django.utils import translation

from tests.lib.workbooks import OFFICE, SPREADSHEET, book, relations, strings, styles, types, worksheet, xlsx
from wijkmakers.lib.sheets import ErrorValue, Formula, Limits, Unreadable, Workbook, read

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl.*")

ROOT = Path(__file__).parents[2]
COHORT = ROOT / "wijkmakers/data/lichting-2026.xlsx"
MISTAKES = ROOT / "tests/data/lichting-met-fouten.xlsx"
FROM_EXCEL = ROOT / "tests/data/trainees-excel-nl.csv"
HOLIDAYS = ROOT / "trainees/data/school_holidays_north.csv"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def opened(path: Path) -> Workbook:
    return read(path.read_bytes(), path.name)


def rows_of(content: bytes, name: str = "lijst.csv") -> list[tuple]:
    [sheet] = read(content, name).sheets
    return [(row.number, *row.values) for row in sheet.rows]


def cells_of(cells: str, **parts: str) -> tuple:
    """The values of the one row with these cells."""
    content = xlsx(f"<row>{cells}</row>", parts={f"xl/{name}.xml": part for name, part in parts.items()})
    [(_number, *values)] = rows_of(content, "een.xlsx")
    return tuple(values)


# --- the real files -----------------------------------------------------------------------------------


def test_the_workbook_of_a_cohort():
    workbook = opened(COHORT)
    assert [(sheet.name, sheet.number, len(sheet.rows)) for sheet in workbook.sheets] == [
        ("Trainees", 1, 13),
        ("Organisaties", 2, 8),
        ("Wensen", 3, 12),
        ("Modules", 4, 21),
    ]
    assert workbook.skipped == ()


def test_a_title_and_a_blank_row_keep_the_numbers_that_excel_shows():
    trainees = opened(COHORT).sheets[0]
    assert [row.number for row in trainees.rows] == [1, *range(3, 15)]
    assert trainees.rows[0].values == ("Lichting 2026 - aanmeldingen (bijgewerkt 24-8-2026)",)
    assert trainees.rows[2].values == (
        "Noor",
        "Dijkema",
        "noor.dijkema@example.org",
        "06-10000001",
        "Sociale geografie",
        "Groningen",
        "9711",
        "ja",
        datetime.date(2026, 9, 1),
    )


def test_text_dates_stay_text_and_spaces_go():
    trainees = opened(COHORT).sheets[0]
    assert trainees.rows[4].cell(9).value == "1-9-2026"
    assert trainees.rows[8].cell(3).value == "meike.bolhuis@example.org"


def test_numbers_are_whole_and_empty_texts_are_blank():
    hosts = opened(COHORT).sheets[1]
    assert hosts.rows[1].values == ("Gemeente Groningen", "GRO", "overheid", "Wijkzaken", 1, 3, 1, 3, 1, 3)
    assert [type(value) for value in hosts.rows[1].values[4:]] == [int] * 6


def test_a_row_that_ends_early_has_blank_cells():
    yusuf = opened(COHORT).sheets[2].rows[8]
    assert yusuf.values == ("yusuf.kaya@example.org", "LEF", "NIJ", "PAT", "GRO")
    assert yusuf.cell(6).blank
    assert yusuf.cell(6).place.ref == "F9"


def test_a_formula_is_kept_as_one():
    trainees = opened(MISTAKES).sheets[0]
    assert trainees.rows[6].cell(2).value == Formula('=HYPERLINK("http://evil.example","Huizinga")')


def test_csv_as_excel_in_dutch_saves_it():
    [sheet] = opened(FROM_EXCEL).sheets
    assert sheet.name == "trainees-excel-nl"
    assert len(sheet.rows) == 13
    assert sheet.rows[12].values[:3] == ("Zoë", "Groenewoud-Brouwér", "zoe.groenewoud@example.org")


def test_the_school_holidays():
    [sheet] = opened(HOLIDAYS).sheets
    assert len(sheet.rows) == 16
    assert sheet.rows[1].values == ("2025-2026", "Herfstvakantie", "2025-10-18", "2025-10-26")


# --- cells of an xlsx ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><v>2</v></c>", 2),
        ("<c><v>2.0</v></c>", 2),
        ("<c><v>2.5</v></c>", 2.5),
        ("<c><v>1E+2</v></c>", 100),
        ("<c><v>1e999</v></c>", ErrorValue("#NUM!")),
        ('<c t="b"><v>1</v></c>', True),
        ('<c t="b"><v>0</v></c>', False),
        ('<c t="e"><v>#REF!</v></c>', ErrorValue("#REF!")),
        ('<c t="d"><v>2026-09-01</v></c>', datetime.date(2026, 9, 1)),
        ('<c t="d"><v>2026-09-01T09:30:00</v></c>', datetime.datetime(2026, 9, 1, 9, 30)),
        ('<c t="inlineStr"><is><t> Noor </t></is></c>', "Noor"),
        ('<c t="inlineStr"><is><r><t>Zo</t></r><r><rPr><b/></rPr><t>ë</t></r></is></c>', "Zoë"),
        ('<c t="inlineStr"><is><t>Zo</t><rPh sb="0" eb="2"><t>zo</t></rPh></is></c>', "Zo"),
        ('<c t="inlineStr"><is><t>een_x000D__x000A_twee</t></is></c>', "een\ntwee"),
        ('<c t="inlineStr"><is><t>a_xD800_b_x0000_c</t></is></c>', "abc"),
        ('<c t="inlineStr"><is><t>=1+1</t></is></c>', Formula("=1+1")),
        ('<c t="inlineStr"><is><t>#N/B</t></is></c>', ErrorValue("#N/B")),
        ('<c t="str"><f>A1&amp;"x"</f><v>Noorx</v></c>', Formula('=A1&"x"')),
        ("<c><f>SUM(A1:A2)</f><v>3</v></c>", Formula("=SUM(A1:A2)")),
        ('<c><f t="shared" si="0"/><v>3</v></c>', Formula("=")),
        ('<c><f t="array" ref="A1">SUM(B1:B2)</f><v>3</v></c>', Formula("=SUM(B1:B2)")),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', Formula("=1/0")),
    ],
)
def test_a_cell_of_each_type(cell: str, value: object):
    [found] = cells_of(cell)
    assert found == value
    assert type(found) is type(value)


def test_cells_without_a_reference_follow_each_other():
    assert cells_of('<c><v>1</v></c><c r="C1"><v>3</v></c><c><v>4</v></c>') == (1, None, 3, 4)


def test_texts_of_the_shared_table():
    table = strings("ongebruikt", "Noor", "<si><r><t>Dijk</t></r><r><t>ema</t></r></si>", " ")
    cells = "".join(f'<c t="s"><v>{index}</v></c>' for index in (1, 2, 1, 3))
    assert cells_of(cells, sharedStrings=table) == ("Noor", "Dijkema", "Noor")


def test_a_text_that_the_shared_table_does_not_have():
    content = xlsx('<row><c t="s"><v>7</v></c></row>', parts={"xl/sharedStrings.xml": strings("Noor")})
    with pytest.raises(Unreadable, match="damaged"):
        read(content, "lijst.xlsx")


@pytest.mark.parametrize(
    ("style", "number", "value"),
    [
        (0, "46266", 46266),
        (1, "46266", datetime.date(2026, 9, 1)),
        (1, "46266.395833333336", datetime.datetime(2026, 9, 1, 9, 30)),
        (1, "1", datetime.date(1900, 1, 1)),
        (1, "61", datetime.date(1900, 3, 1)),
        (1, "-3", datetime.date(1899, 12, 27)),
        (1, "99999999", ErrorValue("#VALUE!")),
        (2, "46266", datetime.date(2026, 9, 1)),
        (3, "46266", 46266),
        (4, "0.5", datetime.time(12)),
        (5, "0.5", datetime.time(12)),
        (5, "1.5", datetime.datetime(1900, 1, 1, 12)),
        (77, "46266", 46266),
    ],
)
def test_a_number_is_a_date_when_its_style_says_so(style: int, number: str, value: object):
    formats = styles(
        0, 14, 170, 171, 20, 46, codes={170: "[$-413]d mmmm yyyy;@", 171: "0.00 &quot;dagen&quot;"}
    )
    assert cells_of(f'<c s="{style}"><v>{number}</v></c>', styles=formats) == (value,)


def test_dates_of_an_old_mac_are_counted_from_1904():
    workbook = book({"Blad1": "visible"}, '<workbookPr date1904="1"/>')
    assert cells_of('<c s="1"><v>44804</v></c>', styles=styles(0, 14), workbook=workbook) == (
        datetime.date(2026, 9, 1),
    )


def test_merged_cells_have_their_value_once():
    rows = '<row><c r="A1"><v>1</v></c><c r="B1"/></row><row><c r="A2"/><c r="B2"><v>2</v></c></row>'
    sheet = worksheet(rows).replace(
        "</worksheet>", '<mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>'
    )
    content = xlsx("", parts={"xl/worksheets/sheet1.xml": sheet})
    assert rows_of(content) == [(1, 1), (2, None, 2)]


def test_hidden_sheets_are_named_and_not_read():
    parts = {"xl/workbook.xml": book({"Zichtbaar": "visible", "Oud": "hidden", "Diep": "veryHidden"})}
    refused = '<row><c r="XFD1"><v>1</v></c></row>'
    workbook = read(xlsx("<row><c><v>1</v></c></row>", refused, refused, parts=parts), "lijst.xlsx")
    assert [sheet.name for sheet in workbook.sheets] == ["Zichtbaar"]
    assert workbook.skipped == ("Oud", "Diep")


def test_other_sheets_than_worksheets_are_passed_over():
    parts = {
        "xl/_rels/workbook.xml.rels": relations(
            rId1="worksheet /xl/worksheets/sheet1.xml", rId2="chartsheet chartsheets/sheet1.xml"
        ),
        "xl/workbook.xml": book({"Lijst": "visible", "Grafiek": "visible"}),
    }
    workbook = read(xlsx("<row><c><v>1</v></c></row>", parts=parts), "lijst.xlsx")
    assert [sheet.name for sheet in workbook.sheets] == ["Lijst"]


def test_prefixes_and_other_paths():
    parts = {
        "[Content_Types].xml": types(**{"../book": "sheet.main"}).replace("/xl/../", "/"),
        "_rels/.rels": relations(rId1="officeDocument book.xml"),
        "_rels/book.xml.rels": relations(rId1="worksheet Sheets/Een.xml"),
        "book.xml": f'<x:workbook xmlns:x="{SPREADSHEET}" xmlns:q="{OFFICE}"><x:sheets>'
        '<x:sheet name="Een" sheetId="1" q:id="rId1"/></x:sheets></x:workbook>',
        "Sheets/Een.xml": f'<x:worksheet xmlns:x="{SPREADSHEET}"><x:sheetData><x:row r="2"><x:c r="B2">'
        "<x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>",
    }
    assert rows_of(xlsx(parts=parts)) == [(2, None, 5)]


# --- text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("\u00a0Noor\u00a0de\u00a0Vries ", "Noor de Vries"),
        ("zoe\u200b@example.org\ufeff", "zoe@example.org"),
        ("\u202anoor@example.org\u202c", "noor@example.org"),
        ("Zoe\u0308", "Zoë"),
        ("\u200dNoor\u200c", "Noor"),
        ("می\u200cروم", "می\u200cروم"),
        ("een\r\ntwee", "een\ntwee"),
        ("+31 6 10000001", "+31 6 10000001"),
        ("-2", "-2"),
        ("-", "-"),
        ("=", "="),
        ("@noor", "@noor"),
        ("=1+1", Formula("=1+1")),
        (" =cmd|'/C calc'!A0", Formula("=cmd|'/C calc'!A0")),
        ("@SUM(A1)", Formula("@SUM(A1)")),
        ("+SUM(A1)", Formula("+SUM(A1)")),
        ("-cmd|'/C calc'!A0", Formula("-cmd|'/C calc'!A0")),
        ("'=geen formule", "=geen formule"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("#N/A", ErrorValue("#N/A")),
        ("#VERW!", ErrorValue("#VERW!")),
        ("#1", "#1"),
    ],
)
def test_text_is_cleaned(typed: str, value: object):
    quoted = typed.replace('"', '""')
    assert rows_of(f'naam;x\n"{quoted}";y\n'.encode())[1] == (2, value, "y")


# --- csv ----------------------------------------------------------------------------------------------

NAMES = [(1, "Naam", "Plaats"), (2, "Zoë", "Assen, Drenthe")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "cp1252"),
    ],
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_delimiters_and_encodings_are_found_out(delimiter: str, mark: bytes, encoding: str, end: str):
    lines = f'Naam{delimiter}Plaats{end}Zoë{delimiter}"Assen, Drenthe"{end}'
    assert rows_of(mark + lines.encode(encoding)) == NAMES


def test_a_line_that_states_the_delimiter_is_obeyed_and_not_counted():
    assert rows_of(b"sep=,\r\nNaam,Code;x\r\nNoor,1;2\r\n") == [(1, "Naam", "Code;x"), (2, "Noor", "1;2")]


def test_quotes_hold_delimiters_quotes_and_lines():
    content = b'Naam;Doel\r\nNoor;"een; ""twee""\r\ndrie"\r\n\r\nJelle;vier\r\n'
    assert rows_of(content) == [(1, "Naam", "Doel"), (2, "Noor", 'een; "twee"\ndrie'), (4, "Jelle", "vier")]


def test_commas_in_the_text_of_a_file_with_semicolons():
    content = b"Naam;Cijfer\nNoor, A.;7,5\nJelle, B.;8,0\n"
    assert rows_of(content) == [(1, "Naam", "Cijfer"), (2, "Noor, A.", "7,5"), (3, "Jelle, B.", "8,0")]


def test_blank_rows_and_trailing_blanks_go():
    assert rows_of(b";;;\nNaam;;Code;;\n ;\xc2\xa0;;\n;;x;\n") == [
        (2, "Naam", None, "Code"),
        (4, None, None, "x"),
    ]


def test_one_column_is_a_list_too():
    assert rows_of(b"E-mail\nnoor@example.org\n") == [(1, "E-mail"), (2, "noor@example.org")]


@pytest.mark.parametrize(
    ("filename", "name"),
    [("map/Trainees 2026.csv", "Trainees 2026"), ("", "CSV"), ("x" * 90 + ".csv", "x" * 30 + "…")],
)
def test_the_sheet_of_a_csv_is_called_after_the_file(filename: str, name: str):
    assert [sheet.name for sheet in read(b"a;b\n", filename).sheets] == [name]


# --- limits -------------------------------------------------------------------------------------------


def test_limits_are_reached_but_not_passed():
    limits = Limits(rows=2, columns=2, cells=4, characters=3, sheets=1)
    full = b"abc;abc\n;\n\nabc;abc\n;;;\n"
    [sheet] = read(full, "vol.csv", limits=limits).sheets
    assert [row.number for row in sheet.rows] == [1, 4]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a\nb\nc\n", "The sheet “vol” has more than 2 rows."),
        (b"a;b;c\n", "The sheet “vol” has more than 2 columns."),
        (b"a;abcd\n", "Cell B1 of the sheet “vol” holds more than 3 characters."),
    ],
)
def test_beyond_a_limit(content: bytes, sentence: str):
    with pytest.raises(Unreadable) as refusal:
        read(content, "vol.csv", limits=Limits(rows=2, columns=2, characters=3))
    assert refusal.value.sentence.startswith(sentence)


def test_many_empty_rows_one_after_the_other_end_a_sheet():
    [sheet] = read(b"a\n\n\nb\n\n\nc\n\n\n\nd\n", "lang.csv", limits=Limits(empty_rows=3)).sheets
    assert [(row.number, *row.values) for row in sheet.rows] == [(1, "a"), (4, "b"), (7, "c")]


def test_places_sort_as_a_person_reads():
    cells = [cell for sheet in opened(COHORT).sheets for row in sheet.rows for cell in row.filled()]
    places = [cell.place for cell in cells]
    assert sorted(random.Random(1).sample(places, len(places))) == places
