"""The inside of an xlsx: a zip file of XML, opened so that nothing in it can cost much memory or time.

The sizes that a zip file states are checked, and again while unpacking, since they can lie. Only stored and
deflated members are read: the other methods of zip cannot be unpacked in small pieces. XML with a document
type is refused, so no entity is ever expanded (billion laughs, external files).
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from wijkmakers.lib.sheets.model import Limits
from wijkmakers.lib.sheets.refusals import damaged, too_much

_CHUNK = 64 * 1024
_LONGEST_TOKEN = 1_000_000  # expat before 2.6 reads an unfinished tag again with each chunk
_DEEPEST = 50
_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Enough(Exception):  # noqa: N818, no error
    """Raised by a listener that has heard all it came for."""


class Listener:
    """Hears XML as it is read. Names of elements come without their namespace prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        pass

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


class Archive:
    """The members of an xlsx by lower-case name. Raises Unreadable for what is no zip file, or a bomb."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        if content.count(_ENTRY) > limits.members:
            raise too_much()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged() from error
        if sum(info.file_size for info in self._zip.infolist()) > limits.declared:
            raise too_much()
        self._members = {_plain(info.filename): info for info in self._zip.infolist()}
        self._bytes_left = limits.unpacked
        self._elements_left = limits.elements

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    def head(self, name: str) -> bytes:
        """The first bytes of a member; b"" when it is not there."""
        return next(self._chunks(name), b"") if name in self else b""

    def parse(self, name: str, listener: Listener) -> None:
        """Read the member's XML to the listener until its end, or until the listener raises Enough."""
        parser = self._parser(listener)
        fed = 0
        try:
            for chunk in self._chunks(name):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                    raise damaged()
            parser.Parse(b"", True)
        except Enough:
            pass
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise damaged() from error

    def _chunks(self, name: str) -> Iterator[bytes]:
        info = self._members.get(_plain(name))
        if info is None or info.compress_type not in _METHODS:
            raise damaged()
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(min(_CHUNK, self._bytes_left + 1)):
                    self._bytes_left -= len(chunk)
                    if self._bytes_left < 0:
                        raise too_much()
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise damaged() from error

    def _parser(self, listener: Listener) -> expat.XMLParserType:
        depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > _DEEPEST:
                raise damaged()
            self._elements_left -= 1
            if self._elements_left < 0:
                raise too_much()
            listener.start(name.rpartition(":")[2], attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            listener.end(name.rpartition(":")[2])

        def refuse(*_args: object) -> None:
            raise damaged()

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = listener.text
        parser.StartDoctypeDeclHandler = refuse
        return parser


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()
