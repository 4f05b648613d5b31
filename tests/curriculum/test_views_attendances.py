import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Attendance
from tests.factories import AttendanceFactory, SessionFactory, TraineeFactory

pytestmark = pytest.mark.django_db

PRESENT, LATE, EXCUSED, ABSENT = Attendance.State.values


@pytest.fixture
def url(cohort):
    return reverse("attendance_list", args=[cohort.pk])


@pytest.fixture
def held(cohort, module):
    """Five Fridays in October and September, before the last one."""
    return [
        SessionFactory(
            cohort=cohort,
            module=module,
            number=10 + week,
            on=dt.date(2026, 10, 30) - dt.timedelta(weeks=week),
        )
        for week in range(5)
    ]


class TestAttendanceList:
    def test_open_lists_first(self, browse, coordinator, past_session, session, trainee, url):
        page = browse(coordinator).get(url)
        assert page.context["page"].open == [past_session]
        assert "1 list is still open. Nobody is below 80%." in page.text
        assert reverse("attendance", args=[past_session.pk]) in page.text

    def test_cancelled_is_no_open_list(self, browse, coordinator, past_session, trainee, now, url):
        past_session.cancelled_at = now
        past_session.save()
        assert browse(coordinator).get(url).context["page"].open == []

    @pytest.mark.parametrize(("missed", "below"), [(1, False), (2, True)])
    def test_below_what_is_asked(self, browse, coordinator, held, trainee, cohort, url, missed, below):
        for number, each in enumerate(held):
            AttendanceFactory(session=each, trainee=trainee, state=EXCUSED if number < missed else LATE)
        page = browse(coordinator).get(url)
        assert bool(page.context["page"].below) is below
        overview = browse(coordinator).get(reverse("cohort", args=[cohort.pk])).text
        assert ("Noor Dijkema was at 3 of 5 sessions" in overview) is below
        assert ("That is 60 %; this cohort asks 80 %." in overview) is below

    def test_not_before_it_says_something(self, browse, coordinator, held, trainee, url):
        for each in held[:3]:
            AttendanceFactory(session=each, trainee=trainee, state=ABSENT)
        assert browse(coordinator).get(url).context["page"].below == []

    def test_matrix_of_one_term(self, browse, coordinator, cohort, module, trainee, past_session, url):
        cohort.starts_on = dt.date(2026, 1, 1)
        cohort.save()
        spring = SessionFactory(cohort=cohort, module=module, number=9, on=dt.date(2026, 3, 6))
        AttendanceFactory(session=spring, trainee=trainee, state=ABSENT)
        AttendanceFactory(session=past_session, trainee=trainee, state=LATE)
        shown = browse(coordinator).get(url).context["page"]
        assert [term.label for term in shown.terms] == ["Autumn 2026", "Spring 2026"]
        assert shown.sessions == [past_session]
        [row] = shown.rows
        assert ([look.letter for look in row.looks], row.there, row.recorded) == (["l"], 1, 2)
        shown = browse(coordinator).get(url, {"term": "2026-spring"}).context["page"]
        assert (shown.sessions, [look.letter for look in shown.rows[0].looks]) == ([spring], ["x"])
        assert browse(coordinator).get(url, {"term": "\x00" * 30}).context["page"].sessions == [past_session]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, held, url, rows, django_assert_num_queries):
        for trainee in TraineeFactory.create_batch(rows, cohort=held[0].cohort):
            for each in held:
                AttendanceFactory(session=each, trainee=trainee)
        client = browse(coordinator)
        with django_assert_num_queries(9):
            assert len(client.get(url).context["page"].rows) == rows

    def test_only_its_coordinators(self, browse, stranger, trainee, lecturer, coordinator, url):
        people = (stranger, trainee.user, lecturer)
        assert [browse(user).get(url).status_code for user in people] == [404, 404, 404]
        assert browse(coordinator).post(url).status_code == 405
