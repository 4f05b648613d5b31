"""A draft as a page for each host. Who may enter is tried in test_views_access."""

import datetime as dt

import pytest

from placements import staffing
from placements.models import Plan, Seat
from placements.planning import Asked, problem_of
from placements.rotation.stored import store
from tests.factories import PlanEntryFactory, PlanFactory
from tests.placements.conftest import host_with_seats, page, trainee_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def plan(cohort, periods, hosts, noor, sander):
    """From period 2 on: both at Lefier, of which Noor half the time."""
    facts = staffing.load(cohort)
    problem = problem_of(facts, Asked(facts.periods[1]))
    found = PlanFactory(cohort=cohort, name="Voorstel", problem=store(problem))
    _gro, _pro, lef = hosts
    PlanEntryFactory(plan=found, trainee=noor, host=lef, number=2, ends_on=dt.date(2027, 8, 31))
    PlanEntryFactory(plan=found, trainee=sander, host=lef, number=2)
    return found


def told(response):
    return {
        sheet.host.code: [
            (each.period.number, each.seats, [coming.name for coming in each.people])
            for each in sheet.periods
        ]
        for sheet in response.context["sheets"]
    }


class TestPlanHosts:
    def test_who_comes_where_in_the_periods_of_the_plan(self, as_coordinator, plan):
        response = as_coordinator.get(f"/plans/{plan.pk}/hosts/")
        assert told(response) == {
            "GRO": [(2, "0 of 2 seats taken", []), (3, "0 of 2 seats taken", [])],
            "PRO": [(2, "0 of 2 seats taken", []), (3, "0 of 2 seats taken", [])],
            "LEF": [
                (2, "2 of 2 seats taken", ["Noor Dijkema", "Sander Holtrop"]),
                (3, "0 of 2 seats taken", []),
            ],
        }
        text = page(response)
        for part in (
            "Your trainees in period 2",
            "1 May 2027 – 31 August 2027",
            "housing",
            "Voorstel",
            "Draft",
        ):
            assert part in text

    def test_the_page_of_the_plan_leads_to_it(self, as_coordinator, plan):
        assert f'href="/plans/{plan.pk}/hosts/"' in page(as_coordinator.get(f"/plans/{plan.pk}/"))

    def test_a_host_without_seats_in_those_periods_has_no_page(self, as_coordinator, plan, gro, periods):
        first = host_with_seats(periods[:1], name="Alleen eerst", code="EEN")
        Seat.objects.of_host(gro).filter(period=periods[2]).delete()
        found = told(as_coordinator.get(f"/plans/{plan.pk}/hosts/"))
        assert first.code not in found

    @pytest.mark.parametrize("state", [Plan.State.WAITING, Plan.State.IMPOSSIBLE, Plan.State.FAILED])
    def test_not_of_what_has_nobody_anywhere(self, as_coordinator, plan, state):
        Plan.objects.update(state=state)
        assert as_coordinator.get(f"/plans/{plan.pk}/hosts/").status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, cohort, plan, hosts, rows, django_assert_num_queries):
        for number in range(rows):
            PlanEntryFactory(
                plan=plan, trainee=trainee_of(cohort, f"T{number}"), host=hosts[number], number=3
            )
        with django_assert_num_queries(9):
            as_coordinator.get(f"/plans/{plan.pk}/hosts/")
