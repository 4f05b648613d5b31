"""Answers that a browser saves instead of showing."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from wijkmakers.lib.uploads import TYPES


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    """An xlsx, saved under this name; `name` comes without the extension."""
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.xlsx")}
    return HttpResponse(content, TYPES["xlsx"], headers=headers)
