"""The best plan by an objective, level after level; each level is kept while the next is improved.

fair: the largest loss, then the sum. leximin: the losses from worst to best. most: the sum. fewest: the
number of changed cells, then the largest loss, then the sum. Plans that are equally good at every level are
told apart by what earlier plans cost people, then by numbers drawn from the seed.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from placements.rotation.answers import Impossible, Level, Proposal
from placements.rotation.changes import Change
from placements.rotation.drawing import draws
from placements.rotation.engine import OnProgress, Outcome, Over, Search, go_on
from placements.rotation.explaining import first_plan, why_not
from placements.rotation.grid import Grid
from placements.rotation.groups import openings
from placements.rotation.laying import Plan, lay
from placements.rotation.master import SLACK
from placements.rotation.paths import MOST, PART, SCATTER, WHOLE, Paths, paths
from placements.rotation.problem import Assignment, Objective, Problem
from placements.rotation.relaxation import Relaxation

Costs = NDArray[np.int64]
Rows = NDArray[np.int64]


FEW = ((2, 24), (12, 48))
"""How many paths of each trainee are tried before all that could be in the best plan: of those whom the
linear programme gives one path, and of those whom it divides over several."""

PAIRED = 8
"""So many times more for those in pairs, of which the linear programme knows nothing."""

STUCK, AROUND = 48, 4
"""Paths of each trainee that are searched when groups do not lead on to hosts: of those who were stuck,
and of the others."""

SOME = 200
"""Paths of each trainee, on average, among which those few are looked for."""

EFFORT = 4.0
"""What one solve may take where plans are equally good, or where these are not all paths and they prove
nothing; in seconds or so, the same on every machine."""


def solve(
    problem: Problem,
    objective: Objective = "fair",
    time_limit: float = 60.0,
    on_progress: OnProgress = go_on,
    *,
    whole: int = WHOLE,
    most: int = MOST,
) -> Proposal | Impossible:
    """The best plan found within `time_limit` seconds, with what is proved about it.

    `on_progress` is told a few times a second how far the search is, and answers whether to go on; if not,
    the best so far is returned. A plan that is not proved says at each level how much better it could be.
    Raises TimeoutError when the time was too short to find any plan or to show that there is none.
    """
    search = Search(time_limit, on_progress)
    search.begin("first")
    may = openings(problem, search)
    plan = first_plan(problem, search, may)
    if plan is None:
        return why_not(problem, search)
    known, bound = paths(problem, search, plan, may, objective, whole=whole, most=most), 0
    for exact in (False, True):
        run = Run(problem, search, plan, known, exact=exact)
        STEPS[objective](run)
        bound = run.is_at_least(bound)
        if run.lay():
            run.settle()
            break
    return run.proposal(objective)


def repair(
    problem: Problem, plan: Assignment, time_limit: float = 60.0, on_progress: OnProgress = go_on
) -> Proposal | Impossible:
    """The plan that differs from `plan` in the fewest cells and keeps every rule of the problem."""
    return solve(replace(problem, current=plan), "fewest", time_limit, on_progress)


def what_if(
    problem: Problem,
    changes: Iterable[Change],
    plan: Assignment,
    time_limit: float = 60.0,
    on_progress: OnProgress = go_on,
) -> Proposal | Impossible:
    """The plan nearest to `plan` after these changes, one after the other. Raises Malformed when they name
    what is not there."""
    for change in changes:
        problem = change(problem)
    present = problem.cells
    kept = {cell: host for cell, host in plan.items() if cell in present}
    return repair(problem, kept, time_limit, on_progress)


@dataclass(frozen=True)
class Found:
    """`bound`: no plan of the paths in play costs less. `through`: nor one that uses this path.
    `exists`: there is a plan."""

    bound: int
    through: NDArray[np.float64]
    exists: bool


class Run:
    """A search under way: the best plan so far, the paths still in play, the levels already reached."""

    def __init__(
        self, problem: Problem, search: Search, plan: Assignment, paths: Paths, *, exact: bool = True
    ) -> None:
        self.problem, self.search, self.paths = problem, search, paths
        self.exact = exact or not paths.places.has_groups
        self.rows: Rows = np.arange(len(self.paths))
        self.used = np.zeros(len(self.paths), np.bool_)
        self.kept: list[tuple[Costs, int]] = []
        self.levels: list[Level] = []
        self.settled = self.by_rule = False
        paired = {key for pair in problem.pairs for key in (pair.first, pair.second)}
        self.paired = [who for who, key in enumerate(problem.named) if key in paired]
        self.plan: Plan = self._places(plan)
        self.chosen: Rows = self._find()
        if not paths.are_all:
            search.effort = EFFORT

    def _places(self, plan: Assignment) -> Plan:
        place = {host.key: number for number, host in enumerate(self.problem.hosts)}
        return np.array(
            [
                [
                    place[plan[trainee.key, period]] if period in trainee.periods else -1
                    for period in self.problem.periods
                ]
                for trainee in self.problem.trainees
            ],
            np.int64,
        ).reshape(len(self.problem.trainees), len(self.problem.periods))

    def _find(self) -> Rows:
        """The rows of the plan, one for each trainee."""
        ends = np.append(self.paths.first, len(self.paths))[1:]
        found = []
        for who, (first, end) in enumerate(zip(self.paths.first, ends, strict=True)):
            of = self.paths.places.of[who]
            places = [of.get(host, host) for host in self.plan[who].tolist()]
            found.append(first + int(np.flatnonzero((self.paths.hosts[first:end] == places).all(axis=1))[0]))
        return np.array(found, np.int64)

    def value(self, cost: Costs) -> int:
        return int(cost[self.chosen].sum())

    def level(self, name: str, cost: Costs, threshold: int | None = None) -> None:
        """The smallest total of a cost, kept from here on."""
        self.search.begin(name, self.value(cost))
        sure = self._beyond(name, threshold)
        found = self.smallest(cost, known=True)
        value = self.value(cost)
        self._reach(Level(name, value, found.bound, threshold), sure)
        self.search.tell(value, self.levels[-1].bound)
        self._keep(cost, found)

    def is_at_least(self, bound: int) -> int:
        """What is certain of the first level, also when that was found in an earlier run."""
        first = self.levels[0]
        self.levels[0] = replace(first, bound=min(first.value, max(first.bound, bound)))
        return self.levels[0].bound

    def _beyond(self, name: str, threshold: int | None = None) -> int:
        """What is certain of a level when these are not all paths."""
        if self.paths.beyond is None or self.search.is_over:
            return 0
        return self.paths.beyond.bound(self.search.part(PART), self.levels, name, threshold)

    def _reach(self, level: Level, sure: int) -> None:
        known = level.bound if self.paths.are_all else min(sure, level.value)
        self.levels.append(replace(level, bound=known))

    def _keep(self, cost: Costs, found: Found) -> None:
        """Nothing may cost more of this from here on, so what would is out of play."""
        value = self.value(cost)
        self.kept.append((cost, value))
        self.rows = self.rows[found.through <= value + SLACK]

    def largest(self) -> None:
        """The smallest largest loss, which says what paths may be used at all.

        Halving finds the first loss at which people divided over paths would fit; from there upward whole
        people are tried.
        """
        self.search.begin("largest", int(self.paths.loss[self.chosen].max(initial=0)))
        sure = self._beyond("largest")
        everything, loss = self.rows, self.paths.loss[self.rows]
        steps = np.unique(loss[loss <= self.paths.loss[self.chosen].max(initial=0)]).tolist() or [0]
        low = bisect_left(
            steps, True, hi=len(steps) - 1, key=lambda step: self._fits(everything[loss <= step])
        )
        for step in steps[low:]:
            self.rows = everything[loss <= step]
            self.search.tell(int(self.paths.loss[self.chosen].max(initial=0)), step)
            if self.search.is_over or self.smallest(self.paths.loss, known=self._is_within(step)).exists:
                break
        value = int(self.paths.loss[self.chosen].max(initial=0))
        self.rows = everything[loss <= value]
        self._reach(Level("largest", value, step), sure)

    def _fits(self, rows: Rows) -> bool:
        return self.search.is_over or self._relaxation(rows).violation(self.search) <= SLACK

    def _relaxation(self, rows: Rows) -> Relaxation:
        return Relaxation(self.problem, self.paths, rows, self.kept, self.used)

    def _is_within(self, step: int) -> bool:
        return bool((self.paths.loss[self.chosen] <= step).all())

    def smallest(self, cost: Costs, *, known: bool) -> Found:
        """The plan with the smallest total of the paths in play becomes the chosen one, if there is any.

        `known`: the chosen plan is one of them already. Only paths are searched that can be in a plan hardly
        dearer than the bound. When the best of those is no dearer, nothing outside them can be better.
        """
        if self.search.is_over:
            return Found(0, np.full(len(self.rows), -np.inf), exists=known)
        relaxed = self._relaxation(self.rows).minimise(self.search, cost[self.rows])
        bound = max(0, math.ceil(relaxed.bound - SLACK)) if math.isfinite(relaxed.bound) else 0
        for limit, few in zip((bound, self._limit(relaxed.through)), FEW, strict=True):
            if not self.search.is_over and not (known and bound >= self.value(cost)):
                near = self._nearest(np.flatnonzero(relaxed.through <= limit + SLACK), relaxed.through, few)
                known = self._improve(cost, near, bound, known=known).chosen is not None or known
        room = 0
        while not self.search.is_over and not (known and bound >= self.value(cost)):
            limit = min(bound + room, self.value(cost)) if known else bound + room
            near = np.flatnonzero(relaxed.through <= limit + SLACK)
            found = self._improve(cost, near, bound, known=known)
            if found.impossible and len(near) == len(self.rows):
                return Found(limit + 1, relaxed.through, exists=False)
            known = known or found.chosen is not None
            bound = max(bound, limit + 1 if found.impossible else min(found.bound, limit + 1))
            if not found.is_sure:
                break
            room = 2 * room + (max(1, (self.value(cost) - bound) // 32) if known else 1)
        return Found(min(bound, self.value(cost)) if known else bound, relaxed.through, exists=known)

    def _improve(self, cost: Costs, near: Rows, bound: int, *, known: bool) -> Outcome:
        """Search among some of the rows in play; the chosen plan changes when one is found that costs less.

        The bound of what comes back is that of plans of these rows alone.
        """
        try:
            grid = Grid(
                self.problem, self.paths, self.rows[near], self.kept, search=self.search, exact=self.exact
            )
        except Over:
            return Outcome(None, bound, None, impossible=False)
        found = grid.minimise(grid.total(cost), bound)
        if found.value is not None and not (known and found.value >= self.value(cost)):
            self.chosen, self.plan = grid.found(found.chosen or ())
        return found

    def _limit(self, through: NDArray[np.float64]) -> float:
        """Up to here there are some paths for each trainee on average."""
        some = min(SOME * len(self.problem.trainees), len(through)) - 1
        return float(np.partition(through, some)[some]) if some >= 0 else 0.0

    def _nearest(self, near: Rows, through: NDArray[np.float64], few: tuple[int, int]) -> Rows:
        """Of these rows in play the few of each trainee that are often enough for the best."""
        used = self.rows[near][self.used[self.rows[near]]]
        is_divided = np.bincount(self.paths.whose(used), minlength=len(self.problem.trainees)) != 1
        most = np.where(is_divided, few[1], few[0])
        most[self.paired] = PAIRED * few[1]
        return self._few(near, through[near], most)

    def _few(self, near: Rows, through: NDArray[np.float64], most: NDArray[np.int64]) -> Rows:
        """Of these rows in play so many of each trainee: those in use, then those that make the whole least
        dear."""
        rows = self.rows[near]
        whose = self.paths.whose(rows)
        order = np.lexsort((rows * SCATTER % 2**32, np.where(self.used[rows], -np.inf, through), whose))
        begins = np.searchsorted(whose[order], whose[order])
        return np.sort(near[order][np.arange(len(order)) - begins < most[whose[order]]])

    def within(self, largest: int, total: int, most: int) -> Rows:
        """Of each trainee at most so many paths that can be in a plan with these losses."""
        self.rows = np.flatnonzero(self.paths.loss <= largest)
        relaxed = self._relaxation(self.rows).minimise(self.search, self.paths.loss[self.rows])
        near = np.flatnonzero(relaxed.through <= total + SLACK)
        each = np.full(len(self.problem.trainees), most)
        return self.rows[self._few(near, relaxed.through[near], each)]

    def settle(self) -> None:
        """Choose between plans that are equally good, as far as that takes no more than it is worth."""
        if self.search.is_over:
            return
        self.search.begin("ties")
        self.search.effort = EFFORT
        before = (self.chosen, self.plan)
        gave_up = np.array([trainee.gave_up for trainee in self.problem.trainees], np.int64)
        cost = gave_up[self.paths.whose(np.arange(len(self.paths)))] * self.paths.loss
        self.settled = not gave_up.any() or self._settle(cost)
        self.settled = self._settle(draws(self.problem, self.paths)) and self.settled
        if not self.lay():
            self.chosen, self.plan = before
            self.by_rule = False
        self.settled = self.settled and self.by_rule and self.paths.are_all

    def _settle(self, cost: Costs) -> bool:
        found = self.smallest(cost, known=True)
        self._keep(cost, found)
        return found.bound == self.value(cost)

    def lay(self) -> bool:
        """Hosts instead of groups, without making the plan worse: at once; or else by searching, first with
        other paths for those who were stuck, then with some for everybody."""
        grouped = self.paths.hosts[self.chosen].astype(np.int64)
        grouped[self.paired] = self.plan[self.paired]
        for start in (grouped, self.plan):
            laid = lay(self.paths.places, start)
            if not laid.stuck:
                self.plan = laid.plan
                self.by_rule = start is grouped and not (self.paired and self.paths.places.has_groups)
                return True
        stuck = np.zeros(len(self.problem.trainees), np.bool_)
        stuck[list(laid.stuck)] = True
        self.used[:] = False
        self.used[self.chosen] = True
        mosts = (np.where(stuck, STUCK, 1), np.where(stuck, STUCK, AROUND))
        return any(self._lead_on(most) for most in mosts if not self.search.is_over)

    def _lead_on(self, most: NDArray[np.int64]) -> bool:
        """By searching among so many paths of each trainee."""
        near = self._few(np.arange(len(self.rows)), np.zeros(len(self.rows)), most)
        try:
            grid = Grid(self.problem, self.paths, self.rows[near], self.kept, search=self.search)
        except Over:
            return False
        found = grid.minimise(None)
        if found.chosen is None:
            return False
        self.chosen, self.plan = grid.found(found.chosen)
        self.by_rule = False
        return True

    def proposal(self, objective: Objective) -> Proposal:
        people = list(
            zip(self.problem.trainees, self.plan.tolist(), self.paths.loss[self.chosen].tolist(), strict=True)
        )
        return Proposal(
            assignment={
                (trainee.key, period): self.problem.hosts[host].key
                for trainee, hosts, _ in people
                for period, host in zip(self.problem.periods, hosts, strict=True)
                if host >= 0
            },
            objective=objective,
            levels=tuple(self.levels),
            losses={trainee.key: loss for trainee, _, loss in people},
            best_alone={
                trainee.key: best
                for trainee, best in zip(self.problem.trainees, self.paths.best, strict=True)
            },
            settled=self.settled,
            seconds=self.search.seconds,
        )


def _fair(run: Run) -> None:
    run.largest()
    run.level("sum", run.paths.loss)


def _leximin(run: Run) -> None:
    """As few people as possible with the largest loss, then as few as possible with the next, and so on."""
    run.largest()
    for threshold in reversed(np.unique(run.paths.loss[run.rows]).tolist()):
        if threshold:
            run.level("above", (run.paths.loss >= threshold).astype(np.int64), threshold)


def _most(run: Run) -> None:
    run.level("sum", run.paths.loss)


def _fewest(run: Run) -> None:
    run.level("changes", run.paths.changes)
    _fair(run)


STEPS = {"fair": _fair, "leximin": _leximin, "most": _most, "fewest": _fewest}
