"""Sessions as entries of a calendar, for feeds and for the file in a mail, in the language that is active."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.models import CatchUp, Session
from curriculum.models.planned import Planned
from trainees.agenda import site_url, uid
from trainees.models import User
from wijkmakers.lib.agenda import ZONE, Entry
from wijkmakers.lib.listing import addresses

# As one value: eighty rows of eighteen columns take longer to read than to find. In SQL as in decision 10.
MEETINGS = """
    SELECT coalesce(json_agg(json_build_array(
        s.id, s.cohort_id, s.uid, s.sequence, s.number, s.title, s.place, s.preparation, c.name,
        {reasons},
        s.changed_at, s.starts_at, s.ends_at, s.cancelled_at, t.kind,
        s.module_id, m.number, m.title, m.session_count) ORDER BY s.starts_at, s.id), '[]')
    FROM curriculum_session s JOIN trainees_cohort c ON c.id = s.cohort_id
        JOIN curriculum_track t ON t.id = s.track_id LEFT JOIN curriculum_module m ON m.id = s.module_id
    WHERE {which}
"""
OWN = MEETINGS.format(reasons="false, false", which="s.cohort_id = ANY(%(cohorts)s)")
# As a union: so each part is found by its own index.
ALL = MEETINGS.format(
    reasons="""
        EXISTS(SELECT 1 FROM curriculum_session_lecturers g
               WHERE g.session_id = s.id AND g.user_id = %(user)s),
        EXISTS(SELECT 1 FROM trainees_coordinator k
               WHERE k.cohort_id = s.cohort_id AND k.user_id = %(user)s)
    """,
    which="""
        s.id IN (SELECT id FROM curriculum_session WHERE cohort_id = ANY(%(cohorts)s)
        UNION SELECT s.id FROM curriculum_session_lecturers g JOIN curriculum_session s ON s.id = g.session_id
            WHERE g.user_id = %(user)s AND s.starts_at >= %(since)s
        UNION SELECT s.id FROM trainees_coordinator k JOIN curriculum_session s USING (cohort_id)
            WHERE k.user_id = %(user)s AND s.starts_at >= %(since)s)
    """,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A module, or a track, with as much as a calendar says of it."""

    number: int = 0
    title: str = ""
    session_count: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session with as much as a calendar says of it. A feed has eighty: as rows they cost most of it.

    `is_given` and `is_run` by whom it was asked for.
    """

    pk: int
    cohort_id: int
    uid: str
    sequence: int
    number: int | None
    title: str
    place: str
    preparation: str
    cohort: str
    is_given: bool
    is_run: bool
    changed_at: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    cancelled_at: str | None
    on: dt.date
    track: Subject
    module: Subject | None

    # The same words as of the rows themselves.
    name: ClassVar[Any] = Planned.name
    kicker: ClassVar[Any] = Planned.kicker
    preparation_lines: ClassVar[Any] = Planned.preparation_lines


def meetings(user: User, *, cohorts: list[int], since: dt.datetime | None) -> list[Meeting]:
    """All of these cohorts; from a moment on also those that somebody gives or coordinates. In order, and
    one query."""
    with connection.cursor() as cursor:
        cursor.execute(ALL if since else OWN, {"user": user.pk, "cohorts": cohorts, "since": since})
        [found] = cursor.fetchone()
    modules: dict[int | None, Subject | None] = {None: None}
    return [_meeting(values, modules) for values in found]


def _meeting(values: list[Any], modules: dict[int | None, Subject | None]) -> Meeting:
    *plain, changed, starts, ends, cancelled, kind, module, number, title, count = values
    if module not in modules:
        modules[module] = Subject(number, title, count)
    moments = [dt.datetime.fromisoformat(text) for text in (changed, starts, ends)]
    on = moments[1].astimezone(ZONE).date()
    about = (Subject(kind=kind), modules[module])
    return Meeting(*plain, *moments, cancelled, on, *about)  # type: ignore[call-arg]


def of_sessions(
    sessions: Iterable[Session | Meeting], *, also: Callable[[Any], Iterable[str]] = lambda session: ()
) -> Iterator[Entry]:
    """Rows are loaded `with_essentials()`. `also`: more lines about a session.

    A session that moves keeps its identity; one that was cancelled says so.
    """
    address, prepare = addresses("session"), _("Prepare: %(line)s")
    for session in sessions:
        url = settings.SITE_URL + address(session.pk)
        yield Entry(
            uid=str(session.uid),
            sequence=session.sequence,
            summary=session.name(),
            start=session.starts_at,
            end=session.ends_at,
            last_modified=session.changed_at,
            location=session.place,
            description="\n".join([*_about(session, prepare), *also(session), url]),
            url=url,
            is_cancelled=session.cancelled_at is not None,
        )


def of_catch_ups(catch_ups: Iterable[CatchUp]) -> Iterator[Entry]:
    """On the day by which each is to be done. Loaded `with_session()`."""
    url = site_url("week")
    for catch_up in catch_ups:
        session = catch_up.session
        yield Entry(
            uid=uid("catch-up", catch_up.pk),
            sequence=catch_up.version - 1,
            summary=_("Catch up on %(session)s") % {"session": session.name()},
            start=catch_up.due_on,
            last_modified=max(catch_up.changed_at, session.changed_at),
            description=f"{session.kicker()}\n{url}",
            url=url,
            is_busy=False,
        )


def of_learning_days(
    sessions: Iterable[Session], *, attending: Mapping[int, int], trainees: int
) -> Iterator[Entry]:
    """For who supervises so many trainees: the days on which they learn, and nothing of what or who.

    attending: {session id: how many of them}.
    """
    url = site_url("my_trainees")
    for session in sessions:
        count = attending[session.pk]
        several = ngettext(
            "Learning day of %(n)d of your trainees", "Learning day of %(n)d of your trainees", count
        )
        yield Entry(
            uid=uid("learning", session.uid),
            sequence=session.sequence,
            summary=_("Learning day of your trainee") if trainees == 1 else several % {"n": count},
            start=session.day(),
            last_modified=session.changed_at,
            description=url,
            url=url,
            is_busy=False,
            is_cancelled=session.cancelled_at is not None,
        )


def _about(session: Session | Meeting, prepare: str) -> Iterator[str]:
    yield session.kicker()
    if session.module and session.title:
        yield session.title
    yield from (prepare % {"line": line} for line in session.preparation_lines())
