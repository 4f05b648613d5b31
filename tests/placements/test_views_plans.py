import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from placements import staffing, tasks
from placements.actions import start_plan, stop_plan
from placements.models import Plan, PlanEntry, Seat
from placements.planning import Asked
from tests.factories import ExclusionFactory, PairFactory, PlanningFactory, WishFactory
from tests.placements.conftest import host_with_seats, page, placed, said, trainee_of
from tests.placements.test_actions_planning import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def drafted(cohort, hosts, coordinator):
    """Makes a draft; `worked`: the planner did its part."""

    def draft(objective="fair", number=1, *, worked=True, **more):
        first = staffing.load(cohort).periods[number - 1]
        asked = Asked(first, **more)
        plan = start_plan(cohort=cohort, asked=asked, objective=objective, by=coordinator)
        if worked:
            tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        return plan

    return draft


def wishing(trainee, *hosts):
    for rank, host in enumerate(hosts, 1):
        WishFactory(trainee=trainee, host=host, rank=rank)


class TestPlanList:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/plans/"

    def test_says_what_is_ready(self, as_coordinator, url, cohort, noor, sander, hosts):
        wishing(noor, *hosts)
        wishing(sander, *hosts)
        placed(noor, hosts[0], 2)
        text = page(as_coordinator.get(url))
        for part in (
            "Everything that has to be there is there.",
            "All 2 trainees have given wishes.",
            "Period 2: 2 trainees, 6 seats.",
            "Seats enough for everybody to see each of these sectors: public and housing.",
            "1 placement is there already, and can stay.",
            f'href="/cohorts/{cohort.pk}/plans/new/"',
            "No drafts yet.",
        ):
            assert part in text

    def test_without_periods_or_trainees_says_how_to_begin(self, as_coordinator, url, cohort, periods):
        assert "No trainees yet." in page(as_coordinator.get(url))
        cohort.periods.all().delete()
        text = page(as_coordinator.get(url))
        assert "No periods yet." in text
        assert "plans/new/" not in text

    def test_drafts_the_newest_first(self, as_coordinator, url, noor, drafted):
        one, two = drafted(), drafted("most")
        text = page(as_coordinator.get(url))
        assert text.index(f'href="/plans/{two.pk}/"') < text.index(f'href="/plans/{one.pk}/"')
        for part in ("proved", "as fair as possible", "most wishes", "Marleen Kuipers", "Compare Draft 1"):
            assert part in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(
        self, as_coordinator, url, cohort, drafted, count, django_assert_num_queries
    ):
        for number in range(count):
            trainee_of(cohort, f"T{number}")
            drafted()
        with django_assert_num_queries(11):
            as_coordinator.get(url)


class TestPlanNew:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/plans/new/"

    def body(self, periods, number=2, **changes):
        return {"objective": "fair", "first": periods[number - 1].pk, "keeps": "on"} | changes

    def test_begins_with_the_first_period_to_come(self, as_coordinator, url, periods, gro, noor):
        placed(noor, gro, number=1)
        form = as_coordinator.get(url).context["form"]
        assert (form["first"].value(), form["keeps"].value(), form["objective"].value()) == (
            periods[1].pk, True, "fair",
        )  # fmt: skip

    def test_begins_with_the_one_that_runs_when_somebody_has_no_place_in_it(
        self, as_coordinator, url, periods, gro, noor, sander
    ):
        placed(noor, gro, number=1)
        assert as_coordinator.get(url).context["form"]["first"].value() == periods[0].pk

    def test_the_settings_of_the_cohort_decide_what_comes_first(
        self, as_coordinator, url, cohort, hosts, noor
    ):
        PlanningFactory(cohort=cohort, objective="leximin")
        assert as_coordinator.get(url).context["form"]["objective"].value() == "leximin"

    def test_starts_a_draft_with_all_that_is_agreed(
        self, as_coordinator, url, cohort, periods, hosts, noor, sander, lef, gro, coordinator
    ):
        ExclusionFactory(trainee=noor, host=lef, kind="employer")
        PairFactory(first=noor, second=sander)
        placed(noor, gro, 2)
        response = as_coordinator.post(url, self.body(periods))
        plan = Plan.objects.get()
        assert response.url == f"/plans/{plan.pk}/"
        assert (plan.objective, plan.created_by, plan.problem["periods"]) == (
            "fair", coordinator, [str(period.pk) for period in periods[1:]],
        )  # fmt: skip
        assert plan.problem["exclusions"] == [[str(noor.pk), str(lef.pk), "employer"]]
        assert plan.problem["pairs"] == [[str(noor.pk), str(sander.pk), False]]
        assert plan.problem["pins"] == [[str(noor.pk), str(gro.pk), str(periods[1].pk), False]]

    def test_what_stands_may_change(self, as_coordinator, url, periods, hosts, noor, gro):
        placed(noor, gro, 2)
        as_coordinator.post(url, self.body(periods, keeps=""))
        assert Plan.objects.get().problem["pins"] == []

    def test_one_at_a_time(self, as_coordinator, url, periods, noor, drafted):
        drafted(worked=False)
        response = as_coordinator.post(url, self.body(periods))
        assert response.context["form"].non_field_errors() == [
            "A plan for this cohort is being worked out already. Wait for it, or stop it."
        ]
        assert Plan.objects.count() == 1

    def test_a_period_of_others(self, as_coordinator, url, periods, hosts, noor):
        response = as_coordinator.post(url, self.body(periods, first=0))
        assert list(response.context["form"].errors) == ["first"]
        assert not Plan.objects.exists()


