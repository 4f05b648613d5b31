"""The planner keeps to its time and to a stop, and what it gives back then is a plan with true bounds."""

import time
from dataclasses import replace

import pytest

from placements.rotation.alternatives import alternatives
from placements.rotation.answers import Impossible, Proposal
from placements.rotation.problem import Pair
from placements.rotation.solving import solve
from tests.placements.rotation.cases import cohort
from tests.placements.rotation.checker import broken, losses

SIZES = [(11, 7, 3), (50, 20, 3), (50, 20, 6), (200, 40, 3)]
MARGIN = 10.0
"""Seconds: this machine may have much else to do."""


SMALL = 20
"""The checker tries all paths, which takes too long for more people."""


class Stop:
    """Says no from a given time of being told on."""

    def __init__(self, after):
        self.after, self.times, self.said_no = after, 0, None

    def __call__(self, progress):
        self.times += 1
        if self.times < self.after:
            return True
        self.said_no = self.said_no or time.monotonic()
        return False


def check(problem, answer):
    assert isinstance(answer, Proposal)
    assert broken(problem, answer.assignment) == []
    if len(problem.trainees) < SMALL:
        assert answer.losses == losses(problem, answer.assignment)
    assert answer.levels
    assert all(0 <= level.bound <= level.value for level in answer.levels)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("after", [1, 4])
def test_a_stop_is_answered_with_the_best_so_far(size, after):
    problem, stop = cohort(1, *size), Stop(after)
    answer = solve(problem, on_progress=stop)
    check(problem, answer)
    if stop.said_no:
        assert time.monotonic() - stop.said_no < MARGIN
        assert stop.times == after, "who said no is not asked again"


@pytest.mark.parametrize("objective", ["fair", "leximin", "most", "fewest"])
def test_a_stop_at_once_says_nothing_that_is_not_certain(objective):
    problem = cohort(3, 14, 8, 3)
    problem = replace(problem, current=solve(problem).assignment)
    answer = solve(problem, objective, on_progress=Stop(1))
    best = solve(problem, objective)
    check(problem, answer)
    assert answer.levels[0].bound <= best.levels[0].value <= answer.levels[0].value
    assert answer.best_alone == best.best_alone


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("limit", [0.05, 1.0])
def test_little_time_gives_a_plan_or_says_that_it_was_too_short(size, limit):
    problem, began = cohort(2, *size), time.monotonic()
    try:
        answer = solve(problem, time_limit=limit)
    except TimeoutError:
        answer = None
    assert time.monotonic() - began < limit + MARGIN
    if answer is not None:
        check(problem, answer)


def test_more_time_is_never_worse_and_never_claims_more_than_is_true():
    problem = cohort(4, 14, 8, 3)
    best = solve(problem)
    assert best.proved
    for after in (1, 2, 3, 5, 8):
        answer = solve(problem, on_progress=Stop(after))
        check(problem, answer)
        assert answer.levels[0].bound <= best.levels[0].value <= answer.levels[0].value


def test_pairs_and_groups_can_be_stopped_as_well():
    problem = cohort(1, 120, 40, 3)
    keys = [trainee.key for trainee in problem.trainees]
    pairs = tuple(Pair(*both) for both in zip(keys[:20:2], keys[1:20:2], strict=True))
    problem, stop = replace(problem, pairs=pairs), Stop(6)
    check(problem, solve(problem, on_progress=stop))


def test_a_thousand_with_too_few_seats_are_told_where():
    problem = cohort(1, 1000, 100, 3, -0.02)
    answer = solve(problem)
    assert isinstance(answer, Impossible)
    assert [conflict.period for conflict in answer.conflicts] == list(problem.periods)
    for conflict in answer.conflicts:
        seats = sum(rule.number for rule in conflict.of("at_most"))
        assert len(conflict.of("somewhere")) == seats + 1
        assert conflict.minimal


def test_other_plans_are_looked_for_no_longer_than_was_allowed():
    problem = cohort(2, 60, 24, 3)
    answer = solve(problem)
    began = time.monotonic()
    others = alternatives(problem, answer, 3, time_limit=2.0)
    assert time.monotonic() - began < 2.0 + MARGIN
    assert all(broken(problem, other.assignment) == [] for other in others)
