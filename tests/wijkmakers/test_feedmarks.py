"""Whatever changes in a feed changes its mark, and nothing else does."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import (
    TODAY,
    AbsenceFactory,
    CatchUpFactory,
    ClosedDayFactory,
    CoordinatorFactory,
    HostMemberFactory,
    PauseFactory,
    PlacementFactory,
    TraineeFactory,
    local,
)
from tests.wijkmakers.conftest import follows
from tests.wijkmakers.subscribing import URL, ask, meet, subscribes
from trainees.models import Absence, ClosedDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


CHANGES = {
    "a session moves": lambda w: w.change(w.lesson, starts_at=local(dt.date(2026, 11, 20), 10)),
    "a session goes": lambda w: w.lesson.delete(),
    "a session is cancelled": lambda w: w.change(w.lesson, cancelled_at=timezone.now()),
    "a session comes": lambda w: meet(w.lesson, dt.date(2026, 12, 4), number=3),
    "a module gets another name": lambda w: w.change(w.lesson.module, title="Anders"),
    "a placement changes": lambda w: w.change(w.placed, ends_on=dt.date(2027, 1, 1)),
    "a placement goes": lambda w: w.placed.delete(),
    "an organisation moves": lambda w: w.change(w.placed.host, address="Waagplein 1"),
    "a closed day comes": lambda w: ClosedDayFactory(cohort=w.noor.cohort, starts_on=dt.date(2027, 1, 4)),
    "a closed day goes": lambda w: w.closed.delete(),
    "the cohort follows no school holidays": lambda w: w.change(w.noor.cohort, follows_school_holidays=False),
    "other work days": lambda w: w.change(w.noor.cohort, work_weekdays=[1, 2]),
    "an absence comes": lambda w: AbsenceFactory(trainee=w.noor, starts_on=dt.date(2027, 1, 4)),
    "an absence is withdrawn": lambda w: w.change(w.away, state=Absence.State.WITHDRAWN),
    "a pause comes": lambda w: PauseFactory(trainee=w.noor),
    "something to catch up on comes": lambda w: CatchUpFactory(trainee=w.noor, session=w.lesson),
    "something was caught up on": lambda w: w.change(w.catch_up, done_at=timezone.now()),
    "the traineeship ends": lambda w: (w.placed.delete(), w.change(w.noor, ends_on=dt.date(2027, 3, 1))),
    "another language": lambda w: w.change(w.noor.user, language="nl"),
    "they become a lecturer": lambda w: w.lesson.lecturers.add(w.noor.user),
    "they coordinate": lambda w: CoordinatorFactory(cohort=w.noor.cohort, user=w.noor.user),
}


class World:
    def __init__(self, noor, placed, lesson):
        self.noor, self.placed, self.lesson = noor, placed, lesson
        self.closed = ClosedDayFactory(kind=ClosedDay.Kind.SCHOOL, name="Kerstvakantie")
        self.away = AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 1))
        before = meet(lesson, dt.date(2026, 11, 13), number=1)
        self.catch_up = CatchUpFactory(trainee=noor, session=before)

    def change(self, row, **values):
        """As something does that forgets to say that it changed the row."""
        type(row)._base_manager.filter(pk=row.pk).update(**values)


class TestUnchanged:
    @pytest.fixture
    def world(self, feed_of_noor, noor, placed, lesson):
        return World(noor, placed, lesson)

    @pytest.mark.parametrize("what", CHANGES)
    def test_whatever_changes_is_another_etag(self, client, world, what):
        before = ask(client)
        assert client.get(URL, headers={"If-None-Match": before["ETag"]}).status_code == 304
        CHANGES[what](world)
        after = ask(client, **{"If-None-Match": before["ETag"]})
        assert after["ETag"] != before["ETag"]
        assert after.content != before.content

    @pytest.mark.parametrize(
        "what",
        {
            "a lecturer is added": lambda w: w.given.lecturers.add(w.user),
            "a lecturer is taken off": lambda w: w.lesson.lecturers.remove(w.user),
            "a participant comes": lambda w: TraineeFactory(cohort=w.lesson.cohort),
            "a participant pauses": lambda w: PauseFactory(
                trainee=w.noor, starts_on=w.lesson.day(), ends_on=w.lesson.day()
            ),
            "the cohort is called otherwise": lambda w: type(w.noor.cohort).objects.update(name="Nieuw"),
        }.values(),
    )
    def test_of_a_lecturer(self, client, noor, lesson, what):
        world = type("W", (), {"noor": noor, "lesson": lesson, "user": lesson.lecturers.get()})
        world.given = meet(lesson, dt.date(2026, 12, 4), number=3)
        subscribes(world.user)
        before = ask(client)
        what(world)
        after = ask(client)
        assert after["ETag"] != before["ETag"]
        assert after.content != before.content

    @pytest.mark.parametrize(
        "what",
        {
            "they are absent": lambda w: AbsenceFactory(trainee=w.noor, starts_on=dt.date(2026, 12, 1)),
            "they pause": lambda w: PauseFactory(trainee=w.noor),
            "a learning day comes": lambda w: meet(w.lesson, dt.date(2026, 12, 4), number=3),
            "a learning day moves": lambda w: type(w.lesson).objects.update(starts_at=local(TODAY, 9)),
            "somebody else supervises": lambda w: type(w.placed).objects.update(supervisor=None),
            "the placement ends": lambda w: type(w.placed).objects.update(ends_on=dt.date(2026, 11, 19)),
        }.values(),
    )
    def test_of_a_supervisor(self, client, placed, lesson, what):
        world = type("W", (), {"noor": placed.trainee, "lesson": lesson, "placed": placed})
        subscribes(placed.supervisor.user)
        before = ask(client)
        what(world)
        after = ask(client)
        assert after["ETag"] != before["ETag"]
        assert after.content != before.content

    def test_a_placement_that_ended_by_itself(self, client, placed, lesson, time_machine):
        subscribes(placed.supervisor.user)
        before = ask(client)
        time_machine.move_to(local(placed.ends_on + dt.timedelta(days=1), 9))
        assert ask(client)["ETag"] != before["ETag"]

    def test_the_same_for_who_looks_again_later_in_the_month(self, client, world, time_machine):
        before = ask(client)
        time_machine.move_to(local(TODAY + dt.timedelta(days=10), 9))
        after = ask(client)
        assert (after["ETag"], after.content) == (before["ETag"], before.content)

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_queries(self, client, world, sessions, django_assert_num_queries):
        """Unchanged: who it is of, and the mark. Built: also each kind of thing that is in it."""
        for later in range(1, sessions):
            follows(world.lesson, later)
        etag = ask(client)["ETag"]
        with django_assert_num_queries(2):
            assert client.get(URL, headers={"If-None-Match": etag}).status_code == 304
        with django_assert_num_queries(9):
            ask(client)

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_queries_of_who_is_everything(self, client, world, sessions, django_assert_num_queries):
        user = world.noor.user
        CoordinatorFactory(cohort=world.noor.cohort, user=user)
        world.lesson.lecturers.add(user)
        for later in range(1, sessions):
            follows(world.lesson, later).lecturers.add(user)
        for _ in range(sessions):
            member = HostMemberFactory(user=user)
            PlacementFactory(trainee__cohort=world.noor.cohort, host=member.host, supervisor=member)
        PauseFactory(trainee=TraineeFactory(cohort=world.noor.cohort))
        etag = ask(client)["ETag"]
        with django_assert_num_queries(2):
            assert client.get(URL, headers={"If-None-Match": etag}).status_code == 304
        with django_assert_num_queries(13):
            ask(client)
