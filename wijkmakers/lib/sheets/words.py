"""Text as people type and paste it: cleaned for storing, folded for comparing, shortened for a sentence."""

import datetime
import re
import unicodedata

from wijkmakers.lib.names import fold

# Marks that no one sees and that come along when a name or address is pasted from a mail or a web page:
# zero-width space, word joiner, byte order mark, soft hyphen and the marks for the direction of writing.
_UNSEEN = re.compile(
    "[\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u2007\u202f\u205f\u3000]")
_JOINERS = "\u200c\u200d"  # part of some words and emoji, but not at their ends


def clean(text: str) -> str:
    """Text without unseen marks, with ordinary spaces and line ends, composed (NFC) and trimmed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", _SPACES.sub(" ", text)))
    return text.strip().strip(_JOINERS).strip()


def column_letter(number: int) -> str:
    """What a spreadsheet calls a column, counted from 1: A, …, Z, AA, …"""
    before, place = divmod(number - 1, 26)
    return (column_letter(before) if before else "") + chr(ord("A") + place)


def name_key(text: str) -> str:
    """The same key for "E-mail", " e mail" and "É-MAIL": only letters and digits, folded."""
    return "".join(c for c in fold(text) if c.isalnum())


def shown(value: object, length: int = 40) -> str:
    """A value as a person typed it, safe inside a sentence: one line, at most `length` characters."""
    if isinstance(value, datetime.datetime):
        text = f"{dutch_day(value.date())} {value:%H:%M}"
    elif isinstance(value, datetime.date):
        text = dutch_day(value)
    else:
        text = " ".join(clean(str(value)).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def dutch_day(day: datetime.date) -> str:
    """1-9-2026: day first, no leading zeros."""
    return f"{day.day}-{day.month}-{day.year}"
