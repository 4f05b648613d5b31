"""The bound: the cohort as a linear programme over whole paths, by column generation.

Trainees may be divided over paths here, so no plan can cost less. With the prices of the seats that come out
of it, each path has a reduced cost: using it makes the whole at least so much dearer. What would be dearer
than a plan that is known already can be left out of the search. (Barnhart et al., Branch-and-price, 1998.)

Bounds are computed from the prices themselves (Lagrange), over all paths, so they hold whatever the accuracy
of the linear programme.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from placements.rotation.engine import Search
from placements.rotation.master import SLACK, Master, Totals, table
from placements.rotation.paths import Paths
from placements.rotation.problem import Problem

USUAL = 100.0
"""Costs are brought below this, because the accuracy of a linear programme is relative."""

DEAR = 10 * USUAL
"""What it costs to break a rule. Where that is still too cheap, the bound is true, and lower than need be."""

BATCH = 8
"""Paths that one trainee adds in one round."""


@dataclass(frozen=True)
class Relaxed:
    """`bound`: no plan costs less. `through`: (paths,) no plan that uses this path costs less."""

    bound: float
    through: NDArray[np.float64]


class Relaxation:
    """The linear programme over some of the paths (`rows`), with totals that may not be exceeded (`kept`).

    `used`: (paths,) those that the programme before this one ended with; this one begins with them.
    """

    def __init__(
        self, problem: Problem, paths: Paths, rows: NDArray[np.int64], kept: Totals, used: NDArray[np.bool_]
    ) -> None:
        self.rows, self.used = rows, used
        self.table = table(problem, paths, rows, kept)
        self.has_everybody = len(self.table.starts) == len(problem.trainees)

    def violation(self, search: Search) -> float:
        """How far the rules are broken at least; above zero there is no plan of these paths."""
        if not self.has_everybody:
            return float(len(self.rows) + 1)
        return self.minimise(search, np.zeros(len(self.rows), np.int64), penalty=1.0).bound

    def minimise(self, search: Search, cost: NDArray[np.int64], penalty: float = DEAR) -> Relaxed:
        """The bound on the total of a cost (over `rows`), and what each path would make of it."""
        starts = self.table.starts
        best = Relaxed(-np.inf if len(starts) else 0.0, np.full(len(cost), -np.inf))
        scale = max(1.0, float(cost.max(initial=0)) / USUAL)
        master = Master(self.table, cost / scale, penalty)
        new = np.append(np.flatnonzero(self.used[self.rows]), self._cheapest(cost / scale, None))
        while search.pulse() and master.add(new) and master.solve(search):
            reduced = master.reduced()
            least = np.minimum.reduceat(reduced, starts)
            bound = float(least.sum()) + master.constant()
            if bound > best.bound:
                best = Relaxed(bound, bound - least[self.table.person] + reduced)
            if np.ceil(best.bound - SLACK) >= np.ceil(master.value() - SLACK):
                break
            new = self._cheapest(reduced, master.worth())
        self.used[self.rows] = False
        self.used[self.rows[master.needed()]] = True
        return Relaxed(best.bound * scale, best.through * scale)

    def _cheapest(self, costs: NDArray[np.float64], worth: NDArray[np.float64] | None) -> NDArray[np.int64]:
        """For each trainee the few cheapest paths; with `worth`, those below what a path is worth to them."""
        ends = np.append(self.table.starts, len(costs))
        found = [np.empty(0, np.int64)]
        for person, (first, end) in enumerate(pairwise(ends.tolist())):
            own = costs[first:end]
            few = np.argpartition(own, BATCH)[:BATCH] if len(own) > BATCH else np.arange(len(own))
            found.append(first + (few if worth is None else few[own[few] < worth[person] - SLACK]))
        return np.concatenate(found)
