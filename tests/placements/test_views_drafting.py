"""Working on a draft on its board."""

import datetime as dt

import pytest

from placements import actions, supposing, tasks
from placements.models import Plan, PlanEntry, PlanStep, Seat
from placements.moves import Spot
from placements.spans import Span
from tests.factories import ExclusionFactory, UserFactory
from tests.placements.conftest import groups, page, placed, said, shown, trainee_of
from tests.placements.test_actions_planning import NOW
from trainees.models import Coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def codes(plan, trainee):
    rows = PlanEntry.objects.of_plan(plan).filter(trainee=trainee).order_by("starts_on")
    return [row.host.code + ("!" if row.pinned else "") for row in rows]


class TestPlanCell:
    def test_says_of_each_host_what_it_would_mean(self, as_coordinator, url, noor, gro, pro, lef):
        response = as_coordinator.get(url)
        assert groups(response.context["form"]) == {"Now": ["LEF"], "Possible too": ["GRO", "PRO"]}
        text = page(response)
        for part in (
            "Place of Noor Dijkema in this draft",
            "Besides: GRO (public). Still needed: housing.",
            "Adds housing · first wish · gives up nothing, as now",
            "1 May 2027 – 31 December 2027",
            "Keep this fixed",
            "data-dialog-body",
            f'formaction="{url}pin/"',
            f'href="{url}swap/"',
        ):
            assert part in text

    def test_full_ones_can_be_chosen(self, as_coordinator, url, plan, noor, sander, gro, body, cohort):
        Seat.objects.filter(host=gro, period__number=2).update(maximum=1)
        Plan.objects.filter(pk=plan.pk).update(problem=_with_maximum(plan, gro, 1))
        assert groups(as_coordinator.get(url).context["form"])["Full"] == ["GRO"]
        as_coordinator.post(f"{url}", body(host=gro.pk))
        assert codes(plan, noor)[0] == "GRO!"

    def test_saves_and_goes_back_to_the_cell(self, as_coordinator, url, plan, noor, pro, body):
        response = as_coordinator.post(url, body(host=pro.pk))
        assert response.url == f"/plans/{plan.pk}/#cell-{noor.pk}-2"
        assert said(response) == ["Noor Dijkema goes to Provincie in period 2."]
        assert codes(plan, noor) == ["PRO!", "GRO"]
        assert f'action="/plans/{plan.pk}/steps/1/undo/"' in page(as_coordinator.get(response.url))

    def test_some_days_and_back_again(self, as_coordinator, url, plan, noor, pro, lef, body):
        days = {"starts_on": "1-9-2027", "ends_on": "31-12-2027"}
        response = as_coordinator.post(url, body(host=pro.pk, pinned="", **days))
        assert codes(plan, noor) == ["LEF", "PRO", "GRO"]
        assert said(response) == ["Noor Dijkema goes to Provincie, Sep – Dec 2027."]
        later = as_coordinator.get(f"{url}?on=2027-09-01").context["form"]
        assert (later["host"].value(), later["starts_on"].value()) == (pro.pk, dt.date(2027, 9, 1))
        assert "Has already worked here" not in str(dict(later.fields["host"].choices)["Fits well"])
        as_coordinator.post(f"{url}?on=2027-09-01", body(host=lef.pk, seen=2, pinned="", **days))
        assert codes(plan, noor) == ["LEF", "GRO"]

    def test_nothing_changed(self, as_coordinator, url, plan, body):
        response = as_coordinator.post(url, body(pinned=""))
        assert said(response) == ["Nothing has changed: it was so already."]
        assert not PlanStep.objects.exists()

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"host": ""}, "host"),
            ({"host": "0"}, "host"),
            ({"starts_on": "soon"}, "starts_on"),
            ({"starts_on": "1-4-2027"}, "starts_on"),
            ({"starts_on": "1-10-2027", "ends_on": "1-9-2027"}, "ends_on"),
            ({"ends_on": "1-2-2028"}, "ends_on"),
        ],
    )
    def test_what_cannot_be(self, as_coordinator, url, plan, noor, body, change, field):
        response = as_coordinator.post(url, body(**change))
        assert list(response.context["form"].errors) == [field]
        assert codes(plan, noor) == ["LEF", "GRO"]

    def test_where_somebody_is_not_sent_asks_for_a_yes_and_is_fixed(
        self, as_coordinator, laid, noor, gro, pro, lef, periods, body
    ):
        ExclusionFactory(trainee=noor, host=gro, kind="employer")
        plan = laid({(noor, 2): lef}, number=2)
        url = f"/plans/{plan.pk}/trainees/{noor.pk}/periods/{periods[1].pk}/"
        response = as_coordinator.post(url, body(host=gro.pk, pinned=""))
        assert list(response.context["form"].errors) == ["despite"]
        as_coordinator.post(url, body(host=gro.pk, pinned="", despite=gro.pk))
        assert codes(plan, noor) == ["GRO!"]

    def test_where_somebody_worked_is_refused_with_a_way_out(
        self, as_coordinator, plan, url, noor, gro, pro, body
    ):
        placed(noor, pro, 1)
        response = as_coordinator.post(url, body(host=pro.pk))
        (sentence,) = response.context["form"].errors["host"]
        assert sentence.startswith("Noor Dijkema works or worked at Provincie already, and that stands.")
        as_coordinator.post(url, body(host=gro.pk))
        assert codes(plan, noor) == ["GRO!", "GRO"]

    def test_somebody_changed_the_draft_meanwhile(
        self, as_coordinator, plan, url, noor, sander, pro, gro, body, cohort, periods
    ):
        form = as_coordinator.get(url).context["form"]
        other = UserFactory()
        Coordinator.objects.create(cohort=cohort, user=other)
        Seat.objects.filter(host=pro).update(maximum=1)
        Plan.objects.filter(pk=plan.pk).update(problem=_with_maximum(plan, pro, 1))
        to = Spot(sander.pk, Span(periods[1].starts_on, periods[1].ends_on), periods[1].pk, pro.pk)
        actions.move_in_plan(plan=plan, seen=1, to=to, by=other)
        response = as_coordinator.post(url, body(host=pro.pk, seen=form["seen"].value()))
        assert response.status_code == 409
        assert "Somebody else changed this" in page(response)
        again = response.context["form"]
        assert (again["host"].value(), str(again["seen"].value())) == (str(pro.pk), "2")
        assert groups(again)["Full"] == ["PRO"]
        assert codes(plan, noor)[0] == "LEF"
        as_coordinator.post(url, body(host=pro.pk, seen=2))
        assert (codes(plan, noor)[0], codes(plan, sander)[0]) == ("PRO!", "PRO")

    def test_published_meanwhile(self, as_coordinator, plan, url, noor, pro, body):
        Plan.objects.filter(pk=plan.pk).update(published_at=NOW)
        response = as_coordinator.post(url, body(host=pro.pk))
        assert response.context["form"].non_field_errors() == [
            "This draft was published, so it stays as it is."
        ]
        assert codes(plan, noor)[0] == "LEF"

    def test_only_what_the_draft_decides(self, as_coordinator, plan, url, noor, periods, cohort):
        for address in (
            f"/plans/{plan.pk}/trainees/{noor.pk}/periods/{periods[0].pk}/",
            f"/plans/{plan.pk}/trainees/{trainee_of(cohort, 'Tess').pk}/periods/{periods[1].pk}/",
            f"/plans/{plan.pk}/trainees/{noor.pk}/periods/0/",
        ):
            assert as_coordinator.get(address).status_code == 404


