"""Reading: files that are something else, broken, or made to harm: a clear sentence, in little memory."""

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from defusedxml import EntitiesForbidden
from django.utils import translation
from openpyxl import load_workbook

from tests.lib.workbooks import OFFICE, SPREADSHEET, book, strings, unzipped, xlsx, zipped
from wijkmakers.lib.sheets import Limits, Unreadable, read

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl.*")

ONE = "<row><c><v>1</v></c></row>"
MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def refusal(content: bytes, filename: str = "lijst.xlsx") -> str:
    with pytest.raises(Unreadable) as refused:
        read(content, filename)
    return refused.value.sentence


@contextmanager
def frugal() -> Iterator[None]:
    """At most 80 MB and 20 seconds; being measured makes it several times slower than it is."""
    tracemalloc.start()
    before = time.process_time()
    try:
        yield
        seconds, peak = time.process_time() - before, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 80 * MEGABYTE
    assert seconds < 20


# --- something else -----------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "beginning"),
    [
        (b"", "This file is empty."),
        (b" \r\n", "This file is empty."),
        (b"\xef\xbb\xbf", "This file is empty."),
        (b";;;\r\n;;\r\n", "This file is empty."),
        (b"sep=;", "This file is empty."),
        (b"sep=;\r\n", "This file is empty."),
        (xlsx(""), "This file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "This is a picture"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "This is a picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "This is a PDF"),
        (b"<!DOCTYPE html><html><table>", "This is a web page"),
        (b"\xef\xbb\xbf\n<html xmlns:x='urn:x'>", "This is a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "This is a web page"),
        (OLE, "This is an old Excel file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "This file is locked with a password."),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, zipfile.ZIP_STORED),
            "This is an OpenDocument file",
        ),
        (zipped({"xl/workbook.bin": "x"}), "This is a binary Excel file"),
        (zipped({"word/document.xml": "<w/>"}), "This is not a spreadsheet."),
        (zipped({}), "This is not a spreadsheet."),
        (b"naam;code\nNoor;\x00\x01\x02\n", "This is not a spreadsheet."),
        (b"\x7fELF\x02\x01\x01\x00", "This is not a spreadsheet."),
        (b"naam\x81;\x8d\n", "This is not a spreadsheet."),
        ("naam;code\n".encode("utf-16-le"), "This is not a spreadsheet."),
        (b"\xff\xfea", "This is not a spreadsheet."),
    ],
)
@pytest.mark.parametrize("filename", ["lijst.xlsx", "lijst.csv", "foto.png", ""])
def test_what_is_no_spreadsheet_says_what_it_is(content: bytes, beginning: str, filename: str):
    assert refusal(content, filename).startswith(beginning)


def test_the_name_does_not_matter():
    assert read(b"a;b\n1;2\n", "lijst.xlsx").sheets[0].rows[1].values == ("1", "2")
    assert read(xlsx(ONE), "lijst.csv").sheets[0].rows[0].values == (1,)


# --- broken -------------------------------------------------------------------------------------------


def xlsx_with_workbook(text: str | bytes) -> bytes:
    return xlsx(ONE, parts={"xl/workbook.xml": text})


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        xlsx(ONE)[:-30],
        xlsx(ONE).replace(b"sheet1.xml", b"sheet7.xml"),
        xlsx(ONE, parts={"xl/worksheets/sheet1.xml": None}),
        xlsx(ONE, parts={"xl/_rels/workbook.xml.rels": None}),
        xlsx(ONE, parts={"xl/worksheets/sheet1.xml": b""}),
        xlsx(ONE, parts={"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"}),
        xlsx(ONE, parts={"xl/worksheets/sheet1.xml": "<worksheet><sheetData></row></sheetData>"}),
        xlsx(ONE, parts={"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>\x00</row>"}),
        xlsx(ONE, parts={"xl/worksheets/sheet1.xml": b"<?xml version='1.0' encoding='x'?><a/>"}),
        xlsx("<row r='x'/>"),
        xlsx("<row r='1048577'><c><v>1</v></c></row>"),
        xlsx("<row><c r='2B'><v>1</v></c></row>"),
        xlsx("<row><c t='d'><v>morgen</v></c></row>"),
        xlsx("<row><c s='x'><v>1</v></c></row>"),
        xlsx("<row><c t='s'><v>x</v></c></row>"),
        xlsx("<row><c t='s'><v>0</v></c></row>"),
        zipped(unzipped(xlsx(ONE)), zipfile.ZIP_BZIP2),
        zipped(unzipped(xlsx(ONE)), zipfile.ZIP_LZMA),
    ],
)
def test_what_is_broken_says_so(content: bytes):
    assert refusal(content).startswith("This file is damaged.")


def test_a_strict_workbook_has_to_be_saved_again():
    strict = book({"Blad1": "visible"}).replace(
        OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
    )
    assert refusal(xlsx_with_workbook(strict)).startswith("This file is damaged. Open it in Excel")


