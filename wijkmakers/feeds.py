"""The calendar that somebody subscribes to: what is theirs in every role, put together from both wings.

A trainee gets their whole traineeship. Lecturers get what they give, coordinators what their cohorts do.
Supervisors get when a trainee of theirs learns or is away, and not who: a calendar is shown to others.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from curriculum.agenda import Meeting, meetings, of_catch_ups, of_learning_days, of_sessions
from curriculum.models import CatchUp, Session
from placements.agenda import of_placements, of_switches
from placements.models import Period, Placement
from placements.staffing import grouped
from trainees.agenda import Away, of_absences, of_closed_days, of_days_away
from trainees.models import Absence, ClosedDay, Pause, Trainee, User
from wijkmakers.feedmarks import Mark
from wijkmakers.lib.agenda import Entry, to_ics
from wijkmakers.lib.clock import midnight

REFRESH = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Traineeship:
    """Somebody's own, with the first and last days of their pauses."""

    trainee: Trainee
    pauses: tuple[tuple[dt.date, dt.date], ...] = ()

    def takes_part_on(self, day: dt.date) -> bool:
        if any(first <= day <= last for first, last in self.pauses):
            return False
        return self.trainee.starts_on <= day <= self.trainee.ends_on


def since(today: dt.date) -> dt.datetime:
    """From when lecturers and coordinators still find their sessions: a year ago, by whole months, so that
    a feed in which nothing changes stays the same all month."""
    return midnight(today.replace(year=today.year - 1, day=1))


def written(user: User, mark: Mark, *, today: dt.date) -> bytes:
    """The feed, in the language of the person."""
    with override(user.language):
        # Who sees something for two reasons, as of two traineeships, sees it once.
        once = {entry.uid: entry for entry in entries(user, mark, today=today)}
        return to_ics(
            once.values(),
            cancelled=_("Cancelled"),
            name=settings.PROGRAMME_NAME,
            refresh=REFRESH,
        )


def entries(user: User, mark: Mark, *, today: dt.date) -> Iterator[Entry]:
    """In the language that is active. Only what the mark says is there is asked for."""
    own = _traineeships(user, mark) if "trainees" in mark else []
    sessions = _sessions(user, mark, own, today) if "sessions" in mark else []
    yield from of_sessions(sessions, also=_about(mark, sessions))
    for each in own:
        yield from _traineeship(each, mark, [s for s in sessions if s.cohort_id == each.trainee.cohort_id])
    if "supervised" in mark:
        yield from _supervised(user, mark, today)


def _traineeships(user: User, mark: Mark) -> list[Traineeship]:
    rows = Trainee.objects.of_user(user).with_essentials().by_date()
    if "pauses" not in mark:
        return [Traineeship(trainee) for trainee in rows]
    return [
        Traineeship(trainee, tuple((pause.starts_on, pause.ends_on) for pause in trainee.pauses.all()))
        for trainee in rows.with_pauses()
    ]


def _sessions(user: User, mark: Mark, own: list[Traineeship], today: dt.date) -> list[Meeting]:
    """Each once, whatever the reasons to see it."""
    cohorts = {each.trainee.cohort_id: each for each in own}
    others_since = since(today) if "given" in mark or "run" in mark else None
    return [
        session
        for session in meetings(user, cohorts=list(cohorts), since=others_since)
        if session.is_given or session.is_run or cohorts[session.cohort_id].takes_part_on(session.on)
    ]


def _about(mark: Mark, sessions: Iterable[Meeting]) -> Callable[[Meeting], Iterator[str]]:
    """For whom it is and for how many, on the sessions that somebody gives or coordinates."""
    given = {session.cohort_id for session in sessions if session.is_given}
    attending = list(Trainee.objects.days_per_cohort(given)) if "attending" in mark else []

    def about(session: Meeting) -> Iterator[str]:
        if session.is_given or session.is_run:
            yield session.cohort
        if session.is_given:
            n = sum(_is_there(row, session) for row in attending)
            yield ngettext("%(n)d participant", "%(n)d participants", n) % {"n": n}

    return about


