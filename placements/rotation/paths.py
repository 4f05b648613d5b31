"""The paths of one trainee: which place in each period, by the rules that concern nobody else.

A path is scored as a whole and filtered as a whole, so that what is left between people is seats and pairs
only. All paths of a cohort stand in arrays, because there can be millions.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placements.rotation.alone import alone
from placements.rotation.engine import Over, Search
from placements.rotation.groups import Open, Places, worth
from placements.rotation.problem import Assignment, Problem, Trainee
from placements.rotation.scoring import seen

WHOLE = 100_000
"""So many paths of whole hosts are searched as they are; beyond it hosts stand together."""

MOST = 5_000_000
"""As many paths as fit into a gigabyte, with what is computed about each."""

Choices = list[dict[str, list[int]]]
"""For each trainee and period the places that are looked at."""


@dataclass(frozen=True)
class Paths:
    """Every allowed path of every trainee, a row each, those of one trainee together.

    `hosts`: (rows, periods) numbers in `places`, -1 where the trainee is not there. `loss`, `changes`:
    (rows,). `first`: (trainees,) the first row of each. `best`: the points each could have alone.
    `are_all`: none was left out; otherwise nothing is certain about what is best.
    """

    places: Places
    hosts: NDArray[np.int16]
    loss: NDArray[np.int64]
    changes: NDArray[np.int64]
    first: NDArray[np.int64]
    best: tuple[int, ...]
    are_all: bool

    def __len__(self) -> int:
        return len(self.loss)

    def whose(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """(rows,) for each of these rows the place of its trainee in problem.trainees."""
        return np.searchsorted(self.first, rows, side="right") - 1


def paths(
    problem: Problem, search: Search, plan: Assignment, may: Open, whole: int = WHOLE, most: int = MOST
) -> Paths:
    """All paths. Every trainee has at least one where the problem has a plan. Above `whole` of them, hosts
    stand together; above `most` there are only some of them, those of `plan` among them. When the search is
    over before they are made, there are only those of `plan`."""
    try:
        return _paths_of_all(problem, search, plan, may, whole, most)
    except Over:
        return _as_planned(problem, plan, may)


def _paths_of_all(
    problem: Problem, search: Search, plan: Assignment, may: Open, whole: int, most: int
) -> Paths:
    search.must_go_on()
    places = Places(problem, may, together=_number(may) > whole)
    choices = [{period: places.choice(who, period) for period in own} for who, own in enumerate(may)]
    are_all = _number(choices) <= most
    chosen = choices if are_all else _fewer(places, choices, plan, most)
    blocks, best = [], []
    for who, own in enumerate(chosen):
        search.must_go_on()
        blocks.append(_paths(places, who, own))
        best.append(None if are_all else alone(problem, problem.trainees[who], may[who]))
    return _table(places, blocks, best, are_all=are_all)


def _as_planned(problem: Problem, plan: Assignment, may: Open) -> Paths:
    number = {host.key: place for place, host in enumerate(problem.hosts)}
    places = Places(problem, may, together=False)
    blocks = [
        _paths(places, who, {period: [number[plan[trainee.key, period]]] for period in trainee.periods})
        for who, trainee in enumerate(problem.trainees)
    ]
    best = [alone(problem, trainee, own) for trainee, own in zip(problem.trainees, may, strict=True)]
    return _table(places, blocks, best, are_all=False)


def _table(
    places: Places, blocks: Sequence[NDArray[np.int16]], best: Sequence[int | None], *, are_all: bool
) -> Paths:
    """`best`: where it is None, it is the most that any of the paths gives."""
    problem = places.problem
    points = [_points(places, who, block) for who, block in enumerate(blocks)]
    tops = [int(own.max(initial=0)) if top is None else top for own, top in zip(points, best, strict=True)]
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
        are_all=are_all,
    )


def _number(choices: Choices) -> int:
    return sum(math.prod(len(found) for found in own.values()) for own in choices)


def _fewer(places: Places, choices: Choices, plan: Assignment, most: int) -> Choices:
    """So few in each period that there are no more than `most` paths: the one of the plan, and the dearest of
    each sector."""
    problem = places.problem
    number = {host.key: place for place, host in enumerate(problem.hosts)}
    few = max(int((most / len(choices)) ** (1 / len(problem.periods))), 1)
    fewer: Choices = []
    for who, (trainee, own) in enumerate(zip(problem.trainees, choices, strict=True)):
        order = _dearest_first(places, who)
        fewer.append({})
        for period, found in own.items():
            host = number[plan[trainee.key, period]]
            first = places.of[who].get(host, host)
            fewer[who][period] = sorted(found, key=lambda place: (place != first, order[place]))[:few]
    return fewer


def _dearest_first(places: Places, who: int) -> dict[int, tuple[int, int, int]]:
    """By turns of each sector: how many of it go before, how few points it gives, and its number."""
    points, of = worth(places.problem, places.problem.trainees[who]), places.of[who]
    before: Counter[int] = Counter()
    order: dict[int, tuple[int, int, int]] = {}
    for host in sorted(range(len(points)), key=lambda host: -points[host]):
        place, sector = of.get(host, host), int(places.sector[host])
        if place not in order:
            order[place] = (before[sector], -points[host], place)
            before[sector] += 1
    return order


def _paths(places: Places, who: int, choices: dict[str, list[int]]) -> NDArray[np.int16]:
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
        block = longer
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
