"""The programme of a demo cohort, laid out and published as a coordinator does it, and who was there."""

import datetime as dt
from itertools import cycle

from curriculum.actions import (
    add_draft,
    cancel_session,
    change_draft,
    change_programme,
    change_session_texts,
    publish_programme,
    record_attendance,
    swap_sessions,
)
from curriculum.actions.laying import lay_out
from curriculum.drafting import Row
from curriculum.models import Attendance, Draft, Programme, Room, Session
from curriculum.releasing import review
from trainees.models import Cohort, User
from wijkmakers.demo import people
from wijkmakers.demo.content import PREPARATION
from wijkmakers.lib.clock import midnight
from wijkmakers.switches import switches_of

# Of every 24 a few are late or not there, differently for each person.
STATES = {
    5: Attendance.State.LATE,
    11: Attendance.State.EXCUSED,
    17: Attendance.State.EXCUSED,
    23: Attendance.State.ABSENT,
}
WITHOUT_PLACE = 13  # every so many sessions a place is still to be found
DEVELOPMENT_TITLES = [
    "Kennismaken met jezelf", "Feedback geven", "Grenzen stellen", "Overtuigen en luisteren", "Intervisie",
    "Omgaan met weerstand", "Kracht en valkuil", "Presenteren", "Balans", "Je volgende stap",
]  # fmt: skip


def plan(cohort: Cohort, *, by: User, now: dt.datetime) -> None:
    """Two years of sessions on open learning days, known a month before the cohort began."""
    programme = Programme.objects.of_cohort(cohort).with_cohort().get()
    change_programme(programme=programme, rooms=Room.objects.in_order(), seen=programme.version, by=by)
    before = min(cohort.starts_on - dt.timedelta(days=30), now.date())
    lay_out(programme=programme, switches=switches_of(cohort), by=by, now=midnight(before), today=before)
    _fill_in(cohort, by=by)
    _publish(cohort, by=by, now=midnight(before))
    sessions = Session.objects.of_cohort(cohort).with_module().in_order()
    for place, session in enumerate(sessions, 1):
        lines = PREPARATION[place % len(PREPARATION)]
        if session.module and not session.preparation and lines:
            session.preparation = "\n".join(lines)
            change_session_texts(session=session, seen=session.version, by=by)


def _fill_in(cohort: Cohort, *, by: User) -> None:
    """Development days get a title and their coach; for some a place is still to be found."""
    titles, coach = cycle(DEVELOPMENT_TITLES), User.objects.get(email=people.COACH.email)
    drafts = Draft.objects.of_cohort(cohort).with_everything().in_order()
    for number, draft in enumerate(drafts, 1):
        lecturers = list(draft.lecturers.all())
        if draft.module is None:
            draft.title, lecturers = next(titles), [coach]
        if number % WITHOUT_PLACE == 0:
            draft.place, draft.room = "", None
        change_draft(draft=draft, seen=draft.version, by=by, lecturers=lecturers)


def _publish(cohort: Cohort, *, by: User, now: dt.datetime) -> None:
    publish_programme(cohort=cohort, seen=review(cohort, now=now).version, by=by, now=now)


def change(cohort: Cohort, *, by: User, now: dt.datetime) -> None:
    """What a coordinator is at: two days were swapped just now, and there is a draft nobody knows yet."""
    coming = list(Session.objects.of_cohort(cohort).from_moment(now).with_module().in_order()[:12])
    swap_sessions(one=Row(coming[5]), other=Row(coming[6]), by=by)
    _publish(cohort, by=by, now=now)
    cancel_session(session=coming[9], by=by)
    kept = next(session for session in coming[1:] if session.module)
    day = dt.timedelta(days=1)
    visit = Draft(
        cohort=cohort, track=kept.track, title="Werkbezoek aan een wijk in Assen", place="Station Groningen",
        starts_at=kept.starts_at - day, ends_at=kept.ends_at - day,
    )  # fmt: skip
    add_draft(draft=visit, by=by)


def attend(cohort: Cohort, *, by: User, now: dt.datetime, leave_out: int) -> None:
    """Attendance of what has been, except the last `leave_out` sessions."""
    past = list(Session.objects.of_cohort(cohort).taking_place().before_moment(now).in_order())
    for session in past[: len(past) - leave_out]:
        there = list(session.attendees().values_list("pk", flat=True))
        states = {
            pk: str(STATES.get((pk * 7 + session.pk * 5) % 24, Attendance.State.PRESENT)) for pk in there
        }
        record_attendance(session=session, states=states, seen=dict.fromkeys(there, ""), by=by, now=now)
