"""What is still to come for a trainee, by month: sessions, closed days, switches and what is to be done by
when, in one row of dates.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from curriculum.models import CatchUp, Session
from placements.models import Period
from trainees.models import ClosedDay, Trainee

HALF_A_YEAR = dt.timedelta(weeks=26)


@dataclass(frozen=True)
class Entry:
    """`kind` is session, closed, switch or catch_up; `thing` is the row behind it."""

    date: dt.date
    kind: str
    thing: Session | ClosedDay | Period | CatchUp


@dataclass(frozen=True)
class Month:
    first: dt.date
    entries: list[Entry]


def months(
    trainee: Trainee,
    *,
    now: dt.datetime,
    today: dt.date,
    last: dt.date | None = None,
    catch_ups: Iterable[CatchUp] = (),
) -> list[Month]:
    """The coming months with something in them, up to a last day. Three queries, whatever the size."""
    end = min(last or trainee.ends_on, trainee.ends_on)
    sessions = Session.objects.of_cohort(trainee.cohort_id).taking_place().from_moment(now)
    entries = [Entry(session.day(), "session", session) for session in sessions.with_essentials().in_order()]
    closed = ClosedDay.objects.for_cohort(trainee.cohort).between(today, end).with_essentials().in_order()
    entries += [Entry(max(day.starts_on, today), "closed", day) for day in closed]
    periods = Period.objects.of_cohort(trainee.cohort_id).in_order()
    entries += [Entry(p.starts_on, "switch", p) for p in periods if p.number > 1 and p.starts_on > today]
    # What should have been done already is to be done now.
    entries += [Entry(max(each.due_on, today), "catch_up", each) for each in catch_ups]
    entries = sorted((e for e in entries if e.date <= end), key=attrgetter("date"))
    return [
        Month(first, list(found))
        for first, found in groupby(entries, key=lambda entry: entry.date.replace(day=1))
    ]
