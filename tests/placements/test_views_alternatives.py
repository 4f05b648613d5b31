"""Up to three other drafts that are nearly as good, as different as possible."""

import pytest

from placements import actions, tasks
from placements.models import Exclusion, Placement, Plan, Seat
from tests.placements.conftest import host_with_seats, page, placed, said
from tests.placements.test_views_supposing import draft, worked

__all__ = ["draft"]
OUTDATED = "This draft is out of date: what the planner was told has changed since. Make a new one."
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestPlanAlternatives:
    @pytest.fixture
    def url(self, draft):
        return f"/plans/{draft.pk}/alternatives/"

    def further(self, response):
        tasks.look_further(plan=int(response.url.strip("/").split("/")[-1]))

    def test_up_to_three_beside_each_other(self, as_coordinator, draft, url, coordinator):
        response = as_coordinator.post(url)
        waiting = Plan.objects.get(basis=draft)
        assert (response.url, waiting.state, waiting.created_by) == (
            f"/plans/{waiting.pk}/", "waiting", coordinator,
        )  # fmt: skip
        self.further(response)
        found = list(Plan.objects.filter(basis=draft).order_by("number"))
        assert 1 <= len(found) <= 3
        assert {plan.state for plan in found} == {"ready"}
        assert [plan.number for plan in found] == list(range(2, 2 + len(found)))
        paths = {
            tuple(plan.entries.order_by("trainee", "starts_on").values_list("host", flat=True))
            for plan in (draft, *found)
        }
        assert len(paths) == len(found) + 1
        shown = as_coordinator.get(as_coordinator.get(response.url).context["origin"].compare)
        assert [one.plan for one in shown.context["comparison"].drafts] == [draft, *found]

    def test_there_is_no_other(self, as_coordinator, draft, url, coordinator):
        pins = [
            [str(one.trainee_id), str(one.host_id), str(one.period_id), False] for one in draft.entries.all()
        ]
        Plan.objects.filter(pk=draft.pk).update(problem=draft.problem | {"pins": pins})
        response = as_coordinator.post(url)
        self.further(response)
        other = Plan.objects.get(basis=draft)
        assert (other.state, other.seconds) == ("failed", 0)
        text = page(as_coordinator.get(response.url))
        assert "There is no other plan that is nearly as good as Draft 1." in text
        actions.remove_plan(plan=draft, by=coordinator)
        assert "There is no other plan that is nearly as good." in page(as_coordinator.get(response.url))

    def test_stopped_it_looks_no_further(self, as_coordinator, draft, url):
        response = as_coordinator.post(url)
        other = Plan.objects.get(basis=draft)
        Plan.objects.filter(pk=other.pk).update(state="running")
        as_coordinator.post(f"/plans/{other.pk}/stop/")
        self.further(response)
        other.refresh_from_db()
        assert (other.state, other.progress[-1][0], Plan.objects.count()) == ("failed", "others", 2)
        text = page(as_coordinator.get(response.url))
        assert "Stopped before there was a plan." in text
        assert "There is no other plan" not in text

    def test_while_it_looks_it_says_so(self, as_coordinator, draft, url):
        response = as_coordinator.post(url)
        Plan.objects.filter(basis=draft).update(state="running", progress=[["others", None, 0, 1.2]])
        assert "Looks for other plans that are nearly as good." in page(as_coordinator.get(response.url))

    def test_twice_does_no_harm(self, as_coordinator, draft, url):
        response = as_coordinator.post(url)
        self.further(response)
        before = set(Plan.objects.values_list("pk", "version"))
        self.further(response)
        assert set(Plan.objects.values_list("pk", "version")) == before

    def test_a_trainee_is_removed_meanwhile(self, as_coordinator, draft, url, noor, sander):
        response = as_coordinator.post(url)
        sander.delete()
        self.further(response)
        found = Plan.objects.filter(basis=draft)
        assert {plan.state for plan in found} == {"ready"}
        assert {entry.trainee for plan in found for entry in plan.entries.all()} == {noor}

    def test_only_of_what_is_ready(self, as_coordinator, draft, url):
        Plan.objects.update(state="impossible")
        response = as_coordinator.post(url)
        assert said(response) == ["Only a draft that is ready has alternatives."]
        assert Plan.objects.count() == 1

    def test_not_of_what_is_out_of_date(self, as_coordinator, draft, url, lef):
        Seat.objects.filter(host=lef).update(maximum=5)
        response = as_coordinator.post(url)
        assert said(response) == [OUTDATED]
        assert Plan.objects.count() == 1

    def test_of_a_repair_only_those_concerned_become_something_else(
        self, as_coordinator, cohort, periods, draft, noor, sander, gro, lef, pro
    ):
        host_with_seats(periods, name="Woonzorg")
        Placement.objects.all().delete()
        Exclusion.objects.all().delete()
        placed(noor, gro, number=2)
        placed(sander, lef, number=2)
        as_coordinator.post(f"/cohorts/{cohort.pk}/repair/withdraws/", {"host": lef.pk, "day": "1-5-2027"})
        repair = worked(Plan.objects.latest("pk"))
        self.further(as_coordinator.post(f"/plans/{repair.pk}/alternatives/"))
        found = Plan.objects.filter(basis=repair)
        assert {plan.state for plan in found} == {"ready"}
        kept = {plan.entries.get(trainee=noor, period=periods[1]).host for plan in found}
        assert kept == {gro}

    def test_of_a_repair_within_a_period(self, as_coordinator, cohort, draft, noor, lef, periods):
        """What was worked before is the longer part of the period, and no part of what is compared."""
        Exclusion.objects.all().delete()
        host_with_seats(periods, name="Woonzorg")
        as_coordinator.post(f"/cohorts/{cohort.pk}/repair/withdraws/", {"host": lef.pk, "day": "1-4-2027"})
        repair = worked(Plan.objects.latest("pk"))
        self.further(as_coordinator.post(f"/plans/{repair.pk}/alternatives/"))
        others = Plan.objects.filter(basis=repair)
        assert {plan.state for plan in others} == {"ready"}
        for plan in others:
            first = plan.entries.filter(trainee=noor).earliest("starts_on")
            assert (first.host, str(first.ends_on)) == (lef, "2027-03-31")

    def test_an_alternative_says_so(self, as_coordinator, cohort, draft):
        as_coordinator.post(f"/plans/{draft.pk}/alternatives/")
        assert "other than Draft 1" in page(as_coordinator.get(f"/cohorts/{cohort.pk}/plans/"))

    def test_the_rest_of_an_alternative_is_none(self, as_coordinator, cohort, draft, url, coordinator):
        self.further(as_coordinator.post(url))
        other = Plan.objects.filter(basis=draft).earliest("number")
        rest = worked(actions.solve_rest(plan=other, by=coordinator))
        text = page(as_coordinator.get(f"/cohorts/{cohort.pk}/plans/"))
        assert f"made from {other}" in text
        assert f"other than {other}" not in text
        response = as_coordinator.get(f"/plans/{rest.pk}/")
        assert "as different as possible" not in page(response)
        assert not response.context["origin"].is_alternative

    def test_without_what_it_differs_from_it_is_a_draft_like_others(
        self, as_coordinator, draft, url, coordinator
    ):
        response = as_coordinator.post(url)
        self.further(response)
        actions.remove_plan(plan=draft, by=coordinator)
        assert "as different as possible" not in page(as_coordinator.get(response.url))

    def test_each_is_laid_beside_the_newest_others(self, as_coordinator, draft, url):
        self.further(as_coordinator.post(url))
        other = Plan.objects.filter(basis=draft).earliest("number")
        for number in range(11, 15):
            other.pk, other.number = None, number
            other.save(force_insert=True)
        for one in Plan.objects.filter(basis=draft):
            address = as_coordinator.get(f"/plans/{one.pk}/").context["origin"].compare
            drafts = as_coordinator.get(address).context["comparison"].drafts
            assert {draft.pk, one.pk} < {other.plan.pk for other in drafts}
            assert len(drafts) == 4
