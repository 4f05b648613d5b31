"""The paths of one trainee: which host in each period, by the rules that concern nobody else.

A path is scored as a whole and filtered as a whole, so that what is left between people is seats and pairs
only. All paths of a cohort stand in arrays, because there can be millions.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placements.rotation.problem import Problem, Trainee
from placements.rotation.rules import barred
from placements.rotation.scoring import seen


@dataclass(frozen=True)
class Paths:
    """Every allowed path of every trainee, a row each, those of one trainee together.

    `hosts`: (rows, periods) places in problem.hosts, -1 where the trainee is not there. `loss`, `changes`:
    (rows,). `first`: (trainees,) the first row of each. `best`: the points each could have alone.
    """

    hosts: NDArray[np.int16]
    loss: NDArray[np.int64]
    changes: NDArray[np.int64]
    first: NDArray[np.int64]
    best: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.loss)

    def whose(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """(rows,) for each of these rows the place of its trainee in problem.trainees."""
        return np.searchsorted(self.first, rows, side="right") - 1


def paths(problem: Problem) -> Paths:
    """All paths. Every trainee has at least one where the problem has a plan."""
    blocks = [_paths(problem, trainee) for trainee in problem.trainees]
    points = [
        _points(problem, trainee, block) for trainee, block in zip(problem.trainees, blocks, strict=True)
    ]
    best = tuple(int(own.max(initial=0)) for own in points)
    sizes = [len(block) for block in blocks]
    return Paths(
        hosts=np.concatenate([np.empty((0, len(problem.periods)), np.int16), *blocks]),
        loss=np.concatenate(
            [np.empty(0, np.int64), *(top - own for top, own in zip(best, points, strict=True))]
        ),
        changes=np.concatenate(
            [
                np.empty(0, np.int64),
                *(_changes(problem, *pair) for pair in zip(problem.trainees, blocks, strict=True)),
            ]
        ),
        first=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)[: len(sizes)],
        best=best,
    )


def allowed(problem: Problem, trainee: Trainee, period: str) -> list[int]:
    """Places in problem.hosts where nothing but the others could keep this trainee away."""
    return [
        place
        for place, host in enumerate(problem.hosts)
        if next(barred(problem, trainee, host.key, period), None) is None
    ]


def _paths(problem: Problem, trainee: Trainee) -> NDArray[np.int16]:
    """Period after period: each beginning with each host that may follow it."""
    block = np.full((1, len(problem.periods)), -1, np.int16)
    for column, period in enumerate(problem.periods):
        if period not in trainee.periods:
            continue
        choice = np.array(allowed(problem, trainee, period), np.int16)
        longer = np.repeat(block, len(choice), axis=0)
        longer[:, column] = np.tile(choice, len(block))
        for earlier in range(column):
            if not _may_repeat(problem, trainee, problem.periods[earlier], period):
                longer = longer[longer[:, earlier] != longer[:, column]]
        block = longer
    return block


def _may_repeat(problem: Problem, trainee: Trainee, earlier: str, later: str) -> bool:
    """Both agreed, and for one of them somebody said why it is a second time."""
    pins = [problem.pinned.get((trainee.key, period)) for period in (earlier, later)]
    return all(pins) and any(pin.again for pin in pins if pin)


def _points(problem: Problem, trainee: Trainee, block: NDArray[np.int16]) -> NDArray[np.int64]:
    ranked = np.array(
        [problem.weights.of_rank(trainee.rank(host.key)) for host in problem.hosts] + [0], np.int64
    )
    names = {
        sector: number for number, sector in enumerate(dict.fromkeys(host.sector for host in problem.hosts))
    }
    before = np.array([host.sector in seen(problem, trainee) for host in problem.hosts] + [True])
    sector = np.array([names[host.sector] for host in problem.hosts] + [-1], np.int16)
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
