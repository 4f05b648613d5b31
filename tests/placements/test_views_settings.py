import datetime as dt

import pytest

from placements.models import Planning
from placements.rotation.problem import Weights
from tests.factories import PlanningFactory
from tests.placements.conftest import page, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def sent():
    return {
        "objective": "leximin", "points_by_rank": "9; 6 3", "points_unranked": "0", "points_per_sector": "5",
        "notice_weeks": "6",
    }  # fmt: skip


class TestPlanningEdit:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/planning/"

    def test_what_is_usual(self, as_coordinator, url):
        response = as_coordinator.get(url)
        form, text = response.context["form"], page(response)
        assert form["points_by_rank"].value() == "10, 8, 6, 5, 4, 3, 2"
        assert (form["objective"].value(), form["notice_weeks"].value()) == ("fair", 4)
        assert form["favours_who_gave_up"].value() is True
        assert "These are the usual settings" in text
        assert "Whoever has to give up most gives up as little as can be." in text
        assert "planning/reset" not in text
        assert not Planning.objects.exists()

    def test_saves_for_the_first_time(self, as_coordinator, coordinator, url, cohort, sent):
        response = as_coordinator.post(url, sent)
        planning = Planning.objects.get()
        assert (planning.cohort, planning.created_by) == (cohort, coordinator)
        assert planning.weights() == Weights((9, 6, 3), 0, 5)
        assert (planning.objective, planning.notice_weeks, planning.favours_who_gave_up) == (
            "leximin",
            6,
            False,
        )
        assert (response.url, said(response)) == (url, ["Plans for Lichting 2026 go by this from now on."])

    def test_changes_and_leads_back_to_what_is_usual(self, as_coordinator, url, cohort, sent):
        PlanningFactory(cohort=cohort)
        as_coordinator.post(url, sent | {"seen": 1, "favours_who_gave_up": "on"})
        assert Planning.objects.get().version == 2
        text = page(as_coordinator.get(url))
        assert "This cohort has its own settings." in text
        assert f'href="{url}reset/"' in text

    @pytest.mark.parametrize(
        ("typed", "error"),
        [
            ("tien", "“tien” is no whole number. Write it like 10, 8, 6, 5."),
            ("10, -2", "“-2” is no whole number. Write it like 10, 8, 6, 5."),
            ("4, 5", "A dearer wish never earns less than the next one."),
            ("1001", "Points go from 0 to 1000."),
            ("9 " * 13, "Give points for one to twelve wishes."),
            (" , ", "This field is required."),
        ],
    )
    def test_points_that_cannot_be(self, as_coordinator, url, sent, typed, error):
        form = as_coordinator.post(url, sent | {"points_by_rank": typed}).context["form"]
        assert form.errors == {"points_by_rank": [error]}
        assert form["points_by_rank"].value() == typed
        assert not Planning.objects.exists()

    def test_no_wish_never_earns_more(self, as_coordinator, url, sent):
        assert as_coordinator.post(url, sent | {"points_unranked": "4"}).context["form"].errors == {
            "points_unranked": ["An organisation without a wish never earns more than a wish."]
        }

    def test_when_trainees_give_their_wishes(self, as_coordinator, url, sent):
        days = {"wishes_open_on": "3 november 2026", "wishes_close_on": "24-11-2026"}
        as_coordinator.post(url, sent | days)
        planning = Planning.objects.get()
        assert (planning.wishes_open_on, planning.wishes_close_on) == (
            dt.date(2026, 11, 3),
            dt.date(2026, 11, 24),
        )

    @pytest.mark.parametrize(
        "typed",
        [
            {"wishes_open_on": "2026-11-03"},
            {"wishes_close_on": "2026-11-24"},
            {"wishes_open_on": "2026-11-24", "wishes_close_on": "2026-11-23"},
        ],
    )
    def test_both_days_or_none(self, as_coordinator, url, sent, typed):
        form = as_coordinator.post(url, sent | typed).context["form"]
        assert form.errors == {
            "wishes_close_on": ["Give both days for wishes, the last one not before the first."]
        }
        assert not Planning.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("objective", "cheapest"),
            ("points_per_sector", "1001"),
            ("notice_weeks", "53"),
            ("notice_weeks", "-1"),
        ],
    )
    def test_what_is_out_of_reach(self, as_coordinator, url, sent, field, value):
        assert list(as_coordinator.post(url, sent | {field: value}).context["form"].errors) == [field]

    def test_who_saves_second_is_told(self, as_coordinator, url, cohort, sent):
        PlanningFactory(cohort=cohort, version=2)
        response = as_coordinator.post(url, sent | {"seen": 1})
        assert response.status_code == 409
        assert response.context["form"]["points_by_rank"].value() == "9; 6 3"
        assert Planning.objects.get().weights() == Weights()

    def test_two_who_save_for_the_first_time(self, as_coordinator, url, cohort, sent):
        """The second had the usual settings before them."""
        PlanningFactory(cohort=cohort)
        response = as_coordinator.post(url, sent | {"seen": 0})
        assert response.status_code == 409
        assert Planning.objects.get().weights() == Weights()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, url, cohort, rows, django_assert_num_queries):
        for number in range(rows):
            PlanningFactory(**({"cohort": cohort} if number == 0 else {}))
        with django_assert_num_queries(5):
            as_coordinator.get(url)


class TestPlanningReset:
    @pytest.fixture
    def url(self, cohort):
        PlanningFactory(cohort=cohort, points_by_rank=[7])
        return f"/cohorts/{cohort.pk}/planning/reset/"

    def test_says_what_it_means_first(self, as_coordinator, url):
        assert "What was filled in here for this cohort is lost," in page(as_coordinator.get(url))
        assert Planning.objects.exists()

    def test_goes_back(self, as_coordinator, url, cohort):
        other = PlanningFactory()
        response = as_coordinator.post(url, {"seen": 1})
        assert (response.url, said(response)) == (
            f"/cohorts/{cohort.pk}/planning/",
            ["Plans for Lichting 2026 go by the usual settings."],
        )
        assert list(Planning.objects.all()) == [other]
        assert Planning.objects.for_cohort(cohort).weights() == Weights()

    def test_not_what_somebody_changed_meanwhile(self, as_coordinator, url):
        Planning.objects.update(version=2)
        assert as_coordinator.post(url, {"seen": 1}).status_code == 409
        assert Planning.objects.exists()

    def test_nothing_to_go_back_from(self, as_coordinator, url):
        Planning.objects.all().delete()
        assert as_coordinator.get(url).status_code == 404
