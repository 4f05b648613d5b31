"""What if: supposing in a copy, trying what would resolve a conflict, and making it so."""

import datetime as dt
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from placements import staffing, supposing, tasks
from placements.actions import start_plan
from placements.asking import asked_of
from placements.models import Exclusion, Placement, Plan, Planning, Seat
from placements.supposing import (
    Excluded,
    Lifted,
    Released,
    Seats,
    Stays,
    Stops,
    Unpaired,
    Wishes,
    Withdraws,
)
from tests.factories import (
    CohortFactory,
    ExclusionFactory,
    HostFactory,
    PairFactory,
    TraineeFactory,
)
from tests.placements.conftest import page, placed, said, trainee_of
from tests.placements.test_actions_planning import started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def draft(cohort, periods, hosts, noor, sander, lef, gro, coordinator):
    """From period 2 on. Noor is at Lefier in period 1; Sander is not sent to Gemeente."""
    placed(noor, lef)
    ExclusionFactory(trainee=sander, host=gro)
    facts = staffing.load(cohort)
    asked = asked_of(facts, Planning.objects.for_cohort(cohort), first=facts.periods[1])
    return worked(start_plan(cohort=cohort, asked=asked, objective="fair", by=coordinator))


def worked(plan):
    tasks.work_out(plan=plan.pk)
    plan.refresh_from_db()
    return plan


def so(*supposes):
    return json.dumps(supposing.store(supposes))


def carried(url):
    """What an address says is supposed."""
    return supposing.restore(json.loads(parse_qs(urlsplit(url).query)["so"][0]))


