import datetime as dt

import pytest

from tests.factories import CohortFactory, PauseFactory, PlacementFactory, TraineeFactory, UserFactory
from tests.wijkmakers.conftest import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def as_coordinator(english, coordinator):
    english.force_login(coordinator)
    return english


class TestCohort:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/"

    def test_says_first_how_it_stands(self, as_coordinator, url):
        assert "Week 12 of 104. Period 1 runs until 30 April 2027." in page(as_coordinator.get(url))

    def test_problems_stand_before_the_board_with_one_button_each(self, as_coordinator, url, noor):
        response = as_coordinator.get(url)
        first = response.context["problems"][0]
        assert first.blocks
        assert "Noor Dijkema" in first.sentence
        assert first.button_url in page(response)

    def test_board_seats_sectors_and_the_next_learning_day(self, as_coordinator, url, placed, lesson):
        text = page(as_coordinator.get(url))
        for promised in ("Rotation board", "LEF", "Noor Dijkema", "Data en besluitvorming", "Anneke Sikkens"):
            assert promised in text

    def test_who_comes_and_goes(self, as_coordinator, url, cohort, noor):
        PauseFactory(trainee=noor, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 14))
        late = UserFactory(first_name="Late", last_name="Starter")
        TraineeFactory(cohort=cohort, user=late, starts_on=dt.date(2027, 1, 4))
        events = as_coordinator.get(url).context["events"]
        assert [(event.date.isoformat(), event.sentence) for event in events] == [
            ("2026-12-01", "Noor Dijkema pauses"),
            ("2026-12-15", "Noor Dijkema is back after a pause"),
            ("2027-01-04", "Late Starter begins"),
        ]

    def test_a_cohort_without_anything_says_how_to_begin(self, as_coordinator, coordinator):
        empty = CohortFactory()
        empty.coordinations.create(user=coordinator)
        text = page(as_coordinator.get(f"/cohorts/{empty.pk}/"))
        assert "There are no periods yet." in text
        assert f'href="/cohorts/import/?cohort={empty.pk}"' in text

    @pytest.mark.parametrize("trainees", [1, 3])
    def test_queries_do_not_grow(
        self, as_coordinator, url, cohort, lesson, trainees, django_assert_num_queries
    ):
        for trainee in TraineeFactory.create_batch(trainees, cohort=cohort):
            PlacementFactory(trainee=trainee)
        with django_assert_num_queries(12):
            as_coordinator.get(url)

    def test_the_coordinator_of_another_cohort_finds_nothing(self, client, url):
        client.force_login(UserFactory(coordinates=CohortFactory()))
        assert client.get(url).status_code == 404

    def test_a_trainee_of_this_cohort_finds_nothing(self, client, url, noor):
        client.force_login(noor.user)
        assert client.get(url).status_code == 404

    def test_only_reads(self, as_coordinator, url):
        assert as_coordinator.post(url).status_code == 405
