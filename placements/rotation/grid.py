"""Some of the paths of a cohort as a CP-SAT model: one literal for each trainee and whole path.

Every rule about one trainee is a filter on paths, so only seats and pairs are left as constraints, and what a
path costs is a coefficient. (One literal for each trainee, host and period is much weaker.)

Those in a group of hosts are led on to its hosts: by numbers of people, which allows all that is possible and
now and then more; or person by person, with a literal for each host they could go to.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from placements.rotation.engine import Outcome, Search, minimise
from placements.rotation.paths import Paths
from placements.rotation.problem import Problem

Costs = NDArray[np.int64]
Cell = tuple[int, int]
"""A host or group in a period."""
Terms = list[cp_model.IntVar]


class Grid:
    """The paths of `rows`, the rules that join them, and totals that may not be exceeded (`kept`).

    `exact`: groups lead on to hosts person by person. For those in pairs they always do. Raises Over when
    the search is over before the model is made.
    """

    def __init__(
        self,
        problem: Problem,
        paths: Paths,
        rows: NDArray[np.int64],
        kept: Sequence[tuple[Costs, int]] = (),
        *,
        search: Search,
        exact: bool = True,
    ) -> None:
        self.problem, self.paths, self.rows = problem, paths, rows
        self.search = search
        self.model: cp_model.CpModel = cp_model.CpModel()
        self.literals = [self.model.new_bool_var("") for _ in rows]
        self.ways: list[tuple[int, int, int]] = []
        self.way_literals: Terms = []
        begins = np.searchsorted(paths.whose(rows), np.arange(len(problem.trainees) + 1)).tolist()
        self.of = [range(*ends) for ends in pairwise(begins)]
        for numbers in self.of:
            self.model.add_exactly_one(self.literals[number] for number in numbers)
        self.at: dict[Cell, Terms] = defaultdict(list)
        self.of_pairs: dict[str, dict[Cell, Terms]] = {
            key: {} for pair in problem.pairs for key in (pair.first, pair.second)
        }
        self._occupy(exact=exact)
        self._seats()
        self._pairs()
        for cost, most in kept:
            self.model.add(self.total(cost) <= most)

    def _occupy(self, *, exact: bool) -> None:
        """Who takes room where: by a path, or on the way from a group."""
        groups: dict[Cell, Terms] = defaultdict(list)
        for who, trainee in enumerate(self.problem.trainees):
            self.search.must_go_on()
            own = self._own(who)
            if exact or trainee.key in self.of_pairs:
                own = self._led(who, own)
            if trainee.key in self.of_pairs:
                self.of_pairs[trainee.key] = own
            for (place, column), terms in own.items():
                if place < len(self.problem.hosts):
                    self.at[place, column] += terms
                else:
                    room = int(self.paths.places.room(np.array(place, np.int16)))
                    groups[room - len(self.problem.hosts), column] += terms
        for (sector, column), terms in groups.items():
            self._lead(sector, column, terms)

    def _own(self, who: int) -> dict[Cell, Terms]:
        own: dict[Cell, Terms] = defaultdict(list)
        numbers = self.of[who]
        hosts = self.paths.hosts[self.rows[numbers.start : numbers.stop]].tolist()
        for number, places in zip(numbers, hosts, strict=True):
            for column, place in enumerate(places):
                if place >= 0:
                    own[place, column].append(self.literals[number])
        return own

    def _led(self, who: int, own: dict[Cell, Terms]) -> dict[Cell, Terms]:
        """One person on to the hosts of their groups, at each of them once."""
        members = self.paths.places.members[who]
        found = {cell: terms for cell, terms in own.items() if cell[0] not in members}
        been: dict[int, Terms] = defaultdict(list)
        for (place, column), terms in own.items():
            if place in members:
                ways = {host: self.model.new_bool_var("") for host in members[place]}
                self.model.add(sum(ways.values()) == cp_model.LinearExpr.sum(terms))
                for host, way in ways.items():
                    found[host, column] = [way]
                    been[host].append(way)
                    self.ways.append((who, column, host))
                    self.way_literals.append(way)
        for stays in been.values():
            self.model.add_at_most_one(stays)
        return found

    def _lead(self, sector: int, column: int, terms: Terms) -> None:
        """So many people from the groups of a sector on to its hosts."""
        period, ways = self.problem.periods[column], []
        for place in np.flatnonzero(self.paths.places.sector == sector).tolist():
            if seat := self.problem.seat_at.get((self.problem.hosts[place].key, period)):
                way = self.model.new_int_var(0, seat.maximum, "")
                self.at[place, column].append(way)
                ways.append(way)
        self.model.add(sum(ways) == cp_model.LinearExpr.sum(terms))

    def _seats(self) -> None:
        for place, host in enumerate(self.problem.hosts):
            for column, period in enumerate(self.problem.periods):
                if seat := self.problem.seat_at.get((host.key, period)):
                    there = cp_model.LinearExpr.sum(self.at[place, column])
                    self.model.add_linear_constraint(there, seat.minimum, seat.maximum)

    def _pairs(self) -> None:
        for pair in self.problem.pairs:
            first, second = self.of_pairs[pair.first], self.of_pairs[pair.second]
            meetings = [
                [cp_model.LinearExpr.sum(own[cell]) for own in (first, second)]
                for cell in first
                if cell in second
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

    def minimise(self, cost: cp_model.LinearExprT | None, least: int = 0) -> Outcome:
        """The plan of these paths with the smallest cost, or any plan. `chosen` are numbers in `rows`, and
        beyond these of the ways from groups."""
        if not all(self.of):
            return Outcome(None, least, None, impossible=True)
        return minimise(self.search, self.model, cost, [*self.literals, *self.way_literals], least)

    def found(self, chosen: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows that were chosen, and the place of each trainee in each period: a host wherever it is
        known."""
        count = len(self.rows)
        rows = self.rows[[number for number in chosen if number < count]]
        plan = self.paths.hosts[rows].astype(np.int64)
        for number in chosen:
            if number >= count:
                who, column, host = self.ways[number - count]
                plan[who, column] = host
        return rows, plan
