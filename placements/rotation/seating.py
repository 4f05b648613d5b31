"""The seats of a problem as numbers: each host in each period, and beyond these each group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placements.rotation.groups import Places
from placements.rotation.problem import Problem


@dataclass(frozen=True)
class Seating:
    """`least`, `most`: (seats,) how many each is given. In groups nobody stays, and `links` lead on to hosts
    (group, host, at most how many)."""

    least: NDArray[np.float64]
    most: NDArray[np.float64]
    links: NDArray[np.int64]


def seating(problem: Problem, places: Places) -> Seating:
    width = len(problem.periods)
    seats = [problem.seat_at.get((host.key, period)) for host in problem.hosts for period in problem.periods]
    groups = len(places.sectors) * width if places.has_groups else 0
    most = np.array([seat.maximum if seat else 0 for seat in seats] + [0] * groups, float)
    return Seating(
        least=np.array([seat.minimum if seat else 0 for seat in seats] + [0] * groups, float),
        most=most,
        links=_links(places, width, most) if groups else np.empty((0, 3), np.int64),
    )


def cells(problem: Problem, places: Places, hosts: NDArray[np.int16]) -> NDArray[np.int32]:
    """(rows, periods) the number of the seat that is taken; -1 where somebody is not there."""
    width = len(problem.periods)
    rooms = places.room(hosts)
    return np.where(rooms < 0, -1, rooms * width + np.arange(width, dtype=np.int32)).astype(np.int32)


def _links(places: Places, width: int, most: NDArray[np.float64]) -> NDArray[np.int64]:
    """From the seats of each group to those of the hosts in its sector."""
    hosts = len(places.sector)
    seats = np.array([host * width + column for host in range(hosts) for column in range(width)], np.int64)
    groups = (hosts + np.repeat(places.sector, width)) * width + np.tile(np.arange(width), hosts)
    links = np.stack([groups, seats, most[seats].astype(np.int64)], axis=1)
    return links[links[:, 2] > 0]
