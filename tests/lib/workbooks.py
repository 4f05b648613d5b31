"""Builds xlsx files part by part, also such as no program would write."""

import io
import zipfile
from collections.abc import Iterable, Mapping

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Part = str | bytes | Iterable[bytes]


def relations(**targets: str) -> str:
    """Relations by id: rId1="worksheet xl/worksheets/sheet1.xml"."""
    rows = (
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{path}"/>'
        for id_, (kind, path) in ((id_, value.split(" ", 1)) for id_, value in targets.items())
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def types(**kinds: str) -> str:
    """What the parts in xl/ are, by name: workbook="sheet.main", for workbook.xml."""
    parts = (
        f'<Override PartName="/xl/{name}.xml" ContentType="{TYPES}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{"".join(parts)}</Types>'


def worksheet(rows: str) -> str:
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'


def strings(*texts: str) -> str:
    items = "".join(text if text.startswith("<") else f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="{SPREADSHEET}">{items}</sst>'


def styles(*format_ids: int, codes: dict[int, str] | None = None) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{id_}" formatCode="{code}"/>' for id_, code in (codes or {}).items()
    )
    cells = "".join(f'<xf numFmtId="{id_}"/>' for id_ in format_ids)
    return (
        f'<styleSheet xmlns="{SPREADSHEET}"><numFmts>{formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>'
    )


def book(states: dict[str, str], properties: str = "") -> str:
    """The workbook part; `states` are visible, hidden or veryHidden, by name; their ids are rId1, rId2, …"""
    tabs = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}" state="{state}"/>'
        for n, (name, state) in enumerate(states.items(), 1)
    )
    return (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}">{properties}<sheets>{tabs}</sheets></workbook>'
    )


def xlsx(*sheets: str | Part, parts: dict[str, Part | None] | None = None) -> bytes:
    """An xlsx with these rows in its sheets Blad1, Blad2, …; `parts` replaces a part, or (None) removes."""
    numbers = range(1, len(sheets) + 1)
    all_parts: dict[str, Part | None] = {
        "[Content_Types].xml": types(workbook="sheet.main", sharedStrings="sharedStrings"),
        "_rels/.rels": relations(rId1="officeDocument xl/workbook.xml"),
        "xl/workbook.xml": book({f"Blad{n}": "visible" for n in numbers}),
        "xl/_rels/workbook.xml.rels": relations(
            **{f"rId{n}": f"worksheet worksheets/sheet{n}.xml" for n in numbers},
            rId98="styles styles.xml",
            rId99="sharedStrings sharedStrings.xml",
        ),
        "xl/styles.xml": styles(0),
        "xl/sharedStrings.xml": strings(),
        **{
            f"xl/worksheets/sheet{n}.xml": worksheet(rows) if isinstance(rows, str) else rows
            for n, rows in zip(numbers, sheets, strict=True)
        },
        **(parts or {}),
    }
    return zipped({name: part for name, part in all_parts.items() if part is not None})


def zipped(parts: Mapping[str, Part], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", method) as archive:
        for name, part in parts.items():
            with archive.open(name, "w", force_zip64=False) as member:
                for piece in [part] if isinstance(part, bytes | str) else part:
                    member.write(piece.encode() if isinstance(piece, str) else piece)
    return output.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