def test_a_zip_with_a_password():
    locked = bytearray(xlsx(ONE))
    start = locked.index(b"PK\x01\x02")
    while start >= 0:
        locked[start + 8] |= 1
        start = locked.find(b"PK\x01\x02", start + 1)
    assert refusal(bytes(locked)).startswith("This file is damaged.")


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>',
        '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>',
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><workbook/>',
        "<workbook>&a;</workbook>",
        '<!DOCTYPE a [<!ATTLIST workbook b CDATA "c">]><workbook/>'.encode("utf-16"),
    ],
)
def test_entities_are_never_expanded(text: str | bytes):
    assert refusal(xlsx_with_workbook(text)).startswith("This file is damaged.")


def test_openpyxl_itself_expands_no_entities_either():
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
    content = xlsx_with_workbook(f'<!DOCTYPE a [<!ENTITY a "ha">{laughs}]><workbook>&j;</workbook>')
    with frugal(), pytest.raises(ValueError, match="could not read workbook") as failure:
        load_workbook(io.BytesIO(content), read_only=True)
    assert isinstance(failure.value.__cause__, EntitiesForbidden)
    with frugal():
        assert refusal(content).startswith("This file is damaged.")


@pytest.mark.parametrize("depth", [100, 100_000])
def test_elements_in_elements_in_elements(depth: int):
    text = "<a>" * depth + "</a>" * depth
    assert refusal(xlsx_with_workbook(text)).startswith("This file is damaged.")


# --- too much -----------------------------------------------------------------------------------------


def test_more_bytes_than_allowed():
    assert refusal(b"a;b\n" * 1_300_000).startswith("This file is larger than 5 MB.")


def test_more_sheets_than_allowed():
    assert refusal(xlsx(*[ONE] * 21)).startswith("This file has more than 20 sheets.")


def test_all_sheets_hidden():
    parts = {"xl/workbook.xml": book({"Oud": "hidden"})}
    assert refusal(xlsx(ONE, parts=parts)).startswith("All sheets of this file are hidden.")


def test_more_columns_than_allowed():
    far = '<row><c r="GR1"><v>1</v></c></row>'
    assert read(xlsx(far), "lijst.xlsx").sheets[0].rows[0].cell(200).value == 1
    assert refusal(xlsx(far.replace("GR1", "GS1"))) == (
        "The sheet “Blad1” has more than 200 columns. Keep only the columns you need and upload it again."
    )


def test_formatted_columns_without_anything_in_them_are_no_columns():
    assert read(xlsx('<row><c><v>1</v></c><c r="XFD1" s="1"/></row>'), "lijst.xlsx").sheets[0].rows[
        0
    ].values == (1,)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B7" t="inlineStr"><is><t>{}</t></is></c>',
        '<c r="B7" t="s"><v>0</v></c>',
        '<c r="B7" t="str"><v>{}</v></c>',
    ],
)
def test_more_characters_than_allowed(cell: str):
    def with_text(text: str) -> bytes:
        return xlsx(f'<row r="7">{cell.format(text)}</row>', parts={"xl/sharedStrings.xml": strings(text)})

    assert read(with_text("x" * 10_000), "lijst.xlsx").sheets[0].rows[0].cell(2).value == "x" * 10_000
    assert refusal(with_text("x" * 10_001)).startswith("Cell B7 of the sheet “Blad1” holds more than 10,000")


def test_a_quote_that_is_never_closed():
    content = 'Naam;Code\nNoor;"GRO\n' + "Jelle;LEF\n" * 2_000
    assert refusal(content.encode()).startswith("Cell B2 of the sheet “lijst” holds more than 10,000")


def test_a_quote_that_is_never_closed_in_a_large_file():
    content = ('Naam;Code\nNoor;"GRO\n' + "Jelle;LEF\n" * 400_000).encode()
    with frugal():
        assert refusal(content).startswith("This file is damaged.")


def test_all_cells_together():
    rows = "<row>" + "<c><v>1</v></c>" * 150 + "</row>"
    assert refusal(xlsx(rows * 700, rows * 700)).startswith(
        "This file holds far more than the list of a cohort."
    )


START = f"<worksheet xmlns='{SPREADSHEET}'>".encode()


def rows(count: int, row: bytes) -> Iterator[bytes]:
    yield b"%s<dimension ref='A1:D%d'/><sheetData><row r='1'><c><v>1</v></c></row>" % (START, count)
    yield from (row.replace(b"#", b"%d" % number) for number in range(2, count + 1))
    yield b"</sheetData></worksheet>"


def cell(text: bytes) -> bytes:
    return b'<c t="inlineStr"><is><t>%s</t></is></c>' % text


