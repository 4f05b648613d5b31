"""Files that people share: how large they may be, and what they really are, whatever their name says."""

import re
import zipfile
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

LIMIT = 20 * 1024 * 1024
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
_DIRECTORY_LIMIT = 512 * 1024
_SIGNATURES = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_OPEN_DOCUMENT = {TYPES[kind].encode(): kind for kind in ("odt", "ods", "odp")}
_MARKUP = re.compile(
    rb"<(!doctype|html|head|body|script|svg|\?xml|iframe|object|embed|meta|\?php)", re.IGNORECASE
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


class NotAccepted(Exception):
    """This file is not accepted. `sentence` is translated and says what to do; show it as it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def kind_of(file: UploadedFile) -> str:
    """What the content of this file is: one of TYPES. Raises NotAccepted.

    Looks at the beginning, and at the list of contents of what is zipped; unpacks nothing.
    """
    if not file.size:
        raise NotAccepted(_("This file is empty. Choose it again."))
    if file.size > LIMIT:
        raise NotAccepted(_("This file is larger than 20 MB. Make it smaller, or share a link to it."))
    file.seek(0)
    head = file.read(8192)
    kind = _kind(file, head)
    file.seek(0)
    if kind is None:
        raise NotAccepted(
            _(
                "This kind of file cannot be shared. "
                "Use PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPG, CSV or plain text, without macros."
            )
        )
    return kind


def _kind(file: UploadedFile, head: bytes) -> str | None:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(b"PK\x03\x04") and file.file is not None:
        return _kind_of_zip(file.file)
    name = str(file.name).lower()
    for kind in ("csv", "txt"):
        if name.endswith(f".{kind}") and _is_text(file):
            return kind
    return None


def _kind_of_zip(stream: IO[bytes]) -> str | None:
    """An office document by its list of contents; one with macros in it is none."""
    if _directory_size(stream) > _DIRECTORY_LIMIT:
        return None
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "[Content_Types].xml" in names:
        return next(
            (kind for folder, kind in _OFFICE if any(name.startswith(folder) for name in names)), None
        )
    return _open_document(stream) if names and names[0] == "mimetype" else None


def _directory_size(stream: IO[bytes]) -> int:
    """How large a zip file says its list of contents is, read before anything is built from it."""
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(max(0, size - 65557))
    tail = stream.read()
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) - found < 22:
        return size
    return int.from_bytes(tail[found + 12 : found + 16], "little")


def _open_document(stream: IO[bytes]) -> str | None:
    """OpenDocument puts its type uncompressed at the very beginning: byte 38, after the name "mimetype"."""
    stream.seek(38)
    words = stream.read(80)
    return next((kind for text, kind in _OPEN_DOCUMENT.items() if words.startswith(text + b"PK")), None)


def _is_text(file: UploadedFile) -> bool:
    """Readable text throughout, and nothing that a browser could take for a page."""
    file.seek(0)
    first = True
    for chunk in file.chunks():
        if _CONTROL.search(chunk) or (first and (chunk.startswith(b"#!") or _MARKUP.search(chunk[:65536]))):
            return False
        first = False
    return True


class CappedUpload(FileUploadHandler):
    """Stands before the handlers that store: what comes after LIMIT bytes is dropped, unread and unstored.

    The form still gets a file, without content but with its true size, and says that it is too large.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= LIMIT else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if file_size <= LIMIT:
            return None
        return UploadedFile(file=None, name=self.file_name, content_type=self.content_type, size=file_size)
