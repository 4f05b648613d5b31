"""Choices that a browser keeps: light or dark, and the language."""

from django.conf import settings
from django.http import HttpResponse

ONE_YEAR = 365 * 24 * 60 * 60


def remember(answer: HttpResponse, name: str, value: str) -> None:
    """Let the browser keep this choice for a year; no script has to read it."""
    answer.set_cookie(name, value, max_age=ONE_YEAR, secure=not settings.LOCAL, samesite="Lax", httponly=True)
