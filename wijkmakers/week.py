"""One week of a trainee: placements, sessions and closed days joined into days, in the order people ask."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from curriculum.models import Session
from placements.models import Placement
from placements.places import places_of, with_places
from trainees.absences import standing, with_absences
from trainees.freedays import closed_days_of, pauses_of, with_free_days
from trainees.models import Absence, ClosedDay, Pause, Trainee
from wijkmakers.lib.clock import midnight

ONE_DAY = dt.timedelta(days=1)
ONE_WEEK = dt.timedelta(weeks=1)
SOON = dt.timedelta(weeks=26)
OWN = ("work", "learn")  # days on which somebody is expected


@dataclass(frozen=True)
class Day:
    """`kind` is work, learn, closed, paused or free."""

    date: dt.date
    kind: str
    today: dt.date
    placement: Placement | None = None
    sessions: tuple[Session, ...] = ()
    closed: str = ""
    absence: Absence | None = None

    @property
    def is_today(self) -> bool:
        return self.date == self.today

    @property
    def is_past(self) -> bool:
        return self.date < self.today

    @property
    def is_away(self) -> bool:
        """All day, and not only asked for."""
        away = self.absence
        return away is not None and away.part == Absence.Part.WHOLE and away.state != Absence.State.ASKED

    @property
    def owner(self) -> tuple:
        """Neighbouring days with the same owner lie under one bar."""
        return (self.kind, self.placement.pk if self.placement else None, self.closed)


@dataclass(frozen=True)
class Bar:
    """A stretch of days above the week: at this host, at the learning place, or free."""

    kind: str
    span: int
    placement: Placement | None
    text: str
    look: str = ""


@dataclass(frozen=True)
class Week:
    """`days` are those on which something can happen; `coming` are the sessions after this week.

    `then` is the first day after today on which somebody works or learns, as far as two weeks ahead.
    """

    trainee: Trainee
    monday: dt.date
    today: dt.date
    days: list[Day]
    coming: list[Session] = field(default_factory=list)
    then: Day | None = None

    @property
    def sunday(self) -> dt.date:
        return self.monday + 6 * ONE_DAY

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def is_now(self) -> bool:
        return self.monday <= self.today <= self.sunday

    @cached_property
    def sessions(self) -> list[Session]:
        return [session for day in self.days for session in day.sessions]

    @cached_property
    def prepared(self) -> Session | None:
        """The session to prepare for: the first of this week or later that has not ended."""
        todo = [s for s in [*self.sessions, *self.coming] if s.day() >= self.today]
        return todo[0] if todo else None

    @property
    def bars(self) -> list[Bar]:
        return [_bar(list(days)) for _owner, days in groupby(self.days, key=lambda day: day.owner)]


@dataclass(frozen=True)
class Free:
    """What keeps a trainee from work or the learning day, as far as it is known with the trainee."""

    pauses: list[Pause]
    closed: list[ClosedDay]
    absences: list[Absence]


def with_days(trainees: "QuerySet[Any]", *, monday: dt.date) -> "QuerySet[Any]":
    """Adds what `load` reads of a trainee, without another query."""
    around = {"first": monday, "last": monday + 13 * ONE_DAY}
    return with_places(with_free_days(with_absences(trainees, **around), **around), **around)


def load(trainee: Trainee, *, monday: dt.date, today: dt.date) -> Week:
    """The week of `trainee`, loaded `with_days`, that begins on `monday`. One query, whatever the size."""
    sunday = monday + 6 * ONE_DAY
    placements = places_of(trainee)
    begin, end = midnight(monday), midnight(monday + SOON)
    sessions = Session.objects.of_cohort(trainee.cohort_id).taking_place().between(begin, end)
    found = list(sessions.with_essentials().with_required().in_order()[:12])
    free = Free(pauses_of(trainee), closed_days_of(trainee), standing(trainee))
    by_day: dict[dt.date, list[Session]] = {}
    for session in found:
        by_day.setdefault(session.day(), []).append(session)
    days = [
        _day(trainee, monday + n * ONE_DAY, today, placements, by_day, free)
        for n in range(14)
        if _shown(trainee.cohort, monday + n * ONE_DAY, by_day)
    ]
    return Week(
        trainee=trainee,
        monday=monday,
        today=today,
        days=[day for day in days if day.date <= sunday],
        coming=[session for session in found if session.day() > sunday][:3],
        then=next((day for day in days if day.date > today and day.kind in OWN and not day.is_away), None),
    )


def answer(week: Week) -> str:
    """The first sentence of the page: where somebody is today, and when they are free, what comes then."""
    today = next((day for day in week.days if day.is_today), None)
    if today and today.is_away:
        return " ".join(filter(None, [_("You are reported absent today."), _then(week.then)]))
    if today and today.kind == "learn":
        return _("Today is your learning day: %(title)s, at %(time)s.") % {
            "title": today.sessions[0].name(),
            "time": date_format(timezone.localtime(today.sessions[0].starts_at), "H:i"),
        }
    if today and today.kind == "work" and today.placement:
        return _("Today you work at %(host)s.") % {"host": today.placement.host.name}
    if today and today.kind == "paused":
        return _("Your traineeship is paused today.")
    return " ".join(filter(None, [_free(today), _then(week.then)]))


def _free(today: Day | None) -> str:
    if today and today.kind == "closed":
        return _("You are free today: %(name)s.") % {"name": today.closed}
    return _("You are free today.")


def _then(day: Day | None) -> str:
    if day is None:
        return ""
    words = {"day": date_format(day.date, "l")}
    if day.sessions:
        return _("Your next learning day is %(day)s: %(title)s.") % (
            words | {"title": day.sessions[0].name()}
        )
    return _("On %(day)s you work at %(host)s.") % (
        words | {"host": day.placement.host.name if day.placement else ""}
    )


def monday_of(day: dt.date) -> dt.date:
    return day - day.weekday() * ONE_DAY


def _shown(cohort, date: dt.date, by_day: dict) -> bool:
    weekday = date.isoweekday()
    return weekday in cohort.work_weekdays or weekday == cohort.learning_weekday or date in by_day


def _day(trainee, date, today, placements, by_day, free: Free) -> Day:
    sessions = tuple(by_day.get(date, ()))
    here = next((p for p in placements if p.starts_on <= date <= p.ends_on), None)
    kind, why = _kind(trainee, date, sessions, here, free)
    return Day(
        date=date, kind=kind, today=today, placement=here if kind == "work" else None,
        sessions=sessions if kind == "learn" else (), closed=why,
        absence=next((a for a in free.absences if a.is_on(date)), None) if kind in OWN else None,
    )  # fmt: skip


def _kind(trainee, date, sessions, here, free: Free) -> tuple[str, str]:
    """What this day is, and the name of what closes it."""
    if any(pause.starts_on <= date <= pause.ends_on for pause in free.pauses):
        return "paused", ""
    if not trainee.starts_on <= date <= trainee.ends_on:
        return "free", ""
    if sessions:
        return "learn", ""
    shut = [c for c in free.closed if c.starts_on <= date <= c.ends_on]
    public = next((c.name for c in shut if c.kind == ClosedDay.Kind.PUBLIC), "")
    if date.isoweekday() in trainee.cohort.work_weekdays:
        return ("closed", public) if public else ("work" if here else "free", "")
    return ("closed", shut[0].name) if shut else ("free", "")


def _bar(days: list[Day]) -> Bar:
    first = days[0]
    if first.placement:
        host = first.placement.host
        return Bar("host", len(days), first.placement, _span(days), f"look-{host.look}")
    if first.kind == "learn":
        return Bar("learn", len(days), None, first.sessions[0].place)
    names = {
        "closed": first.closed,
        "paused": _("Paused"),
        "free": _("No session") if len(days) == 1 and first.date.weekday() > 3 else _("No placement"),
        "work": "",
    }
    return Bar("free", len(days), None, names[first.kind])


def _span(days: list[Day]) -> str:
    """ "Mon to Thu", or one day."""
    names = [date_format(day.date, "D").lower() for day in (days[0], days[-1])]
    if len(days) == 1:
        return names[0]
    return _("%(first)s to %(last)s") % {"first": names[0], "last": names[1]}
