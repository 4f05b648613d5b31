import datetime as dt

import pytest
from django.urls import reverse

from curriculum.actions import record_attendance
from curriculum.models import Attendance, CatchUp
from tests.factories import TODAY, CatchUpFactory, SessionFactory, TraineeFactory, local

pytestmark = pytest.mark.django_db

PRESENT, LATE, EXCUSED, ABSENT = Attendance.State.values


def record(session, by, trainee, state, was=""):
    states, seen = {trainee.pk: state}, {trainee.pk: was}
    record_attendance(session=session, states=states, seen=seen, by=by, now=local(TODAY, 10))


class TestSettling:
    @pytest.mark.parametrize("state", [EXCUSED, ABSENT])
    def test_who_missed_it_gets_a_task(self, past_session, trainee, lecturer, cohort, state):
        cohort.programme.catch_up_days = 14
        cohort.programme.save()
        record(past_session, lecturer, trainee, state)
        task = CatchUp.objects.get()
        assert (task.trainee, task.session, task.due_on) == (trainee, past_session, dt.date(2026, 11, 27))
        assert task.created_by == lecturer

    @pytest.mark.parametrize("state", [PRESENT, LATE])
    def test_who_was_there_gets_none(self, past_session, trainee, lecturer, state):
        record(past_session, lecturer, trainee, state)
        assert not CatchUp.objects.exists()

    def test_there_after_all(self, past_session, trainee, lecturer):
        record(past_session, lecturer, trainee, ABSENT)
        record(past_session, lecturer, trainee, PRESENT, was=ABSENT)
        assert not CatchUp.objects.exists()

    def test_what_was_done_stays(self, past_session, trainee, lecturer, now):
        record(past_session, lecturer, trainee, ABSENT)
        CatchUp.objects.update(done_at=now)
        record(past_session, lecturer, trainee, PRESENT, was=ABSENT)
        record(past_session, lecturer, trainee, EXCUSED, was=PRESENT)
        assert CatchUp.objects.get().done_at == now


class TestCatchUpList:
    @pytest.fixture
    def url(self, cohort):
        return reverse("catch_up_list", args=[cohort.pk])

    def test_open_then_done(self, browse, coordinator, past_session, trainee, now, url):
        task = CatchUpFactory(session=past_session, trainee=trainee)
        other = TraineeFactory(cohort=past_session.cohort)
        done = CatchUpFactory(session=past_session, trainee=other, done_at=now, done_by=coordinator)
        CatchUpFactory()
        page = browse(coordinator).get(url)
        assert (page.context["open"], page.context["done"]) == ([task], [done])
        assert "missed on 13 November, catch up before Friday 18 December" in page.text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, past_session, url, rows, django_assert_num_queries):
        for _each in range(rows):
            CatchUpFactory(session=past_session, trainee=TraineeFactory(cohort=past_session.cohort))
        client = browse(coordinator)
        with django_assert_num_queries(5):
            assert len(client.get(url).context["open"]) == rows

    def test_only_its_coordinators(self, browse, stranger, trainee, coordinator, url):
        assert [browse(user).get(url).status_code for user in (stranger, trainee.user)] == [404, 404]
        assert browse(coordinator).post(url).status_code == 405


class TestDoneAndUndo:
    @pytest.fixture
    def task(self, past_session, trainee):
        return CatchUpFactory(session=past_session, trainee=trainee)

    def test_there_and_back(self, browse, coordinator, task, now):
        client = browse(coordinator)
        page = client.post(reverse("catch_up_done", args=[task.pk]), follow=True)
        assert "Noor Dijkema has caught up on Data en besluitvorming." in page.text
        task.refresh_from_db()
        assert (task.done_at, task.done_by, task.version) == (now, coordinator, 2)
        client.post(reverse("catch_up_done", args=[task.pk]))
        task.refresh_from_db()
        assert task.version == 2
        page = client.post(reverse("catch_up_undo", args=[task.pk]), {"from": "trainee"})
        assert page.url == reverse("trainee", args=[task.trainee_id])
        task.refresh_from_db()
        assert (task.done_at, task.done_by) == (None, None)

    @pytest.mark.parametrize("name", ["catch_up_done", "catch_up_undo"])
    def test_who_may_not(self, browse, stranger, trainee, colleague, coordinator, task, name):
        url = reverse(name, args=[task.pk])
        assert [browse(user).post(url).status_code for user in (stranger, trainee.user)] == [404, 404]
        own = CatchUpFactory(session=task.session, trainee=colleague.trainee_set.get())
        assert browse(colleague).post(reverse(name, args=[own.pk])).status_code == 403
        assert browse(coordinator).get(url).status_code == 405


class TestTraineePage:
    def test_what_is_still_to_do(self, browse, coordinator, past_session, trainee):
        CatchUpFactory(session=past_session, trainee=trainee)
        vonk = SessionFactory(cohort=past_session.cohort, development=True, track=past_session.track)
        CatchUpFactory(session=vonk, trainee=trainee)
        page = browse(coordinator).get(reverse("trainee", args=[trainee.pk]))
        names = [str(each.session) for each in page.context["catch_ups"]]
        assert names == [str(past_session), "Ontwikkeldag"]
        assert "Module 1, session 1 of 3 · missed on 13 November" in page.text
