"""From groups to hosts: which host of their group each trainee goes to, period after period."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placements.rotation.drawing import number
from placements.rotation.flows import Costs, share_out
from placements.rotation.groups import Places
from placements.rotation.problem import Pair, Problem

Plan = NDArray[np.int64]
"""(trainees, periods) the place of each, -1 where they are not there."""


@dataclass(frozen=True)
class Laid:
    """`plan`: hosts instead of groups, as far as that worked out. `stuck`: those among whom it did not."""

    plan: Plan
    stuck: tuple[int, ...] = ()


def lay(places: Places, chosen: Plan) -> Laid:
    """The periods are gone through in their order, and in each the sectors. In each of these, those in a
    group get the hosts for which the sum of what they draw is smallest."""
    problem, plan = places.problem, chosen.copy()
    rooms = places.room(chosen.astype(np.int16)) - len(problem.hosts)
    for column in range(len(problem.periods)):
        for sector in range(len(places.sectors)):
            people = np.flatnonzero(rooms[:, column] == sector).tolist()
            open_hosts = [_open(places, plan, who, column) for who in people]
            given = share_out(open_hosts, *_room(places, plan, sector, column))
            if given is None:
                return Laid(chosen, tuple(people))
            plan[people, column] = given
    for pair in problem.pairs:
        if not _is_kept(problem, plan, pair):
            return Laid(chosen, tuple(_both(problem, pair)))
    return Laid(plan)


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


def _room(places: Places, plan: Plan, sector: int, column: int) -> tuple[list[int], list[int]]:
    """What is left of the least and the most of each host of a sector in this period."""
    problem, hosts = places.problem, len(places.sector)
    there = plan[:, column]
    taken = np.bincount(there[(there >= 0) & (there < hosts)], minlength=hosts).tolist()
    room = []
    for place, host in enumerate(problem.hosts):
        seat = problem.seat_at.get((host.key, problem.periods[column]))
        ends = (seat.minimum, seat.maximum) if seat and places.sector[place] == sector else (0, 0)
        room.append([max(end - taken[place], 0) for end in ends])
    return [least for least, _ in room], [most for _, most in room]


def _is_kept(problem: Problem, plan: Plan, pair: Pair) -> bool:
    first, second = plan[_both(problem, pair)]
    return bool(((first == second) & (first >= 0)).any()) == pair.together


def _both(problem: Problem, pair: Pair) -> list[int]:
    keys = list(problem.named)
    return [keys.index(pair.first), keys.index(pair.second)]