class TestPlan:
    def shown(self, client, plan):
        return page(client.get(f"/plans/{plan.pk}/"))

    def test_while_it_waits(self, as_coordinator, noor, drafted):
        plan = drafted(worked=False)
        text = self.shown(as_coordinator, plan)
        for part in (
            "Waits for its turn",
            "Begins in a moment.",
            'id="working" data-poll',
            '<noscript><meta http-equiv="refresh" content="2"></noscript>',
            f'action="/plans/{plan.pk}/stop/"',
        ):
            assert part in text

    def test_while_it_works(self, as_coordinator, noor, drafted):
        plan = drafted(worked=False)
        Plan.objects.filter(pk=plan.pk).update(
            state="running",
            progress=[
                ["largest", 9, 2, 0.4],
                ["sum", 40, 20, 1.0],
                ["sum", 30, 20, 2.0],
                ["sum", 30, 25, 3.0],
            ],
        )
        text = self.shown(as_coordinator, plan)
        for part in (
            "Makes the sum of all losses as small as possible.",
            "Best so far: 30. Certainly not below 25.",
            'points="0,0 160,0 160,48 320,48 320,48"',
            'points="0,96 160,96 160,96 320,96 320,72"',
            "Busy for 3 seconds",
        ):
            assert part in text

    def test_ready_says_that_it_is_proved(self, as_coordinator, noor, sander, drafted, hosts, gro):
        Seat.objects.filter(host=gro).update(maximum=1)
        wishing(noor, gro)
        wishing(sander, gro)
        placed(noor, gro, 1)
        plan = drafted()
        text = self.shown(as_coordinator, plan)
        response = as_coordinator.get(f"/plans/{plan.pk}/")
        draft = response.context["draft"]
        assert response.context["verdict"].is_proved
        assert draft.figures.largest == plan.largest_loss
        assert draft.figures.places == 6
        assert [row.name for row in draft.rows] == ["Noor Dijkema", "Sander Holtrop"]
        assert [row.loss for row in draft.rows] == [
            plan.losses[str(trainee.pk)] for trainee in (noor, sander)
        ]
        for part in ("Proved in", "Gemeente</span>", "draft, fixed", "This was agreed beforehand."):
            assert part in text

    def test_not_proved_says_how_much_better(self, as_coordinator, noor, drafted):
        plan = drafted()
        Plan.objects.filter(pk=plan.pk).update(
            levels=[{"name": "largest", "value": 6, "bound": 4, "threshold": None}]
        )
        text = self.shown(as_coordinator, plan)
        assert "Not proved to be the best. The largest loss could be at most 2 points smaller." in text
        assert "not proved" in text

    def test_why_names_who_has_the_seat(self, as_coordinator, periods, noor, sander, drafted, gro, pro, lef):
        host_with_seats(periods, name="Woonzorg")
        Seat.objects.filter(host=lef).update(maximum=1)
        placed(sander, lef, 1)
        wishing(noor, lef, gro, pro)
        Seat.objects.filter(host=lef, period__number__gt=1).update(maximum=0)
        text = self.shown(as_coordinator, drafted())
        assert "The only seat at Lefier (first wish) went to Sander Holtrop." in text
        assert "Lefier (first wish) offers no seat in this period." in text

    def test_impossible_says_why_and_where_to_solve_it(
        self, as_coordinator, cohort, noor, sander, drafted, hosts, gro
    ):
        Seat.objects.update(maximum=0)
        Seat.objects.filter(host=gro).update(maximum=1)
        text = self.shown(as_coordinator, drafted())
        assert "Period 1: 2 trainees, 1 seat." in text
        assert f'href="/cohorts/{cohort.pk}/seats/"' in text

    def test_failed_offers_again(self, as_coordinator, cohort, noor, drafted):
        plan = drafted(worked=False)
        Plan.objects.filter(pk=plan.pk).update(state="failed")
        text = self.shown(as_coordinator, plan)
        assert "No plan was found in the time there was." in text
        assert f'href="/cohorts/{cohort.pk}/plans/new/"' in text

    def test_says_what_has_changed_since(self, as_coordinator, cohort, noor, sander, drafted, gro, lef):
        plan = drafted()
        assert as_coordinator.get(f"/plans/{plan.pk}/").context["changed"] == []
        wishing(noor, gro)
        Seat.objects.filter(host=lef, period__number=2).update(maximum=1)
        ExclusionFactory(trainee=sander, host=gro)
        PairFactory(first=noor, second=sander)
        PlanningFactory(cohort=cohort, points_per_sector=3)
        trainee_of(cohort, "Tess", "Mulder")
        placed(sander, lef, 3)
        assert as_coordinator.get(f"/plans/{plan.pk}/").context["changed"] == [
            "Others take part, or at another time: Tess Mulder.",
            "Other wishes or skills: Noor Dijkema.",
            "Not sent to other organisations: Sander Holtrop.",
            "Other placements: Sander Holtrop.",
            "Other seats: Lefier.",
            "Something else is agreed about who is together or apart.",
            "The points have changed.",
        ]

    def test_what_is_out_of_date_is_not_offered_for_publishing(self, as_coordinator, noor, gro, drafted):
        plan = drafted()
        publish = f'href="/plans/{plan.pk}/publish/"'
        assert publish in self.shown(as_coordinator, plan)
        wishing(noor, gro)
        text = self.shown(as_coordinator, plan)
        assert publish not in text
        assert "out of date</span>" in text

    def test_somebody_was_removed_since(self, as_coordinator, noor, sander, drafted):
        plan = drafted()
        sander.delete()
        text = self.shown(as_coordinator, plan)
        assert "Noor Dijkema" in text
        assert "Others take part, or at another time: somebody who is gone." in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, cohort, drafted, count, django_assert_num_queries):
        for number in range(count):
            trainee_of(cohort, f"T{number}")
        plan = drafted()
        with django_assert_num_queries(11):
            as_coordinator.get(f"/plans/{plan.pk}/")


