import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from curriculum import problems
from curriculum.models import Session
from tests.curriculum.conftest import FRIDAY, LAST_FRIDAY, NEXT_FRIDAY
from tests.factories import (
    AttendanceFactory,
    ClosedDayFactory,
    ModuleFactory,
    RoomFactory,
    SessionFactory,
    TraineeFactory,
    UnavailableFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english_sentences(dutch):
    with translation.override("en"):
        yield


def found(cohort, now):
    return problems.find(cohort, problems.load(cohort, now=now), now=now)


def sentences(cohort, now):
    return [problem.sentence for problem in found(cohort, now)]


def test_nothing_to_do(cohort, session, trainee, now):
    assert found(cohort, now) == []


def test_no_lecturer_no_place(cohort, session, now):
    Session.objects.update(place="")
    assert sentences(cohort, now) == ["Friday 20 November has no place yet"]
    session.lecturers.clear()
    (problem,) = found(cohort, now)
    assert problem.sentence == "Friday 20 November has no lecturer and no place yet"
    assert problem.reason == "Data en besluitvorming · Module 1, session 2 of 3"
    assert problem.button_url == reverse("session_edit", args=[session.pk])
    assert not problem.blocks
    Session.objects.update(place="Leerhuis")
    assert sentences(cohort, now) == ["Friday 20 November has no lecturer yet"]


def test_only_in_the_coming_six_weeks(cohort, module, now):
    SessionFactory(cohort=cohort, module=module, on=dt.date(2027, 1, 1), place="")
    assert sentences(cohort, now) == []
    assert sentences(cohort, now + dt.timedelta(weeks=1)) == [
        "Friday 1 January has no lecturer and no place yet"
    ]


def test_attendance_not_recorded(cohort, past_session, trainee, now):
    (problem,) = found(cohort, now)
    assert problem.sentence == "The attendance of Friday 13 November has not been recorded"
    assert problem.button_url == reverse("attendance", args=[past_session.pk])
    AttendanceFactory(session=past_session, trainee=trainee)
    assert sentences(cohort, now) == []


def test_attendance_of_longer_ago_or_of_nobody(cohort, past_session, now):
    assert sentences(cohort, now) == []
    TraineeFactory(cohort=cohort, starts_on=FRIDAY)
    assert sentences(cohort, now) == []
    TraineeFactory(cohort=cohort)
    assert len(sentences(cohort, now)) == 1
    assert sentences(cohort, now + dt.timedelta(weeks=5)) == []


def test_on_a_closed_day(cohort, session, now):
    ClosedDayFactory(name="Studiedag", starts_on=FRIDAY, cohort=cohort)
    (problem,) = found(cohort, now)
    assert problem.sentence == "Friday 20 November has a session, but is closed: Studiedag"
    assert problem.button_url == reverse("session_edit", args=[session.pk])


def test_when_somebody_or_the_room_is_not_available(cohort, session, lecturer, now):
    room = RoomFactory(name="Zaal A")
    Session.objects.filter(pk=session.pk).update(room=room)
    days = {"starts_on": FRIDAY - dt.timedelta(days=4), "ends_on": FRIDAY + dt.timedelta(days=4)}
    UnavailableFactory(user=lecturer, weekday=4, **days)
    UnavailableFactory(**days)
    UnavailableFactory(of_room=True, **days)
    assert sentences(cohort, now) == []
    UnavailableFactory(user=lecturer, weekday=5, **days)
    UnavailableFactory(user=lecturer, **days)
    (problem,) = found(cohort, now)
    assert problem.sentence == "Friday 20 November has a session, but Anneke Sikkens is not available then"
    assert problem.button_url == reverse("session_edit", args=[session.pk])
    UnavailableFactory(of_room=True, room=room, **days)
    assert sentences(cohort, now) == [
        "Friday 20 November has a session, but Anneke Sikkens and Zaal A are not available then"
    ]


def test_one_summary_of_modules_without_a_date(cohort, session, track, now):
    for number in (2, 3):
        ModuleFactory(curriculum=track.curriculum, track=track, number=number)
    (problem,) = found(cohort, now)
    assert (problem.sentence, problem.reason) == ("2 modules are not planned yet", "Modules 2, 3.")
    assert problem.button_url == reverse("session_new", args=[cohort.pk])
    assert sentences(cohort, now + dt.timedelta(days=900)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_three_queries(cohort, track, now, rows, django_assert_num_queries):
    for number in range(rows):
        TraineeFactory(cohort=cohort)
        week = dt.timedelta(weeks=number)
        module = ModuleFactory(curriculum=track.curriculum, track=track, number=2 * number + 1)
        ModuleFactory(curriculum=track.curriculum, track=track, number=2 * number + 2)
        SessionFactory(cohort=cohort, module=module, on=LAST_FRIDAY - week)
        made = SessionFactory(cohort=cohort, module=module, number=2, on=NEXT_FRIDAY + week, place="")
        made.lecturers.add(UserFactory())
        ClosedDayFactory(starts_on=NEXT_FRIDAY + week)
    with django_assert_num_queries(3):
        assert len(found(cohort, now)) == 3 * rows + 1
