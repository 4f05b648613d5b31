import datetime as dt

import pytest
from django.utils import timezone

from placements.models import Plan, PlanEntry
from tests.factories import (
    CohortFactory,
    PlanEntryFactory,
    PlanFactory,
    PlanStepFactory,
    TraineeFactory,
    UserFactory,
)
from tests.rules import allows, breaks, change

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime(2026, 11, 18, 10))
MIDDLE = dt.date(2026, 12, 31)


class TestPlan:
    def test_number_once(self):
        plan = PlanFactory()
        with breaks("plan_number_once"):
            PlanFactory(cohort=plan.cohort, number=plan.number)
        with allows("plan_number_once"):
            PlanFactory(cohort=plan.cohort, number=plan.number + 1)
            PlanFactory(number=plan.number)

    @pytest.mark.parametrize("state", [state for state in Plan.State if state != Plan.State.READY])
    def test_published_when_ready(self, state):
        plan = PlanFactory(state=state)
        with breaks("plan_published_when_ready"):
            change(plan, published_at=NOW)
        with allows("plan_published_when_ready"):
            change(plan, state=Plan.State.READY, published_at=NOW)

    def test_stays_in_its_cohort(self):
        plan = PlanFactory()
        with breaks("plan_stays"):
            change(plan, cohort=CohortFactory())
        with allows("plan_stays"):
            change(plan, cohort=plan.cohort, name="Zo eerlijk mogelijk")

    def test_its_name_or_its_number(self):
        assert str(PlanFactory(number=3)) == "Concept 3"
        assert str(PlanFactory(name="Met Lefier erbij")) == "Met Lefier erbij"

    def test_which_are_worked_on(self):
        waiting, ready = PlanFactory(waiting=True), PlanFactory()
        assert list(Plan.objects.working()) == [waiting]
        assert list(Plan.objects.with_plans()) == [ready]


class TestPlanEntry:
    def test_ends_after_start(self):
        entry = PlanEntryFactory()
        with breaks("planentry_ends_after_start"):
            change(entry, ends_on=entry.starts_on - dt.timedelta(days=1))
        with allows("planentry_ends_after_start"):
            change(entry, ends_on=entry.starts_on)

    def test_one_at_a_time(self):
        entry = PlanEntryFactory(ends_on=MIDDLE)
        same = {"plan": entry.plan, "trainee": entry.trainee}
        with breaks("planentry_one_at_a_time"):
            PlanEntryFactory(**same, starts_on=MIDDLE)
        with allows("planentry_one_at_a_time"):
            PlanEntryFactory(**same, starts_on=MIDDLE + dt.timedelta(days=1))
            PlanEntryFactory(trainee=entry.trainee, plan=PlanFactory(cohort=entry.plan.cohort))
            PlanEntryFactory(plan=entry.plan, trainee=TraineeFactory(cohort=entry.plan.cohort))

    @pytest.mark.parametrize("other", ["trainee", "period"])
    def test_in_own_cohort(self, other):
        entry, elsewhere = PlanEntryFactory(), PlanEntryFactory()
        with breaks("planentry_in_own_cohort"):
            change(entry, **{other: getattr(elsewhere, other)})
        with allows("planentry_in_own_cohort"):
            change(entry, period=entry.plan.cohort.periods.get(number=3), host=elsewhere.host)

    def test_a_removed_plan_takes_its_places_along(self):
        entry = PlanEntryFactory()
        entry.plan.delete()
        assert not PlanEntry.objects.exists()


class TestPlanStep:
    def test_number_once(self):
        step = PlanStepFactory()
        with breaks("planstep_number_once"):
            PlanStepFactory(plan=step.plan, number=step.number)
        with allows("planstep_number_once"):
            PlanStepFactory(plan=step.plan, number=step.number + 1)
            PlanStepFactory(number=step.number)

    def test_undone_by_somebody_at_a_moment(self):
        step, who = PlanStepFactory(), UserFactory()
        with breaks("planstep_undone_by_somebody"):
            change(step, undone_by=who)
        with allows("planstep_undone_by_somebody"):
            change(step, undone_by=who, undone_at=NOW)

    def test_stays_in_its_plan(self):
        step = PlanStepFactory()
        with breaks("planstep_stays"):
            change(step, plan=PlanFactory(cohort=step.plan.cohort))
        with allows("planstep_stays"):
            change(step, plan=step.plan, number=step.number + 1)
