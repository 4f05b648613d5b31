"""The short texts of a cohort's overview: how it stands, what is on soon, and who is about to come or go."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.models import Session
from placements.spans import ONE_DAY, Span, said_day
from placements.staffing import Person, Staffing
from wijkmakers.lib.clock import midnight
from wijkmakers.lib.listing import addresses
from wijkmakers.week import monday_of

AHEAD = dt.timedelta(days=60)
SOON = dt.timedelta(weeks=6)
SHOWN = 3  # sessions


@dataclass(frozen=True)
class Event:
    """Somebody comes or goes, or everybody switches."""

    date: dt.date
    sentence: str
    url: str = ""
    detail: str = ""


def status(staffing: Staffing, *, today: dt.date) -> str:
    """Which week it is, and until when the period runs."""
    first, last = staffing.span.first, staffing.span.last
    if today < first:
        return _("Begins on %(day)s.") % {"day": said_day(first)}
    if today > last:
        return _("Finished on %(day)s.") % {"day": said_day(last)}
    weeks = {"week": min((today - first).days // 7 + 1, staffing.span.weeks), "weeks": staffing.span.weeks}
    running = staffing.period_on(today)
    if running is None:
        return _("Week %(week)d of %(weeks)d. There are no periods yet.") % weeks
    period = {"number": running.number, "day": said_day(running.span.last)}
    return _("Week %(week)d of %(weeks)d. Period %(number)d runs until %(day)s.") % (weeks | period)


def soon(sessions: list[Session], *, today: dt.date) -> list[Session]:
    """The first few of this week and the five after it, of sessions in order."""
    monday = monday_of(today)
    begin, end = midnight(monday), midnight(monday + SOON)
    return [session for session in sessions if begin <= session.starts_at < end][:SHOWN]


def events(staffing: Staffing, *, today: dt.date) -> list[Event]:
    """Switches, starts, ends and pauses of the coming 60 days, in order of date."""
    found = [
        Event(period.span.first, _("Switch: period %(number)d begins") % {"number": period.number})
        for period in staffing.periods
        if period.number > 1
    ]
    url = addresses("trainee")
    for person in staffing.people:
        found += _comings_and_goings(person, staffing.span, url(person.pk))
    return sorted((e for e in found if today <= e.date <= today + AHEAD), key=lambda e: (e.date, e.sentence))


def _comings_and_goings(person: Person, cohort: Span, url: str) -> Iterator[Event]:
    name = {"name": person.name}
    if person.span.first > cohort.first:
        yield Event(person.span.first, _("%(name)s begins") % name, url)
    if person.span.last != cohort.last:
        yield Event(person.span.last, _("Last day of %(name)s") % name, url)
    for pause in person.pauses:
        yield Event(
            pause.first, _("%(name)s pauses") % name, url, _("until %(day)s") % {"day": said_day(pause.last)}
        )
        yield Event(pause.last + ONE_DAY, _("%(name)s is back after a pause") % name, url)
