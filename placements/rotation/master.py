"""A linear programme that grows: the paths added so far, solved by GLOP from where it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from placements.rotation.engine import Search
from placements.rotation.paths import Paths
from placements.rotation.problem import Problem
from placements.rotation.seating import cells, seating

Totals = Sequence[tuple[NDArray[np.int64], int]]
"""Costs of paths, and what they may come to together."""

SLACK = 1e-6
"""Prices are fractions; a bound is rounded up only beyond this."""


@dataclass(frozen=True)
class Table:
    """Some paths as rows of a linear programme.

    `whose`: (rows,) places in problem.trainees, those of one trainee together. `cells`: (rows, periods) the
    number of the seat that is taken; the one beyond the last is for periods in which somebody is not there.
    `least`, `most`: (seats,) how many each is given. Beyond the seats of hosts come those of groups: nobody
    stays there, and `links` lead on to hosts (group, host, at most how many). `kept`: totals that may not be
    exceeded, over these rows.
    """

    whose: NDArray[np.int64]
    cells: NDArray[np.int32]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    links: NDArray[np.int64]
    kept: Totals

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The first row of each trainee."""
        return np.flatnonzero(np.diff(self.whose, prepend=-1))

    @cached_property
    def person(self) -> NDArray[np.int64]:
        """(rows,) the number of the trainee among those who have rows."""
        return np.searchsorted(self.starts, np.arange(len(self.whose)), "right") - 1


def table(problem: Problem, paths: Paths, rows: NDArray[np.int64], kept: Totals) -> Table:
    seats = seating(problem, paths.places)
    taken = cells(problem, paths.places, paths.hosts[rows])
    return Table(
        whose=paths.whose(rows),
        cells=np.where(taken < 0, np.int32(len(seats.most)), taken),
        least=seats.least,
        most=seats.most,
        links=seats.links,
        kept=[(cost[rows], most) for cost, most in kept],
    )


class Master:
    """Trainees divided over paths, as cheaply as can be. What breaks a rule costs `penalty`, so that there is
    always an answer."""

    def __init__(self, table: Table, cost: NDArray[np.float64], penalty: float) -> None:
        self.table, self.cost = table, cost
        self.solver = solver = pywraplp.Solver.CreateSolver("GLOP")
        self.objective = solver.Objective()
        self.people = [solver.Constraint(1.0, 1.0) for _ in table.starts]
        self.seats = [
            solver.Constraint(float(least), float(most))
            for least, most in zip(table.least, table.most, strict=True)
        ]
        self.kept = [solver.Constraint(-solver.infinity(), float(most)) for _, most in table.kept]
        self.known: dict[int, Any] = {}
        self.is_solved = False
        for group, host, most in table.links.tolist():
            led = solver.NumVar(0.0, float(most), "")
            self.seats[group].SetCoefficient(led, -1.0)
            self.seats[host].SetCoefficient(led, 1.0)
        for row, sign in [(row, sign) for row in (*self.seats, *self.kept) for sign in (1.0, -1.0)]:
            broken = solver.NumVar(0.0, solver.infinity(), "")
            row.SetCoefficient(broken, sign)
            self.objective.SetCoefficient(broken, penalty)

    def add(self, rows: NDArray[np.int64]) -> bool:
        """Whether there was anything new in them."""
        before = len(self.known)
        for row in rows.tolist():
            if row in self.known:
                continue
            share = self.known[row] = self.solver.NumVar(0.0, self.solver.infinity(), "")
            self.objective.SetCoefficient(share, float(self.cost[row]))
            self.people[int(self.table.person[row])].SetCoefficient(share, 1.0)
            for cell in self.table.cells[row].tolist():
                if cell < len(self.seats):
                    self.seats[cell].SetCoefficient(share, 1.0)
            for (extra, _), constraint in zip(self.table.kept, self.kept, strict=True):
                if extra[row]:
                    constraint.SetCoefficient(share, float(extra[row]))
        return len(self.known) > before

    def solve(self, search: Search) -> bool:
        """Whether there is an answer; now and then the accuracy or the time does not suffice for one."""
        self.solver.SetTimeLimit(max(int(search.left * 1000), 1))
        status = search.beside(self.solver.Solve, self.solver.InterruptSolve)
        self.is_solved = status == pywraplp.Solver.OPTIMAL
        return self.is_solved

    def value(self) -> float:
        return float(self.objective.Value())

    def needed(self) -> list[int]:
        """The rows that the last answer uses, as long as nothing was added since."""
        shares = self.known.items() if self.is_solved else ()
        return [row for row, share in shares if share.solution_value() > SLACK]

    def prices(self) -> NDArray[np.float64]:
        return np.array([row.dual_value() for row in self.seats], float)

    def kept_prices(self) -> list[float]:
        return [min(row.dual_value(), 0.0) for row in self.kept]

    def worth(self) -> NDArray[np.float64]:
        return np.array([row.dual_value() for row in self.people], float)

    def constant(self) -> float:
        """What the prices say of the seats and totals themselves, whichever path is taken."""
        prices = self.prices()
        seats = np.where(prices > 0, prices * self.table.least, prices * self.table.most).sum()
        group, host, most = self.table.links.T
        led = (np.minimum(prices[group] - prices[host], 0.0) * most).sum()
        totals = zip(self.kept_prices(), self.table.kept, strict=True)
        return float(seats + led) + sum(price * most for price, (_, most) in totals)

    def reduced(self) -> NDArray[np.float64]:
        """(rows,) what each path costs when its seats are paid for, and what it adds to the totals."""
        costs = self.cost - np.append(self.prices(), 0.0)[self.table.cells].sum(axis=1)
        for (extra, _), price in zip(self.table.kept, self.kept_prices(), strict=True):
            costs -= price * extra
        return costs
