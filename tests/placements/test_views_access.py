"""Who may enter each page, and by which method. What happens there is tested page by page."""

import pytest
from django.urls import reverse

from placements import urls
from placements.models import Seat
from tests.factories import ExclusionFactory, PairFactory, PlanFactory, PlanningFactory, TraineeFactory
from tests.placements.conftest import placed

CELL_PAGES = ("plan_cell", "plan_swap", "plan_pin", "plan_unpin")
PLAN_PAGES = (
    "plan_solve_rest", "plan", "plan_stop", "plan_rename", "plan_remove", "plan_publish", "plan_export",
    "plan_hosts",
)  # fmt: skip
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

# What a coordinator of another cohort gets (as if it did not exist), what somebody gets who sees the row but
# coordinates another cohort, and the methods that answer.
OF_A_COHORT = {
    "board": (404, 404, {"get"}),
    "board_export": (404, 404, {"get"}),
    "period_edit": (404, 403, {"get", "post"}),
    "seat_grid": (404, 403, {"get", "post"}),
    "seat_edit": (404, 403, {"get", "post"}),
    "placement_new": (404, 403, {"get", "post"}),
    "placement_edit": (404, 403, {"get", "post"}),
    "placement_remove": (404, 403, {"get", "post"}),
    "placement_undo": (404, 403, {"post"}),
    "wish_edit": (404, 403, {"get", "post"}),
    "exclusion_new": (404, 403, {"get", "post"}),
    "exclusion_remove": (404, 403, {"get", "post"}),
    "exclusion_undo": (404, 403, {"post"}),
    "pair_list": (404, 404, {"get"}),
    "pair_new": (404, 403, {"get", "post"}),
    "pair_remove": (404, 404, {"get", "post"}),
    "pair_undo": (404, 404, {"post"}),
    "planning_edit": (404, 403, {"get", "post"}),
    "planning_reset": (404, 404, {"get", "post"}),
    "plan_list": (404, 404, {"get"}),
    "plan_new": (404, 403, {"get", "post"}),
    "plan_compare": (404, 404, {"get"}),
    "plan": (404, 404, {"get"}),
    "plan_stop": (404, 404, {"post"}),
    "plan_rename": (404, 404, {"get", "post"}),
    "plan_publish": (404, 404, {"get", "post"}),
    "plan_remove": (404, 404, {"get", "post"}),
    "plan_export": (404, 404, {"get"}),
    "plan_suppose": (404, 404, {"get", "post"}),
    "plan_suppose_new": (404, 404, {"get", "post"}),
    "plan_try": (404, 404, {"post"}),
    "plan_adopt": (404, 404, {"get", "post"}),
    "plan_alternatives": (404, 404, {"post"}),
    "repair_new": (404, 403, {"get"}),
    "repair_event": (404, 403, {"get", "post"}),
    "plan_hosts": (404, 404, {"get"}),
    "plan_solve_rest": (404, 404, {"get", "post"}),
    "plan_undo": (404, 404, {"post"}),
    "plan_redo": (404, 404, {"post"}),
    "plan_cell": (404, 404, {"get", "post"}),
    "plan_swap": (404, 404, {"get", "post"}),
    "plan_pin": (404, 404, {"post"}),
    "plan_unpin": (404, 404, {"post"}),
}
# These belong to all coordinators together.
OF_ALL = {
    "host_list": {"get"},
    "host_new": {"get", "post"},
    "host_edit": {"get", "post"},
    "host_remove": {"get", "post"},
    "host_member_new": {"get", "post"},
    "host_member_edit": {"get", "post"},
    "host_member_remove": {"get", "post"},
    "sector_list": {"get"},
    "sector_new": {"get", "post"},
    "sector_edit": {"get", "post"},
    "sector_remove": {"get", "post"},
}
ELSEWHERE = ("host", "my_trainees")
# Tried in test_views_own_wishes.
OWN = {"my_wishes", *(f"my_wish_{verb}" for verb in ("order", "undo", "add", "remove", "up", "down"))}
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def address(cohort, periods, noor, lef, anna, colleague):
    """The address of a page that concerns the colleague too, as far as a page concerns a trainee."""
    own = colleague.trainee_set.get()
    placement = placed(own, lef)
    exclusion, pair = ExclusionFactory(trainee=own), PairFactory(first=own)
    PlanningFactory(cohort=cohort)
    plan = PlanFactory(cohort=cohort)
    keys = {
        "plan_list": [cohort.pk],
        "plan_new": [cohort.pk],
        "plan_compare": [cohort.pk],
        **{name: [plan.pk] for name in PLAN_PAGES},
        **{name: [plan.pk, own.pk, periods[1].pk] for name in CELL_PAGES},
        "plan_undo": [plan.pk, 1],
        "plan_redo": [plan.pk, 1],
        **{name: [plan.pk] for name in ("plan_suppose", "plan_try", "plan_adopt", "plan_alternatives")},
        "plan_suppose_new": [plan.pk, "seats"],
        "repair_new": [cohort.pk],
        "repair_event": [cohort.pk, "withdraws"],
        "exclusion_new": [own.pk],
        "exclusion_remove": [exclusion.pk],
        "exclusion_undo": [exclusion.pk],
        "pair_list": [cohort.pk],
        "pair_new": [cohort.pk],
        "pair_remove": [pair.pk],
        "pair_undo": [pair.pk],
        "planning_edit": [cohort.pk],
        "planning_reset": [cohort.pk],
        "board": [cohort.pk],
        "board_export": [cohort.pk],
        "period_edit": [cohort.pk],
        "seat_grid": [cohort.pk],
        "seat_edit": [Seat.objects.of_host(lef).first().pk],
        "placement_new": [own.pk, periods[1].pk],
        "placement_edit": [placement.pk],
        "placement_remove": [placement.pk],
        "placement_undo": [placement.pk],
        "wish_edit": [own.pk],
        "host": [lef.pk],
        "host_edit": [lef.pk],
        "host_remove": [lef.pk],
        "host_member_new": [lef.pk],
        "host_member_edit": [anna.pk],
        "host_member_remove": [anna.pk],
        "sector_edit": [lef.sector_id],
        "sector_remove": [lef.sector_id],
    }
    return lambda name: reverse(name, args=keys.get(name))


