"""What has changed between two problems, as data."""

from dataclasses import replace

import pytest

from placements.rotation.differences import Difference, what_changed
from placements.rotation.problem import Exclusion, Host, Pair, Pin, Seat, Trainee, Weights
from tests.placements.rotation.cases import anything, plain

BASE = plain(3, 3, 2)
FIRST = BASE.trainees[0]
ONE, TWO = BASE.periods
A, B, C = (host.key for host in BASE.hosts)


def with_first(**values):
    return replace(BASE, trainees=(replace(FIRST, **values), *BASE.trainees[1:]))


# The problem after, and what is said of it.
CASES = {
    "joined": (
        replace(BASE, trainees=(*BASE.trainees, Trainee("late", (TWO,)))),
        Difference("joined", trainee="late"),
    ),
    "left": (replace(BASE, trainees=BASE.trainees[1:]), Difference("left", trainee=FIRST.key)),
    "periods": (
        with_first(periods=(TWO,)),
        Difference("periods", trainee=FIRST.key, before=(ONE, TWO), after=(TWO,)),
    ),
    "wishes": (
        with_first(wishes=(B, A)),
        Difference("wishes", trainee=FIRST.key, before=(A, B, C), after=(B, A)),
    ),
    "skills": (
        with_first(skills=frozenset({"drawing"})),
        Difference("skills", trainee=FIRST.key, before=frozenset(), after=frozenset({"drawing"})),
    ),
    "worked": (
        with_first(worked=frozenset({A})),
        Difference("worked", trainee=FIRST.key, before=frozenset(), after=frozenset({A})),
    ),
    "reach": (with_first(reach=30), Difference("reach", trainee=FIRST.key, after=30)),
    "gave up": (with_first(gave_up=4), Difference("gave_up", trainee=FIRST.key, before=0, after=4)),
    "more seats": (
        replace(BASE, seats=(Seat(A, ONE, 0, 2), *BASE.seats[1:])),
        Difference("seats", host=A, period=ONE, before=(0, 1), after=(0, 2)),
    ),
    "no seats": (
        replace(BASE, seats=BASE.seats[1:]),
        Difference("seats", host=A, period=ONE, before=(0, 1), after=None),
    ),
    "asked": (
        replace(BASE, seats=(replace(BASE.seats[0], skills=frozenset({"drawing"})), *BASE.seats[1:])),
        Difference("asked", host=A, period=ONE, before=frozenset(), after=frozenset({"drawing"})),
    ),
    "sector": (
        replace(BASE, hosts=(Host(A, "another"), *BASE.hosts[1:])),
        Difference("sector", host=A, before=f"sector of {A}", after="another"),
    ),
    "excluded": (
        replace(BASE, exclusions=(Exclusion(FIRST.key, B, "employer"),)),
        Difference("exclusion", trainee=FIRST.key, host=B, after="employer"),
    ),
    "pinned": (
        replace(BASE, pins=(Pin(FIRST.key, B, TWO),)),
        Difference("pin", trainee=FIRST.key, period=TWO, after=(B, False)),
    ),
    "placed": (
        replace(BASE, current={(FIRST.key, ONE): C}),
        Difference("stands", trainee=FIRST.key, period=ONE, after=C),
    ),
    "apart": (
        replace(BASE, pairs=(Pair("trainee 2", FIRST.key),)),
        Difference("pair", trainee=FIRST.key, other="trainee 2", after=(False,)),
    ),
    "travel": (
        replace(BASE, travel={(FIRST.key, A): 50}),
        Difference("travel", trainee=FIRST.key, host=A, after=50),
    ),
    "weights": (
        replace(BASE, weights=Weights(sector=9)),
        Difference("weights", before=Weights(), after=Weights(sector=9)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_thing_that_changes_is_named_and_nothing_else(name):
    after, difference = CASES[name]
    assert what_changed(BASE, after) == [difference]


@pytest.mark.parametrize("name", CASES)
def test_the_way_back_is_told_as_well(name):
    after, difference = CASES[name]
    turned = {"joined": "left", "left": "joined"}
    assert what_changed(after, BASE) == [
        replace(
            difference,
            kind=turned.get(difference.kind, difference.kind),
            before=difference.after,
            after=difference.before,
        )
    ]


def test_periods_that_are_planned():
    shorter = plain(3, 3, 1)
    assert Difference("planned", before=BASE.periods, after=shorter.periods) in what_changed(BASE, shorter)


@pytest.mark.parametrize("number", range(5))
def test_the_order_of_rows_and_the_seed_are_no_difference(number):
    problem = anything(number, 5, 4, 3)
    turned = replace(
        problem,
        **{
            name: getattr(problem, name)[::-1]
            for name in ("trainees", "hosts", "seats", "pins", "exclusions")
        },
        seed=problem.seed + 1,
    )
    assert what_changed(problem, turned) == []


def test_every_field_of_a_problem_and_a_trainee_is_looked_at():
    """A field that is added later has to be given a kind, or a reason why not."""
    assert set(vars(BASE)) >= {"trainees", "weights"}
    fields = set(type(BASE).__dataclass_fields__)
    assert fields == {
        "trainees", "hosts", "periods", "seats", "pins", "exclusions", "pairs", "travel", "weights",
        "current", "seed",
    }  # fmt: skip
    assert set(Trainee.__dataclass_fields__) == {
        "key", "periods", "wishes", "skills", "worked", "reach", "gave_up",
    }  # fmt: skip
