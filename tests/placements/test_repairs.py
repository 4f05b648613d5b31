"""A draft that decides from a day within a period. Today is 18 November 2026, and Lefier withdraws on
11 January 2027, in period 1."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from placements import actions, draftchoices, staffing, tasks
from placements.actions.supposing import hold
from placements.asking import asked_of
from placements.draftproblems import Check
from placements.drafts import load
from placements.models import Placement, Planning, Seat
from placements.moves import Spot
from placements.reviewing import review
from placements.spans import Span
from placements.supposing import Withdraws
from tests.factories import TODAY
from tests.placements.conftest import host_with_seats, placed, shown, trainee_of
from trainees.models import Message
from wijkmakers.lib.constraints import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NOW = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10)))
DAY = dt.date(2027, 1, 11)
LAST = dt.date(2027, 4, 30)


@pytest.fixture
def ina(cohort):
    """Has no place yet."""
    return trainee_of(cohort, "Ina", "Zwart")


@pytest.fixture
def repair(cohort, periods, noor, sander, ina, gro, pro, lef, housing, coordinator):
    """Noor is at Gemeente, Sander at Lefier; from that day on he and Ina are at Provincie. Later periods are
    at other hosts."""
    Seat.objects.filter(period__number__gt=1).delete()
    Seat.objects.filter(host=gro).update(maximum=1)
    for code in ("WZG", "VYF"):
        host_with_seats(periods[1:], name=code, code=code, sector=housing, maximum=3)
    placed(noor, gro)
    placed(sander, lef)
    facts = staffing.load(cohort)
    asked = asked_of(
        facts, Planning.objects.for_cohort(cohort), first=facts.periods[0], begins_on=DAY,
        supposes=(Withdraws(lef.pk, DAY),),
    )  # fmt: skip
    plan = actions.start_plan(cohort=cohort, asked=asked, objective="fair", by=coordinator)
    tasks.work_out(plan=plan.pk)
    plan.refresh_from_db()
    return plan


def target(plan, trainee, period, on=None):
    plan.refresh_from_db()
    return draftchoices.target(load(plan), trainee.pk, period.pk, on=on)


def codes(options):
    return [option.host.code for option in options]


def swaps(target):
    return [(one.person.name, one.host.code) for one in draftchoices.exchanges(target)]


def standing(trainee):
    rows = Placement.objects.of_trainee(trainee).by_date().select_related("host")
    return [(row.host.code, str(row.starts_on), str(row.ends_on)) for row in rows]


def kinds(remarks):
    return [remark.kind for remark in remarks]


class TestWithdrawn:
    def test_is_not_offered_from_its_day_on(self, repair, ina, sander, periods, coordinator):
        there = target(repair, ina, periods[0])
        assert "LEF" not in codes(draftchoices.options(there, there.offered))
        assert "LEF" in codes(draftchoices.options(there, Span(TODAY, DAY - dt.timedelta(days=1))))

    def test_is_not_named_as_free_on_the_board(self, as_coordinator, repair, ina):
        repair.entries.filter(trainee=ina, period__number=1).delete()
        problems = shown(as_coordinator, repair).context["problems"]
        nowhere = next(one for one in problems if "no place" in one.sentence)
        assert "Free at" in nowhere.reason
        assert "Lefier" not in nowhere.reason

    def test_is_nowhere_to_swap_to(self, repair, noor, ina, periods, lef, coordinator):
        _let_go(repair, noor, periods[0], coordinator)
        assert ("Ina Zwart", "PRO") in swaps(target(repair, noor, periods[0]))
        _moved(repair, ina, periods[0], lef, coordinator, pinned=False)
        assert "Ina Zwart" not in dict(swaps(target(repair, noor, periods[0])))

    def test_is_no_better_place(self, repair, ina, periods, lef):
        draft = load(repair)
        mine = [stay for stay in draft.facts.stays if stay.trainee == ina.pk and stay.pk > 0]
        assert (
            draftchoices.better_place(draft, mine, draftchoices.Counter(), to=draft.names.hosts[str(lef.pk)])
            is None
        )

    def test_whoever_is_moved_there_stops_publishing(self, repair, ina, periods, lef, coordinator):
        _moved(repair, ina, periods[0], lef, coordinator)
        remarks = review(repair, today=TODAY).blockers
        assert "closed" in kinds(remarks)
        sentence = "Lefier has no place for anybody from 11 January 2027 on, also not for Ina Zwart."
        with translation.override("en"):
            assert sentence in [remark.sentence for remark in remarks]
        with pytest.raises(Refused):
            actions.publish_plan(plan=repair, by=coordinator, now=NOW, today=TODAY)
        assert standing(ina) == []
        assert not Message.objects.exists()

    def test_so_does_whoever_is_left_there_as_it_stands(self, repair, sander, periods, lef, coordinator):
        """Nothing changes for Sander then, and yet Lefier is gone."""
        _moved(repair, sander, periods[0], lef, coordinator)
        assert kinds(review(repair, today=TODAY).blockers) == ["closed"]
        assert standing(sander) == [("LEF", "2026-09-01", "2027-04-30")]

    def test_the_draft_says_what_publishing_says(self, repair, ina, sander, noor, periods, lef, coordinator):
        for later in (TODAY, DAY + dt.timedelta(days=4)):
            assert Check(load(repair), later).blockers == review(repair, today=later).blockers == ()
        for whom in (ina, sander):
            _moved(repair, whom, periods[0], lef, coordinator)
        for later in (TODAY, DAY + dt.timedelta(days=4)):
            found = Check(load(repair), later).blockers
            assert found == review(repair, today=later).blockers
            assert "closed" in kinds(found)

    def test_what_is_published_is_never_taken_away_in_silence(self, repair, ina, lef, coordinator, periods):
        adopting = hold(repair, by=coordinator, now=NOW, today=TODAY)
        placed(ina, lef)
        Placement.objects.filter(trainee__user__first_name="Sander").delete()
        with pytest.raises(Refused) as caught:
            adopting.take_room(is_published=True)
        assert "Ina Zwart" in str(caught.value.sentence)
        assert standing(ina)

    def test_published_as_it_is(self, repair, sander, lef, periods, coordinator):
        assert review(repair, today=TODAY).blockers == ()
        actions.publish_plan(plan=repair, by=coordinator, now=NOW, today=TODAY)
        assert standing(sander)[0] == ("LEF", "2026-09-01", "2027-01-10")
        assert Seat.objects.get(host=lef, period=periods[0]).maximum == 1


class TestSwap:
    """Noor has worked at Gemeente, and Sander at Lefier; on 11 January he goes to Provincie."""

    @pytest.fixture(autouse=True)
    def free(self, repair, noor, periods, coordinator):
        _let_go(repair, noor, periods[0], coordinator)

    def test_what_is_over_is_not_offered(self, repair, noor, sander, periods, gro):
        found = draftchoices.exchanges(target(repair, noor, periods[0]))
        assert [(one.person.name, one.host.code, one.spot.span.first) for one in found] == [
            ("Ina Zwart", "PRO", DAY), ("Sander Holtrop", "PRO", DAY),
        ]  # fmt: skip

    def test_only_days_that_are_decided_about_change(self, repair, noor, sander, periods, coordinator):
        own = target(repair, noor, periods[0])
        other = next(one for one in draftchoices.exchanges(own) if one.person.pk == sander.pk)
        assert other.then == other.now
        _swap(repair, own.spot, other.spot, coordinator)
        assert planned(repair, noor) == [
            ("GRO", "2026-09-01", "2027-01-10"), ("PRO", "2027-01-11", "2027-04-30"),
        ]  # fmt: skip
        assert planned(repair, sander) == [
            ("LEF", "2026-09-01", "2027-01-10"), ("GRO", "2027-01-11", "2027-04-30"),
        ]  # fmt: skip
        assert review(repair, today=TODAY).blockers == ()

    def test_not_what_was_over(self, repair, noor, sander, periods, coordinator):
        own = target(repair, noor, periods[0])
        over = next(one for one in load(repair).spots.values() if one.span.last < DAY)
        with pytest.raises(Refused):
            _swap(repair, own.spot, over, coordinator)


def _swap(plan, one, other, by):
    plan.refresh_from_db()
    actions.swap_in_plan(plan=plan, seen=plan.version, one=one, other=other, pinned=True, by=by)
    plan.refresh_from_db()


def planned(plan, trainee):
    rows = plan.entries.filter(trainee=trainee, period__number=1).order_by("starts_on")
    return [(row.host.code, str(row.starts_on), str(row.ends_on)) for row in rows.select_related("host")]


def _let_go(plan, trainee, period, by):
    plan.refresh_from_db()
    keys = {"trainee": trainee.pk, "period": period.pk}
    actions.pin_in_plan(plan=plan, seen=plan.version, pinned=False, by=by, **keys)


def _moved(plan, trainee, period, host, by, pinned=True):
    plan.refresh_from_db()
    to = Spot(trainee.pk, Span(DAY, LAST), period.pk, host.pk, pinned)
    actions.move_in_plan(plan=plan, seen=plan.version, to=to, by=by)
    plan.refresh_from_db()
