"""What a draft rests on beside what the planner is told: days, and what stood where it supposes something."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from placements import actions, staffing, tasks
from placements.asking import asked_of
from placements.models import Plan, Planning, Seat, Wish
from placements.outdated import changed_since
from placements.reviewing import review
from placements.rotation.stored import restore
from placements.supposing import Excluded, Lifted, Seats, Stays, Stops, Wishes, Withdraws
from tests.factories import TODAY, PauseFactory, WishFactory
from tests.placements.conftest import host_with_seats, page, placed, shown
from trainees.actions import extend_trainee
from wijkmakers.lib.constraints import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "hosts", "noor", "sander")]
NOW = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10)))


@pytest.fixture
def made(cohort, coordinator):
    """A draft that is worked out, of period 2 and 3 unless it is said."""

    def make(*supposes, number=2, **more):
        facts = staffing.load(cohort)
        planning = Planning.objects.for_cohort(cohort)
        asked = asked_of(facts, planning, first=facts.periods[number - 1], supposes=supposes, **more)
        plan = actions.start_plan(cohort=cohort, asked=asked, objective="fewest", by=coordinator)
        tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        assert plan.state == Plan.State.READY
        return plan

    return make


def differences(plan):
    plan = Plan.objects.select_related("cohort").get(pk=plan.pk)
    planning = Planning.objects.for_cohort(plan.cohort)
    return changed_since(plan, restore(plan.problem), staffing.load(plan.cohort), planning)


def kinds(plan):
    return {one.kind for one in differences(plan)}


def shortened(placement, until, by):
    placement.refresh_from_db()
    placement.ends_on = until
    actions.change_placement(placement=placement, seen=placement.version, by=by)


def extended(trainee, until, by):
    trainee.refresh_from_db()
    extend_trainee(trainee=trainee, last_day=until, seen=trainee.version, by=by)


def moved_switch(cohort, periods, day, by):
    cohort.refresh_from_db()
    switches = [day, periods[2].starts_on]
    days = {"starts_on": cohort.starts_on, "ends_on": cohort.ends_on}
    actions.schedule_periods(cohort=cohort, switches=switches, seen=cohort.version, by=by, **days)


class TestDays:
    def test_a_switch_that_moved(self, made, cohort, periods, noor, sander, coordinator):
        plan = made()
        moved_switch(cohort, periods, dt.date(2027, 4, 1), coordinator)
        assert {(one.kind, one.trainee) for one in differences(plan)} == {
            ("days", str(noor.pk)), ("days", str(sander.pk)),
        }  # fmt: skip
        refused(plan, coordinator)

    def test_a_placement_that_was_shortened(self, made, noor, gro, coordinator):
        placement = placed(noor, gro, number=2)
        plan = made()
        shortened(placement, dt.date(2027, 10, 31), coordinator)
        assert [(one.kind, one.trainee) for one in differences(plan)] == [("days", str(noor.pk))]
        refused(plan, coordinator)
        placement.refresh_from_db()
        assert placement.ends_on == dt.date(2027, 10, 31)

    def test_a_pause_at_the_end_of_a_period(self, made, noor):
        plan = made()
        PauseFactory(trainee=noor, starts_on=dt.date(2027, 11, 1), ends_on=dt.date(2027, 12, 31))
        assert kinds(plan) == {"days"}

    def test_is_told_on_the_draft(self, as_coordinator, made, noor, gro, coordinator):
        placement = placed(noor, gro, number=2)
        plan = made()
        shortened(placement, dt.date(2027, 10, 31), coordinator)
        assert "Other days in a period or of a placement: Noor Dijkema." in page(shown(as_coordinator, plan))

    def test_another_place_is_told_as_that_only(self, made, noor, gro):
        plan = made()
        placed(noor, gro, number=2)
        assert "stands" in kinds(plan)
        assert "days" not in kinds(plan)

    def test_days_that_the_draft_does_not_decide_about(self, made, noor, gro, coordinator):
        placement = placed(noor, gro, number=1)
        plan = made()
        shortened(placement, dt.date(2027, 3, 31), coordinator)
        assert kinds(plan) == set()

    def test_a_draft_that_was_made_before_they_were_kept(self, made, noor, gro, coordinator):
        placement = placed(noor, gro, number=2)
        plan = made()
        problem = {key: value for key, value in plan.problem.items() if key not in ("days", "replaced")}
        Plan.objects.filter(pk=plan.pk).update(problem=problem)
        shortened(placement, dt.date(2027, 10, 31), coordinator)
        assert kinds(plan) == set()

    def test_the_rest_that_is_solved_anew_rests_on_the_same(self, made, noor, gro, coordinator):
        placement = placed(noor, gro, number=2)
        fresh = actions.solve_rest(plan=made(), by=coordinator)
        assert kinds(fresh) == set()
        shortened(placement, dt.date(2027, 10, 31), coordinator)
        assert kinds(fresh) == {"days"}

    def test_a_repair_is_published_days_later(
        self, made, periods, noor, sander, gro, lef, housing, coordinator
    ):
        """Lefier withdraws on 25 November; that is published on the 30th, when Sander has gone on there."""
        placed(noor, gro)
        placed(sander, lef)
        host_with_seats(periods, name="Woonzorg", code="WZG", sector=housing)
        day, later = dt.date(2026, 11, 25), dt.date(2026, 11, 30)
        plan = made(Withdraws(lef.pk, day), Stops(noor.pk, dt.date(2027, 3, 31)), number=1, begins_on=day)
        assert review(plan, today=later).blockers == ()
        actions.publish_plan(plan=plan, by=coordinator, now=NOW, today=later)
        assert sander.placements.get(host=lef).ends_on == later - dt.timedelta(days=1)
        assert {"days", "supposed"}.isdisjoint(kinds(plan))


class TestOvertaken:
    def said(self, plan, coordinator):
        with translation.override("en"), pytest.raises(Refused) as caught:
            actions.adopt_plan(plan=plan, by=coordinator, now=NOW, today=TODAY)
        refused(plan, coordinator)
        return str(caught.value.sentence)

    def test_somebody_stays_longer(self, made, noor, coordinator):
        plan = made(Stays(noor.pk, dt.date(2028, 10, 31)))
        extended(noor, dt.date(2028, 12, 31), coordinator)
        assert kinds(plan) == {"supposed"}
        assert self.said(plan, coordinator) == (
            "Something else was agreed after this was supposed: Noor Dijkema stays until 31 October 2028."
        )
        noor.refresh_from_db()
        assert noor.ends_on == dt.date(2028, 12, 31)

    def test_somebody_stops_at_another_day(self, made, noor, coordinator):
        plan = made(Stops(noor.pk, dt.date(2027, 10, 31)))
        extended(noor, dt.date(2028, 12, 31), coordinator)
        assert "supposed" in kinds(plan)
        assert "The last day of Noor Dijkema is 31 October 2027." in self.said(plan, coordinator)

    def test_wishes_were_ranked_anew(self, made, noor, gro, lef, pro, coordinator):
        plan = made(Wishes(noor.pk, (gro.pk,)))
        noor.refresh_from_db()
        actions.set_wishes(trainee=noor, hosts=[lef, pro], seen=noor.version, by=noor.user)
        assert kinds(plan) == {"supposed"}
        assert "Noor Dijkema wishes in this order: Gemeente." in self.said(plan, coordinator)
        assert list(Wish.objects.of_trainee(noor).in_order().values_list("host", flat=True)) == [
            lef.pk, pro.pk,
        ]  # fmt: skip

    def test_other_seats_were_agreed(self, made, gro, periods, coordinator):
        plan = made(Seats(gro.pk, periods[1].pk, 0, 3))
        Seat.objects.filter(host=gro, period=periods[1]).update(maximum=6)
        assert kinds(plan) == {"supposed"}
        assert "Gemeente offers 3 seats in period 2." in self.said(plan, coordinator)
        assert Seat.objects.get(host=gro, period=periods[1]).maximum == 6

    def test_is_told_on_the_draft(self, as_coordinator, made, gro, periods):
        plan = made(Seats(gro.pk, periods[1].pk, 0, 3))
        Seat.objects.filter(host=gro, period=periods[1]).update(maximum=6)
        told = "Something else was agreed after this was supposed: Gemeente offers 3 seats in period 2."
        assert told in page(shown(as_coordinator, plan))

    def test_not_what_has_come_true(self, made, noor, gro, lef, periods, coordinator):
        WishFactory(trainee=noor, host=gro)
        plan = made(
            Seats(gro.pk, periods[1].pk, 0, 4),
            Seats(gro.pk, periods[1].pk, 0, 3),
            Wishes(noor.pk, (lef.pk,)),
            Stays(noor.pk, dt.date(2028, 10, 31)),
            Excluded(noor.pk, lef.pk, "employer"),
            Lifted(noor.pk, gro.pk),
        )
        assert kinds(plan) == set()
        for _time in range(2):
            actions.adopt_plan(plan=plan, by=coordinator, now=NOW, today=TODAY)
            assert kinds(plan) == set()
        assert Seat.objects.get(host=gro, period=periods[1]).maximum == 3

    def test_not_what_a_draft_leaves_alone(self, made, sander, gro, lef, periods, coordinator):
        plan = made(Seats(gro.pk, periods[1].pk, 0, 3))
        Seat.objects.filter(host=lef, period=periods[0]).update(maximum=6)
        assert kinds(plan) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_seats_are_held_once_and_not_asked_one_by_one(made, gro, lef, periods, coordinator, count):
    plan = made(*(Seats(gro.pk, period.pk, 0, 1) for period in periods[:count]), Withdraws(lef.pk, TODAY))
    with CaptureQueriesContext(connection) as asked:
        actions.adopt_plan(plan=plan, by=coordinator, now=NOW, today=TODAY)
    tables = ("placements_seat", "placements_placement")
    reads = [sum(f'FROM "{table}"' in one["sql"] for one in asked) for table in tables]
    assert reads == [5, 6]


def refused(plan, by):
    plan.refresh_from_db()
    assert "outdated" in [remark.kind for remark in review(plan, today=TODAY).blockers]
    with pytest.raises(Refused):
        actions.publish_plan(plan=plan, by=by, now=NOW, today=TODAY)
