"""Other plans that are nearly as good, as different as possible from the first one and from each other."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from placements.rotation.answers import Proposal
from placements.rotation.engine import OnProgress, Over, Search, go_on
from placements.rotation.grid import Grid
from placements.rotation.groups import openings
from placements.rotation.laying import Plan
from placements.rotation.paths import paths
from placements.rotation.problem import Problem
from placements.rotation.solving import Run

CHOICE = 48
"""Paths of each trainee that are looked at; there are fewer where only few cost little more."""

EFFORT = 3.0
"""What looking for one other plan may take, in seconds or so; the same on every machine."""


def alternatives(
    problem: Problem,
    proposal: Proposal,
    count: int,
    *,
    largest: int = 2,
    total: int = 4,
    time_limit: float = 30.0,
    on_progress: OnProgress = go_on,
) -> tuple[Proposal, ...]:
    """At most `count` other plans, each as far as possible from all before it, counted in cells.

    No trainee loses more than `largest` points above the largest loss of the proposal, and all together no
    more than `total` above its sum. Fewer when there are no others within that distance, when there is no
    more time, or when `on_progress` answers that it is enough.
    """
    search = Search(time_limit, on_progress, effort=EFFORT)
    search.begin("others")
    plan, may = proposal.assignment, openings(problem, search)
    run = Run(problem, search, plan, paths(problem, search, plan, may, proposal.objective))
    near = run.within(proposal.largest_loss + largest, proposal.total_loss + total, CHOICE)
    found = [(run.chosen, run.plan)]
    with suppress(Over):
        while len(found) <= count:
            search.tell(None, 0)
            search.must_go_on()
            kept = [(run.paths.loss, proposal.total_loss + total)]
            grid = Grid(problem, run.paths, near, kept, search=search)
            shared = [_shared(run, near, rows) for rows, _ in found]
            other = _farthest(grid, shared, len(plan))
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
    grid: Grid, shared: Sequence[NDArray[np.int64]], cells: int
) -> tuple[NDArray[np.int64], Plan] | None:
    """The plan whose nearest neighbour among the earlier ones is farthest; None when there is no other."""
    most = grid.model.new_int_var(0, max(cells - 1, 0), "")
    for same in shared:
        grid.model.add(cp_model.LinearExpr.weighted_sum(grid.literals, same.tolist()) <= most)
    chosen = grid.minimise(most).chosen
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
