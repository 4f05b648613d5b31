"""What others find in their feed, and one session through two releases."""

import datetime as dt

import pytest
from django.utils import timezone

from curriculum.actions import publish_programme
from curriculum.releasing import review
from tests.factories import (
    TODAY,
    AbsenceFactory,
    CoordinatorFactory,
    DraftFactory,
    HostMemberFactory,
    PauseFactory,
    PlacementFactory,
    SessionFactory,
    TraineeFactory,
    UserFactory,
    local,
)
from tests.lib.calendars import READERS
from tests.wijkmakers.subscribing import ask, events, meet, subscribes, summaries
from trainees.models import Absence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.usefixtures("feed_of_noor")
class TestReleases:
    """One session through two releases: it moves, then it is cancelled, under one identity."""

    @pytest.mark.parametrize("reader", READERS)
    def test_a_session_moves_and_is_cancelled_as_itself(self, client, lesson, coordinator, reader):
        first = events(client, reader)[str(lesson.uid)]
        DraftFactory(session=lesson, on=dt.date(2026, 12, 4), place="Zaal 3")
        assert events(client, reader)[str(lesson.uid)] == first
        publish(lesson.cohort, coordinator)
        moved = events(client, reader)[str(lesson.uid)]
        assert (moved["start"], moved["location"]) == (local(dt.date(2026, 12, 4), 9, 30), "Zaal 3")
        assert moved["sequence"] > first["sequence"]
        assert moved["last_modified"] >= first["last_modified"]
        DraftFactory(session=lesson, on=dt.date(2026, 12, 4), is_cancelled=True)
        publish(lesson.cohort, coordinator)
        gone = events(client, reader)[str(lesson.uid)]
        assert (gone["summary"], gone["status"]) == ("Cancelled: Data en besluitvorming", "CANCELLED")
        assert gone["start"] == moved["start"]
        assert gone["sequence"] > moved["sequence"]


class TestSupervisor:
    @pytest.fixture
    def bram(self, placed):
        user = placed.supervisor.user
        subscribes(user)
        return user

    def test_only_learning_days_and_absence_within_the_placement(self, client, bram, placed, noor, lesson):
        PauseFactory(trainee=noor, starts_on=dt.date(2027, 1, 4), ends_on=dt.date(2027, 1, 8))
        paused = meet(lesson, dt.date(2027, 1, 8), number=3)
        later = meet(lesson, placed.ends_on + dt.timedelta(days=1), number=1)
        over_the_end = AbsenceFactory(
            trainee=noor, starts_on=placed.ends_on, ends_on=placed.ends_on + dt.timedelta(days=4)
        )
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 1), part=Absence.Part.AFTERNOON)
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 3), leave=True)
        found = events(client)
        assert [(e["summary"], e["start"]) for e in found.values()] == [
            ("Learning day of your trainee", dt.date(2026, 11, 20)),
            ("Your trainee is absent, only the afternoon", dt.date(2026, 12, 1)),
            ("Your trainee is absent", dt.date(2027, 1, 4)),
            ("Your trainee is absent", over_the_end.starts_on),
        ]
        assert list(found.values())[-1]["end"] == placed.ends_on + dt.timedelta(days=1)
        assert not {f"learning-{paused.uid}", f"learning-{later.uid}"} & set(found)

    def test_nothing_that_says_who_or_what(self, client, bram, placed, noor, lesson):
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 1))
        text = ask(client).content.decode()
        for word in ("Noor", "Dijkema", "Data en", "Zaal 2", "Module", "hoofdstuk"):
            assert word not in text
        assert "http://localhost:8000/my-trainees/" in text

    def test_of_several_trainees_it_says_how_many(self, client, bram, placed, lesson):
        other = TraineeFactory(cohort=placed.trainee.cohort)
        PlacementFactory(trainee=other, host=placed.host, supervisor=placed.supervisor)
        AbsenceFactory(trainee=other, starts_on=dt.date(2026, 12, 1))
        assert summaries(client) == ["Learning day of 2 of your trainees", "One of your trainees is absent"]

    def test_a_cancelled_learning_day_says_so(self, client, bram, lesson):
        lesson.cancelled_at = timezone.now()
        lesson.save()
        assert summaries(client) == ["Cancelled: Learning day of your trainee"]

    def test_an_absence_over_two_placements_of_one_trainee(self, client, bram, placed, noor):
        half = dt.date(2026, 12, 1)
        last, placed.ends_on = placed.ends_on, half
        placed.save()
        PlacementFactory(
            trainee=noor, host=placed.host, supervisor=placed.supervisor, repeat_reason="in tweeën",
            starts_on=half + dt.timedelta(days=1), ends_on=last,
        )  # fmt: skip
        AbsenceFactory(trainee=noor, starts_on=half, ends_on=half + dt.timedelta(days=1))
        assert summaries(client) == ["Your trainee is absent", "Your trainee is absent"]

    @pytest.mark.parametrize("change", ["placement", "membership", "colleague"])
    def test_it_opens_and_closes_with_the_placement(self, client, bram, placed, lesson, change, time_machine):
        if change == "membership":
            placed.supervisor.ends_on = TODAY - dt.timedelta(days=1)
            placed.supervisor.save()
        elif change == "colleague":
            placed.supervisor = HostMemberFactory(host=placed.host)
            placed.save()
        else:
            time_machine.move_to(local(placed.ends_on + dt.timedelta(days=1), 9))
        assert summaries(client) == []


