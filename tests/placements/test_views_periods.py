import datetime as dt

import pytest

from placements.models import Period, Placement, Seat
from tests.factories import CohortFactory, CoordinatorFactory, PauseFactory
from tests.placements.conftest import page, placed, said, trainee_of
from trainees.models import Cohort, Trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def url(cohort):
    return f"/cohorts/{cohort.pk}/periods/"


@pytest.fixture
def typed():
    """As it stands."""
    return {
        "starts_on": "2026-09-01", "ends_on": "2028-08-31", "seen": 1,
        "switch_1": "2027-05-01", "switch_2": "2028-01-01", "switch_3": "",
    }  # fmt: skip


def spans(cohort):
    return [
        (number, first.isoformat(), last.isoformat())
        for number, first, last in Period.objects.of_cohort(cohort)
        .in_order()
        .values_list("number", "starts_on", "ends_on")
    ]


class TestPage:
    def test_each_period_with_weekdays_and_weeks(self, as_coordinator, url):
        response = as_coordinator.get(url)
        text = page(response)
        for part in ("Tuesday 1 September 2026", "Saturday 1 May 2027", "Thursday 31 August 2028", ">35<"):
            assert part in text
        assert [field.name for field in response.context["form"].switch_fields] == [
            "switch_1",
            "switch_2",
            "switch_3",
        ]
        assert "move along" in text

    def test_proposes_equal_months(self, as_coordinator, url):
        response = as_coordinator.get(f"{url}?equal=4")
        firsts = [span.first for span in response.context["form"].spans]
        assert firsts == [day("2026-09-01"), day("2027-03-01"), day("2027-09-01"), day("2028-03-01")]
        assert "This is a proposal." in page(response)

    @pytest.mark.parametrize("equal", ["0", "99", "x", "%00", "-1"])
    def test_nonsense_proposes_nothing(self, as_coordinator, url, equal):
        assert "This is a proposal." not in page(as_coordinator.get(f"{url}?equal={equal}"))

    def test_a_new_cohort_gets_a_proposal(self, as_coordinator, coordinator):
        new = CohortFactory()
        CoordinatorFactory(cohort=new, user=coordinator)
        response = as_coordinator.get(f"/cohorts/{new.pk}/periods/")
        assert len(response.context["form"].spans) == 3
        assert "This is a proposal." in page(response)

    def test_a_cohort_of_some_days_cannot_be_divided(self, as_coordinator, coordinator):
        short = CohortFactory(starts_on=day("2026-09-01"), ends_on=day("2026-09-10"))
        CoordinatorFactory(cohort=short, user=coordinator)
        assert len(as_coordinator.get(f"/cohorts/{short.pk}/periods/").context["form"].spans) == 1


class TestSave:
    def test_the_first_periods_of_a_cohort(self, as_coordinator, coordinator, typed):
        new = CohortFactory(name="Nieuw")
        CoordinatorFactory(cohort=new, user=coordinator)
        response = as_coordinator.post(f"/cohorts/{new.pk}/periods/", typed)
        assert spans(new) == [
            (1, "2026-09-01", "2027-04-30"),
            (2, "2027-05-01", "2027-12-31"),
            (3, "2028-01-01", "2028-08-31"),
        ]
        assert (response.url, said(response)) == (f"/cohorts/{new.pk}/", ["Nieuw has 3 periods."])

    def test_a_switch_moves_and_placements_go_along(self, as_coordinator, url, typed, cohort, noor, lef, gro):
        placed(noor, lef, 2)
        placed(noor, gro, 3)
        as_coordinator.post(url, typed | {"switch_2": "2028-01-17"})
        assert spans(cohort)[1:] == [(2, "2027-05-01", "2028-01-16"), (3, "2028-01-17", "2028-08-31")]
        assert list(Placement.objects.in_order().values_list("starts_on", "ends_on", "version")) == [
            (day("2027-05-01"), day("2028-01-16"), 2),
            (day("2028-01-17"), day("2028-08-31"), 2),
        ]

    def test_one_switch_more_and_in_any_order(self, as_coordinator, url, typed, cohort):
        as_coordinator.post(url, typed | {"switch_3": "2027-02-01"})
        assert [first for _number, first, _last in spans(cohort)] == [
            "2026-09-01", "2027-02-01", "2027-05-01", "2028-01-01",
        ]  # fmt: skip

    def test_one_switch_less(self, as_coordinator, url, typed, cohort):
        as_coordinator.post(url, typed | {"switch_2": ""})
        assert spans(cohort) == [(1, "2026-09-01", "2027-04-30"), (2, "2027-05-01", "2028-08-31")]

    def test_the_cohort_moves_and_its_trainees_with_it(self, as_coordinator, url, typed, cohort, noor):
        early = trainee_of(cohort, "Vroeg", ends_on=day("2027-12-31"))
        as_coordinator.post(url, typed | {"starts_on": "2026-09-07", "ends_on": "2028-09-30"})
        stored = Cohort.objects.get(pk=cohort.pk)
        assert (stored.starts_on, stored.ends_on, stored.version) == (day("2026-09-07"), day("2028-09-30"), 2)
        noor.refresh_from_db()
        early.refresh_from_db()
        assert (noor.starts_on, noor.ends_on) == (day("2026-09-07"), day("2028-09-30"))
        assert (early.starts_on, early.ends_on) == (day("2026-09-07"), day("2027-12-31"))

    def test_a_placement_stays_inside_the_time_of_its_trainee(self, as_coordinator, url, typed, noor, lef):
        noor.starts_on = day("2027-05-01")
        noor.save()
        placed(noor, lef, 2)
        as_coordinator.post(url, typed | {"switch_1": "2027-04-12"})
        assert Placement.objects.get().starts_on == day("2027-05-01")

    def test_nothing_changes_nothing(self, as_coordinator, url, typed, cohort, noor, lef):
        placed(noor, lef, 1)
        as_coordinator.post(url, typed)
        assert set(Period.objects.values_list("version", flat=True)) == {1}
        assert (Trainee.objects.get().version, Placement.objects.get().version) == (1, 1)


