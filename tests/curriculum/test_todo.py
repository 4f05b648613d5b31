import datetime as dt

import pytest
from django.db.models import F

from curriculum import todo
from curriculum.catchups import catch_ups_of
from curriculum.models import Attendance, FeedbackGiven
from tests.curriculum.conftest import FRIDAY, LAST_FRIDAY
from tests.factories import (
    AttendanceFactory,
    CatchUpFactory,
    CheckInFactory,
    SessionFactory,
    TraineeFactory,
)
from trainees.models import Trainee

pytestmark = pytest.mark.django_db


def loaded(trainee, now):
    return todo.with_todo(Trainee.objects.all(), now=now).get(pk=trainee.pk)


def test_a_session_to_check_in_to(trainee, session, now):
    CheckInFactory(session=session, opened_at=now, closes_at=now + dt.timedelta(minutes=1))
    [asked] = todo.check_ins_of(loaded(trainee, now))
    assert asked == todo.Asked(session.pk, "Data en besluitvorming", session.starts_at)
    assert todo.check_ins_of(loaded(TraineeFactory(), now)) == []
    assert todo.check_ins_of(loaded(trainee, now + dt.timedelta(minutes=1))) == []
    AttendanceFactory(session=session, trainee=trainee)
    assert todo.check_ins_of(loaded(trainee, now)) == []


def test_a_session_to_tell_of_is_one_that_the_page_for_it_finds(trainee, cohort, track, past_session, now):
    own = SessionFactory(
        cohort=cohort, track=track, development=True, title="Excursie", on=LAST_FRIDAY - dt.timedelta(weeks=1)
    )
    older = SessionFactory(
        cohort=cohort, track=track, development=True, title="Start", on=LAST_FRIDAY - dt.timedelta(weeks=2)
    )
    coming = SessionFactory(cohort=cohort, track=track, development=True, title="Straks", on=FRIDAY)
    for session, state in ((past_session, "late"), (own, "present"), (older, "present"), (coming, "present")):
        AttendanceFactory(session=session, trainee=trainee, state=state)
    AttendanceFactory(session=past_session)

    def found():
        rows = Attendance.objects.of_trainee(trainee).to_tell_about(now - todo.FEEDBACK_FOR, now)
        same = [todo.Asked(row.session_id, row.session.name(), row.session.starts_at) for row in rows]
        assert todo.feedback_of(loaded(trainee, now)) == same
        return [asked.name for asked in same]

    assert found() == ["Excursie", "Data en besluitvorming"]
    FeedbackGiven.objects.create(session=own, trainee=trainee)
    assert found() == ["Data en besluitvorming"]
    Attendance.objects.of_session(past_session).update(state="excused", version=F("version") + 1)
    assert found() == []


def test_what_is_to_be_caught_up_reads_like_its_rows(trainee, track, cohort, past_session, session, now):
    outside = SessionFactory(
        cohort=cohort, track=track, development=True, title="Excursie", on=LAST_FRIDAY - dt.timedelta(1)
    )
    later = CatchUpFactory(trainee=trainee, session=past_session, due_on=dt.date(2026, 12, 4))
    sooner = CatchUpFactory(trainee=trainee, session=outside, due_on=dt.date(2026, 12, 3))
    CatchUpFactory(trainee=trainee, session=session, done_at=now)
    CatchUpFactory(session=past_session)
    shown = catch_ups_of(loaded(trainee, now))
    assert shown == [sooner, later]
    for row, same in zip(shown, (sooner, later), strict=True):
        assert (row.due_on, row.session_id) == (same.due_on, same.session_id)
        assert row.session.name() == same.session.name()
        assert row.session.kicker() == same.session.kicker()
        assert row.session.day() == same.session.day()