class TestPlanCompare:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/plans/compare/"

    def test_figures_beside_each_other_and_for_whom_they_differ(
        self, as_coordinator, url, noor, sander, drafted, gro, pro, lef
    ):
        one = drafted()
        PlanEntry.objects.of_plan(one).filter(trainee=noor, period__number=1).update(host=gro)
        PlanEntry.objects.of_plan(one).filter(trainee=noor, period__number=2).update(host=pro)
        PlanEntry.objects.of_plan(one).filter(trainee=noor, period__number=3).update(host=lef)
        two = drafted("most")
        PlanEntry.objects.of_plan(two).filter(trainee=noor, period__number=1).update(host=lef)
        response = as_coordinator.get(url, {"plan": [one.pk, two.pk]})
        found = response.context["comparison"]
        assert [draft.plan for draft in found.drafts] == [one, two]
        assert "Noor Dijkema" in [person.name for person in found.different]
        assert [line.label for line in found.lines][:2] == ["Largest loss, in points", "All losses together"]
        assert "GRO · PRO · LEF" in page(response)

    def test_asks_for_two_or_three(self, as_coordinator, url, noor, drafted):
        plan = drafted()
        for query in ({}, {"plan": plan.pk}, {"plan": "x"}, {"plan": [plan.pk, 0]}):
            response = as_coordinator.get(url, query)
            assert "comparison" not in response.context
            assert "Choose two to four drafts." in page(response)

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(
        self, as_coordinator, url, cohort, drafted, count, django_assert_num_queries
    ):
        for number in range(count):
            trainee_of(cohort, f"T{number}")
        keys = [drafted().pk, drafted("most").pk]
        with django_assert_num_queries(10):
            response = as_coordinator.get(url, {"plan": keys})
        assert all("problem" in plan.get_deferred_fields() for plan in response.context["plans"])