class TestLecturer:
    @pytest.fixture
    def anneke(self, lesson):
        user = lesson.lecturers.get()
        subscribes(user)
        return user

    def test_what_they_give_for_whom_and_for_how_many(self, client, anneke, noor, lesson):
        meet(lesson, dt.date(2026, 12, 4), number=3)
        TraineeFactory(cohort=noor.cohort, ends_on=dt.date(2026, 11, 19))
        PauseFactory(
            trainee=TraineeFactory(cohort=noor.cohort),
            starts_on=dt.date(2026, 11, 20),
            ends_on=dt.date(2026, 11, 20),
        )
        TraineeFactory(cohort=noor.cohort)
        [event] = events(client).values()
        assert event["uid"] == str(lesson.uid)
        assert event["description"].splitlines()[2:4] == ["Lichting 2026", "2 participants"]
        assert "Noor" not in ask(client).content.decode()

    def test_sessions_of_longer_than_a_year_ago_are_left_out(self, client, anneke, lesson):
        for day in (dt.date(2025, 10, 31), dt.date(2025, 11, 1)):
            meet(lesson, day, number=3 if day.month == 10 else 1).lecturers.add(anneke)
        assert [event["start"].date() for event in events(client).values()] == [
            dt.date(2025, 11, 1), dt.date(2026, 11, 20),
        ]  # fmt: skip


class TestCoordinator:
    def test_the_sessions_of_their_cohorts(self, client, coordinator, lesson):
        subscribes(coordinator)
        SessionFactory(title="Van een ander")
        [event] = events(client).values()
        assert event["uid"] == str(lesson.uid)
        assert event["description"].splitlines()[2] == "Lichting 2026"

    def test_who_may_do_everything_gets_what_is_theirs(self, client, lesson):
        subscribes(UserFactory(admin=True))
        assert summaries(client) == []


def test_in_several_roles_everything_comes_once(client, noor, placed, lesson):
    subscribes(noor.user)
    CoordinatorFactory(cohort=noor.cohort, user=noor.user)
    lesson.lecturers.add(noor.user)
    other = SessionFactory(title="Elders")
    other.lecturers.add(noor.user)
    found = events(client)
    assert {str(lesson.uid), str(other.uid), f"placement-{placed.pk}"} <= set(found)
    assert "participant" in found[str(lesson.uid)]["description"]


def publish(cohort, by):
    seen = review(cohort, now=timezone.now()).version
    return publish_programme(cohort=cohort, seen=seen, by=by, now=timezone.now())
