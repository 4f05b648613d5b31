"""The sessions of a demo cohort, and who was there."""

import datetime as dt

from django.utils import timezone

from curriculum.actions import plan_session, record_attendance
from curriculum.models import Attendance, Curriculum, Module, Session, Track
from trainees.models import ClosedDay, Cohort, User
from wijkmakers.demo import people, timetable
from wijkmakers.demo.content import PREPARATION

# Of every 24 a few are late or not there, differently for each person.
STATES = {
    5: Attendance.State.LATE,
    11: Attendance.State.EXCUSED,
    17: Attendance.State.EXCUSED,
    23: Attendance.State.ABSENT,
}
WITHOUT_PLACE = 13  # every so many sessions a place is still to be found


def plan(cohort: Cohort, *, by: User) -> None:
    """Two years of sessions on open learning days."""
    curriculum = Curriculum.objects.of_cohort(cohort).get()
    modules = {module.number: module for module in Module.objects.of_curriculum(curriculum).with_theme()}
    development = Track.objects.of_curriculum(curriculum).get(kind=Track.Kind.DEVELOPMENT)
    coach = User.objects.get(email=people.COACH.email)
    closed = ClosedDay.objects.for_cohort(cohort).between(cohort.starts_on, cohort.ends_on)
    days = timetable.learning_days(
        cohort.starts_on,
        cohort.ends_on,
        cohort.learning_weekday,
        list(closed.values_list("starts_on", "ends_on")),
    )
    counts = [modules[number].session_count for number in sorted(modules)]
    for place, slot in enumerate(timetable.lay(days, counts), 1):
        module = modules[slot.module] if slot.module else None
        session = Session(
            cohort=cohort,
            module=module,
            track=module.track if module else development,
            number=slot.number,
            title=slot.title,
            starts_at=_moment(slot.date, cohort.day_starts_at),
            ends_at=_moment(slot.date, cohort.day_ends_at),
            place="" if place % WITHOUT_PLACE == 0 else cohort.place,
            preparation="\n".join(PREPARATION[place % len(PREPARATION)]) if module else "",
        )
        plan_session(session=session, by=by, lecturers=[] if module else [coach])


def attend(cohort: Cohort, *, by: User, now: dt.datetime, leave_out: int) -> None:
    """Attendance of what has been, except the last `leave_out` sessions."""
    past = list(Session.objects.of_cohort(cohort).before_moment(now).in_order())
    for session in past[: len(past) - leave_out]:
        there = list(session.attendees().values_list("pk", flat=True))
        states = {
            pk: str(STATES.get((pk * 7 + session.pk * 5) % 24, Attendance.State.PRESENT)) for pk in there
        }
        record_attendance(session=session, states=states, seen=dict.fromkeys(there, ""), by=by, now=now)


def _moment(day: dt.date, clock: dt.time | str) -> dt.datetime:
    clock = dt.time.fromisoformat(clock) if isinstance(clock, str) else clock
    return timezone.make_aware(dt.datetime.combine(day, clock))
