"""What earlier plans cost, and which question a draft asks once more. Today is 18 November 2026."""

import datetime as dt

import pytest
from django.utils import timezone

from placements import staffing
from placements.asking import asked_of, first_from, places_in
from placements.models import Planning
from tests.factories import PlanEntryFactory, PlanFactory

pytestmark = pytest.mark.django_db


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def published(cohort, periods):
    """A plan that was published, from this period or day on, with what it cost."""

    def publish(number, begins_on=None, **losses):
        plan = PlanFactory(cohort=cohort, begins_on=begins_on, published_at=timezone.now())
        plan.problem = plan.problem | {"periods": [str(period.pk) for period in periods[number - 1 :]]}
        plan.losses = losses
        plan.save()
        return plan

    return publish


def gave_up(cohort, number, begins_on=None, **settings):
    facts = staffing.load(cohort)
    planning = Planning(cohort=cohort, **settings)
    asked = asked_of(facts, planning, first=facts.periods[number - 1], begins_on=begins_on)
    return None if asked.gave_up is None else dict(asked.gave_up)


class TestGaveUp:
    def test_nothing_was_published(self, cohort, periods):
        PlanFactory(cohort=cohort, losses={"1": 5})
        assert gave_up(cohort, 2) == {}

    def test_plans_from_an_earlier_period_are_added(self, cohort, published):
        published(1, **{"1": 5, "2": 1})
        published(2, **{"1": 2})
        assert gave_up(cohort, 3) == {1: 7, 2: 1}
        assert gave_up(cohort, 2) == {1: 5, 2: 1}

    def test_a_plan_from_the_same_period_takes_the_place_of_the_one_before(self, cohort, published):
        published(1, **{"1": 5, "2": 1})
        published(1, **{"1": 3, "2": 3})
        assert gave_up(cohort, 2) == {1: 3, 2: 3}

    def test_what_is_planned_anew_does_not_count(self, cohort, published):
        published(1, **{"1": 5})
        assert gave_up(cohort, 1) == {}

    def test_a_repair_counts_beside_the_plan_that_it_repaired(self, cohort, published):
        """It counts from what was possible by then, and says nothing of what was lost before."""
        published(1, **{"1": 5, "2": 1})
        published(1, day("2027-01-11"), **{"1": 0, "2": 4})
        assert gave_up(cohort, 2) == {1: 5, 2: 5}

    def test_a_repair_looks_back_at_the_plan_of_the_running_period(self, cohort, published):
        published(1, **{"1": 5})
        published(1, day("2027-01-11"), **{"1": 2})
        assert gave_up(cohort, 1, day("2027-01-11")) == {1: 5}
        assert gave_up(cohort, 1, day("2027-01-12")) == {1: 7}

    def test_only_where_that_is_chosen(self, cohort, published):
        published(1, **{"1": 5})
        assert gave_up(cohort, 2, favours_who_gave_up=False) is None


class TestFirstFrom:
    @pytest.mark.parametrize(
        ("on", "number"),
        [("2026-01-01", 1), ("2026-09-01", 1), ("2027-04-30", 1), ("2027-05-01", 2), ("2030-01-01", 3)],
    )
    def test_the_period_of_a_day(self, cohort, periods, on, number):
        assert first_from(staffing.load(cohort), day(on)).number == number

    def test_no_periods(self, cohort):
        cohort.periods.all().delete()
        assert first_from(staffing.load(cohort), day("2027-01-01")) is None


class TestPlacesIn:
    def at(self, plan, trainee, period, host, first, last):
        PlanEntryFactory(
            plan=plan, trainee=trainee, period=period, host=host, starts_on=day(first), ends_on=day(last)
        )

    def test_days_before_it_decides_do_not_count(self, cohort, periods, noor, gro, lef):
        plan = PlanFactory(cohort=cohort, begins_on=day("2027-02-01"))
        self.at(plan, noor, periods[0], gro, "2026-09-01", "2027-02-28")
        self.at(plan, noor, periods[0], lef, "2027-03-01", "2027-04-30")
        assert places_in(plan) == {(str(noor.pk), str(periods[0].pk)): str(lef.pk)}

    def test_of_equally_long_places_the_first_in_time_counts(self, cohort, periods, noor, gro, lef):
        plan = PlanFactory(cohort=cohort)
        self.at(plan, noor, periods[0], lef, "2027-01-01", "2027-01-31")
        self.at(plan, noor, periods[0], gro, "2026-10-01", "2026-10-31")
        assert places_in(plan) == {(str(noor.pk), str(periods[0].pk)): str(gro.pk)}
