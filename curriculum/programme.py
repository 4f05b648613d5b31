"""Sessions by term and month: the programme as its coordinator reads it, and a lecturer's own list."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum import problems
from curriculum.models import Module, Session
from trainees import closures
from trainees.models import ClosedDay, Cohort

AUGUST = 8


@dataclass(frozen=True)
class Entry:
    """A session, or days without a learning day.

    details: what is said of the session besides its name; lacks: the words for what a coming one misses.
    """

    date: dt.date
    session: Session | None = None
    closed: ClosedDay | None = None
    details: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Month:
    first: dt.date
    entries: list[Entry]


@dataclass(frozen=True)
class Term:
    """Half a school year: from August up to and including December, or the months after."""

    year: int
    is_autumn: bool
    months: list[Month]

    def __str__(self) -> str:
        return (_("Autumn %(year)s") if self.is_autumn else _("Spring %(year)s")) % {"year": self.year}

    @property
    def session_count(self) -> int:
        return sum(bool(entry.session) for month in self.months for entry in month.entries)

    @property
    def lacking_count(self) -> int:
        return sum(bool(entry.lacks) for month in self.months for entry in month.entries)


@dataclass(frozen=True)
class Planned:
    """How many sessions of a module are in the programme."""

    module: Module

    @property
    def is_complete(self) -> bool:
        return self.module.planned >= self.module.session_count


@dataclass(frozen=True)
class Page:
    unsettled: list[Entry]
    terms: list[Term]
    past: list[Term]
    coming_count: int
    modules: list[Planned]


def build(cohort: Cohort, *, now: dt.datetime) -> Page:
    """Three queries, whatever the size."""
    today = timezone.localtime(now).date()
    rows = Session.objects.of_cohort(cohort).with_essentials().in_order()
    entries = [_entry(session, cohort, now) for session in rows]
    # Sessions of a cohort do not overlap: in order of their beginning is in order of their end.
    past_count = sum(entry.session.ends_at < now for entry in entries if entry.session)
    past, coming = entries[:past_count], entries[past_count:]
    first = max(today, cohort.starts_on)
    closed = ClosedDay.objects.for_cohort(cohort).between(first, cohort.ends_on).in_order()
    free = [
        Entry(max(day.starts_on, first), closed=day) for day in closed if closures.learning_days(day, cohort)
    ]
    planned = Module.objects.of_cohort(cohort).with_planned(cohort).with_theme().in_order()
    return Page(
        unsettled=[entry for entry in coming if entry.lacks],
        terms=by_term(coming + free),
        past=by_term(past)[::-1],
        coming_count=len(coming),
        modules=[Planned(module) for module in planned],
    )


def _entry(session: Session, cohort: Cohort, now: dt.datetime) -> Entry:
    """What is as always, hours and place, is not repeated on every line."""
    lacks = problems.lacks(session) if session.ends_at >= now else []
    usual = f"{cohort.day_starts_at:%H:%M}–{cohort.day_ends_at:%H:%M}"
    details = [session.kicker()] if session.module else []
    details += [
        words
        for words, normal in ((session.hours(), usual), (session.place, cohort.place))
        if words != normal
    ]
    details += session.lecturer_names
    return Entry(session.day(), session, details=tuple(filter(None, details)), lacks=tuple(lacks))


def of_lecturer(sessions: list[Session]) -> list[Month]:
    """The sessions somebody gives, by month; several cohorts may be among them."""
    return by_month([Entry(session.day(), session, details=_all_about(session)) for session in sessions])


def _all_about(session: Session) -> tuple[str, ...]:
    words = (session.kicker(), str(session.cohort), session.hours(), session.place or _("Place follows"))
    return words if session.module else words[1:]


def by_term(entries: list[Entry]) -> list[Term]:
    terms = groupby(by_month(entries), key=lambda month: (month.first.year, month.first.month >= AUGUST))
    return [Term(year, is_autumn, list(months)) for (year, is_autumn), months in terms]


def by_month(entries: list[Entry]) -> list[Month]:
    in_order = sorted(entries, key=lambda entry: (entry.date, entry.session is None))
    months = groupby(in_order, key=lambda entry: entry.date.replace(day=1))
    return [Month(first, list(found)) for first, found in months]
