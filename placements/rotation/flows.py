"""People shared out over hosts within one period, as cheaply as can be: a flow."""

from collections.abc import Mapping, Sequence

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Costs = Mapping[int, int]
"""Hosts that somebody can be given, and what each costs."""


def share_out(people: Sequence[Costs], least: Sequence[int], most: Sequence[int]) -> list[int] | None:
    """The host of each person, with every host between its least and its most; None when there is no way."""
    if not people or not all(people):
        return None if any(least) or people else []
    flow, hosts = SimpleMinCostFlow(), np.arange(len(least))
    tail = np.repeat(np.arange(len(people)), [len(costs) for costs in people])
    head = np.array([host for costs in people for host in costs], np.int64)
    unit = np.array([cost for costs in people for cost in costs.values()], np.int64)
    # So dear that nothing is worth leaving a host below its least.
    must = (int(np.abs(unit).max()) + 1) * 2 * len(people)
    end = len(people) + len(hosts)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([tail, len(people) + hosts, len(people) + hosts]),
        np.concatenate([len(people) + head, np.full(2 * len(hosts), end)]),
        np.concatenate([np.ones(len(tail), np.int64), least, np.subtract(most, least)]),
        np.concatenate([unit, np.full(len(hosts), -must), np.zeros(len(hosts), np.int64)]),
    )
    supplies = [1] * len(people) + [0] * len(hosts) + [-len(people)]
    flow.set_nodes_supplies(np.arange(end + 1), np.array(supplies, np.int64))
    if flow.solve() != flow.OPTIMAL:
        return None
    given = np.asarray(flow.flows(arcs))
    if (given[len(tail) : len(tail) + len(hosts)] < np.array(least)).any():
        return None
    return [int(host) for host in head[given[: len(tail)] > 0]]
