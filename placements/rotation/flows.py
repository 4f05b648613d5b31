"""People shared out over hosts within one period, as cheaply as can be: a flow. And a first plan by it."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from placements.rotation.groups import openings, worth
from placements.rotation.problem import Cell, Problem, Trainee
from placements.rotation.scoring import seen

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


def period_by_period(problem: Problem) -> dict[Cell, str] | None:
    """A plan made without looking ahead: in each period as many points as there are. None when that leads
    nowhere, which does not say that there is no plan."""
    plan: dict[Cell, str] = {}
    if problem.pairs or any(_is_twice(problem, trainee) for trainee in problem.trainees):
        return None
    points, may = [worth(problem, trainee) for trainee in problem.trainees], openings(problem)
    been: list[set[int]] = [_agreed(problem, trainee) for trainee in problem.trainees]
    for period in problem.periods:
        people = [who for who, trainee in enumerate(problem.trainees) if period in trainee.periods]
        costs = [_costs(problem, who, period, may[who][period], points[who], been[who]) for who in people]
        seats = [problem.seat_at.get((host.key, period)) for host in problem.hosts]
        given = share_out(
            costs,
            [seat.minimum if seat else 0 for seat in seats],
            [seat.maximum if seat else 0 for seat in seats],
        )
        if given is None:
            return None
        for who, host in zip(people, given, strict=True):
            been[who].add(host)
            plan[problem.trainees[who].key, period] = problem.hosts[host].key
    return plan


def _costs(
    problem: Problem, who: int, period: str, may: Sequence[int], points: Sequence[int], been: set[int]
) -> Costs:
    trainee = problem.trainees[who]
    is_pinned = (trainee.key, period) in problem.pinned
    sectors = seen(problem, trainee) | {problem.hosts[host].sector for host in been}
    return {
        host: -points[host] - (problem.weights.sector if problem.hosts[host].sector not in sectors else 0)
        for host in may
        if is_pinned or host not in been
    }


def _agreed(problem: Problem, trainee: Trainee) -> set[int]:
    pinned = {pin.host for pin in problem.pins if pin.trainee == trainee.key}
    return {place for place, host in enumerate(problem.hosts) if host.key in pinned}


def _is_twice(problem: Problem, trainee: Trainee) -> bool:
    """Agreed to be at a host a second time, without a word why."""
    unsaid = Counter(pin.host for pin in problem.pins if pin.trainee == trainee.key and not pin.again)
    return any(times > 1 for times in unsaid.values())
