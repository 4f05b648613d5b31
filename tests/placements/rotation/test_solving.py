"""The best plan is the best there is: against trying everything, by a checker that shares no code."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placements.rotation.answers import Impossible, Progress, Proposal
from placements.rotation.problem import (
    OBJECTIVES,
    Exclusion,
    Host,
    Malformed,
    Pair,
    Pin,
    Seat,
    Trainee,
    Weights,
)  # fmt: skip
from placements.rotation.solving import repair, solve
from tests.placements.rotation.cases import anything, cohort, plain
from tests.placements.rotation.checker import best, broken, losses, values

SHAPES = [
    (trainees, hosts, periods) for trainees in range(1, 6) for hosts in range(1, 5) for periods in (1, 2)
]


def against_everything(problem):
    wanted = best(problem)
    for objective in OBJECTIVES:
        answer = solve(problem, objective)
        if wanted is None:
            assert isinstance(answer, Impossible)
            assert answer.conflicts
            continue
        assert isinstance(answer, Proposal)
        assert broken(problem, answer.assignment) == []
        assert answer.proved
        assert values(problem, answer.assignment)[objective] == wanted[objective], objective


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "x".join(map(str, shape)))
def test_nothing_is_better_in_any_small_problem(shape):
    for number in range(3):
        against_everything(anything(number, *shape))


@pytest.mark.parametrize("number", range(12))
def test_nothing_is_better_with_four_trainees_four_hosts_and_three_periods(number):
    against_everything(anything(100 + number, 4, 4, 3))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 10**6),
    st.integers(1, 9),
    st.integers(1, 6),
    st.integers(1, 4),
    st.sampled_from(OBJECTIVES),
)
def test_every_plan_keeps_every_rule(number, trainees, hosts, periods, objective):
    problem = anything(number, trainees, hosts, periods)
    answer = solve(problem, objective)
    if isinstance(answer, Proposal):
        assert broken(problem, answer.assignment) == []
        assert answer.losses == losses(problem, answer.assignment)
    else:
        assert answer.conflicts


def test_the_values_of_the_levels_are_those_of_the_plan():
    problem = anything(7, 6, 5, 2)
    fair = solve(problem, "fair")
    assert [(level.name, level.value) for level in fair.levels] == [
        ("largest", fair.largest_loss), ("sum", fair.total_loss),
    ]  # fmt: skip
    assert [level.slack for level in fair.levels] == [0, 0]


def test_without_any_room_to_spare():
    problem = plain(4, 4, 3)
    answer = solve(problem)
    assert answer.proved
    assert broken(problem, answer.assignment) == []


def test_people_without_wishes_lose_nothing_to_each_other():
    problem = plain(3, 3, 2)
    problem = replace(problem, trainees=tuple(replace(trainee, wishes=()) for trainee in problem.trainees))
    assert set(solve(problem).losses.values()) == {0}


def test_one_host_for_everybody():
    answer = solve(plain(5, 1, 1, each=5))
    assert set(answer.assignment.values()) == {"host 0"}


def test_more_periods_than_hosts():
    answer = solve(plain(1, 2, 3, each=3))
    assert isinstance(answer, Impossible)
    assert {rule.kind for rule in answer.conflicts[0].rules} >= {"somewhere", "once"}


def test_a_problem_without_anybody():
    answer = solve(plain(0, 2, 2))
    assert answer.proved
    assert answer.assignment == {}


def test_sectors_that_cannot_be_reached_count_for_nobody():
    problem = plain(2, 3, 2)
    closed = tuple(seat for seat in problem.seats if seat.host != "host 2")
    answer = solve(replace(problem, seats=closed))
    assert answer.best_alone == {"trainee 0": 10 + 8 + 2 * 8, "trainee 1": 10 + 8 + 2 * 8}
    assert answer.total_loss == 0


def test_an_agreed_placement_overrides_an_exclusion_and_a_skill():
    problem = plain(
        2,
        3,
        2,
        exclusions=(Exclusion("trainee 0", "host 2"),),
        pins=(Pin("trainee 0", "host 2", "period 0"),),
    )
    skilled = tuple(
        replace(seat, skills=frozenset({"drawing"})) if seat.host == "host 2" else seat
        for seat in problem.seats
    )
    answer = solve(replace(problem, seats=skilled))
    assert answer.assignment["trainee 0", "period 0"] == "host 2"


def test_an_agreed_placement_does_not_override_the_seats():
    pins = (Pin("trainee 0", "host 0", "period 0"), Pin("trainee 1", "host 0", "period 0"))
    assert isinstance(solve(plain(2, 3, 2, pins=pins)), Impossible)


def test_twice_at_one_host_only_where_somebody_said_why():
    twice = (Pin("trainee 0", "host 0", "period 0"), Pin("trainee 0", "host 0", "period 1"))
    assert isinstance(solve(plain(1, 3, 2, pins=twice)), Impossible)
    said = (twice[0], replace(twice[1], again=True))
    assert set(solve(plain(1, 3, 2, pins=said)).assignment.values()) == {"host 0"}


def test_pairs_stay_apart_or_meet():
    apart = solve(plain(2, 2, 1, each=2, pairs=(Pair("trainee 0", "trainee 1"),)))
    assert sorted(apart.assignment.values()) == ["host 0", "host 1"]
    together = solve(plain(2, 2, 1, each=2, pairs=(Pair("trainee 0", "trainee 1", together=True),)))
    assert set(together.assignment.values()) == {"host 0"}


def test_the_fairest_plan_spares_the_one_who_would_lose_most():
    """Host 0 is the first wish of both; trainee 1 ranked nothing else, and gives up more without it."""
    problem = plain(2, 2, 1)
    people = (problem.trainees[0], replace(problem.trainees[1], wishes=("host 0",)))
    answer = solve(replace(problem, trainees=people))
    assert answer.assignment == {("trainee 0", "period 0"): "host 1", ("trainee 1", "period 0"): "host 0"}
    assert answer.losses == {"trainee 0": 2, "trainee 1": 0}


def test_weights_decide_what_a_sector_is_worth():
    problem = plain(1, 3, 2, hosts=(Host("host 0", "a"), Host("host 1", "a"), Host("host 2", "b")))
    assert set(solve(problem).assignment.values()) == {"host 0", "host 2"}
    wishes_only = replace(problem, weights=Weights(sector=0))
    assert set(solve(wishes_only).assignment.values()) == {"host 0", "host 1"}


def test_who_gave_up_most_before_goes_first_between_equal_plans():
    for spared in (0, 1):
        problem = plain(2, 2, 1)
        people = tuple(
            replace(trainee, gave_up=5 if number == spared else 0)
            for number, trainee in enumerate(problem.trainees)
        )
        for seed in range(4):
            answer = solve(replace(problem, trainees=people, seed=seed))
            assert answer.assignment[f"trainee {spared}", "period 0"] == "host 0"


def test_the_seed_decides_between_equal_plans():
    problem = plain(2, 2, 1)
    plans = {tuple(solve(replace(problem, seed=seed)).assignment.values()) for seed in range(12)}
    assert plans == {("host 0", "host 1"), ("host 1", "host 0")}


def test_the_order_of_rows_does_not_decide():
    problem = anything(11, 7, 5, 3)
    turned = replace(
        problem,
        trainees=problem.trainees[::-1], hosts=problem.hosts[::-1], seats=problem.seats[::-1],
        exclusions=problem.exclusions[::-1],
    )  # fmt: skip
    assert solve(problem).assignment == solve(turned).assignment


def test_every_process_gives_the_same_plan():
    ask = (
        "from placements.rotation.solving import solve; "
        "from tests.placements.rotation.cases import anything; "
        "print(sorted(solve(anything(3, 8, 6, 3), 'leximin').assignment.items()))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", ask],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert "p0" in told.pop()


def test_repair_changes_as_little_as_possible():
    problem = plain(3, 4, 2)
    before = solve(problem).assignment
    gone = replace(problem, seats=tuple(seat for seat in problem.seats if seat.host != "host 0"))
    after = repair(gone, before)
    assert after.proved
    changed = {cell for cell, host in after.assignment.items() if before[cell] != host}
    assert changed >= {cell for cell, host in before.items() if host == "host 0"}
    assert after.levels[0].value == len(changed)


def test_a_plan_that_still_holds_is_left_as_it_is():
    problem = plain(4, 5, 3)
    before = solve(problem).assignment
    assert repair(problem, before).assignment == before


def test_stopping_keeps_the_best_so_far_and_says_what_is_not_proved():
    problem = cohort(5, 11, 7, 3)
    answer = solve(problem, "leximin", on_progress=lambda progress: False)
    assert isinstance(answer, Proposal)
    assert broken(problem, answer.assignment) == []
    assert not answer.proved
    assert all(level.bound <= level.value for level in answer.levels)


def test_progress_tells_best_and_bound():
    heard: list[Progress] = []
    solve(cohort(5, 11, 7, 3), on_progress=lambda progress: heard.append(progress) or True)
    assert {progress.level for progress in heard} >= {"largest", "sum"}
    assert all(progress.best is None or progress.bound <= progress.best for progress in heard)


def test_no_time_at_all_is_said():
    with pytest.raises(TimeoutError):
        solve(plain(3, 3, 2), time_limit=0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"trainees": (Trainee("a", ("period 0",)),) * 2}, "The trainee a is there 2 times."),
        ({"trainees": (Trainee("a", ("next year",)),)}, "There is no period next year."),
        ({"trainees": (Trainee("a", ("period 0",), ("nowhere",)),)}, "There is no host nowhere."),
        ({"seats": (Seat("host 0", "period 0", 3, 1),)}, "Seats at host 0 in period 0: 3 to 1."),
        ({"exclusions": (Exclusion("nobody", "host 0"),)}, "There is no trainee nobody."),
        ({"weights": Weights(unranked=-1)}, "Points are zero or more."),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(wrong, said):
    with pytest.raises(Malformed, match=said):
        plain(1, 2, 1, **wrong)
