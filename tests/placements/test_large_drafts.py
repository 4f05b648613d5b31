"""A draft of a national programme asks the database as often as one of eleven people."""

import pytest

from placements import actions, staffing
from placements.actions import start_plan
from placements.asking import asked_of
from placements.drafts import costs_of, spot_of
from placements.models import Plan, PlanEntry, Planning, Seat
from placements.rotation.stored import restore
from tests.factories import HostFactory
from trainees.models import Trainee, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SIZES = [11, 500]


@pytest.fixture
def large(cohort, periods, public, housing, coordinator):
    """Makes drafts for so many trainees, at eight hosts, each changed by hand once."""
    hosts = [HostFactory(sector=(public, housing)[number % 2]) for number in range(8)]
    Seat.objects.bulk_create(
        Seat(host=host, period=period, maximum=100) for host in hosts for period in periods
    )

    def make(count, drafts=1):
        users = User.objects.bulk_create(
            User(email=f"t{number}@example.org", first_name=f"T{number}") for number in range(count)
        )
        people = Trainee.objects.bulk_create(
            Trainee(cohort=cohort, user=user, starts_on=cohort.starts_on, ends_on=cohort.ends_on)
            for user in users
        )
        return [_drafted(cohort, people, hosts, periods, coordinator, shift) for shift in range(drafts)]

    return make


def _drafted(cohort, people, hosts, periods, coordinator, shift):
    facts = staffing.load(cohort)
    asked = asked_of(facts, Planning(cohort=cohort), first=facts.periods[0])
    plan = start_plan(cohort=cohort, asked=asked, objective="fair", by=coordinator)
    entries = PlanEntry.objects.bulk_create(
        PlanEntry(
            plan=plan, trainee=trainee, period=period, host=hosts[(row + column + shift) % len(hosts)],
            starts_on=period.starts_on, ends_on=period.ends_on,
        )
        for row, trainee in enumerate(people)
        for column, period in enumerate(periods)
    )  # fmt: skip
    plan.best_alone = {str(trainee.pk): 19 for trainee in people}
    plan.losses = costs_of(plan, restore(plan.problem)).of_all(map(spot_of, entries))
    plan.levels = [{"name": "largest", "value": 0, "bound": 0, "threshold": None}]
    plan.state = Plan.State.READY
    plan.save()
    keys = {"trainee": people[0].pk, "period": periods[0].pk}
    actions.pin_in_plan(plan=plan, seen=1, pinned=True, by=coordinator, **keys)
    return plan


@pytest.mark.parametrize("count", SIZES)
def test_the_board(as_coordinator, large, count, django_assert_num_queries):
    (plan,) = large(count)
    with django_assert_num_queries(11):
        response = as_coordinator.get(f"/plans/{plan.pk}/")
    assert len(response.context["board"].rows) == count


@pytest.mark.parametrize("count", SIZES)
def test_beside_each_other(as_coordinator, large, cohort, count, django_assert_num_queries):
    keys = [plan.pk for plan in large(count, drafts=2)]
    with django_assert_num_queries(10):
        response = as_coordinator.get(f"/cohorts/{cohort.pk}/plans/compare/", {"plan": keys})
    assert len(response.context["comparison"].different) == count


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("part", ["", "swap/"])
def test_a_cell(as_coordinator, large, periods, count, part, django_assert_num_queries):
    (plan,) = large(count)
    trainee = Trainee.objects.latest("pk")
    with django_assert_num_queries(9):
        as_coordinator.get(f"/plans/{plan.pk}/trainees/{trainee.pk}/periods/{periods[1].pk}/{part}")