class TestPlanSwap:
    @pytest.fixture
    def swap(self, url):
        return f"{url}swap/"

    def test_says_what_it_costs_both(self, as_coordinator, swap, plan):
        PlanEntry.objects.of_plan(plan).filter(period__number=3).delete()
        text = page(as_coordinator.get(swap))
        for part in (
            "With whom does Noor Dijkema swap?",
            "Together they give up more",
            "Gemeente, Sander Holtrop",
            "Noor Dijkema gives up 18 points instead of 0, Sander Holtrop gives up 9 points instead of 0",
        ):
            assert part in text

    def test_who_would_come_where_they_have_been_is_left_out(self, as_coordinator, swap):
        assert as_coordinator.get(swap).context["form"].exchanges == {}

    def test_swaps(self, as_coordinator, plan, swap, noor, sander, pro, lef):
        PlanEntry.objects.of_plan(plan).filter(period__number=3).delete()
        (key,) = as_coordinator.get(swap).context["form"].exchanges
        response = as_coordinator.post(swap, {"other": key, "pinned": "on", "seen": 1})
        assert said(response) == ["Noor Dijkema and Sander Holtrop swap in period 2."]
        assert (codes(plan, noor), codes(plan, sander)) == (["GRO!"], ["LEF!"])
        assert as_coordinator.get(swap).context["form"].exchanges == {}

    def test_with_nobody(self, as_coordinator, plan, swap, noor):
        PlanEntry.objects.of_plan(plan).filter(period__number=3).delete()
        response = as_coordinator.post(swap, {"seen": 1})
        assert response.context["form"].errors["other"] == ["Choose somebody."]

    def test_somebody_changed_the_draft_meanwhile(
        self, as_coordinator, plan, swap, noor, coordinator, periods
    ):
        PlanEntry.objects.of_plan(plan).filter(period__number=3).delete()
        (key,) = as_coordinator.get(swap).context["form"].exchanges
        keys = {"trainee": noor.pk, "period": periods[1].pk}
        actions.pin_in_plan(plan=plan, seen=1, pinned=True, by=coordinator, **keys)
        response = as_coordinator.post(swap, {"other": key, "seen": 1})
        assert response.context["form"].errors
        assert codes(plan, noor) == ["LEF!"]


