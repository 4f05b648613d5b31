"""All weeks of a cohort on one page."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import (
    ClosedDayFactory,
    CohortFactory,
    DraftFactory,
    SessionFactory,
    TrackFactory,
    UserFactory,
)
from tests.wijkmakers.conftest import follows, page
from tests.wijkmakers.subscribing import meet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def as_marleen(english, coordinator):
    english.force_login(coordinator)
    return english


def url(cohort):
    return f"/cohorts/{cohort.pk}/programme/year/"


def cells(response):
    """{learning day: its cell}"""
    months = [month for year in response.context["page"].years for month in year.months]
    return {cell.day: cell for month in months for cell in month.cells if cell}


class TestProgrammeYear:
    def test_every_week_of_the_cohort_is_there_once_in_the_row_of_its_month(self, as_marleen, cohort):
        response = as_marleen.get(url(cohort))
        fridays = [dt.date(2026, 9, 4) + week * dt.timedelta(weeks=1) for week in range(104)]
        assert list(cells(response)) == fridays
        first, second = response.context["page"].years
        assert [month.name for month in first.months][:4] == ["Sep", "Oct", "Nov", "Dec"]
        assert (len(first.months), len(second.months)) == (12, 12)
        november = first.months[2]
        assert [cell and cell.day.day for cell in november.cells] == [6, 13, 20, 27, None]
        assert november.is_now

    def test_what_is_known_with_what_it_is_to_become(self, as_marleen, cohort, lesson):
        development = TrackFactory(curriculum=lesson.module.curriculum, kind="development")
        SessionFactory(
            cohort=cohort,
            module=None,
            number=None,
            title="Intervisie",
            track=development,
            on=dt.date(2026, 12, 11),
        )
        gone = meet(lesson, dt.date(2026, 12, 4), number=3)
        gone.cancelled_at = timezone.now()
        gone.save()
        DraftFactory(session=lesson, on=dt.date(2026, 11, 27))
        new = DraftFactory(cohort=cohort, module=lesson.module, number=1, on=dt.date(2027, 1, 8))
        response = as_marleen.get(url(cohort))
        found = cells(response)
        assert {
            day: [(brick.text, brick.look) for brick in cell.bricks]
            for day, cell in found.items()
            if cell.bricks
        } == {
            dt.date(2026, 11, 27): [("9", "is-module is-draft")],
            dt.date(2026, 12, 4): [("9", "is-module is-off")],
            dt.date(2026, 12, 11): [("Dev", "is-dev")],
            dt.date(2027, 1, 8): [("9", "is-module is-draft")],
        }
        [moved], [born] = found[dt.date(2026, 11, 27)].bricks, found[dt.date(2027, 1, 8)].bricks
        assert moved.said == (
            "Friday 27 November, Module 9, session 2 of 3, Data en besluitvorming, draft: moves"
        )
        assert (moved.url, born.url) == (f"/sessions/{lesson.pk}/", f"/drafts/{new.pk}/edit/")
        assert "3 sessions are in the programme." in page(response)
        assert "2 changes are not published yet." in page(response)

    def test_closed_days_switches_and_this_week(self, as_marleen, cohort):
        ClosedDayFactory(name="Kerstvakantie", starts_on=dt.date(2026, 12, 19), ends_on=dt.date(2027, 1, 3))
        response = as_marleen.get(url(cohort))
        found = cells(response)
        assert [day.day for day, cell in found.items() if cell.closed] == [25, 1]
        assert [(day, cell.switch) for day, cell in found.items() if cell.switch] == [
            (dt.date(2027, 4, 30), "Switch: Period 2 begins on 1 May"),
            (dt.date(2027, 12, 31), "Switch: Period 3 begins on 1 January"),
        ]
        assert [day for day, cell in found.items() if cell.is_now] == [dt.date(2026, 11, 20)]
        text = page(response)
        assert text.count('aria-current="date"') == 1
        assert "Kerstvakantie" in text

    def test_says_how_many_learning_days_are_still_free(self, as_marleen, cohort, lesson):
        ClosedDayFactory(starts_on=dt.date(2026, 11, 27), ends_on=dt.date(2028, 8, 15))
        assert "2 open learning days are still free." in page(as_marleen.get(url(cohort)))

    def test_a_session_outside_the_weeks_of_the_cohort_is_not_lost(self, as_marleen, lesson):
        meet(lesson, dt.date(2028, 9, 20), number=3)
        assert list(cells(as_marleen.get(url(lesson.cohort))))[-1] == dt.date(2028, 9, 22)

    def test_the_programme_leads_to_it(self, as_marleen, lesson):
        programme = f"/cohorts/{lesson.cohort.pk}/programme/"
        assert f'href="{url(lesson.cohort)}"' in page(as_marleen.get(programme))

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_queries_do_not_grow(self, as_marleen, lesson, sessions, django_assert_num_queries):
        for later in range(1, sessions):
            DraftFactory(session=follows(lesson, later), on=dt.date(2027, 1, 8 + 7 * later))
        with django_assert_num_queries(8):
            as_marleen.get(url(lesson.cohort))

    def test_strangers_find_nothing(self, client, cohort):
        client.force_login(UserFactory(coordinates=CohortFactory()))
        assert client.get(url(cohort)).status_code == 404

    def test_trainees_find_nothing(self, client, noor):
        client.force_login(noor.user)
        assert client.get(url(noor.cohort)).status_code == 404

    def test_a_trainee_who_coordinates_elsewhere_may_not_plan_here(self, client, noor):
        noor.user.coordinations.create(cohort=CohortFactory())
        client.force_login(noor.user)
        assert client.get(url(noor.cohort)).status_code == 403

    def test_who_is_not_signed_in_goes_to_the_login(self, client, cohort):
        assert client.get(url(cohort)).url == f"/accounts/login/?next={url(cohort)}"

    def test_only_reads(self, as_marleen, cohort):
        assert as_marleen.post(url(cohort)).status_code == 405
