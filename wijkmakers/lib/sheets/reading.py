"""Opens an uploaded spreadsheet by what it is, not by what it is called."""

import re
from pathlib import PurePath

from wijkmakers.lib.sheets import refusals
from wijkmakers.lib.sheets.delimited import read_csv
from wijkmakers.lib.sheets.model import Limits, Workbook
from wijkmakers.lib.sheets.words import shown
from wijkmakers.lib.sheets.xlsx import read_xlsx

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_BINARY_EXCEL = b"xl/workbook.bin"  # the name of a member, which is never packed
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_PICTURE_BRANDS = (b"ftyphei", b"ftypmif", b"ftypavif")
_LIMITS = Limits()
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|svg)", re.IGNORECASE)


def read(content: bytes, filename: str, *, limits: Limits = _LIMITS) -> Workbook:
    """The visible sheets of an xlsx, or the one sheet of a CSV (named after the file).

    Raises Unreadable, and nothing else, for any bytes that are no spreadsheet or hold more than `limits`.
    Needs time and memory by what the limits allow, not by what the file claims to hold.
    """
    if not content.strip():
        raise refusals.empty()
    if len(content) > limits.size:
        raise refusals.too_large(limits.size)
    _refuse_other_kinds(content)
    if content.startswith(_ZIP):
        book = read_xlsx(content, limits)
    else:
        book = read_csv(content, shown(PurePath(filename).stem, 31) or "CSV", limits)
    if not any(sheet.rows for sheet in book.sheets):
        raise refusals.empty()
    return book


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(_OLE):
        raise refusals.locked() if _LOCKED in content else refusals.old_excel()
    if content.startswith(_ZIP):
        _refuse_other_archives(content)
    if content.startswith(b"%PDF"):
        raise refusals.pdf()
    is_picture = content.startswith(_PICTURES) and b"\x00" in content[:512]
    if is_picture or content[4:12].startswith(_PICTURE_BRANDS):
        raise refusals.picture()
    if _MARKUP.match(content):
        raise refusals.web_page()


def _refuse_other_archives(content: bytes) -> None:
    if _OPEN_DOCUMENT in content[:200]:
        raise refusals.open_document()
    if _BINARY_EXCEL in content:
        raise refusals.binary_excel()
