"""Why there is no plan: rules that cannot hold together, none of which can be missed."""

from dataclasses import replace

import pytest

from placements.rotation.answers import Impossible
from placements.rotation.cells import Cells
from placements.rotation.counting import count_periods, count_sectors
from placements.rotation.engine import Search
from placements.rotation.explaining import explain
from placements.rotation.problem import Exclusion, Pair, Pin, Seat
from placements.rotation.rules import rules
from placements.rotation.solving import solve
from tests.placements.rotation.cases import anything, plain
from tests.placements.rotation.checker import best


def holds(problem, some):
    search = Search(10.0)
    return isinstance(Cells(problem, some, search).plan(search), dict)


def check(problem, conflict):
    """The rules of a conflict clash, and no longer when any one of them is left out."""
    assert not holds(problem, conflict.rules)
    for rule in conflict.rules:
        assert holds(problem, [other for other in conflict.rules if other != rule]), rule


def kinds(conflict):
    return sorted({rule.kind for rule in conflict.rules})


def test_too_few_seats_in_a_period():
    problem = plain(4, 3, 2)
    answer = explain(problem)
    assert [(conflict.period, kinds(conflict)) for conflict in answer.conflicts] == [
        ("period 0", ["at_most", "somewhere"]), ("period 1", ["at_most", "somewhere"]),
    ]  # fmt: skip
    first = answer.conflicts[0]
    assert len(first.of("somewhere")) == 4
    assert sum(rule.number for rule in first.of("at_most")) == 3
    for conflict in answer.conflicts:
        check(problem, conflict)


def test_some_who_share_too_few_places_among_many():
    """Three people may go to host 0 and host 1 only; the others have room enough."""
    barred = tuple(Exclusion(f"trainee {who}", f"host {host}") for who in range(3) for host in range(2, 6))
    problem = plain(5, 6, 1, exclusions=barred)
    (conflict,) = explain(problem).conflicts
    assert {rule.trainee for rule in conflict.of("somewhere")} == {"trainee 0", "trainee 1", "trainee 2"}
    assert len(conflict.of("excluded")) == 12
    check(problem, conflict)


def test_an_agreed_placement_twice_at_one_host():
    pins = (Pin("trainee 0", "host 0", "period 0"), Pin("trainee 0", "host 0", "period 1"))
    problem = plain(2, 4, 2, pins=pins)
    (conflict,) = explain(problem).conflicts
    assert kinds(conflict) == ["once", "pin"]
    check(problem, conflict)


def test_hosts_that_ask_for_more_people_than_there_are():
    problem = plain(2, 3, 1)
    problem = replace(problem, seats=tuple(Seat(seat.host, seat.period, 1, 1) for seat in problem.seats))
    (conflict,) = explain(problem).conflicts
    assert kinds(conflict) == ["at_least"]
    check(problem, conflict)


def test_two_who_have_to_meet_and_cannot():
    pins = (Pin("trainee 0", "host 0", "period 0"), Pin("trainee 1", "host 1", "period 0"))
    problem = plain(2, 3, 1, pins=pins, pairs=(Pair("trainee 0", "trainee 1", together=True),))
    (conflict,) = explain(problem).conflicts
    assert "together" in kinds(conflict)
    check(problem, conflict)


def test_a_problem_with_a_plan_has_no_conflict():
    assert explain(plain(3, 3, 2)).conflicts == ()


@pytest.mark.parametrize("number", range(40))
def test_every_conflict_is_real_and_minimal(number):
    problem = anything(number, 5, 4, 2)
    answer = solve(problem)
    if isinstance(answer, Impossible):
        assert best(problem) is None
        assert answer.conflicts
        for conflict in answer.conflicts:
            assert conflict.minimal
            assert set(conflict.rules) <= set(rules(problem))
            check(problem, conflict)


def test_counting_before_solving():
    problem = plain(4, 3, 2)
    periods = [
        (count.period, count.trainees, count.seats, count.is_short) for count in count_periods(problem)
    ]
    assert periods == [("period 0", 4, 3, True), ("period 1", 4, 3, True)]
    assert [(count.sector, count.reach) for count in count_sectors(problem)] == [
        ("sector of host 0", 2), ("sector of host 1", 2), ("sector of host 2", 2),
    ]  # fmt: skip
