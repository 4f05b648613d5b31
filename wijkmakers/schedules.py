"""What is still to come for a trainee, by month: sessions, closed days and switches in one row of dates."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from curriculum.models import Session
from placements.models import Period
from trainees.models import ClosedDay, Trainee


@dataclass(frozen=True)
class Entry:
    """`kind` is session, closed or switch; `thing` is the row behind it."""

    date: dt.date
    kind: str
    thing: Session | ClosedDay | Period


@dataclass(frozen=True)
class Month:
    first: dt.date
    entries: list[Entry]


def months(trainee: Trainee, *, now: dt.datetime, today: dt.date) -> list[Month]:
    """The coming months with something in them. Three queries, whatever the size."""
    sessions = Session.objects.of_cohort(trainee.cohort_id).taking_place().from_moment(now)
    entries = [Entry(session.day(), "session", session) for session in sessions.with_essentials().in_order()]
    last = trainee.ends_on
    closed = ClosedDay.objects.for_cohort(trainee.cohort).between(today, last).with_essentials().in_order()
    entries += [Entry(max(day.starts_on, today), "closed", day) for day in closed]
    periods = Period.objects.of_cohort(trainee.cohort_id).in_order()
    entries += [Entry(p.starts_on, "switch", p) for p in periods if p.number > 1 and p.starts_on > today]
    entries = sorted((e for e in entries if e.date <= last), key=attrgetter("date"))
    return [
        Month(first, list(found))
        for first, found in groupby(entries, key=lambda entry: entry.date.replace(day=1))
    ]