class TestPlanPin:
    def test_fixes(self, as_coordinator, plan, url, noor):
        response = as_coordinator.post(f"{url}pin/", {"seen": 1})
        assert (codes(plan, noor), said(response)) == (
            ["LEF!", "GRO"], ["Noor Dijkema: fixed in period 2."],
        )  # fmt: skip
        text = page(as_coordinator.get(response.url))
        assert "draft, fixed" in text

    def test_of_a_draft_that_changed_meanwhile(self, as_coordinator, plan, url, noor):
        response = as_coordinator.post(f"{url}pin/", {"seen": 7})
        assert codes(plan, noor) == ["LEF", "GRO"]
        assert said(response) == [
            "Somebody else changed this draft meanwhile, so nothing was done. This is how it is now."
        ]


class TestPlanUnpin:
    def test_lets_go(self, as_coordinator, plan, url, noor):
        as_coordinator.post(f"{url}pin/", {"seen": 1})
        response = as_coordinator.post(f"{url}unpin/", {"seen": 2})
        assert codes(plan, noor) == ["LEF", "GRO"]
        assert said(response)[-1] == "Noor Dijkema: no longer fixed in period 2."


class TestPlanUndo:
    def test_and_again(self, as_coordinator, plan, url, noor, pro, body):
        as_coordinator.post(url, body(host=pro.pk))
        response = as_coordinator.post(f"/plans/{plan.pk}/steps/1/undo/")
        assert (response.url, codes(plan, noor)) == (f"/plans/{plan.pk}/", ["LEF", "GRO"])
        assert said(response)[-1] == "Undone: Noor Dijkema goes to Provincie in period 2."
        response = as_coordinator.post(f"/plans/{plan.pk}/steps/1/redo/")
        assert codes(plan, noor) == ["PRO!", "GRO"]
        assert said(response)[-1] == "Done again: Noor Dijkema goes to Provincie in period 2."

    def test_of_what_is_not_the_last(self, as_coordinator, plan, url, noor, pro, gro, body):
        as_coordinator.post(url, body(host=pro.pk))
        as_coordinator.post(url, body(host=gro.pk, seen=2))
        response = as_coordinator.post(f"/plans/{plan.pk}/steps/1/undo/")
        assert codes(plan, noor) == ["GRO!", "GRO"]
        assert said(response)[-1].startswith("Somebody else changed this draft meanwhile")

    def test_of_a_published_draft(self, as_coordinator, plan, url, noor, pro, body):
        as_coordinator.post(url, body(host=pro.pk))
        Plan.objects.filter(pk=plan.pk).update(published_at=NOW)
        response = as_coordinator.post(f"/plans/{plan.pk}/steps/1/undo/")
        assert said(response)[-1] == "This draft was published, so it stays as it is."

    def test_where_somebody_came_from_is_gone(self, as_coordinator, plan, url, noor, lef, pro, body):
        as_coordinator.post(url, body(host=pro.pk))
        PlanEntry.objects.of_plan(plan).filter(host=lef).delete()
        Seat.objects.filter(host=lef).delete()
        lef.wishes.all().delete()
        lef.delete()
        response = as_coordinator.post(f"/plans/{plan.pk}/steps/1/undo/")
        assert said(response)[-1].startswith("Somebody else removed this")
        assert codes(plan, noor)[0] == "PRO!"