class TestPlanStop:
    def test_asks_the_planner_to_stop(self, as_coordinator, noor, drafted, coordinator):
        plan = drafted(worked=False)
        Plan.objects.filter(pk=plan.pk).update(state="running")
        response = as_coordinator.post(f"/plans/{plan.pk}/stop/")
        plan.refresh_from_db()
        assert (response.url, plan.stop_asked_by) == (f"/plans/{plan.pk}/", coordinator)
        assert "Stops, and keeps the best so far." in page(as_coordinator.get(response.url))


class TestPlanRename:
    def test_gives_it_a_name(self, as_coordinator, noor, drafted):
        plan = drafted()
        url = f"/plans/{plan.pk}/rename/"
        seen = as_coordinator.get(url).context["form"]["seen"].value()
        response = as_coordinator.post(url, {"name": "Met Lefier", "seen": seen})
        plan.refresh_from_db()
        assert (str(plan), plan.version) == ("Met Lefier", 2)
        assert (response.url, said(response)) == (
            f"/plans/{plan.pk}/",
            ["This draft is called “Met Lefier”."],
        )

    def test_somebody_else_was_first(self, as_coordinator, noor, drafted):
        plan = drafted()
        Plan.objects.filter(pk=plan.pk).update(version=2, name="Anders")
        response = as_coordinator.post(f"/plans/{plan.pk}/rename/", {"name": "Mijn", "seen": 1})
        assert response.status_code == 409
        assert "Mijn" in page(response)


class TestPlanRemove:
    def test_asks_and_removes(self, as_coordinator, cohort, noor, drafted):
        plan = drafted()
        url = f"/plans/{plan.pk}/remove/"
        assert "Placements stay as they are." in page(as_coordinator.get(url))
        response = as_coordinator.post(url, {"seen": plan.version})
        assert (response.url, said(response)) == (f"/cohorts/{cohort.pk}/plans/", ["Draft 1 is removed."])
        assert not Plan.objects.exists()

    def test_what_was_published_stays(self, as_coordinator, noor, drafted):
        plan = drafted()
        Plan.objects.filter(pk=plan.pk).update(published_at=NOW)
        url = f"/plans/{plan.pk}/remove/"
        assert "This draft was published, so it stays" in page(as_coordinator.get(url))
        as_coordinator.post(url, {"seen": plan.version})
        assert Plan.objects.exists()


class TestPlanExport:
    def sheets(self, response):
        book = load_workbook(io.BytesIO(response.content))
        return {sheet.title: [list(row) for row in sheet.values] for sheet in book}

    def test_three_sheets(self, as_coordinator, noor, drafted, lef):
        placed(noor, lef, 1)
        response = as_coordinator.get(f"/plans/{drafted().pk}/export/")
        assert response["Content-Disposition"] == (
            'attachment; filename="draft-1-lichting-2026-2026-11-18.xlsx"'
        )
        found = self.sheets(response)
        assert list(found) == ["Draft", "What each gives up", "Why"]
        assert found["Draft"][-1][:2] == ["Noor Dijkema", "LEF Lefier"]
        assert found["What each gives up"][-1][0] == "Noor Dijkema"
        days = [dt.datetime(2026, 9, 1), dt.datetime(2027, 4, 30)]
        assert found["Why"][1] == ["Noor Dijkema", 1, "Lefier", *days, "yes", "This was agreed beforehand."]

    def test_only_of_what_is_ready(self, as_coordinator, noor, drafted):
        assert as_coordinator.get(f"/plans/{drafted(worked=False).pk}/export/").status_code == 404


def test_stopping_twice_keeps_who_was_first(noor, drafted, coordinator):
    plan = drafted(worked=False)
    stop_plan(plan=plan, by=coordinator, now=NOW)
    stop_plan(plan=plan, by=noor.user, now=NOW)
    plan.refresh_from_db()
    assert plan.stop_asked_by == coordinator
