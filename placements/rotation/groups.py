"""Hosts that stand together: of one sector, and to a trainee worth the same and open in the same periods.

Which of them it becomes changes nothing for what a plan is worth, so while plans are compared they are one
place. Who wished for seven of a hundred hosts then has a dozen places to choose from. Which host of the
group it becomes is decided afterwards (`laying`).
"""

from collections import defaultdict
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from placements.rotation.engine import Search
from placements.rotation.problem import Problem, Trainee
from placements.rotation.rules import barred, kept_away

SMALL = 3
"""Fewer hosts than this are not worth a group."""

Open = list[dict[str, list[int]]]
"""For each trainee and period the hosts (their numbers) where only the others could keep them away."""

Kind = tuple[int, int, tuple[str, ...]]
"""A sector, points, and periods."""


class Places:
    """Where each trainee can be: a host (its number in problem.hosts), or a group, numbered beyond these.

    Groups of one sector have numbers that are `len(sectors)` apart. `of`: for each trainee, the group of a
    host that is in one; `members`: the hosts of each of their groups.
    """

    def __init__(self, problem: Problem, may: Open, *, together: bool) -> None:
        self.problem, self.may = problem, may
        self.sectors = list(dict.fromkeys(host.sector for host in problem.hosts))
        number = {sector: place for place, sector in enumerate(self.sectors)}
        self.sector = np.array([number[host.sector] for host in problem.hosts], np.int64)
        self.members: list[dict[int, list[int]]] = [
            self._groups(trainee, own) if together else {}
            for trainee, own in zip(problem.trainees, may, strict=True)
        ]
        self.of = [
            {host: place for place, hosts in groups.items() for host in hosts} for groups in self.members
        ]

    @cached_property
    def has_groups(self) -> bool:
        return any(self.members)

    def room(self, places: NDArray[np.int16]) -> NDArray[np.int32]:
        """What each place takes room of: its host, or the sector of its group (numbered after the hosts)."""
        hosts = len(self.problem.hosts)
        grouped = hosts + (places.astype(np.int32) - hosts) % max(len(self.sectors), 1)
        return np.where(places < hosts, places, grouped).astype(np.int32)

    def choice(self, who: int, period: str) -> list[int]:
        """Where nothing but the others could keep this trainee away."""
        of = self.of[who]
        return list(dict.fromkeys(of.get(host, host) for host in self.may[who][period]))

    def choices(self) -> list[dict[str, list[int]]]:
        return [{period: self.choice(who, period) for period in own} for who, own in enumerate(self.may)]

    def _groups(self, trainee: Trainee, own: dict[str, list[int]]) -> dict[int, list[int]]:
        """With as many hosts as periods, they can be in the group in all of them."""
        found: dict[int, list[int]] = {}
        for (sector, _, periods), hosts in self._alike(trainee, own).items():
            if periods and len(hosts) >= max(SMALL, len(periods)):
                place = len(self.problem.hosts) + sector
                while place in found:
                    place += len(self.sectors)
                found[place] = hosts
        return found

    def _alike(self, trainee: Trainee, own: dict[str, list[int]]) -> dict[Kind, list[int]]:
        """Where was agreed that they work, and where they are in the plan in force, is like nothing else."""
        problem = self.problem
        alone = {problem.current.get((trainee.key, period)) for period in trainee.periods}
        alone |= {pin.host for cell, pin in problem.pinned.items() if cell[0] == trainee.key}
        free = [period for period in own if (trainee.key, period) not in problem.pinned]
        may = {period: set(own[period]) for period in free}
        points = worth(problem, trainee)
        alike: dict[Kind, list[int]] = defaultdict(list)
        for place, host in enumerate(problem.hosts):
            if host.key not in alone:
                periods = tuple(period for period in free if place in may[period])
                alike[int(self.sector[place]), points[place], periods].append(place)
        return alike


def worth(problem: Problem, trainee: Trainee) -> list[int]:
    """The points of working at each host, sectors apart."""
    ranks = {wish: rank for rank, wish in enumerate(trainee.wishes, 1)}
    return [problem.weights.of_rank(ranks.get(host.key)) for host in problem.hosts]


def openings(problem: Problem, search: Search) -> Open:
    offered = {
        period: [
            (place, seat.skills)
            for place, host in enumerate(problem.hosts)
            if (seat := problem.seat_at.get((host.key, period))) and seat.maximum
        ]
        for period in problem.periods
    }
    may: Open = []
    for trainee in problem.trainees:
        search.pulse()
        near = _near(problem, trainee)
        may.append(
            {
                period: [
                    place for place, skills in offered[period] if place in near and skills <= trainee.skills
                ]
                if (trainee.key, period) not in problem.pinned
                else _agreed(problem, trainee, period)
                for period in problem.periods
                if period in trainee.periods
            }
        )
    return may


def _near(problem: Problem, trainee: Trainee) -> set[int]:
    """The hosts from which nothing keeps this trainee away, whichever the period."""
    return {
        place
        for place, host in enumerate(problem.hosts)
        if host.key not in trainee.worked and next(kept_away(problem, trainee, host.key), None) is None
    }


def _agreed(problem: Problem, trainee: Trainee, period: str) -> list[int]:
    return [
        place
        for place, host in enumerate(problem.hosts)
        if next(barred(problem, trainee, host.key, period), None) is None
    ]