def _is_there(row: dict, session: Meeting) -> bool:
    """`row` comes from `days_per_cohort`."""
    day = session.on
    if row["cohort"] != session.cohort_id or not row["starts_on"] <= day <= row["ends_on"]:
        return False
    return not any(pause["first"] <= day.isoformat() <= pause["last"] for pause in row["paused"])


def _traineeship(own: Traineeship, mark: Mark, sessions: list[Meeting]) -> Iterator[Entry]:
    trainee, cohort, first, last = own.trainee, own.trainee.cohort, own.trainee.starts_on, own.trainee.ends_on
    closed: list[ClosedDay] = []
    if "closed" in mark:
        days = ClosedDay.objects.for_cohort(cohort).between(first, last)
        closed = list(days.for_calendars().in_order())
    yield from of_closed_days(closed)
    placements: list[Placement] = []
    if "placements" in mark:
        placements = list(Placement.objects.of_trainee(trainee).for_calendars().by_date())
    nowhere = _works_nowhere(own, closed, sessions)
    yield from of_placements(placements, weekdays=cohort.work_weekdays, except_on=nowhere)
    if "periods" in mark:
        periods = Period.objects.of_cohort(cohort).later().for_calendars().in_order()
        yield from of_switches((p for p in periods if first < p.starts_on <= last), placements)
    if "absences" in mark:
        yield from of_absences(Absence.objects.of_trainee(trainee).counting().in_order())
    if "catch_ups" in mark:
        yield from of_catch_ups(CatchUp.objects.of_trainee(trainee).open().with_session().in_order())


def _works_nowhere(own: Traineeship, closed: list[ClosedDay], sessions: list[Meeting]) -> set[dt.date]:
    """As in the week: on public holidays, in a pause, and on a work day on which there is a session."""
    days = {session.on for session in sessions if session.cancelled_at is None}
    stretches = [(each.starts_on, each.ends_on) for each in closed if each.kind == ClosedDay.Kind.PUBLIC]
    for first, last in (*stretches, *own.pauses):
        days |= {first + number * ONE_DAY for number in range((last - first).days + 1)}
    return days


def _supervised(user: User, mark: Mark, today: dt.date) -> Iterator[Entry]:
    placements = list(Placement.objects.supervised_by(user, today=today).with_trainee_pauses().in_order())
    trainees = len({placement.trainee_id for placement in placements})
    if "learning" in mark:
        yield from _learning(placements, trainees)
    if "away" in mark or "paused" in mark:
        yield from of_days_away(_away(placements), trainees=trainees)


def _learning(placements: list[Placement], trainees: int) -> Iterator[Entry]:
    cohorts = {placement.trainee.cohort_id for placement in placements}
    first = min(placement.starts_on for placement in placements)
    last = max(placement.ends_on for placement in placements)
    sessions = Session.objects.of_cohorts(cohorts).between(midnight(first), midnight(last + ONE_DAY))
    found = list(sessions.as_learning_days().in_order())
    attending = {
        session.pk: sum(_learns(placement, session.cohort_id, session.day()) for placement in placements)
        for session in found
    }
    shown = (session for session in found if attending[session.pk])
    yield from of_learning_days(shown, attending=attending, trainees=trainees)


def _learns(placement: Placement, cohort: int, day: dt.date) -> bool:
    trainee = placement.trainee
    return (
        trainee.cohort_id == cohort
        and placement.starts_on <= day <= placement.ends_on
        and not trainee.is_paused_on(day)
    )


def _away(placements: list[Placement]) -> Iterator[Away]:
    """Absences and pauses as far as they lie within a placement."""
    trainees = {placement.trainee_id for placement in placements}
    absences = grouped(Absence.objects.of_trainees(trainees).counting().in_order(), attrgetter("trainee_id"))
    for placement in placements:
        first, last = placement.starts_on, placement.ends_on
        rows: list[Absence | Pause] = [*absences.get(placement.trainee_id, ())]
        rows += placement.trainee.pauses.all()
        for row in rows:
            if row.starts_on <= last and row.ends_on >= first:
                yield Away(row, placement.pk, max(row.starts_on, first), min(row.ends_on, last))
