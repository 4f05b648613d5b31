"""The paths of one trainee: which place in each period, by the rules that concern nobody else.

A path is scored as a whole and filtered as a whole, so that what is left between people is seats and pairs
only. All paths of a cohort stand in arrays, because there can be millions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placements.rotation.alone import alone
from placements.rotation.cellwise import Cellwise, Prices
from placements.rotation.engine import Over, Search
from placements.rotation.groups import Open, Places, worth
from placements.rotation.problem import Assignment, Objective, Problem, Trainee
from placements.rotation.scoring import seen
from placements.rotation.seating import cells, seating

WHOLE = 100_000
"""So many paths of whole hosts are searched as they are; beyond it hosts stand together."""

MOST = 5_000_000
"""As many paths as fit into a gigabyte, with what is computed about each."""

NEAR = 1_500
"""Where they do not fit, so many paths of each trainee, and on the way to them so many beginnings."""

SCATTER = 2654435761
"""Multiplied by it, neighbouring numbers lie far apart (Knuth): of equals, paths of all kinds are tried."""

PART = 0.4
"""Of the time that is left, what finding prices may take."""

Choices = list[dict[str, list[int]]]
"""For each trainee and period the places that are looked at."""


@dataclass(frozen=True)
class Paths:
    """Every allowed path of every trainee, a row each, those of one trainee together.

    `hosts`: (rows, periods) numbers in `places`, -1 where the trainee is not there. `loss`, `changes`:
    (rows,). `first`: (trainees,) the first row of each. `best`: the points each could have alone.
    `are_all`: none was left out; otherwise `beyond` says what is certain about what is best, if anything.
    """

    places: Places
    hosts: NDArray[np.int16]
    loss: NDArray[np.int64]
    changes: NDArray[np.int64]
    first: NDArray[np.int64]
    best: tuple[int, ...]
    are_all: bool
    beyond: Cellwise | None = None

    def __len__(self) -> int:
        return len(self.loss)

    def whose(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """(rows,) for each of these rows the place of its trainee in problem.trainees."""
        return np.searchsorted(self.first, rows, side="right") - 1


def paths(
    problem: Problem,
    search: Search,
    plan: Assignment,
    may: Open,
    objective: Objective = "fair",
    *,
    whole: int = WHOLE,
    most: int = MOST,
) -> Paths:
    """All paths. Every trainee has at least one where the problem has a plan. Above `whole` of them, hosts
    stand together; above `most` there are only some of them, those of `plan` among them. When the search is
    over before they are made, there are only those of `plan`."""
    try:
        search.must_go_on()
        found = _all(problem, search, may, whole, most)
        return _some(problem, search, plan, may, objective) if found is None else found
    except Over:
        return _as_planned(problem, plan, may)


def _all(problem: Problem, search: Search, may: Open, whole: int, most: int) -> Paths | None:
    """None when there are too many."""
    places = Places(problem, may, together=_number(may) > whole)
    choices = places.choices()
    if _number(choices) > most:
        return None
    blocks = []
    for who, own in enumerate(choices):
        search.must_go_on()
        blocks.append(_paths(places, who, own))
    return _table(places, blocks, None)


def _some(problem: Problem, search: Search, plan: Assignment, may: Open, objective: Objective) -> Paths:
    """Of each trainee those that are cheapest when seats have their price, and the one of the plan."""
    places = Places(problem, may, together=True)
    choices = places.choices()
    best = []
    for trainee, own in zip(problem.trainees, may, strict=True):
        search.must_go_on()
        best.append(alone(problem, trainee, own))
    beyond = Cellwise(problem, places, choices, best)
    prices = beyond.prices(search.part(PART), objective)
    planned = _planned(places, plan)
    blocks = []
    for who, own in enumerate(choices):
        search.must_go_on()
        near = Near(places, who, prices)
        blocks.append(np.unique(np.vstack([_paths(places, who, own, near), planned[who]]), axis=0))
    return _table(places, blocks, best, beyond)


def _as_planned(problem: Problem, plan: Assignment, may: Open) -> Paths:
    places = Places(problem, may, together=False)
    best = [alone(problem, trainee, own) for trainee, own in zip(problem.trainees, may, strict=True)]
    return _table(places, np.split(_planned(places, plan), len(best)) if best else [], best)


def _planned(places: Places, plan: Assignment) -> NDArray[np.int16]:
    """(trainees, periods) where the plan leads them."""
    problem = places.problem
    number = {host.key: place for place, host in enumerate(problem.hosts)}
    rows = np.full((len(problem.trainees), len(problem.periods)), -1, np.int16)
    for who, trainee in enumerate(problem.trainees):
        for column, period in enumerate(problem.periods):
            if period in trainee.periods:
                host = number[plan[trainee.key, period]]
                rows[who, column] = places.of[who].get(host, host)
    return rows


def _table(
    places: Places,
    blocks: Sequence[NDArray[np.int16]],
    best: Sequence[int] | None,
    beyond: Cellwise | None = None,
) -> Paths:
    """`best`: the most points that anybody could have; when these are all paths, the most that any gives."""
    problem = places.problem
    points = [_points(places, who, block) for who, block in enumerate(blocks)]
    tops = [int(own.max(initial=0)) for own in points] if best is None else best
    sizes = [len(block) for block in blocks]
    changes = [_changes(problem, *pair) for pair in zip(problem.trainees, blocks, strict=True)]
    none = np.empty(0, np.int64)
    return Paths(
        places=places,
        hosts=np.concatenate([np.empty((0, len(problem.periods)), np.int16), *blocks]),
        loss=np.concatenate([none, *(top - own for top, own in zip(tops, points, strict=True))]),
        changes=np.concatenate([none, *changes]),
        first=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)[: len(sizes)],
        best=tuple(tops),
        are_all=best is None,
        beyond=beyond,
    )


def _number(choices: Choices) -> int:
    return sum(math.prod(len(found) for found in own.values()) for own in choices)


class Near:
    """Keeps the cheapest beginnings of paths of one trainee."""

    def __init__(self, places: Places, who: int, prices: Prices | None) -> None:
        self.places, self.who = places, who
        self.prices = prices or Prices(np.zeros(len(seating(places.problem, places).most)), None, 0.0)

    def __call__(self, block: NDArray[np.int16]) -> NDArray[np.int16]:
        if len(block) <= NEAR:
            return block
        scattered = np.arange(len(block)) * SCATTER % 2**32
        order = np.lexsort((scattered, self._cost(block).round(6)))
        return block[np.sort(order[:NEAR])]

    def _cost(self, block: NDArray[np.int16]) -> NDArray[np.float64]:
        problem, prices = self.places.problem, self.prices
        weight = 1.0 if prices.points is None else prices.points[self.who]
        taken = cells(problem, self.places, block)
        paid = np.append(prices.seats, 0.0)[taken].sum(axis=1)
        changed = _changes(problem, problem.trainees[self.who], block)
        return prices.changes * changed - weight * _points(self.places, self.who, block) - paid


def _paths(
    places: Places, who: int, choices: dict[str, list[int]], near: Near | None = None
) -> NDArray[np.int16]:
    """Period after period: each beginning with each place that may follow it."""
    problem, trainee = places.problem, places.problem.trainees[who]
    block = np.full((1, len(problem.periods)), -1, np.int16)
    for column, period in enumerate(problem.periods):
        if period not in trainee.periods:
            continue
        choice = np.array(choices[period], np.int16)
        longer = np.repeat(block, len(choice), axis=0)
        longer[:, column] = np.tile(choice, len(block))
        is_group = longer[:, column] >= len(problem.hosts)
        for earlier in range(column):
            if not _may_repeat(problem, trainee, problem.periods[earlier], period):
                same = longer[:, earlier] == longer[:, column]
                keep = ~same | is_group
                longer, is_group = longer[keep], is_group[keep]
        block = near(longer) if near else longer
    return block


def _may_repeat(problem: Problem, trainee: Trainee, earlier: str, later: str) -> bool:
    """Both agreed, and for one of them somebody said why it is a second time."""
    pins = [problem.pinned.get((trainee.key, period)) for period in (earlier, later)]
    return all(pins) and any(pin.again for pin in pins if pin)


def _points(places: Places, who: int, block: NDArray[np.int16]) -> NDArray[np.int64]:
    problem, trainee = places.problem, places.problem.trainees[who]
    own = places.of[who]
    size = max([len(problem.hosts), *(place + 1 for place in own.values())]) + 1
    ranked, sector = np.zeros(size, np.int64), np.full(size, -1, np.int16)
    before = np.ones(size, np.bool_)
    points_of, sectors = worth(problem, trainee), seen(problem, trainee)
    for number, host in enumerate(problem.hosts):
        for place in (number, own.get(number, number)):
            ranked[place] = points_of[number]
            sector[place] = places.sector[number]
            before[place] = host.sector in sectors
    points = ranked[block].sum(axis=1, dtype=np.int64)
    for column in range(block.shape[1]):
        is_new = ~before[block[:, column]]
        for earlier in range(column):
            is_new &= sector[block[:, earlier]] != sector[block[:, column]]
        points += problem.weights.sector * is_new.astype(np.int64)
    return points


def _changes(problem: Problem, trainee: Trainee, block: NDArray[np.int16]) -> NDArray[np.int64]:
    """Cells that differ from the plan in force; what was empty there does not count."""
    place = {host.key: number for number, host in enumerate(problem.hosts)}
    changes = np.zeros(len(block), np.int64)
    for column, period in enumerate(problem.periods):
        if (trainee.key, period) in problem.current and period in trainee.periods:
            changes += block[:, column] != place.get(problem.current[trainee.key, period], -1)
    return changes