class TestPlanSuppose:
    @pytest.fixture
    def url(self, draft):
        return f"/plans/{draft.pk}/suppose/"

    def test_begins_with_what_the_draft_supposes(self, as_coordinator, draft, url, lef, periods):
        assert "Nothing yet." in page(as_coordinator.get(url))
        Plan.objects.update(supposes=supposing.store([Seats(lef.pk, periods[1].pk, 0, 4)]))
        assert "Lefier offers 4 seats in period 2." in page(as_coordinator.get(url))

    def test_what_the_address_says_comes_first_and_can_be_left_out(
        self, as_coordinator, url, lef, gro, periods
    ):
        both = Seats(lef.pk, periods[1].pk, 0, 4), Seats(gro.pk, periods[2].pk, 0, 0)
        response = as_coordinator.get(url, {"so": so(*both)})
        assert [sentence for sentence, _url in response.context["supposed"]] == [
            "Lefier offers 4 seats in period 2.", "Gemeente offers no seats in period 3.",
        ]  # fmt: skip
        assert [carried(without) for _sentence, without in response.context["supposed"]] == [
            both[1:], both[:1],
        ]  # fmt: skip

    @pytest.mark.parametrize("query", ["x", "[1]", "[{}]", '{"kind":"seats"}', "\0", "[" * 5000])
    def test_what_cannot_be_understood_is_left_out(self, as_coordinator, url, query):
        assert as_coordinator.get(url, {"so": query}).context["supposed"] == []

    def test_trainees_of_others_are_left_out(self, as_coordinator, draft, url, gro):
        other = TraineeFactory(cohort=CohortFactory(periods=3))
        response = as_coordinator.get(url, {"so": so(Lifted(other.pk, gro.pk))})
        assert response.context["supposed"] == []
        as_coordinator.post(url, {"so": so(Lifted(other.pk, gro.pk)), "comes_first": "before"})
        assert Plan.objects.get(basis=draft).supposes == []

    def test_who_is_gone_is_left_out_and_the_rest_stays(
        self, as_coordinator, cohort, draft, url, noor, lef, gro, periods
    ):
        gone = [trainee_of(cohort, name) for name in ("Ina", "Bo")]
        more = Seats(lef.pk, periods[1].pk, 0, 4)
        some = [*(Lifted(trainee.pk, gro.pk) for trainee in gone), more]
        for trainee in gone:
            trainee.delete()
        Plan.objects.update(supposes=supposing.store(some))
        for query in ({}, {"so": so(*some)}, {"so": so(*some[1:])}):
            response = as_coordinator.get(url, query)
            assert [told for told, _url in response.context["supposed"]] == [
                "Lefier offers 4 seats in period 2."
            ]
        as_coordinator.post(f"/plans/{draft.pk}/try/", {"so": so(Lifted(noor.pk, gro.pk))})
        copy = Plan.objects.get(basis=draft)
        assert supposing.restore(copy.supposes) == (more, Lifted(noor.pk, gro.pk))

    def test_an_organisation_that_is_gone_is_left_out(self, as_coordinator, draft, url, noor, lef):
        gone, some = HostFactory(), Wishes(noor.pk, (lef.pk,))
        body = {"so": so(Wishes(noor.pk, (gone.pk,)), some), "comes_first": "before"}
        gone.delete()
        as_coordinator.post(url, body)
        assert supposing.restore(Plan.objects.get(basis=draft).supposes) == (some,)

    def test_works_out_a_copy(self, as_coordinator, draft, url, sander, gro, coordinator):
        response = as_coordinator.post(url, {"so": so(Lifted(sander.pk, gro.pk)), "comes_first": "before"})
        copy = Plan.objects.get(basis=draft)
        assert response.url == f"/plans/{copy.pk}/"
        assert (copy.objective, copy.created_by, copy.number) == ("fair", coordinator, 2)
        assert (draft.problem["exclusions"], copy.problem["exclusions"]) == (
            [[str(sander.pk), str(gro.pk), "veto"]], [],
        )  # fmt: skip
        assert Exclusion.objects.exists()

    def test_as_near_to_the_draft_as_possible(self, as_coordinator, draft, url, noor, lef, gro, periods):
        entry = draft.entries.get(trainee=noor, period=periods[1])
        gone = Withdraws(entry.host_id, periods[1].starts_on)
        as_coordinator.post(url, {"so": so(gone), "comes_first": "nearest"})
        copy = worked(Plan.objects.get(basis=draft))
        assert copy.objective == "fewest"
        stood = {(str(e.trainee_id), str(e.period_id)): str(e.host_id) for e in draft.entries.all()}
        assert {(trainee, period): host for trainee, period, host in copy.problem["current"]} == stood
        assert as_coordinator.get(f"/plans/{copy.pk}/").context["changed"] == []

    def test_what_stands_may_change_meanwhile_and_that_is_told(
        self, as_coordinator, draft, url, sander, pro, periods
    ):
        as_coordinator.post(url, {"so": "[]", "comes_first": "nearest"})
        copy = worked(Plan.objects.get(basis=draft))
        placed(sander, pro, number=3)
        assert as_coordinator.get(f"/plans/{copy.pk}/").context["changed"] == [
            "Other placements: Sander Holtrop."
        ]

    def test_one_at_a_time(self, as_coordinator, draft, url, cohort, coordinator):
        started(cohort, coordinator)
        response = as_coordinator.post(url, {"so": "[]", "comes_first": "before"})
        assert "being worked out already" in page(response)

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(self, as_coordinator, url, lef, periods, count, django_assert_num_queries):
        some = [Seats(lef.pk, period.pk, 0, 3) for period in periods[:count]]
        with django_assert_num_queries(7):
            as_coordinator.get(url, {"so": so(*some)})


