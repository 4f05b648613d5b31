"""What a draft takes to be so: stored and read back, said, applied, and become so.

Today is 18 November 2026.
"""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from placements import actions, staffing, supposing
from placements.asking import asked_of
from placements.models import Pair, Planning, Seat
from placements.naming import names_of
from placements.outdated import changed_since
from placements.planning import problem_of
from placements.rotation.differences import what_changed as differences
from placements.rotation.stored import restore as restore_problem
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
    suppose,
)
from tests.factories import TODAY, ExclusionFactory, HostFactory, PairFactory, PauseFactory, WishFactory
from tests.placements.conftest import placed
from wijkmakers.lib.constraints import Refused

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10)))
KINDS = {
    "more seats": lambda w: Seats(w.lef.pk, w.periods[1].pk, 0, 5),
    "fewer seats": lambda w: Seats(w.gro.pk, w.periods[2].pk, 0, 1),
    "no seats": lambda w: Seats(w.pro.pk, w.periods[2].pk, 0, 0),
    "at least": lambda w: Seats(w.lef.pk, w.periods[1].pk, 1, 2),
    "a new host": lambda w: Seats(w.new.pk, w.periods[1].pk, 0, 2),
    "lifted": lambda w: Lifted(w.noor.pk, w.pro.pk),
    "excluded": lambda w: Excluded(w.sander.pk, w.lef.pk, "veto"),
    "wishes": lambda w: Wishes(w.noor.pk, (w.gro.pk, w.lef.pk)),
    "no wishes": lambda w: Wishes(w.noor.pk, ()),
    "unpaired": lambda w: Unpaired(*sorted([w.noor.pk, w.sander.pk])),
    "released": lambda w: Released(w.noor.pk, w.lef.pk, w.periods[1].pk),
    "withdraws": lambda w: Withdraws(w.lef.pk, w.periods[1].starts_on),
    "stops at a switch": lambda w: Stops(w.noor.pk, w.periods[0].ends_on),
    "stops within a period": lambda w: Stops(w.noor.pk, dt.date(2027, 7, 15)),
    "stays longer": lambda w: Stays(w.sander.pk, dt.date(2028, 12, 31)),
    "stays shorter": lambda w: Stays(w.noor.pk, dt.date(2028, 10, 31)),
}


class World:
    """Noor and Sander, kept apart; Noor is at GRO and then at LEF, Sander at LEF and then at GRO."""

    def __init__(self, cohort, periods, noor, sander, gro, pro, lef):
        self.cohort, self.periods, self.noor, self.sander = cohort, periods, noor, sander
        self.gro, self.pro, self.lef = gro, pro, lef
        self.new = HostFactory(name="Zonnewijk")
        placed(noor, gro)
        placed(noor, lef, number=2)
        placed(sander, lef)
        placed(sander, gro, number=3)
        ExclusionFactory(trainee=noor, host=pro)
        WishFactory(trainee=noor, host=pro)
        PairFactory(first=min(noor, sander, key=lambda t: t.pk), second=max(noor, sander, key=lambda t: t.pk))
        PauseFactory(trainee=noor, starts_on=dt.date(2027, 7, 1), ends_on=dt.date(2027, 8, 31))


@pytest.fixture
def world(cohort, periods, noor, sander, gro, pro, lef):
    return World(cohort, periods, noor, sander, gro, pro, lef)


def facts_of(world):
    """The staffing, whatever the keys and the order of its seats; a seat for nobody is none. That a host
    takes nobody any more is in no row: its seats are fewer, and nobody is there."""
    return comparable(staffing.load(world.cohort))


def comparable(facts):
    seats = {replace(seat, pk=0, until=None) for seat in facts.seats if seat.maximum}
    people = tuple(replace(p, exclusions=tuple(sorted(p.exclusions))) for p in facts.people)
    stays = frozenset(replace(stay, is_overtaken=False) for stay in facts.stays)
    return replace(facts, seats=frozenset(seats), people=people, stays=stays)


def started(world, coordinator, *supposes, keeps=True, begins_on=None, number=2):
    facts = staffing.load(world.cohort)
    asked = asked_of(
        facts, Planning.objects.for_cohort(world.cohort), first=facts.periods[number - 1], keeps=keeps,
        begins_on=begins_on, supposes=supposes,
    )  # fmt: skip
    return actions.start_plan(cohort=world.cohort, asked=asked, objective="fair", by=coordinator)


def what_changed(plan):
    plan.refresh_from_db()
    planning = Planning.objects.for_cohort(plan.cohort)
    return changed_since(plan, restore_problem(plan.problem), staffing.load(plan.cohort), planning)


def adopt(plan, by):
    return actions.adopt_plan(plan=plan, by=by, now=NOW, today=TODAY)


