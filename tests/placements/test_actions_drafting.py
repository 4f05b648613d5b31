"""A draft that is changed by hand: what is written, what it costs, and what can be undone."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placements import actions, tasks
from placements.drafts import load, spot_of
from placements.models import Plan, PlanEntry, PlanStep, Seat
from placements.moves import Spot
from placements.spans import Span
from tests.factories import TODAY, WishFactory
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NOW = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10)))


@pytest.fixture
def plan(laid, noor, sander, gro, pro, lef):
    """Noor wishes for Lefier, Sander for nothing; both are there in all three periods."""
    WishFactory(trainee=noor, host=lef)
    hosts = {noor: (gro, lef, pro), sander: (lef, pro, gro)}
    return laid({(who, number): host for who, own in hosts.items() for number, host in enumerate(own, 1)})


def at(trainee, host, period, span=None, **more):
    whole = Span(period.starts_on, period.ends_on)
    return Spot(trainee.pk, span or whole, period.pk, host.pk, **more)


def places(plan):
    return sorted(spot_of(entry) for entry in PlanEntry.objects.of_plan(plan))


def codes(plan, trainee):
    rows = PlanEntry.objects.of_plan(plan).filter(trainee=trainee).order_by("starts_on")
    return [(row.host.code, row.pinned) for row in rows]


@pytest.fixture
def move(plan, coordinator):
    def act(to, seen=None):
        version = Plan.objects.get(pk=plan.pk).version if seen is None else seen
        return actions.move_in_plan(plan=plan, seen=version, to=to, by=coordinator)

    return act


class TestMove:
    def test_somebody_is_elsewhere_and_all_figures_follow(
        self, plan, move, noor, sander, pro, lef, periods, coordinator
    ):
        before = dict(plan.losses)
        step = move(at(noor, pro, periods[1], pinned=True))
        plan.refresh_from_db()
        assert codes(plan, noor) == [("GRO", False), ("PRO", True), ("PRO", False)]
        assert plan.losses[str(noor.pk)] > before[str(noor.pk)]
        assert plan.losses[str(sander.pk)] == before[str(sander.pk)]
        assert (plan.version, plan.changed_by) == (2, coordinator)
        assert (step.number, step.kind, step.created_by) == (1, "moved", coordinator)

    def test_only_some_days(self, plan, move, noor, lef, periods):
        later = Span(dt.date(2027, 2, 1), periods[0].ends_on)
        move(at(noor, lef, periods[0], later))
        assert codes(plan, noor)[:2] == [("GRO", False), ("LEF", False)]

    def test_what_was_so_already_is_no_step(self, plan, move, noor, gro, periods):
        assert move(at(noor, gro, periods[0])) is None
        plan.refresh_from_db()
        assert (plan.version, PlanStep.objects.count()) == (1, 0)

    def test_only_fixing_is_said_to_be_that(self, move, noor, gro, periods):
        assert move(at(noor, gro, periods[0], pinned=True)).kind == "pinned"
        assert move(at(noor, gro, periods[0])).kind == "unpinned"

    def test_the_second_of_two_is_told(self, plan, move, noor, sander, pro, periods):
        move(at(noor, pro, periods[1]))
        with pytest.raises(Conflict) as told:
            move(at(sander, pro, periods[0]), seen=1)
        assert told.value.current.version == 2
        assert codes(plan, sander)[0] == ("LEF", False)

    @pytest.mark.parametrize("state", ["waiting", "running", "impossible", "failed"])
    def test_not_before_it_is_ready(self, plan, move, noor, pro, periods, state):
        Plan.objects.filter(pk=plan.pk).update(state=state)
        with pytest.raises(Refused):
            move(at(noor, pro, periods[1]))

    def test_not_after_it_was_published(self, plan, move, noor, pro, periods):
        Plan.objects.filter(pk=plan.pk).update(published_at=NOW)
        with pytest.raises(Refused):
            move(at(noor, pro, periods[1]))
        assert codes(plan, noor)[1] == ("LEF", False)


class TestSwap:
    def test_each_gets_the_place_of_the_other(self, plan, noor, sander, gro, lef, periods, coordinator):
        one, other = at(noor, gro, periods[0]), at(sander, lef, periods[0])
        step = actions.swap_in_plan(plan=plan, seen=1, one=one, other=other, pinned=True, by=coordinator)
        assert step.kind == "swapped"
        assert (codes(plan, noor)[0], codes(plan, sander)[0]) == (("LEF", True), ("GRO", True))

    def test_not_with_who_is_no_longer_there(self, plan, noor, sander, gro, pro, periods, coordinator):
        one, other = at(noor, gro, periods[0]), at(sander, pro, periods[0])
        with pytest.raises(Refused):
            actions.swap_in_plan(plan=plan, seen=1, one=one, other=other, pinned=True, by=coordinator)


def test_pin_and_unpin(plan, noor, periods, coordinator):
    keys = {"plan": plan, "trainee": noor.pk, "period": periods[0].pk, "by": coordinator}
    actions.pin_in_plan(seen=1, pinned=True, **keys)
    assert codes(plan, noor)[0] == ("GRO", True)
    actions.pin_in_plan(seen=2, pinned=False, **keys)
    assert codes(plan, noor)[0] == ("GRO", False)
    assert list(PlanStep.objects.in_order().values_list("kind", flat=True)) == ["pinned", "unpinned"]


class TestUndo:
    def test_back_and_again(self, plan, move, noor, pro, lef, periods, coordinator):
        first = places(plan)
        losses = dict(plan.losses)
        move(at(noor, pro, periods[1], pinned=True))
        changed = places(plan)
        step = actions.undo_step(plan=plan, number=1, by=coordinator, now=NOW)
        plan.refresh_from_db()
        assert (places(plan), plan.losses) == (first, losses)
        assert (step.undone_at, step.undone_by) == (NOW, coordinator)
        actions.redo_step(plan=plan, number=1, by=coordinator)
        assert places(plan) == changed
        assert PlanStep.objects.get().undone_at is None

    def test_of_who_had_no_place(self, plan, move, noor, pro, periods, coordinator):
        PlanEntry.objects.of_plan(plan).filter(trainee=noor).delete()
        move(at(noor, pro, periods[1]))
        actions.undo_step(plan=plan, number=1, by=coordinator, now=NOW)
        assert codes(plan, noor) == []

    def test_only_the_last_one(self, plan, move, noor, pro, gro, periods, coordinator):
        move(at(noor, pro, periods[0]))
        move(at(noor, gro, periods[1]))
        with pytest.raises(Conflict):
            actions.undo_step(plan=plan, number=1, by=coordinator, now=NOW)
        with pytest.raises(Conflict):
            actions.redo_step(plan=plan, number=1, by=coordinator)

    def test_a_new_change_ends_what_could_be_done_again(
        self, plan, move, noor, pro, gro, periods, coordinator
    ):
        move(at(noor, pro, periods[0]))
        actions.undo_step(plan=plan, number=1, by=coordinator, now=NOW)
        move(at(noor, gro, periods[1]))
        assert list(PlanStep.objects.values_list("kind", "undone_at")) == [("moved", None)]
        with pytest.raises(Conflict):
            actions.redo_step(plan=plan, number=1, by=coordinator)

    def test_not_when_it_was_published(self, plan, move, noor, pro, periods, coordinator):
        move(at(noor, pro, periods[0]))
        Plan.objects.filter(pk=plan.pk).update(published_at=NOW)
        with pytest.raises(Refused):
            actions.undo_step(plan=plan, number=1, by=coordinator, now=NOW)

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 2), st.booleans()), max_size=6
        )
    )
    def test_all_the_way_back_is_what_the_planner_made(
        self, plan, move, noor, sander, gro, pro, lef, periods, coordinator, picks
    ):
        """Each step undone from the last to the first, and then all of them done again."""
        PlanStep.objects.all().delete()
        first, people, hosts = places(plan), (noor, sander), (gro, pro, lef)
        for who, host, number, pinned in picks:
            move(at(people[who], hosts[host], periods[number], pinned=pinned))
        last, numbers = places(plan), list(PlanStep.objects.in_order().values_list("number", flat=True))
        for number in reversed(numbers):
            actions.undo_step(plan=plan, number=number, by=coordinator, now=NOW)
        assert places(plan) == first
        for number in numbers:
            actions.redo_step(plan=plan, number=number, by=coordinator)
        assert places(plan) == last
        for number in reversed(numbers):
            actions.undo_step(plan=plan, number=number, by=coordinator, now=NOW)


class TestSolveRest:
    def test_what_is_fixed_stays_and_the_rest_is_looked_for(
        self, plan, move, noor, sander, gro, pro, lef, periods, coordinator
    ):
        move(at(noor, pro, periods[0], pinned=True))
        fresh = actions.solve_rest(plan=plan, by=coordinator)
        assert (fresh.basis, fresh.number, fresh.objective) == (plan, plan.number + 1, "fair")
        assert fresh.problem["pins"] == [[str(noor.pk), str(pro.pk), str(periods[0].pk), False]]
        tasks.work_out(plan=fresh.pk)
        fresh.refresh_from_db()
        assert fresh.state == "ready"
        assert codes(fresh, noor)[0] == ("PRO", True)
        assert codes(plan, noor)[0] == ("PRO", True)

    def test_a_split_period_stays_split(self, plan, move, noor, lef, periods, coordinator):
        later = Span(dt.date(2027, 3, 1), periods[0].ends_on)
        move(at(noor, lef, periods[0], later))
        keys = {"trainee": noor.pk, "period": periods[0].pk}
        actions.pin_in_plan(plan=plan, seen=2, pinned=True, by=coordinator, **keys)
        fresh = actions.solve_rest(plan=plan, by=coordinator)
        tasks.work_out(plan=fresh.pk)
        first = [spot for spot in places(fresh) if (spot.trainee, spot.period) == (noor.pk, periods[0].pk)]
        assert [(spot.host, spot.span.first, spot.pinned) for spot in first] == [
            (spot.host, spot.span.first, True) for spot in places(plan) if spot in first
        ]
        assert len(first) == 2

    def test_when_it_is_impossible_it_names_what_was_fixed(
        self, plan, move, noor, sander, gro, pro, lef, periods, coordinator
    ):
        Seat.objects.filter(host=gro).update(maximum=1)
        Plan.objects.filter(pk=plan.pk).update(
            problem=plan.problem
            | {
                "seats": [
                    [*row[:3], 1, row[4]] if row[0] == str(gro.pk) else row for row in plan.problem["seats"]
                ]
            }
        )
        for trainee in (noor, sander):
            move(at(trainee, gro, periods[0], pinned=True))
        fresh = actions.solve_rest(plan=plan, by=coordinator)
        tasks.work_out(plan=fresh.pk)
        fresh.refresh_from_db()
        assert fresh.state == "impossible"
        kinds = [rule["kind"] for conflict in fresh.conflicts for rule in conflict["rules"]]
        assert kinds.count("pin") == 2

    def test_one_at_a_time(self, plan, coordinator):
        actions.solve_rest(plan=plan, by=coordinator)
        with pytest.raises(Refused):
            actions.solve_rest(plan=plan, by=coordinator)

    def test_not_of_what_is_out_of_date(self, plan, sander, lef, periods, coordinator):
        """Among the rest: who is there no more could not be placed, and would not be planned ever after."""
        sander.delete()
        with pytest.raises(Refused, match="niet meer actueel"):
            actions.solve_rest(plan=plan, by=coordinator)
        assert Plan.objects.count() == 1

    def test_what_stood_is_told_along(self, plan, coordinator):
        """Where changes are counted from something else, it is out of date when what stood changes."""
        Plan.objects.filter(pk=plan.pk).update(problem=plan.problem | {"stood": [], "other_than": 1})
        fresh = actions.solve_rest(plan=plan, by=coordinator)
        assert fresh.problem.keys() - plan.problem.keys() == {"stood"}


def test_a_draft_tells_what_the_planner_made_of_it(plan, move, noor, pro, periods):
    had = dict(plan.losses)
    assert load(plan).origin is None
    move(at(noor, pro, periods[1]))
    draft = load(Plan.objects.get(pk=plan.pk))
    assert draft.planner_losses == had
    assert draft.plan.losses != had
