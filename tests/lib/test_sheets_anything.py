"""Reading: whatever the bytes, a workbook or a refusal comes out."""

import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.lib.workbooks import strings, unzipped, worksheet, xlsx, zipped
from wijkmakers.lib.sheets import Unreadable, read

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl.*")
ONE = "<row><c><v>1</v></c></row>"


def comes_out_well(content: bytes) -> None:
    """A workbook of text that can be stored, or a refusal; any other exception fails the test."""
    try:
        sheets = read(content, "iets.xlsx").sheets
    except Unreadable:
        return
    texts = [str(value) for sheet in sheets for row in sheet.rows for value in (sheet.name, *row.values)]
    assert b"\x00" not in "".join(texts).encode()


GOOD = xlsx(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>2</v></c><c t="e"><v>#N/A</v></c></row>',
    parts={"xl/sharedStrings.xml": strings("Noor")},
)
STORED = zipped(unzipped(GOOD), zipfile.ZIP_STORED)
ANY = settings(max_examples=200, deadline=None)


@ANY
@given(st.binary(max_size=300))
@example(b"PK\x05\x06" + bytes(18))
def test_any_bytes(content: bytes):
    comes_out_well(content)


@ANY
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "cp1252"]))
def test_any_text(text: str, encoding: str):
    comes_out_well(text.encode(encoding, "replace"))


@ANY
@given(
    st.sampled_from([GOOD, STORED]),
    st.lists(st.tuples(st.integers(0, len(STORED)), st.binary(max_size=4), st.integers(0, 4)), max_size=4),
)
def test_any_damage_to_an_xlsx(content: bytes, edits: list[tuple[int, bytes, int]]):
    for at, piece, removed in edits:
        content = content[:at] + piece + content[at + removed :]
    comes_out_well(content)


TAGS = st.sampled_from(
    [
        "sheetData",
        "row",
        "c",
        "v",
        "t",
        "is",
        "f",
        "si",
        "r",
        "rPh",
        "sheet",
        "worksheet",
        "xf",
        "cellXfs",
        "numFmt",
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["r", "t", "s", "numFmtId", "formatCode", "x:id", "name"]),
    st.sampled_from(
        ["1", "-1", "A1", "s", "e", "d", "b", "str", "14", "9" * 5_000, "ZZZZ9", "yyyy", "\u0661", ""]
    ),
    max_size=3,
)
XML = st.recursive(
    st.sampled_from(
        ["", "1", "0.5", "x", "1e5", "2026-09-01", "_xD800_", "99999999999999999999", "=1", "nan"]
    ),
    lambda inner: st.builds(
        lambda tag, attributes, children: (
            f"<{tag} "
            + " ".join(f'{k}="{v}"' for k, v in attributes.items())
            + f">{''.join(children)}</{tag}>"
        ),
        TAGS,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@ANY
@given(XML, XML, XML)
def test_any_xml_inside_an_xlsx(sheet: str, texts: str, formats: str):
    parts = {"xl/sharedStrings.xml": strings(f"<a>{texts}</a>"), "xl/styles.xml": f"<a>{formats}</a>"}
    comes_out_well(xlsx(f'<row r="1"><c t="s"><v>0</v></c></row>{sheet}', parts=parts))
    comes_out_well(
        xlsx(ONE, parts={"xl/workbook.xml": f"<a>{sheet}</a>", "xl/worksheets/sheet1.xml": worksheet(sheet)})
    )
