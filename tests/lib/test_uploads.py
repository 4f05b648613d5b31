import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import translation

from wijkmakers.lib import uploads
from wijkmakers.lib.uploads import NotAccepted, kind_of

MIME = "application/vnd.oasis.opendocument.text"


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in members:
            archive.writestr(zipfile.ZipInfo(name), text)
    return content.getvalue()


OFFICE = ("[Content_Types].xml", "<Types/>")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("stuk.pdf", b"%PDF-1.7 ...", "pdf"),
        ("plaatje.bin", b"\x89PNG\r\n\x1a\n....", "png"),
        ("foto.jpeg", b"\xff\xd8\xff\xe0....", "jpg"),
        ("brief", zipped(OFFICE, ("word/document.xml", "<w/>")), "docx"),
        ("lijst.xlsx", zipped(OFFICE, ("xl/workbook.xml", "<x/>")), "xlsx"),
        ("dia.pptx", zipped(OFFICE, ("ppt/presentation.xml", "<p/>")), "pptx"),
        ("brief.odt", zipped(("mimetype", MIME), ("content.xml", "<o/>"), method=zipfile.ZIP_STORED), "odt"),
        ("telling.csv", "straat;fietsen\nBloemstraat;é\n".encode("cp1252"), "csv"),
        ("lees.TXT", b"Lees dit.\r\n\tEn dit.", "txt"),
    ],
)
def test_by_content(name, content, kind):
    file = SimpleUploadedFile(name, content)
    assert kind_of(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("stuk.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("pagina.txt", b"  <HTML><body>hoi</body></HTML>"),
        ("tekening.txt", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("tekening.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("programma.exe", b"MZ\x90\x00\x03"),
        ("programma.txt", b"\x7fELF\x02\x01\x01\x00"),
        ("script.txt", b"#!/bin/sh\nrm -rf /"),
        ("los.zip", zipped(("virus.exe", "x"))),
        ("macro.docx", zipped(OFFICE, ("word/document.xml", ""), ("word/vbaProject.bin", ""))),
        ("half.docx", zipped(OFFICE, ("word/document.xml", "<w/>"))[:60]),
        ("geen.odt", zipped(("mimetype", "application/zip"), method=zipfile.ZIP_STORED)),
        ("tekst.md", b"# kop"),
    ],
)
def test_what_is_not_accepted(name, content):
    with pytest.raises(NotAccepted, match="This kind of file cannot be shared"), translation.override("en"):
        kind_of(SimpleUploadedFile(name, content))


def test_an_empty_file():
    with pytest.raises(NotAccepted, match="This file is empty"), translation.override("en"):
        kind_of(SimpleUploadedFile("leeg.pdf", b""))


def test_a_zip_with_an_endless_list_of_contents_is_not_read(monkeypatch):
    content = zipped(*[(f"word/{number}", "") for number in range(12_000)], OFFICE)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(NotAccepted):
        kind_of(SimpleUploadedFile("veel.docx", content))


def test_what_is_too_large_is_dropped_while_it_comes_in(monkeypatch, settings):
    monkeypatch.setattr(uploads, "LIMIT", 100_000)
    assert settings.FILE_UPLOAD_HANDLERS[0] == "wijkmakers.lib.uploads.CappedUpload"
    sent = {
        "small": SimpleUploadedFile("a.pdf", b"%PDF-"),
        "large": SimpleUploadedFile("b.pdf", b"%PDF-" * 60_000),
    }
    received = RequestFactory().post("/", sent).FILES
    assert received["small"].read() == b"%PDF-"
    assert received["large"].size == 300_000
    assert received["large"].file is None
    with pytest.raises(NotAccepted, match="larger than 20 MB"), translation.override("en"):
        kind_of(received["large"])
