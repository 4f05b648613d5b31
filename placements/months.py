"""Months as columns of a table: which one a day belongs to, and where a stretch begins and ends.

A month that is cut by a boundary belongs to whoever has most of its days; when both have as many, to the
one before. Every stretch gets at least one column, so that nothing disappears because it is short.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence


def number(day: dt.date) -> int:
    """Months counted from the year 0; consecutive months have consecutive numbers."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def edge(day: dt.date) -> int:
    """The month at whose beginning the line is drawn when something begins on this day."""
    _weekday, length = monthrange(day.year, day.month)
    return number(day) + (2 * (day.day - 1) >= length)


def edges(firsts: Sequence[dt.date], low: int, high: int) -> list[int]:
    """Where stretches that begin on these days begin, between the edges `low` and `high`.

    Strictly rising from `low`, with room for the last one; needs at least as many months as stretches.
    """
    found: list[int] = []
    for place, day in enumerate(firsts):
        wanted = max(edge(day), found[-1] + 1) if found else low
        found.append(min(wanted, high - len(firsts) + place))
    return found


def fraction(day: dt.date) -> float:
    """How far its month is on this day, from 0 to 1."""
    _weekday, length = monthrange(day.year, day.month)
    return (day.day - 0.5) / length
