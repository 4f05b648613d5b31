"""Who is not there in a demo cohort, what they caught up on, and what they thought of the last session."""

import datetime as dt

from curriculum.actions import finish_catch_up, give_feedback
from curriculum.models import Attendance, CatchUp, Session
from trainees.models import Absence, Cohort, Trainee, User
from wijkmakers import absences

ONE_DAY = dt.timedelta(days=1)
ASKED = "noor.dijkema@example.org"  # who opens the demo as a trainee has all of this to do
OPINIONS = [
    (5, "Fijn dat we met een echte wijk werkten."),
    (4, "De middag mocht korter, de ochtend was heel goed."),
    (4, ""),
    (3, "Stuur de stukken een dag eerder, dan kan ik ze lezen."),
    (5, ""),
]


def fill(cohort: Cohort, *, by: User, now: dt.datetime, today: dt.date) -> None:
    """One is not there now, one is elsewhere on the next learning day, one asks for leave, one has it."""
    rows = Trainee.objects.of_cohort(cohort).enrolled_on(today).with_user().with_pauses().in_order()
    trainees = [trainee for trainee in rows if trainee.user.email != ASKED]
    work_day = today if today.isoweekday() < 5 else today + ONE_DAY * (8 - today.isoweekday())
    coming = Session.objects.of_cohort(cohort).taking_place().from_moment(now).in_order().first()
    learning_day = coming.day() if coming else work_day
    monday = learning_day + ONE_DAY * (8 - learning_day.isoweekday())
    reports = [
        (trainees[1], Absence.Kind.ABSENT, work_day, work_day, Absence.Part.WHOLE),
        (trainees[4], Absence.Kind.ELSEWHERE, learning_day, learning_day, Absence.Part.MORNING),
        (trainees[6], Absence.Kind.LEAVE, monday, monday + 4 * ONE_DAY, Absence.Part.WHOLE),
        (trainees[8], Absence.Kind.LEAVE, monday + 8 * ONE_DAY, monday + 9 * ONE_DAY, Absence.Part.WHOLE),
    ]
    for trainee, kind, first, last, part in reports:
        absence = Absence(trainee=trainee, kind=kind, starts_on=first, ends_on=last, part=part)
        absences.report(absence=absence, by=trainee.user, now=now)
    granted = Absence.objects.of_trainee(trainees[8]).asked().with_trainee().get()
    absences.answer(absence=granted, approved=True, by=by, now=now)


def catch_up(cohort: Cohort, *, by: User, now: dt.datetime, today: dt.date) -> None:
    """What was due is done, but for the last one."""
    due = list(CatchUp.objects.of_cohort(cohort).open().before_day(today).in_order())
    for task in due[: len(due) - (cohort.ends_on >= today)]:
        finish_catch_up(catch_up=task, by=by, now=now)


def tell(cohort: Cohort, *, now: dt.datetime) -> None:
    """What some thought of the last session of which the attendance was recorded."""
    held = Session.objects.of_cohort(cohort).taking_place().before_moment(now).with_attendance_state()
    session = next((each for each in held.latest_first() if each.is_recorded), None)
    if session is None:
        return
    there = Attendance.objects.of_session(session).to_tell_about(now - dt.timedelta(weeks=52), now)
    people = [row.trainee for row in there.with_trainee() if row.trainee.user.email != ASKED]
    for trainee, (usefulness, words) in zip(people, OPINIONS, strict=False):
        give_feedback(session=session, trainee=trainee, usefulness=usefulness, words=words, by=trainee.user)