class TestPlanTry:
    @pytest.fixture
    def impossible(self, cohort, periods, hosts, noor, sander, coordinator):
        """One seat in period 2 for two trainees."""
        Seat.objects.filter(period=periods[1]).update(maximum=0)
        Seat.objects.filter(period=periods[1], host=hosts[0]).update(maximum=1)
        return worked(started(cohort, coordinator, number=2))

    def test_from_the_sentence_to_a_plan(self, as_coordinator, impossible, gro, periods):
        assert impossible.state == "impossible"
        response = as_coordinator.get(f"/plans/{impossible.pk}/")
        (told,) = response.context["conflicts"]
        assert told.sentence == "Period 2: 2 trainees, 1 seat."
        way = told.ways[0]
        assert (way.label, way.tries) == (
            "Gemeente: 1 seat more in period 2", Seats(gro.pk, periods[1].pk, 0, 2),
        )  # fmt: skip
        assert "Try it" in page(response)
        tried = as_coordinator.post(f"/plans/{impossible.pk}/try/", {"so": way.so})
        copy = worked(Plan.objects.get(basis=impossible))
        assert tried.url == f"/plans/{copy.pk}/"
        assert copy.state == "ready"
        text = page(as_coordinator.get(tried.url))
        assert "Gemeente offers 2 seats in period 2." in text
        assert f'href="/plans/{copy.pk}/adopt/"' in text
        assert Seat.objects.get(host=gro, period=periods[1]).maximum == 1

    def test_every_way_that_is_offered_resolves_it(self, as_coordinator, impossible):
        (told,) = as_coordinator.get(f"/plans/{impossible.pk}/").context["conflicts"]
        assert len(told.ways) == 3
        for way in told.ways:
            as_coordinator.post(f"/plans/{impossible.pk}/try/", {"so": way.so})
            assert worked(Plan.objects.latest("pk")).state == "ready"

    def test_on_top_of_what_is_supposed_already(self, as_coordinator, impossible, lef, gro, periods):
        before, more = Seats(lef.pk, periods[2].pk, 0, 3), Seats(gro.pk, periods[1].pk, 0, 2)
        Plan.objects.update(supposes=supposing.store([before]))
        as_coordinator.post(f"/plans/{impossible.pk}/try/", {"so": so(more)})
        assert supposing.restore(Plan.objects.get(basis=impossible).supposes) == (before, more)

    @pytest.mark.parametrize(
        "made_up",
        [
            lambda w: Excluded(w["noor"].pk, w["gro"].pk, "zzz"),
            lambda w: Seats(w["gro"].pk, w["periods"][1].pk, 3, 2),
            lambda w: Seats(w["gro"].pk, w["periods"][1].pk, 0, 201),
            lambda w: Wishes(w["noor"].pk, (w["gro"].pk, w["gro"].pk)),
            lambda w: Wishes(w["noor"].pk, tuple(range(1, 14))),
            lambda w: Stops(w["noor"].pk, dt.date.max),
            lambda w: Stops(w["noor"].pk, w["noor"].starts_on - dt.timedelta(1)),
            lambda w: Withdraws(w["gro"].pk, dt.date.min),
        ],
    )
    def test_what_no_page_offers(self, as_coordinator, impossible, made_up, noor, gro, periods):
        body = {"so": so(made_up({"noor": noor, "gro": gro, "periods": periods}))}
        response = as_coordinator.post(f"/plans/{impossible.pk}/try/", body)
        assert said(response) == ["What was to be tried is no longer there. Look again."]
        assert Plan.objects.count() == 1

    @pytest.mark.parametrize("body", [{}, {"so": "[]"}, {"so": "nonsense"}])
    def test_nothing_to_try(self, as_coordinator, impossible, body):
        response = as_coordinator.post(f"/plans/{impossible.pk}/try/", body)
        assert said(response) == ["What was to be tried is no longer there. Look again."]
        assert Plan.objects.count() == 1

    def test_one_at_a_time(self, as_coordinator, impossible, cohort, coordinator, gro, periods):
        started(cohort, coordinator)
        body = {"so": so(Seats(gro.pk, periods[1].pk, 0, 2))}
        response = as_coordinator.post(f"/plans/{impossible.pk}/try/", body)
        assert said(response)[0].startswith("A plan for this cohort is being worked out already.")


