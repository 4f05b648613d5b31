import datetime as dt

import pytest
from django.urls import reverse

from tests.curriculum.conftest import FRIDAY, LAST_FRIDAY, NEXT_FRIDAY
from tests.factories import (
    AttendanceFactory,
    CohortFactory,
    ModuleFactory,
    SessionFactory,
    TraineeFactory,
    local,
)

pytestmark = pytest.mark.django_db


class TestMySessions:
    def test_the_next_one_first(self, browse, lecturer, session, past_session, trainee, module):
        later = SessionFactory(cohort=session.cohort, module=module, number=3, on=NEXT_FRIDAY)
        later.lecturers.add(lecturer)
        SessionFactory(cohort=session.cohort, module=module, number=4, on=NEXT_FRIDAY + dt.timedelta(weeks=1))
        page = browse(lecturer).get(reverse("my_sessions"))
        coming = [entry.session for month in page.context["coming"] for entry in month.entries]
        assert (page.context["following"], coming) == (session, [later])
        assert page.context["past"] == page.context["open"] == [past_session]
        assert "The attendance of Friday 13 November has not been recorded" in page.text
        assert page.context["attendees"] == [trainee]
        assert "Your next session is Data en besluitvorming, on Friday 20 November." in page.text
        assert "Leerhuis, zaal 2" in page.text
        assert reverse("attendance", args=[past_session.pk]) in page.text
        assert reverse("attendance", args=[session.pk]) not in page.text

    def test_on_the_day_itself(self, browse, lecturer, session, trainee, time_machine):
        time_machine.move_to(local(FRIDAY, 8))
        page = browse(lecturer).get(reverse("my_sessions"))
        assert "Today at 09:30: Data en besluitvorming." in page.text
        assert reverse("attendance", args=[session.pk]) in page.text

    def test_nothing_ahead(self, browse, lecturer):
        page = browse(lecturer).get(reverse("my_sessions"))
        assert "You have no sessions ahead." in page.text

    def test_only_lecturers(self, browse, trainee, coordinator, lecturer, client):
        url = reverse("my_sessions")
        assert [browse(user).get(url).status_code for user in (trainee.user, coordinator)] == [403, 403]
        assert browse(lecturer).post(url).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, lecturer, module, cohort, rows, django_assert_num_queries):
        for number in range(rows):
            for place, first in enumerate((LAST_FRIDAY - dt.timedelta(weeks=9), FRIDAY), 1):
                day = first + dt.timedelta(weeks=number)
                made = SessionFactory(cohort=cohort, module=module, number=number * 2 + place, on=day)
                made.lecturers.add(lecturer)
                AttendanceFactory(session=made, trainee=TraineeFactory(cohort=cohort))
        client = browse(lecturer)
        with django_assert_num_queries(6):
            client.get(reverse("my_sessions"))


class TestMyModules:
    def test_where_you_are(self, browse, trainee, module, past_session, session, track):
        ModuleFactory(curriculum=track.curriculum, track=track, number=2)
        page = browse(trainee.user).get(reverse("my_modules"))
        assert "0 of 2 done, you are working on 1." in page.text
        assert [(step.module.number, step.state) for step in page.context["wall"].steps] == [
            (1, "cur"),
            (2, ""),
        ]
        assert "13 November 2026 – 20 November 2026" in page.text

    def test_of_the_cohort_that_runs_now(self, browse, trainee):
        earlier = CohortFactory(starts_on=dt.date(2022, 9, 1), ends_on=dt.date(2024, 8, 31))
        TraineeFactory(user=trainee.user, cohort=earlier)
        later = CohortFactory(starts_on=dt.date(2029, 9, 1), ends_on=dt.date(2031, 8, 31))
        TraineeFactory(user=trainee.user, cohort=later)
        page = browse(trainee.user).get(reverse("my_modules"))
        assert page.context["trainee"] == trainee
        assert "Your cohort has no modules yet." in page.text

    def test_only_trainees(self, browse, lecturer, coordinator, trainee):
        url = reverse("my_modules")
        assert [browse(user).get(url).status_code for user in (lecturer, coordinator)] == [403, 403]
        assert browse(trainee.user).post(url).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, trainee, track, rows, django_assert_num_queries):
        for number in range(rows):
            module = ModuleFactory(curriculum=track.curriculum, track=track, number=number + 1)
            day = LAST_FRIDAY + dt.timedelta(weeks=number)
            SessionFactory(cohort=trainee.cohort, module=module, on=day)
        client = browse(trainee.user)
        with django_assert_num_queries(4):
            client.get(reverse("my_modules"))
