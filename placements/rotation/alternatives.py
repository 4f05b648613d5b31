"""Other plans that are nearly as good, as different as possible from the first one and from each other."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from placements.rotation.answers import Proposal
from placements.rotation.engine import Search
from placements.rotation.grid import Grid
from placements.rotation.laying import Plan
from placements.rotation.paths import paths
from placements.rotation.problem import Problem
from placements.rotation.solving import Run


def alternatives(
    problem: Problem,
    proposal: Proposal,
    count: int,
    *,
    largest: int = 2,
    total: int = 4,
    time_limit: float = 30.0,
) -> tuple[Proposal, ...]:
    """At most `count` other plans, each as far as possible from all before it, counted in cells.

    No trainee loses more than `largest` points above the largest loss of the proposal, and all together no
    more than `total` above its sum. Fewer when there are no others within that distance, or no more time.
    """
    search = Search(time_limit)
    run = Run(problem, search, proposal.assignment, paths(problem, proposal.assignment))
    near = np.flatnonzero(run.paths.loss <= proposal.largest_loss + largest)
    found = [(run.chosen, run.plan)]
    while len(found) <= count:
        grid = Grid(problem, run.paths, near, [(run.paths.loss, proposal.total_loss + total)])
        other = _farthest(
            search, grid, [_shared(run, near, rows) for rows, _ in found], len(proposal.assignment)
        )
        if other is None:
            break
        found.append(other)
    return tuple(_as_proposal(run, *plan, proposal) for plan in found[1:])


def _shared(run: Run, near: NDArray[np.int64], plan: NDArray[np.int64]) -> NDArray[np.int64]:
    """(near,) in how many cells each path is the same as this plan."""
    whose = run.paths.whose(near)
    hosts = run.paths.hosts
    return ((hosts[near] == hosts[plan][whose]) & (hosts[near] >= 0)).sum(axis=1)


def _farthest(
    search: Search, grid: Grid, shared: Sequence[NDArray[np.int64]], cells: int
) -> tuple[NDArray[np.int64], Plan] | None:
    """The plan whose nearest neighbour among the earlier ones is farthest; None when there is no other."""
    most = grid.model.new_int_var(0, max(cells - 1, 0), "")
    for same in shared:
        grid.model.add(cp_model.LinearExpr.weighted_sum(grid.literals, same.tolist()) <= most)
    chosen = grid.minimise(search, most).chosen
    return None if chosen is None else grid.found(chosen)


def _as_proposal(run: Run, rows: NDArray[np.int64], plan: Plan, proposal: Proposal) -> Proposal:
    """The alternative on the scale of the proposal: the same levels, with what they are here."""
    run.chosen, run.plan = rows, plan
    losses = run.paths.loss[rows]
    values = {
        "largest": int(losses.max(initial=0)),
        "sum": int(losses.sum()),
        "changes": int(run.paths.changes[rows].sum()),
    }
    run.levels = [
        replace(
            level,
            value=values[level.name] if level.threshold is None else int((losses >= level.threshold).sum()),
        )
        for level in proposal.levels
    ]
    return run.proposal(proposal.objective)
