"""Stretches of days, both ends included, and how they are said."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Protocol, TypeVar

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkmakers.lib.days import said_month

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """From the first up to and including the last day."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def state_on(self, day: dt.date) -> str:
        """How this stretch stands on a day: done, now or coming."""
        if day in self:
            return "now"
        return "done" if self.last < day else "coming"

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> int:
        """Rounded, as people count the weeks of a period."""
        return round(self.days / 7)

    def overlaps(self, other: "Span") -> bool:
        return self.first <= other.last and other.first <= self.last

    def within(self, other: "Span") -> "Span | None":
        """What lies in both, or None."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Span(first, last) if first <= last else None

    def without(self, others: "Iterable[Span]") -> "list[Span]":
        """What is left when the others are taken away, in order."""
        left, first = [], self.first
        for other in sorted(other for other in others if other.overlaps(self)):
            if other.first > first:
                left.append(Span(first, other.first - ONE_DAY))
            first = max(first, other.last + ONE_DAY)
        return [*left, Span(first, self.last)] if first <= self.last else left

    def has_working_week(self, weekdays: Iterable[int]) -> bool:
        """Whether at least as many work days lie in it as a week has."""
        wanted = set(weekdays)
        looked_at = min(self.days, 14)
        found = sum((self.first + n * ONE_DAY).isoweekday() in wanted for n in range(looked_at))
        return found >= len(wanted)

    @property
    def is_whole_months(self) -> bool:
        return self.first.day == 1 and (self.last + ONE_DAY).day == 1

    def __str__(self) -> str:
        """“1 June 2027 – 31 January 2028”."""
        return f"{said_day(self.first)} – {said_day(self.last)}"

    @property
    def short(self) -> str:
        """“Feb – Sep 2026”, or with days where they are not whole months."""
        first, last = said_month(self.first), f"{said_month(self.last)} {self.last.year}"
        if self.first.year != self.last.year:
            first = f"{first} {self.first.year}"
        if self.is_whole_months:
            return f"{first} – {last}"
        return f"{self.first.day} {first} – {self.last.day} {last}"

    @property
    def spoken(self) -> str:
        """“October 2026 up to and including May 2027”, for who listens."""
        shape = "F Y" if self.is_whole_months else "j F Y"
        return _("%(first)s up to and including %(last)s") % {
            "first": said(self.first, shape),
            "last": said(self.last, shape),
        }


class Lasting(Protocol):
    @property
    def span(self) -> Span: ...


Some = TypeVar("Some", bound=Lasting)


def longest(some: Iterable[Some], since: dt.date | None = None) -> Some | None:
    """What counts of several in a period: the longest, of equally long ones the first. `since`: only days
    from then on count; None when there are no such days."""
    found, most = None, 0
    for one in sorted(some, key=lambda one: one.span):
        first = max(one.span.first, since) if since else one.span.first
        days = (one.span.last - first).days + 1
        if days > most:
            found, most = one, days
    return found


def said(day: dt.date, shape: str) -> str:
    """A date in the language of the page. A board says the same few dates hundreds of times."""
    return _said(day, shape, get_language())


@lru_cache(maxsize=4096)
def _said(day: dt.date, shape: str, language: str | None) -> str:
    del language  # date_format knows; it is here so that each language has its own words
    return date_format(day, shape)


def said_day(day: dt.date) -> str:
    """“1 June 2027”."""
    return said(day, "j F Y")


def most_at_once(spans: Iterable[Span]) -> int:
    """The largest number of these stretches that share a day: counted along the days on which one begins or
    has ended."""
    events = sorted(event for span in spans for event in ((span.first, 1), (span.last + ONE_DAY, -1)))
    return max(accumulate(change for _day, change in events), default=0)
