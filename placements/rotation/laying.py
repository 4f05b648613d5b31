"""From groups to hosts: which host of their group each trainee goes to, period after period."""

import numpy as np
from numpy.typing import NDArray

from placements.rotation.drawing import number
from placements.rotation.flows import Costs, share_out
from placements.rotation.groups import Places
from placements.rotation.problem import Pair, Problem

Plan = NDArray[np.int64]
"""(trainees, periods) the place of each, -1 where they are not there."""


def lay(places: Places, chosen: Plan) -> Plan | None:
    """Hosts instead of groups; None when it did not work out in this way.

    The periods are gone through in their order. In each, those in a group get the hosts for which the sum of
    what they draw is smallest.
    """
    problem, plan = places.problem, chosen.copy()
    for column, period in enumerate(problem.periods):
        people = np.flatnonzero(plan[:, column] >= len(problem.hosts)).tolist()
        there = plan[plan[:, column] < len(problem.hosts), column].tolist()
        given = share_out(
            [_open(places, plan, who, column) for who in people], *_room(problem, period, there)
        )
        if given is None:
            return None
        plan[people, column] = given
    return plan if all(_is_kept(problem, plan, pair) for pair in problem.pairs) else None


def _open(places: Places, plan: Plan, who: int, column: int) -> Costs:
    """The hosts of somebody's group that they may go to and have not been at."""
    problem = places.problem
    trainee, period = problem.trainees[who], problem.periods[column]
    been = set(plan[who].tolist())
    return {
        host: number(problem.seed, trainee.key, problem.hosts[host].key, period)
        for host in places.members[who][int(plan[who, column])]
        if host not in been
    }


def _room(problem: Problem, period: str, there: list[int]) -> tuple[list[int], list[int]]:
    """What is left of the least and the most of each host in this period."""
    seats = [problem.seat_at.get((host.key, period)) for host in problem.hosts]
    taken = np.bincount([host for host in there if host >= 0], minlength=len(seats)).tolist()
    return (
        [max(seat.minimum - some, 0) if seat else 0 for seat, some in zip(seats, taken, strict=True)],
        [max(seat.maximum - some, 0) if seat else 0 for seat, some in zip(seats, taken, strict=True)],
    )


def _is_kept(problem: Problem, plan: Plan, pair: Pair) -> bool:
    keys = list(problem.named)
    first, second = (plan[keys.index(key)] for key in (pair.first, pair.second))
    return bool(((first == second) & (first >= 0)).any()) == pair.together