@pytest.mark.parametrize("kind", KINDS)
class TestEachKind:
    def test_is_read_back_as_it_was(self, world, kind):
        one = KINDS[kind](world)
        assert supposing.restore(supposing.store([one])) == (one,)

    @pytest.mark.parametrize("language", ["en", "nl"])
    def test_is_a_sentence(self, world, kind, language):
        one = KINDS[kind](world)
        names = names_of(suppose(staffing.load(world.cohort), [one]))
        with translation.override(language):
            sentence = one.told(names)
        assert sentence.endswith(".")
        assert "%" not in sentence
        assert "somebody" not in sentence

    def test_gives_what_the_rows_give_once_it_is_so(self, world, kind, coordinator):
        one = KINDS[kind](world)
        supposed = comparable(suppose(staffing.load(world.cohort), [one]))
        adopt(started(world, coordinator, one), coordinator)
        assert facts_of(world) == supposed
        assert comparable(suppose(staffing.load(world.cohort), [one])) == supposed

    def test_gives_the_problem_that_the_rows_give(self, world, kind, coordinator):
        one = KINDS[kind](world)
        plan = started(world, coordinator, one)
        told = restore_problem(plan.problem)
        adopt(plan, coordinator)
        facts = staffing.load(world.cohort)
        now = problem_of(
            facts, asked_of(facts, Planning.objects.for_cohort(world.cohort), first=facts.periods[1])
        )
        freed = {cell: host for cell, host in told.current.items() if one.might_free(cell, host)}
        assert differences(told, replace(now, current={**freed, **now.current})) == []

    def test_is_no_reason_to_be_out_of_date(self, world, kind, coordinator):
        plan = started(world, coordinator, KINDS[kind](world))
        assert what_changed(plan) == []
        adopt(plan, coordinator)
        assert what_changed(plan) == []

    def test_twice_changes_nothing_more(self, world, kind, coordinator):
        plan = started(world, coordinator, KINDS[kind](world))
        adopt(plan, coordinator)
        before = facts_of(world)
        versions = list(Seat.objects.order_by("pk").values_list("pk", "version"))
        adopt(plan, coordinator)
        assert facts_of(world) == before
        assert list(Seat.objects.order_by("pk").values_list("pk", "version")) == versions


class TestStored:
    @pytest.mark.parametrize(
        "row",
        [
            None, "seats", {}, {"kind": "seats"}, {"kind": "unheard of", "host": 1},
            {"kind": "lifted", "trainee": "1", "host": 2}, {"kind": "lifted", "trainee": True, "host": 2},
            {"kind": "lifted", "trainee": -1, "host": 2}, {"kind": "lifted", "trainee": 2**40, "host": 2},
            {"kind": "stops", "trainee": 1, "on": "yesterday"}, {"kind": "stops", "trainee": 1, "on": 5},
            {"kind": "wishes", "trainee": 1, "ranked": [1, "2"]},
            {"kind": "wishes", "trainee": 1, "ranked": 3},
            {"kind": "lifted", "trainee": 1, "host": 2, "more": 3},
        ],
    )  # fmt: skip
    def test_what_was_not_stored_by_us(self, row):
        with pytest.raises(ValueError, match="no supposition"):
            supposing.restore([row])

    @given(
        st.lists(
            st.one_of(
                st.builds(Seats, *[st.integers(0, 2**31 - 1)] * 4),
                st.builds(Wishes, st.integers(0, 99), st.lists(st.integers(0, 99)).map(tuple)),
                st.builds(Withdraws, st.integers(0, 99), st.dates()),
                st.builds(Excluded, st.integers(0, 99), st.integers(0, 99), st.text(max_size=9)),
            )
        )
    )
    def test_anything_is_read_back(self, some):
        assert supposing.restore(supposing.store(some)) == tuple(some)


class TestAdopt:
    def test_all_or_nothing(self, world, coordinator):
        one, other = Lifted(world.noor.pk, world.pro.pk), Seats(world.lef.pk, world.periods[0].pk, 0, 0)
        plan = started(world, coordinator, one, other)
        with pytest.raises(Refused) as caught:
            adopt(plan, coordinator)
        assert str(caught.value.sentence) != ""
        assert world.noor.exclusions.exists()

    @pytest.mark.parametrize("language", ["en", "nl"])
    def test_fewer_seats_than_are_taken(self, world, coordinator, language):
        plan = started(world, coordinator, Seats(world.lef.pk, world.periods[0].pk, 0, 0), number=1)
        with translation.override(language), pytest.raises(Refused) as caught:
            adopt(plan, coordinator)
        assert "Lefier" in str(caught.value.sentence)
        assert Seat.objects.get(host=world.lef, period=world.periods[0]).maximum == 2

    def test_what_has_begun_is_not_taken_away(self, world, coordinator):
        plan = started(
            world, coordinator, Released(world.noor.pk, world.gro.pk, world.periods[0].pk), number=1
        )
        with pytest.raises(Refused):
            adopt(plan, coordinator)
        assert world.noor.placements.count() == 2

    def test_a_host_that_withdraws_within_a_period_keeps_what_was_worked(self, world, coordinator):
        day = dt.date(2027, 2, 1)
        adopt(started(world, coordinator, Withdraws(world.lef.pk, day), number=1), coordinator)
        assert world.sander.placements.get(host=world.lef).ends_on == dt.date(2027, 1, 31)
        assert not world.noor.placements.filter(host=world.lef).exists()
        seats = {seat.period_id: seat.maximum for seat in Seat.objects.filter(host=world.lef)}
        assert seats == {world.periods[0].pk: 1}

    def test_pairs_are_gone(self, world, coordinator):
        adopt(started(world, coordinator, KINDS["unpaired"](world)), coordinator)
        assert not Pair.objects.exists()

    def test_others_lose_nothing_they_had(self, world, coordinator):
        """A draft that supposes nothing makes nothing so."""
        before = facts_of(world)
        adopt(started(world, coordinator), coordinator)
        assert facts_of(world) == before
