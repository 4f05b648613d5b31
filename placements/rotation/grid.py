"""Some of the paths of a cohort as a CP-SAT model: one literal for each trainee and whole path.

Every rule about one trainee is a filter on paths, so only seats and pairs are left as constraints, and what a
path costs is a coefficient. (One literal for each trainee, host and period is much weaker.)
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from placements.rotation.engine import Outcome, Search, minimise
from placements.rotation.paths import Paths
from placements.rotation.problem import Problem

Costs = NDArray[np.int64]


class Grid:
    """The paths of `rows`, the rules that join them, and totals that may not be exceeded (`kept`)."""

    def __init__(
        self,
        problem: Problem,
        paths: Paths,
        rows: NDArray[np.int64],
        kept: Sequence[tuple[Costs, int]] = (),
    ) -> None:
        self.problem, self.rows = problem, rows
        self.model: cp_model.CpModel = cp_model.CpModel()
        self.literals = [self.model.new_bool_var("") for _ in rows]
        self.at: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, hosts in enumerate(paths.hosts[rows].tolist()):
            for column, host in enumerate(hosts):
                self.at[host, column].append(number)
        whose = paths.whose(rows)
        self.of = [np.flatnonzero(whose == person).tolist() for person in range(len(problem.trainees))]
        for numbers in self.of:
            self.model.add_exactly_one(self.literals[number] for number in numbers)
        self._seats()
        self._pairs()
        for cost, most in kept:
            self.model.add(self.total(cost) <= most)

    def _seats(self) -> None:
        for place, host in enumerate(self.problem.hosts):
            for column, period in enumerate(self.problem.periods):
                if seat := self.problem.seat_at.get((host.key, period)):
                    there = cp_model.LinearExpr.sum(
                        [self.literals[number] for number in self.at[place, column]]
                    )
                    self.model.add_linear_constraint(there, seat.minimum, seat.maximum)

    def _pairs(self) -> None:
        people = {trainee.key: number for number, trainee in enumerate(self.problem.trainees)}
        for pair in self.problem.pairs:
            both = [set(self.of[people[key]]) for key in (pair.first, pair.second)]
            meetings = [
                [
                    cp_model.LinearExpr.sum([self.literals[number] for number in there if number in own])
                    for own in both
                ]
                for (place, _), there in self.at.items()
                if place >= 0
            ]
            self._together(meetings) if pair.together else self._apart(meetings)

    def _apart(self, meetings: Sequence[Sequence[cp_model.LinearExprT]]) -> None:
        for both in meetings:
            self.model.add(cp_model.LinearExpr.sum(list(both)) <= 1)

    def _together(self, meetings: Sequence[Sequence[cp_model.LinearExprT]]) -> None:
        """In one of these places, at least."""
        met = [self.model.new_bool_var("") for _ in meetings]
        for meet, (first, second) in zip(met, meetings, strict=True):
            self.model.add(first >= meet)
            self.model.add(second >= meet)
        self.model.add_bool_or(met)

    def total(self, cost: Costs) -> cp_model.LinearExprT:
        return cp_model.LinearExpr.weighted_sum(self.literals, cost[self.rows].tolist())

    def minimise(self, search: Search, cost: Costs, least: int = 0) -> Outcome:
        """The plan of these paths with the smallest total; `chosen` are numbers in `rows`."""
        if not all(self.of):
            return Outcome(None, least, None, impossible=True)
        return minimise(search, self.model, self.total(cost), self.literals, least)
