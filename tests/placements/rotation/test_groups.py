"""Hosts that stand together change how long it takes, and never what is best."""

from dataclasses import replace

import pytest

from placements.rotation.alternatives import alternatives
from placements.rotation.answers import Impossible, Proposal
from placements.rotation.engine import Search
from placements.rotation.first import period_by_period
from placements.rotation.groups import openings
from placements.rotation.problem import OBJECTIVES, Exclusion, Host, Pair
from placements.rotation.solving import repair, solve
from tests.placements.rotation.cases import anything, cohort, plain
from tests.placements.rotation.checker import broken, losses

ALWAYS, NEVER = 0, 10**9


def first(problem):
    return period_by_period(problem, openings(problem, Search(60.0)))


def agree(problem, objective):
    together = solve(problem, objective, whole=ALWAYS)
    apart = solve(problem, objective, whole=NEVER)
    if isinstance(apart, Impossible):
        assert isinstance(together, Impossible)
        return together
    assert isinstance(together, Proposal)
    assert broken(problem, together.assignment) == []
    assert together.best_alone == apart.best_alone
    assert together.proved
    assert together.levels == apart.levels
    return together


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("number", range(12))
def test_a_bit_of_every_rule(number, objective):
    problem = anything(number, 6, 8, 3)
    answer = agree(problem, objective)
    if isinstance(answer, Proposal):
        assert answer.losses == losses(problem, answer.assignment)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("number", range(3))
def test_cohorts_with_and_without_room_to_spare(number, objective):
    agree(cohort(number, 14, 13, 3, 0.1 * number), objective)


@pytest.mark.parametrize("number", range(6))
def test_few_wishes(number):
    problem = cohort(number, 12, 14, 2)
    trainees = tuple(
        replace(trainee, wishes=trainee.wishes[: place % 4]) for place, trainee in enumerate(problem.trainees)
    )
    agree(replace(problem, trainees=trainees), "fair")


def crowded(*, together):
    """Four people who are ruled out at host 0: in its sector is room for four, and for three of them."""
    people = plain(4, 5, 1).trainees
    hosts = tuple(Host(f"host {number}", "other" if number == 4 else "same") for number in range(5))
    worth_less = tuple(
        replace(person, wishes=("host 4",), worked=frozenset({"host 4"}) if place else frozenset())
        for place, person in enumerate(people)
    )
    return plain(
        4,
        5,
        1,
        trainees=worth_less,
        hosts=hosts,
        exclusions=tuple(Exclusion(person.key, "host 0") for person in people),
        pairs=(Pair(people[1].key, people[2].key),) if together else (),
    )


@pytest.mark.parametrize("together", [False, True])
def test_a_group_that_has_room_for_all_together_and_not_for_each(together):
    for objective in OBJECTIVES:
        agree(crowded(together=together), objective)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("number", range(3))
def test_with_more_paths_than_fit_bounds_hold_and_there_is_a_plan(number, objective):
    problem = cohort(number, 12, 10, 4, 0.3)
    answer = solve(problem, objective, most=5_000)
    assert broken(problem, answer.assignment) == []
    assert not answer.settled
    best = solve(problem, objective)
    assert best.proved
    assert answer.best_alone == best.best_alone
    first, reached = best.levels[0], answer.levels[0]
    assert 0 <= reached.bound <= first.value <= reached.value
    if objective == "most":
        assert reached.bound >= first.value - 1


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("number", range(8))
def test_bounds_without_listing_paths_hold_for_a_bit_of_every_rule(number, objective):
    problem = anything(200 + number, 5, 6, 3)
    answer = solve(problem, objective, most=20)
    best = solve(problem, objective)
    assert isinstance(answer, Proposal) == isinstance(best, Proposal)
    if isinstance(answer, Proposal):
        assert broken(problem, answer.assignment) == []
        assert answer.losses == losses(problem, answer.assignment)
        assert answer.best_alone == best.best_alone
        assert answer.levels[0].bound <= best.levels[0].value <= answer.levels[0].value


def test_the_same_plan_every_time_and_in_any_order():
    problem = cohort(3, 20, 16, 3)
    turned = replace(problem, trainees=problem.trainees[::-1], hosts=problem.hosts[::-1])
    first = solve(problem, whole=ALWAYS)
    assert first.settled
    assert first.assignment == solve(problem, whole=ALWAYS).assignment
    assert first.assignment == solve(turned, whole=ALWAYS).assignment


def test_the_seed_decides_which_host_of_a_group():
    problem = plain(2, 8, 1)
    people = tuple(replace(trainee, wishes=()) for trainee in problem.trainees)
    hosts = tuple(replace(host, sector="one") for host in problem.hosts)
    plans = {
        tuple(
            solve(replace(problem, trainees=people, hosts=hosts, seed=seed), whole=ALWAYS).assignment.values()
        )
        for seed in range(6)
    }
    assert len(plans) > 1


def test_a_problem_of_this_size_is_solved_in_groups_by_itself():
    problem = cohort(2, 60, 24, 3)
    answer = solve(problem)
    assert answer.proved
    assert broken(problem, answer.assignment) == []
    last = problem.periods[-1]
    gone = (answer.assignment[problem.trainees[0].key, last], last)
    less = replace(
        problem,
        seats=tuple(
            replace(seat, minimum=0, maximum=seat.maximum - 1) if (seat.host, seat.period) == gone else seat
            for seat in problem.seats
        ),
    )
    repaired = repair(less, answer.assignment)
    assert repaired.proved
    assert broken(less, repaired.assignment) == []
    for other in alternatives(problem, answer, 1, time_limit=3):
        assert broken(problem, other.assignment) == []
        assert other.assignment != answer.assignment


@pytest.mark.parametrize("number", range(40))
def test_a_first_plan_keeps_every_rule(number):
    problem = anything(number, 6, 8, 3)
    plan = first(problem)
    assert plan is None or broken(problem, plan) == []


def test_a_first_plan_is_often_found():
    found = [first(cohort(number, 20, 9, 3, 0.3)) is not None for number in range(20)]
    assert sum(found) > 15
