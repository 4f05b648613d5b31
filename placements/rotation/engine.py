"""OR-Tools CP-SAT with one clock, somebody who watches, and the same search everywhere.

Importing it takes a second or two and tens of megabytes: only the job that solves does.
"""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TypeVar

from ortools.sat.python import cp_model

from placements.rotation.answers import Progress

HEARTBEAT = 0.2
"""Seconds between two times of telling how far a long solve is."""

Result = TypeVar("Result")

OnProgress = Callable[[Progress], bool]
"""Is told how far the search is; answers whether to go on."""


def go_on(_: Progress) -> bool:
    return True


class Over(TimeoutError):
    """The time was up, or somebody said stop, in the middle of something that is of no use half done."""


@dataclass
class Search:
    """One search with one clock: at most `time_limit` seconds, and until `on_progress` says no.

    `effort`: how much one solve may do, in the solver's own measure, which is the same on every machine.
    """

    time_limit: float
    on_progress: OnProgress = go_on
    level: str = ""
    stopped: bool = False
    effort: float = math.inf
    began: float = field(default_factory=time.monotonic)
    said: tuple[int | None, int] = (None, 0)
    told_at: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        return max(self.time_limit - self.seconds, 0.0)

    @property
    def is_over(self) -> bool:
        return self.stopped or self.left <= 0

    def tell(self, best: int | None, bound: int) -> None:
        """Who said stop is told nothing more."""
        self.said, self.told_at = (best, bound), time.monotonic()
        if not self.stopped and not self.on_progress(Progress(self.level, best, bound, self.seconds)):
            self.stopped = True

    def begin(self, level: str, best: int | None = None, bound: int = 0) -> None:
        self.level, self.said = level, (best, bound)

    def pulse(self) -> bool:
        """Whether to go on. Asked in long work, and it tells that it is still there."""
        if time.monotonic() - self.told_at >= HEARTBEAT and not self.stopped:
            self.tell(*self.said)
        return not self.is_over

    def part(self, share: float) -> "Search":
        """A search for some of the time that is left, which stops when this one is stopped."""

        def watch(_: Progress) -> bool:
            return self.pulse()

        return Search(self.left * share, watch, self.level, self.stopped)

    def must_go_on(self) -> None:
        if not self.pulse():
            raise Over

    def beside(self, work: Callable[[], Result], stop: Callable[[], object]) -> Result:
        """Long work in a thread of its own, so that the caller's can tell and be told to stop."""
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(work)
            while wait([running], timeout=HEARTBEAT).not_done:
                if not self.pulse():
                    stop()
        return running.result()

    def solver(self) -> cp_model.CpSolver:
        """One worker and a fixed seed: the same search everywhere."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = self.left
        solver.parameters.max_deterministic_time = self.effort
        return solver


@dataclass(frozen=True)
class Outcome:
    """What one solve gave. `value` and `chosen` are None when there is no solution (or none was found)."""

    value: int | None
    bound: int
    chosen: tuple[int, ...] | None
    impossible: bool

    @property
    def is_sure(self) -> bool:
        return self.impossible or self.value == self.bound


def minimise(
    search: Search,
    model: cp_model.CpModel,
    cost: cp_model.LinearExprT | None,
    literals: Sequence[cp_model.IntVar],
    least: int = 0,
) -> Outcome:
    """Solve for the smallest cost, or for any solution without one; `least`: no cost can be below it.

    `chosen` holds the indices in `literals` of those that are true. Once the clock has run out or somebody
    said stop, nothing is searched.
    """
    if search.is_over:
        return Outcome(None, least, None, impossible=False)
    if cost is not None:
        model.minimize(cost)
    solver = search.solver()
    status = _solve(search, solver, model, least)
    model.clear_objective()
    if status == cp_model.INFEASIBLE:
        return Outcome(None, least, None, impossible=True)
    bound = least if cost is None else max(least, _whole(solver.best_objective_bound))
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Outcome(None, bound, None, impossible=False)
    value = least if cost is None else round(solver.objective_value)
    chosen = tuple(place for place, literal in enumerate(literals) if solver.boolean_value(literal))
    return Outcome(value, min(bound, value), chosen, impossible=False)


def _solve(search: Search, solver: cp_model.CpSolver, model: cp_model.CpModel, least: int) -> object:
    """Solves beside the caller, who is told how far it is and can say stop at any moment."""
    search.said = (None, least)

    def better_bound(value: float) -> None:
        search.said = (search.said[0], max(least, _whole(value)))

    class Better(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            search.said = (round(self.objective_value), search.said[1])

    solver.best_bound_callback = better_bound
    return search.beside(lambda: solver.solve(model, Better()), solver.stop_search)


def _whole(bound: float) -> int:
    """A bound on a whole number, from a fraction of it."""
    return math.ceil(bound - 1e-6)
