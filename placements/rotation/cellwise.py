"""Bounds and prices where there are too many paths to list them: a linear programme of cells.

What one trainee can do is a flow, from sectors by hosts to periods (`alone`), and people divided over such
flows are people divided over paths: for a sum this bound is that of all paths. Where nobody may lose more
than so much, it is lower, because a path that loses more can be made up for by one that loses less.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placements.rotation.answers import Level
from placements.rotation.engine import Over, Search
from placements.rotation.groups import Places, worth
from placements.rotation.problem import Objective, Problem
from placements.rotation.programme import Numbers, Priced, Programme, Values
from placements.rotation.scoring import seen
from placements.rotation.seating import seating

SLACK = 1e-5
TIE = 0.01
"""What a point is worth where it only decides between equal numbers of changes."""


@dataclass(frozen=True)
class Prices:
    """What counts for a path: the points of each trainee and the changes so many times (`points` None: once),
    and what its seats earn."""

    seats: Values
    points: Values | None
    changes: float


@dataclass(frozen=True)
class Cells:
    """Everybody's cells, a row each: whose, in which period, at which place, and what it gives."""

    who: Numbers
    column: Numbers
    place: Numbers
    sector: Numbers
    points: Numbers
    changes: Numbers


class Cellwise:
    def __init__(
        self,
        problem: Problem,
        places: Places,
        choices: Sequence[dict[str, list[int]]],
        best: Sequence[int],
    ) -> None:
        self.problem, self.places = problem, places
        self.best = np.array(best, float)
        self.cells = _cells(problem, places, choices)
        self.seating = seating(problem, places)
        self.known: dict[tuple[Level | str | int | None, ...], int] = {}

    def bound(self, search: Search, kept: Sequence[Level], name: str, threshold: int | None = None) -> int:
        """No plan with the values that are kept is better than this at the next level."""
        asked = (*kept, name, threshold)
        if asked not in self.known:
            try:
                priced = _Model(self, kept).priced(search, name, threshold)
            except Over:
                return 0
            if priced is None:
                return 0
            self.known[asked] = _whole(priced)
        return self.known[asked]

    def prices(self, search: Search, objective: Objective) -> Prices | None:
        """What makes paths worth looking at; None when the time was too short."""
        kept = []
        if objective in {"fair", "leximin"}:
            least = self.bound(search, (), "largest")
            kept.append(Level("largest", least, least))
        name = "changes" if objective == "fewest" else "sum"
        model = _Model(self, kept)
        priced = model.priced(search, name)
        if priced is None:
            return None
        self.known[*kept, name, None] = _whole(priced)
        points = priced.prices[model.losses] + (TIE if name == "changes" else 1.0)
        return Prices(priced.prices[model.seats], points, float(name == "changes"))


def _whole(priced: Priced) -> int:
    return max(0, math.ceil(priced.bound - SLACK))


