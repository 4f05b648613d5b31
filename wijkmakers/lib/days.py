"""Short dates as each language writes them: Django gives every short month a capital, Dutch has none."""

import datetime as dt
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language


def said_month(day: dt.date) -> str:
    """“Sep”, “sep”."""
    return _said_month(day.month, get_language())


def said_short(day: dt.date) -> str:
    """“1 Sep 2026”, “1 sep 2026”, never broken over two lines."""
    return f"{said_short_of_year(day)}\N{NO-BREAK SPACE}{day.year}"


def said_short_of_year(day: dt.date) -> str:
    """“1 Sep”, “1 sep”."""
    return f"{day.day}\N{NO-BREAK SPACE}{said_month(day)}"


@lru_cache(maxsize=256)
def _said_month(month: int, language: str | None) -> str:
    del language  # date_format knows; it is here so that each language has its own words
    day = dt.date(2000, month, 1)
    short = date_format(day, "b")
    return short if date_format(day, "F")[0].islower() else short.title()