def first_method(methods):
    return "get" if "get" in methods else "post"


def test_each_page_is_in_these_lists():
    assert sorted(pattern.name for pattern in urls.urlpatterns) == sorted(
        {*OF_A_COHORT, *OF_ALL, *ELSEWHERE, *OWN}
    )


@pytest.mark.parametrize("name", OF_A_COHORT)
class TestOfACohort:
    def test_a_stranger(self, name, client, address, stranger):
        status, _colleague, methods = OF_A_COHORT[name]
        client.force_login(stranger)
        assert getattr(client, first_method(methods))(address(name)).status_code == status

    def test_a_colleague(self, name, client, address, colleague):
        _stranger, status, methods = OF_A_COHORT[name]
        client.force_login(colleague)
        assert getattr(client, first_method(methods))(address(name)).status_code == status

    def test_a_trainee_of_the_cohort(self, name, client, address, noor):
        client.force_login(noor.user)
        assert getattr(client, first_method(OF_A_COHORT[name][2]))(address(name)).status_code == 404

    def test_a_supervisor(self, name, client, address, anna):
        client.force_login(anna.user)
        assert getattr(client, first_method(OF_A_COHORT[name][2]))(address(name)).status_code == 404

    def test_wrong_methods(self, name, as_coordinator, address):
        for method in METHODS - OF_A_COHORT[name][2]:
            assert getattr(as_coordinator, method)(address(name)).status_code == 405


@pytest.mark.parametrize("name", OF_ALL)
class TestOfAllCoordinators:
    def test_any_coordinator(self, name, client, address, stranger):
        client.force_login(stranger)
        assert client.get(address(name)).status_code == 200

    def test_who_is_none(self, name, client, address):
        client.force_login(TraineeFactory().user)
        assert client.get(address(name)).status_code == (404 if any(map(str.isdigit, address(name))) else 403)

    def test_wrong_methods(self, name, as_coordinator, address):
        for method in METHODS - OF_ALL[name]:
            assert getattr(as_coordinator, method)(address(name)).status_code == 405


@pytest.mark.parametrize("name", ELSEWHERE)
def test_only_looked_at(name, client, address, anna):
    client.force_login(anna.user)
    for method in METHODS - {"get"}:
        assert getattr(client, method)(address(name)).status_code == 405


@pytest.mark.parametrize("name", [*OF_A_COHORT, *OF_ALL, *ELSEWHERE])
def test_who_is_not_signed_in(name, client, address):
    posted = name.endswith("_undo") or name in {"plan_try", "plan_alternatives"}
    response = client.post(address(name)) if posted else client.get(address(name))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=")
