"""The programme of a cohort as its coordinator reads it: what is not settled, what comes, what has been."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from curriculum import problems
from curriculum.models import Module, Session
from trainees.models import ClosedDay, Cohort

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """A session, or days without a learning day; `lacks` are the words for what a coming session misses."""

    date: dt.date
    session: Session | None = None
    closed: ClosedDay | None = None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Month:
    first: dt.date
    entries: list[Entry]


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
    months: list[Month]
    past: list[Month]
    past_count: int
    coming_count: int
    modules: list[Planned]


def build(cohort: Cohort, *, now: dt.datetime) -> Page:
    """Three queries, whatever the size."""
    today = timezone.localtime(now).date()
    rows = Session.objects.of_cohort(cohort).with_module().with_lecturer_names().in_order()
    entries = [_entry(session, now) for session in rows]
    # Sessions of a cohort do not overlap: in order of their beginning is in order of their end.
    past_count = sum(entry.session.ends_at < now for entry in entries if entry.session)
    past, coming = entries[:past_count], entries[past_count:]
    first = max(today, cohort.starts_on)
    closed = ClosedDay.objects.for_cohort(cohort).between(first, cohort.ends_on).in_order()
    free = [Entry(max(day.starts_on, first), closed=day) for day in closed if _takes_a_day(day, cohort)]
    planned = Module.objects.of_cohort(cohort).with_planned(cohort).with_theme().in_order()
    return Page(
        unsettled=[entry for entry in coming if entry.lacks],
        months=_by_month(coming + free),
        past=_by_month(past),
        past_count=past_count,
        coming_count=len(coming),
        modules=[Planned(module) for module in planned],
    )


def _entry(session: Session, now: dt.datetime) -> Entry:
    lacks = problems.lacks(session) if session.ends_at >= now else []
    return Entry(session.day(), session=session, lacks=tuple(lacks))


def _takes_a_day(closed: ClosedDay, cohort: Cohort) -> bool:
    """Whether a learning day falls in it: Easter Monday means nothing to who learns on Fridays."""
    until_learning_day = (cohort.learning_weekday - closed.starts_on.isoweekday()) % 7
    return closed.starts_on + until_learning_day * ONE_DAY <= closed.ends_on


def _by_month(entries: list[Entry]) -> list[Month]:
    in_order = sorted(entries, key=lambda entry: (entry.date, entry.session is None))
    months = groupby(in_order, key=lambda entry: entry.date.replace(day=1))
    return [Month(first, list(found)) for first, found in months]