class TestPlanRedo:
    def test_of_nothing(self, as_coordinator, plan):
        response = as_coordinator.post(f"/plans/{plan.pk}/steps/1/redo/")
        assert said(response)[-1].startswith("Somebody else changed this draft meanwhile")


class TestPlanSolveRest:
    def test_says_what_it_does(self, as_coordinator, plan, url):
        as_coordinator.post(f"{url}pin/", {"seen": 1})
        text = page(as_coordinator.get(f"/plans/{plan.pk}/solve-rest/"))
        assert "1 place is fixed and stays." in text
        assert "The planner looks for the other 3 anew." in text

    def test_makes_a_new_draft(self, as_coordinator, plan, url):
        as_coordinator.post(f"{url}pin/", {"seen": 1})
        response = as_coordinator.post(f"/plans/{plan.pk}/solve-rest/")
        fresh = Plan.objects.exclude(pk=plan.pk).get()
        assert (response.url, fresh.basis, fresh.state) == (f"/plans/{fresh.pk}/", plan, "waiting")

    @pytest.fixture
    def impossible(self, as_coordinator, plan, url, noor, gro, body, periods):
        """Noor is fixed at Gemeente twice."""
        as_coordinator.post(url, body(host=gro.pk))
        as_coordinator.post(f"/plans/{plan.pk}/trainees/{noor.pk}/periods/{periods[2].pk}/pin/", {"seen": 2})
        as_coordinator.post(f"/plans/{plan.pk}/solve-rest/")
        return self.worked()

    def worked(self):
        fresh = Plan.objects.latest("pk")
        tasks.work_out(plan=fresh.pk)
        fresh.refresh_from_db()
        return fresh

    def ways(self, client, plan):
        (told,) = shown(client, plan).context["conflicts"]
        return {way.label: way for way in told.ways}

    def test_impossible_it_leads_back_to_what_was_fixed(self, as_coordinator, plan, url, impossible):
        text = page(shown(as_coordinator, impossible))
        assert f"Let go of Noor Dijkema at Gemeente in period 2, in {plan}" in text
        assert f'href="{url}"' in text

    def test_what_was_fixed_can_be_let_go_to_try(self, as_coordinator, plan, impossible):
        way = self.ways(as_coordinator, impossible)[
            f"Let go of Noor Dijkema at Gemeente in period 2, in {plan}"
        ]
        as_coordinator.post(f"/plans/{impossible.pk}/try/", {"so": way.so})
        assert self.worked().state == "ready"

    def test_a_copy_leads_to_where_it_was_fixed_as_well(
        self, as_coordinator, plan, impossible, url, lef, periods
    ):
        more = supposing.written([supposing.Seats(lef.pk, periods[1].pk, 0, 5)])
        as_coordinator.post(f"/plans/{impossible.pk}/suppose/", {"so": more, "comes_first": "before"})
        ways = self.ways(as_coordinator, self.worked())
        assert ways[f"Let go of Noor Dijkema at Gemeente in period 2, in {plan}"].url == url

    def test_what_was_fixed_in_a_draft_that_is_gone(self, as_coordinator, plan, impossible):
        plan.delete()
        way = self.ways(as_coordinator, impossible)["Let go of Noor Dijkema at Gemeente in period 2"]
        assert (way.url, way.tries is None) == ("", False)

    def test_not_when_it_is_out_of_date(self, as_coordinator, plan, cohort, lef):
        lef.seats.update(maximum=5)
        for response in (
            as_coordinator.get(f"/plans/{plan.pk}/solve-rest/"),
            as_coordinator.post(f"/plans/{plan.pk}/solve-rest/"),
        ):
            text = page(response)
            assert "This draft is out of date: what the planner was told has changed since." in text
            assert f'href="/cohorts/{cohort.pk}/plans/new/"' in text
            assert "The planner looks for the other" not in text
            assert "Solve the rest</button>" not in text
        assert Plan.objects.count() == 1

    def test_of_a_published_draft(self, as_coordinator, plan):
        Plan.objects.filter(pk=plan.pk).update(published_at=NOW)
        response = as_coordinator.post(f"/plans/{plan.pk}/solve-rest/")
        assert response.context["form"].non_field_errors() == [
            "This draft was published, so it stays as it is."
        ]


def _with_maximum(plan, host, maximum):
    seats = [[*row[:3], maximum, row[4]] if row[0] == str(host.pk) else row for row in plan.problem["seats"]]
    return plan.problem | {"seats": seats}
