"""A linear programme as a table of numbers, solved by GLOP, with a bound that holds whatever its accuracy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from placements.rotation.engine import Search

Numbers = NDArray[np.int64]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Priced:
    """`bound`: nothing that keeps the rows costs less. `prices`: (rows,) what one more of each would save."""

    bound: float
    prices: Values


class Programme:
    """The smallest cost of columns between 0 and what each is at most, with sums (rows) between two ends."""

    def __init__(self) -> None:
        self.cost, self.up, self.low, self.high = (np.empty(0) for _ in range(4))
        self.entries: list[tuple[Numbers, Numbers, Values]] = []

    def columns(self, number: int, up: float | Values = 1.0) -> Numbers:
        self.cost = np.append(self.cost, np.zeros(number))
        self.up = np.append(self.up, np.broadcast_to(up, number))
        return np.arange(len(self.up) - number, len(self.up))

    def rows(self, number: int, low: float | Values, high: float | Values) -> Numbers:
        self.low = np.append(self.low, np.broadcast_to(low, number))
        self.high = np.append(self.high, np.broadcast_to(high, number))
        return np.arange(len(self.low) - number, len(self.low))

    def enter(self, rows: Numbers, columns: Numbers, values: float | Values = 1.0) -> None:
        self.entries.append((rows, columns, np.broadcast_to(values, len(columns)).astype(float)))

    def solve(self, search: Search) -> Priced | None:
        """None without an answer. Raises Over when the search is over before it begins."""
        rows, columns, values = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        solver = pywraplp.Solver.CreateSolver("GLOP")
        sums = [solver.Constraint(low, high) for low, high in zip(self.low, self.high, strict=True)]
        shares = [solver.NumVar(0.0, up, "") for up in self.up.tolist()]
        for column in np.flatnonzero(self.cost).tolist():
            solver.Objective().SetCoefficient(shares[column], float(self.cost[column]))
        for row, column, value in zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True):
            sums[row].SetCoefficient(shares[column], value)
        search.must_go_on()
        solver.SetTimeLimit(max(int(search.left * 1000), 1))
        if search.beside(solver.Solve, solver.InterruptSolve) != pywraplp.Solver.OPTIMAL:
            return None
        prices = np.array([row.dual_value() for row in sums], float)
        return self._priced(prices, rows, columns, values)

    def _priced(self, prices: Values, rows: Numbers, columns: Numbers, values: Values) -> Priced:
        """By weak duality, for any prices; one that pays for an end that is not there is none."""
        ends = np.where(prices > 0, self.low, self.high)
        prices = np.where(np.isfinite(ends), prices, 0.0)
        reduced = self.cost - np.bincount(columns, prices[rows] * values, minlength=len(self.cost))
        paid = (prices * np.where(np.isfinite(ends), ends, 0.0)).sum()
        return Priced(float(paid + (np.minimum(reduced, 0.0) * self.up).sum()), prices)