def test_a_hundred_thousand_rows():
    row = (
        b'<row r="#">' + cell(b"Naam #") + cell(b"n#@example.org") + cell(b"9711") + b"<c><v>#</v></c></row>"
    )
    content = xlsx(rows(100_000, row))
    with frugal():
        assert refusal(content) == (
            "The sheet “Blad1” has more than 5,000 rows. "
            "Keep only the rows of this cohort and upload it again."
        )


def test_many_rows_with_shared_texts():
    row = b'<row r="#"><c t="s"><v>#</v></c></row>'
    table = [
        START.replace(b"worksheet", b"sst"),
        *(b"<si><t>tekst %d</t></si>" % number for number in range(20_001)),
        b"</sst>",
    ]
    content = xlsx(rows(20_000, row), parts={"xl/sharedStrings.xml": table})
    with frugal():
        assert refusal(content).startswith("The sheet “Blad1” has more than 5,000 rows.")


def test_a_hundred_thousand_rows_in_a_csv():
    content = b"Naam;E-mail\n" + b"Noor;noor@example.org\n" * 100_000
    with frugal():
        assert refusal(content, "Trainees.csv").startswith("The sheet “Trainees” has more than 5,000 rows.")


def test_many_shared_texts_of_which_few_are_used():
    table = [
        START.replace(b"worksheet", b"sst"),
        *(b"<si><t>tekst %d</t></si>" % number for number in range(20_000)),
        b"</sst>",
    ]
    content = xlsx('<row><c t="s"><v>19999</v></c></row>', parts={"xl/sharedStrings.xml": table})
    with frugal():
        assert read(content, "lijst.xlsx").sheets[0].rows[0].values == ("tekst 19999",)


def test_many_formatted_rows_with_nothing_in_them():
    content = xlsx(rows(300_000, b'<row r="#" ht="15"/>'))
    with frugal():
        [sheet] = read(content, "opgemaakt.xlsx").sheets
    assert [(row.number, row.values) for row in sheet.rows] == [(1, (1,))]


def test_a_million_cells_in_one_row():
    content = xlsx(
        [START, b"<sheetData><row>", *[b"<c/>" * 1_000] * 1_000, b"</row></sheetData></worksheet>"]
    )
    with frugal():
        assert refusal(content).startswith("This file holds far more than the list of a cohort.")


def test_a_row_far_below():
    [sheet] = read(xlsx(f'{ONE}<row r="1048576"><c><v>2</v></c></row>'), "lijst.xlsx").sheets
    assert [row.number for row in sheet.rows] == [1, 1_048_576]


# --- bombs --------------------------------------------------------------------------------------------


def spaces(megabytes: int, before: bytes = b"<workbook><sheets>", after: bytes = b"") -> Iterator[bytes]:
    yield before
    yield from (b" " * MEGABYTE for _ in range(megabytes))
    yield after


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """Three members that unpack to 100 MB each."""
    return xlsx(
        ONE,
        parts={
            "xl/media/image1.png": spaces(100),
            "xl/sharedStrings.xml": spaces(100),
            "xl/worksheets/sheet1.xml": spaces(100, b"<worksheet><sheetData>"),
        },
    )


def test_a_zip_bomb(bomb: bytes):
    assert len(bomb) < MEGABYTE
    with frugal():
        assert refusal(bomb).startswith("This file holds far more than the list of a cohort.")


def lying(content: bytes, size: int) -> bytes:
    """The same zip file, in which every member states that it unpacks to its first `size` bytes."""
    lie = bytearray(content)
    entry = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            entry = lie.index(b"PK\x01\x02", entry + 1)
            with archive.open(member) as file:
                checksum = zlib.crc32(file.read(min(size, MEGABYTE)))
            for header, at in ((entry, 16), (member.header_offset, 14)):
                struct.pack_into("<L", lie, header + at, checksum)
                struct.pack_into("<L", lie, header + at + 8, size)
    return bytes(lie)


@pytest.mark.parametrize("size", [0, 1_000, 2**32 - 2])
def test_a_zip_bomb_that_lies(bomb: bytes, size: int):
    content = lying(bomb, size)
    with frugal():
        assert refusal(content).startswith("This file ")


def test_too_many_members():
    content = zipped({f"{number}": "" for number in range(20_000)})
    assert len(content) < Limits().size
    with frugal():
        assert refusal(content).startswith("This file holds far more than the list of a cohort.")


@pytest.mark.parametrize("beginning", [b"<worksheet a='", b"<worksheet><!--", b"<?x "])
def test_one_piece_of_markup_without_an_end(beginning: bytes):
    content = xlsx(ONE, parts={"xl/worksheets/sheet1.xml": spaces(30, beginning)})
    with frugal():
        assert refusal(content).startswith("This file is damaged.")


def test_more_elements_than_allowed():
    content = xlsx(ONE, parts={"xl/worksheets/sheet1.xml": [b"<w>", b"<a/>" * 10_001, b"</w>"]})
    with pytest.raises(Unreadable, match="far more"):
        read(content, "lijst.xlsx", limits=Limits(elements=10_000))
