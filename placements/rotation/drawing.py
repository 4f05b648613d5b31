"""The stated rule between equally good plans: a draw that anybody can repeat.

From the seed, each trainee, period and host draws a number; the plan with the smallest sum is taken. The
numbers depend on no order and on no machine, so neither does the plan.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from placements.rotation.paths import Paths
from placements.rotation.problem import Problem

BYTES = 3


def draws(problem: Problem, paths: Paths) -> NDArray[np.int64]:
    """(paths,) the sum of what the cells of each path draw; a group draws as the first of its hosts by
    name."""
    size = max(int(paths.hosts.max(initial=0)) + 1, len(problem.hosts)) + 1
    drawn = np.zeros((len(problem.trainees), size, len(problem.periods)), np.int64)
    for who, trainee in enumerate(problem.trainees):
        for when, period in enumerate(problem.periods):
            for where in paths.places.choice(who, period) if period in trainee.periods else ():
                hosts = paths.places.members[who].get(where, [where])
                name = min(problem.hosts[host].key for host in hosts)
                drawn[who, where, when] = number(problem.seed, trainee.key, name, period)
    whose = paths.whose(np.arange(len(paths)))
    return sum(
        (drawn[whose, paths.hosts[:, when], when] for when in range(len(problem.periods))),
        start=np.zeros(len(paths), np.int64),
    )


def number(seed: int, trainee: str, host: str, period: str) -> int:
    text = f"{seed}/{trainee}/{host}/{period}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=BYTES).digest())
