"""The most points a trainee could have with nobody else around: a flow, from sectors by hosts to periods."""

from collections import Counter

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from placements.rotation.groups import worth
from placements.rotation.problem import Problem, Trainee
from placements.rotation.scoring import seen


def alone(problem: Problem, trainee: Trainee, own: dict[str, list[int]]) -> int:
    """`own`: for each of their periods the hosts that are open to them. They have somewhere to go.

    One unit for each period. The first that goes through a sector earns its points, each host lets one
    through, and a period takes one.
    """
    if not own:
        return 0
    flow = SimpleMinCostFlow()
    hosts = sorted({host for found in own.values() for host in found})
    sectors = list(dict.fromkeys(problem.hosts[host].sector for host in hosts))
    of_host = {host: 1 + len(sectors) + place for place, host in enumerate(hosts)}
    end = 1 + len(sectors) + len(hosts) + len(own)
    arcs = [
        *_into_sectors(problem, trainee, sectors, len(own)),
        *_into_hosts(problem, trainee, sectors, of_host),
        *(
            (of_host[host], end - len(own) + place, 1, 0)
            for place, found in enumerate(own.values())
            for host in found
        ),
        *((end - len(own) + place, end, 1, 0) for place in range(len(own))),
    ]
    flow.add_arcs_with_capacity_and_unit_cost(*np.array(arcs, np.int64).T)
    flow.set_nodes_supplies(np.array([0, end]), np.array([len(own), -len(own)]))
    flow.solve()
    return -flow.optimal_cost()


Arc = tuple[int, int, int, int]
"""From, to, how many at most, and what each costs."""


def _into_sectors(problem: Problem, trainee: Trainee, sectors: list[str], most: int) -> list[Arc]:
    known = seen(problem, trainee)
    new = [
        (0, 1 + place, 1, -problem.weights.sector) for place, name in enumerate(sectors) if name not in known
    ]
    return [*new, *((0, 1 + place, most, 0) for place in range(len(sectors)))]


def _into_hosts(problem: Problem, trainee: Trainee, sectors: list[str], of_host: dict[int, int]) -> list[Arc]:
    """Once, or as often as was agreed."""
    points = worth(problem, trainee)
    agreed = Counter(pin.host for cell, pin in problem.pinned.items() if cell[0] == trainee.key)
    return [
        (
            1 + sectors.index(problem.hosts[host].sector),
            node,
            max(1, agreed[problem.hosts[host].key]),
            -points[host],
        )
        for host, node in of_host.items()
    ]
