"""Goes through an xlsx before it is read, so that nothing in it can cost openpyxl much memory or time.

Everything in the file is unpacked once, in small pieces that are thrown away, since the sizes that a zip file
states can lie. Why more than defusedxml is needed: docs/decisions/0006-openpyxl-behind-a-guard.md.
"""

import io
import math
import zipfile
import zlib
from xml.parsers import expat

from wijkmakers.lib.sheets.model import Limits
from wijkmakers.lib.sheets.refusals import damaged, too_much

_CHUNK = 64 * 1024
_LONGEST_TOKEN = 1_000_000  # expat before 2.6 reads an unfinished tag or comment again with each piece
_WIDEST_ROW = 16_384  # columns in Excel; openpyxl holds a whole row
_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others cannot be unpacked in small pieces


def check(content: bytes, limits: Limits) -> None:
    """Raises Unreadable for what is no zip file, is a bomb, or has XML that is not safe to read."""
    if content.count(_ENTRY) > limits.members:
        raise too_much()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > limits.unpacked:
                raise too_much()
            guard = _Guard(limits)
            for member in members:
                guard.check(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise damaged() from error


class _Guard:
    """Unpacks members one by one, and counts what is in all of them together."""

    def __init__(self, limits: Limits) -> None:
        self._bytes_left = limits.unpacked
        self._elements_left = limits.elements
        self._cells = -math.inf  # in this row; until the first row nothing counts

    def check(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        if member.compress_type not in _METHODS:
            raise damaged()
        # zipfile would stop at the size the member states.
        stated, member.file_size = member.file_size, self._bytes_left + 1
        parser: expat.XMLParserType | None = self._parser()
        size = 0
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > self._bytes_left:
                    raise too_much()
                parser = parser and _parsed(parser, chunk, size)
        self._bytes_left -= size
        if size != stated:
            raise damaged()

    def _parser(self) -> expat.XMLParserType:
        self._cells = -math.inf
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._count
        return parser

    def _count(self, name: str, _attributes: dict[str, str]) -> None:
        self._elements_left -= 1
        name = name.rpartition(":")[2]
        if name == "row":
            self._cells = 0
        elif name == "c":
            self._cells += 1
        if self._elements_left < 0 or self._cells > _WIDEST_ROW:
            raise too_much()


def _parsed(parser: expat.XMLParserType, chunk: bytes, size: int) -> expat.XMLParserType | None:
    """The parser, or None at an error: there openpyxl stops as well, if it reads this member at all."""
    try:
        parser.Parse(chunk, False)
    except (expat.ExpatError, LookupError, ValueError):
        return None
    if size - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
        raise damaged()
    return parser


def _refuse(*_args: object) -> None:
    raise damaged()