class TestPlanAdopt:
    def supposing(self, draft, *supposes):
        Plan.objects.filter(pk=draft.pk).update(supposes=supposing.store(supposes))
        return f"/plans/{draft.pk}/adopt/"

    def test_says_what_becomes_so_and_makes_it_so(self, as_coordinator, draft, sander, gro, coordinator):
        url = self.supposing(draft, Lifted(sander.pk, gro.pk))
        assert "Sander Holtrop may be sent to Gemeente." in page(as_coordinator.get(url))
        response = as_coordinator.post(url)
        assert (response.url, said(response)) == (
            f"/plans/{draft.pk}/", ["What this draft supposed is so from now on."],
        )  # fmt: skip
        assert not Exclusion.objects.exists()

    @pytest.mark.parametrize(
        "supposed",
        [
            lambda w: Seats(w["new"].pk, w["periods"][1].pk, 0, 2),
            lambda w: Seats(w["gro"].pk, w["periods"][1].pk, 0, 0),
            lambda w: Lifted(w["sander"].pk, w["gro"].pk),
            lambda w: Excluded(w["noor"].pk, w["gro"].pk, "veto"),
            lambda w: Wishes(w["noor"].pk, (w["gro"].pk,)),
            lambda w: Unpaired(w["pair"].first_id, w["pair"].second_id),
            lambda w: Released(w["noor"].pk, w["pro"].pk, w["periods"][1].pk),
            lambda w: Withdraws(w["pro"].pk, w["periods"][1].starts_on),
            lambda w: Stops(w["noor"].pk, dt.date(2027, 7, 1)),
            lambda w: Stays(w["noor"].pk, dt.date(2028, 12, 31)),
        ],
    )
    def test_what_is_so_is_offered_no_more(
        self, as_coordinator, draft, noor, sander, gro, pro, periods, supposed
    ):
        placed(noor, pro, number=2)
        first, second = sorted((noor, sander), key=lambda trainee: trainee.pk)
        world = {
            "noor": noor, "sander": sander, "gro": gro, "pro": pro, "periods": periods,
            "new": HostFactory(), "pair": PairFactory(first=first, second=second),
        }  # fmt: skip
        url = self.supposing(draft, supposed(world))
        offered = f'href="{url}"'
        assert offered in page(as_coordinator.get(f"/plans/{draft.pk}/"))
        assert as_coordinator.post(url).status_code == 302
        text = page(as_coordinator.get(f"/plans/{draft.pk}/"))
        assert "Supposes</b>" in text
        assert offered not in text

    def test_names_whose_placement_ends(self, as_coordinator, draft, noor, gro, periods):
        placed(noor, gro, number=2)
        url = self.supposing(draft, Withdraws(gro.pk, periods[1].starts_on))
        response = as_coordinator.get(url)
        assert [(name, host.code) for name, host, _span in response.context["ended"]] == [
            ("Noor Dijkema", "GRO")
        ]
        as_coordinator.post(url)
        assert Placement.objects.of_trainee(noor).count() == 1

    def test_what_the_rows_forbid_is_said(self, as_coordinator, draft, lef, periods):
        url = self.supposing(draft, Seats(lef.pk, periods[0].pk, 0, 0))
        response = as_coordinator.post(url)
        assert response.context["form"].non_field_errors()[0].startswith("At Lefier there are 1 trainees")
        assert Seat.objects.get(host=lef, period=periods[0]).maximum == 2

    def test_nothing_to_make_so(self, as_coordinator, draft):
        assert "there is nothing to make so" in page(as_coordinator.get(f"/plans/{draft.pk}/adopt/"))


class TestPlanPage:
    def test_who_gave_up_before_is_named(self, as_coordinator, draft, noor):
        problem = dict(draft.problem)
        for trainee in problem["trainees"]:
            trainee["gave_up"] = 3 if trainee["key"] == str(noor.pk) else 0
        Plan.objects.update(problem=problem)
        assert (
            "Between plans that are equally good, whoever gave up most in earlier plans goes first: "
            "Noor Dijkema (3 points)." in page(as_coordinator.get(f"/plans/{draft.pk}/"))
        )

    def test_stopped_before_it_began(self, as_coordinator, cohort, hosts, noor, coordinator):
        plan = started(cohort, coordinator)
        as_coordinator.post(f"/plans/{plan.pk}/stop/")
        text = page(as_coordinator.get(f"/plans/{plan.pk}/"))
        assert "Stopped before there was a plan." in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_of_a_copy_do_not_grow(
        self, as_coordinator, cohort, draft, lef, periods, count, django_assert_num_queries
    ):
        for number in range(count):
            trainee_of(cohort, f"T{number}")
        body = {"so": so(Seats(lef.pk, periods[1].pk, 0, 4)), "comes_first": "before"}
        as_coordinator.post(f"/plans/{draft.pk}/suppose/", body)
        copy = worked(Plan.objects.get(basis=draft))
        with django_assert_num_queries(11):
            as_coordinator.get(f"/plans/{copy.pk}/")


class TestPlanList:
    def test_copies_stand_below_what_they_were_made_from(
        self, as_coordinator, cohort, draft, coordinator, lef, periods, sander, gro
    ):
        other = worked(started(cohort, coordinator, number=2))
        new = Seats(HostFactory(name="Zonnewijk").pk, periods[1].pk, 0, 1)
        for one in (new, Lifted(sander.pk, gro.pk)):
            as_coordinator.post(f"/plans/{draft.pk}/try/", {"so": so(one)})
            worked(Plan.objects.latest("pk"))
        response = as_coordinator.get(f"/cohorts/{cohort.pk}/plans/")
        rows = [(row.plan.number, row.basis and row.basis.number) for row in response.context["drafts"]]
        assert rows == [(1, None), (4, 1), (3, 1), (other.number, None)]
        text = page(response)
        for part in (
            "made from Draft 1", "Supposes as well: Zonnewijk offers 1 seat in period 2.",
            f'href="/cohorts/{cohort.pk}/repair/"',
        ):  # fmt: skip
            assert part in text