class _Model:
    """The programme with the levels that are kept. `seats`, `losses`: the rows of these."""

    def __init__(self, of: Cellwise, kept: Sequence[Level]) -> None:
        self.of, self.cells = of, of.cells
        self.programme = Programme()
        self.at = self.programme.columns(len(self.cells.who))
        self._once_in_each_period()
        self.seats = self._seats()
        self.new_who, self.new = self._sectors()
        self.most = self.programme.columns(1, float(of.best.max(initial=0.0)))
        self.losses = self._losses(np.full(len(of.best), self.most[0]), 1.0, of.best)
        self.largest = float(of.best.max(initial=0.0))
        for level in kept:
            self._keep(level)

    def priced(self, search: Search, name: str, threshold: int | None = None) -> Priced | None:
        columns, values, constant = self._total(name, threshold)
        self.programme.cost[columns] = values
        priced = self.programme.solve(search)
        return priced and Priced(priced.bound + constant, priced.prices)

    def _keep(self, level: Level) -> None:
        if level.name == "largest":
            self.largest = float(level.value)
        columns, values, constant = self._total(level.name, level.threshold)
        row = self.programme.rows(1, -np.inf, level.value - constant)
        self.programme.enter(np.full(len(columns), row[0]), columns, values)

    def _once_in_each_period(self) -> None:
        """And at each host at most once, or as often as was agreed; in a group at each of its hosts."""
        cells, problem = self.cells, self.of.problem
        width, size = len(problem.periods), int(cells.place.max(initial=0)) + 1
        _, group = np.unique(cells.who * width + cells.column, return_inverse=True)
        self.programme.enter(self.programme.rows(group.max(initial=-1) + 1, 1.0, 1.0)[group], self.at)
        keys, group = np.unique(cells.who * size + cells.place, return_inverse=True)
        names = list(problem.named)
        times = [self._times(names[key // size], key // size, key % size) for key in keys.tolist()]
        rows = self.programme.rows(len(keys), -np.inf, np.array(times, float))
        self.programme.enter(rows[group], self.at)

    def _times(self, key: str, who: int, place: int) -> int:
        problem = self.of.problem
        if place >= len(problem.hosts):
            return len(self.of.places.members[who][place])
        host = problem.hosts[place].key
        agreed = (problem.pinned.get((key, period)) for period in problem.periods)
        return max(1, sum(pin is not None and pin.host == host for pin in agreed))

    def _seats(self) -> Numbers:
        seats, width = self.of.seating, len(self.of.problem.periods)
        rows = self.programme.rows(len(seats.most), seats.least, seats.most)
        rooms = self.of.places.room(self.cells.place.astype(np.int16)).astype(np.int64)
        self.programme.enter(rows[rooms * width + self.cells.column], self.at)
        groups, hosts, most = seats.links.T
        led = self.programme.columns(len(most), most.astype(float))
        self.programme.enter(rows[groups], led, -1.0)
        self.programme.enter(rows[hosts], led)
        return rows

    def _sectors(self) -> tuple[Numbers, Numbers]:
        """Whose, and the columns that say that somebody sees a sector that is new to them."""
        cells, sectors = self.cells, self.of.places.sectors
        is_new = np.array(
            [
                [name not in seen(self.of.problem, each) for name in sectors]
                for each in self.of.problem.trainees
            ],
            np.bool_,
        ).reshape(-1, len(sectors))
        counts = is_new[cells.who, cells.sector]
        keys, group = np.unique((cells.who * len(sectors) + cells.sector)[counts], return_inverse=True)
        new = self.programme.columns(len(keys))
        rows = self.programme.rows(len(keys), 0.0, np.inf)
        self.programme.enter(rows[group], self.at[counts])
        self.programme.enter(rows, new, -1.0)
        return keys // max(len(sectors), 1), new

    def _losses(self, columns: Numbers, values: float, least: Values) -> Numbers:
        """Everybody's points, and so many times what a column says, come to at least so much."""
        rows = self.programme.rows(len(least), least, np.inf)
        self.programme.enter(rows[self.cells.who], self.at, self.cells.points.astype(float))
        self.programme.enter(rows[self.new_who], self.new, float(self.of.problem.weights.sector))
        self.programme.enter(rows, columns, values)
        return rows

    def _total(self, name: str, threshold: int | None) -> tuple[Numbers, NDArray[np.float64], float]:
        """The columns of which a level is the total, how much of each, and what comes on top."""
        if name == "largest":
            return self.most, np.ones(1), 0.0
        if name == "changes":
            return self.at, self.cells.changes.astype(float), 0.0
        if name == "above":
            return self._above(threshold or 0)
        sector = np.full(len(self.new), -float(self.of.problem.weights.sector))
        values = np.concatenate([-self.cells.points.astype(float), sector])
        return np.concatenate([self.at, self.new]), values, float(self.of.best.sum())

    def _above(self, threshold: int) -> tuple[Numbers, NDArray[np.float64], float]:
        """Who loses so much or more, at most as much as the largest loss, counts for one."""
        above = self.programme.columns(len(self.of.best))
        room = max(self.largest - (threshold - 1), 0.0)
        self._losses(above, room, self.of.best - (threshold - 1))
        return above, np.ones(len(above)), 0.0


def _cells(problem: Problem, places: Places, choices: Sequence[dict[str, list[int]]]) -> Cells:
    number = {host.key: place for place, host in enumerate(problem.hosts)}
    columns = {period: column for column, period in enumerate(problem.periods)}
    rows = []
    for who, (trainee, own) in enumerate(zip(problem.trainees, choices, strict=True)):
        points = worth(problem, trainee)
        for period, found in own.items():
            current = problem.current.get((trainee.key, period))
            now = None if current is None else number.get(current, -1)
            for place in found:
                host = places.members[who].get(place, [place])[0]
                changes = int(now is not None and place != now)
                rows.append((who, columns[period], place, places.sector[host], points[host], changes))
    return Cells(*np.array(rows, np.int64).reshape(-1, 6).T)