class TestRefused:
    def errors(self, response):
        return {
            name: [str(each) for each in found] for name, found in response.context["form"].errors.items()
        }

    def test_a_switch_outside_the_cohort(self, as_coordinator, url, typed):
        response = as_coordinator.post(url, typed | {"switch_3": "2028-09-15"})
        assert self.errors(response) == {
            "switch_3": [
                "A switch lies between the first day (1 September 2026) and the last day (31 August 2028)."
            ]
        }

    def test_two_switches_on_one_day(self, as_coordinator, url, typed):
        response = as_coordinator.post(url, typed | {"switch_3": "2028-01-02"})
        assert self.errors(response) == {
            "switch_3": ["Two switches cannot be on the same day or the day after."]
        }

    def test_an_end_before_the_beginning(self, as_coordinator, url, typed):
        response = as_coordinator.post(url, typed | {"ends_on": "2026-08-01"})
        assert self.errors(response) == {"ends_on": ["The last day of a cohort comes after its first day."]}

    def test_a_day_that_does_not_exist(self, as_coordinator, url, typed):
        response = as_coordinator.post(url, typed | {"switch_1": "31-2-2027"})
        assert "switch_1" in self.errors(response)
        assert response.context["form"]["switch_1"].value() == "31-2-2027"

    def test_placements_in_the_way_are_named(self, as_coordinator, url, typed, noor, lef, cohort):
        placed(noor, lef, 1, ends_on=day("2027-03-31"))
        response = as_coordinator.post(url, typed | {"switch_1": "2027-02-01"})
        assert self.errors(response) == {
            "__all__": [
                (
                    "Placements would come to lie outside their period: "
                    "Noor Dijkema at Lefier (1 September 2026 – 31 March 2027). Change or remove them first."
                )
            ]
        }
        assert spans(cohort)[0][2] == "2027-04-30"

    def test_a_period_with_placements_does_not_go(self, as_coordinator, url, typed, noor, lef, cohort):
        placed(noor, lef, 3)
        response = as_coordinator.post(url, typed | {"switch_2": ""})
        assert "Noor Dijkema at Lefier" in self.errors(response)["__all__"][0]
        assert len(spans(cohort)) == 3

    def test_of_many_in_the_way_three_are_named(self, as_coordinator, url, typed, cohort, hosts):
        Seat.objects.update(maximum=9)
        for number in range(5):
            placed(trainee_of(cohort, "Tess", f"T{number}"), hosts[0], 1, ends_on=day("2027-03-31"))
        response = as_coordinator.post(url, typed | {"switch_1": "2027-02-01"})
        assert "; 2 others. Change or remove them first." in self.errors(response)["__all__"][0]

    def test_a_pause_in_the_way(self, as_coordinator, url, typed, noor):
        PauseFactory(trainee=noor, starts_on=day("2028-08-01"), ends_on=day("2028-08-31"))
        response = as_coordinator.post(url, typed | {"ends_on": "2028-08-15"})
        assert "A pause" in str(self.errors(response))

    def test_who_saves_second_is_told(self, as_coordinator, url, typed, cohort):
        Cohort.objects.filter(pk=cohort.pk).update(version=2)
        response = as_coordinator.post(url, typed | {"switch_1": "2027-06-01"})
        assert response.status_code == 409
        assert response.context["form"]["switch_1"].value() == "2027-06-01"
        assert spans(cohort)[1][1] == "2027-05-01"


class TestAgreed:
    """What cannot be taken back, and what rewrites worked days, is asked once more."""

    def test_seats_that_go_with_a_period(self, as_coordinator, url, typed, hosts, cohort):
        response = as_coordinator.post(url, typed | {"switch_2": ""})
        assert list(response.context["form"].errors) == ["confirmed"]
        assert "Period 3 goes, with the seats of 3 organisations." in page(response)
        assert len(spans(cohort)) == 3
        as_coordinator.post(url, typed | {"switch_2": "", "confirmed": "on"})
        assert len(spans(cohort)) == 2
        assert Seat.objects.count() == 6

    def test_days_that_were_already_worked(self, as_coordinator, url, typed, noor, lef):
        placed(noor, lef, 1)
        moved = typed | {"starts_on": "2026-09-07"}
        response = as_coordinator.post(url, moved)
        assert "1 placement moves along, also for days that were already worked." in page(response)
        as_coordinator.post(url, moved | {"confirmed": "on"})
        assert Placement.objects.get().starts_on == day("2026-09-07")

    def test_a_switch_to_come_is_not_asked_about(self, as_coordinator, url, typed, noor, lef):
        placed(noor, lef, 1)
        assert as_coordinator.post(url, typed | {"switch_1": "2027-05-10"}).status_code == 302


@pytest.mark.parametrize("trainees", [1, 3])
def test_queries_do_not_grow(as_coordinator, url, cohort, hosts, trainees, django_assert_num_queries):
    for number in range(trainees):
        placed(trainee_of(cohort, f"T{number}"), hosts[number])
    with django_assert_num_queries(5):
        as_coordinator.get(url)
