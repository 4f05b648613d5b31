"""Plans judged without the planner: rule by rule from the problem, and by trying everything there is.

Nothing here imports what it judges, except the dataclasses in which problems are put.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from placements.rotation.problem import Pair, Problem, Trainee

Plan = Mapping[tuple[str, str], str]


def broken(problem: Problem, plan: Plan) -> list[str]:
    """Every hard rule that a plan breaks, in words."""
    return [
        *(
            f"H1 {trainee.key} in {period}"
            for trainee in problem.trainees
            for period in problem.periods
            if ((trainee.key, period) in plan) != (period in trainee.periods)
        ),
        *(
            f"H2 {trainee.key} at {host}"
            for trainee in problem.trainees
            for host in _too_often(problem, trainee, plan)
        ),
        *(
            f"H3 {host.key} in {period}"
            for host in problem.hosts
            for period in problem.periods
            if not _is_within(_offered(problem, host.key, period), _there(plan, host.key, period))
        ),
        *(
            f"H4 {trainee.key} in {period}"
            for trainee in problem.trainees
            for period in trainee.periods
            if _barred(problem, trainee, period, plan)
        ),
        *(f"H5 {pin}" for pin in problem.pins if plan.get((pin.trainee, pin.period)) != pin.host),
        *(f"H6 {pair}" for pair in problem.pairs if _meet(problem, pair, plan) != pair.together),
    ]


def losses(problem: Problem, plan: Plan) -> dict[str, int]:
    """What each trainee has less than they could have alone."""
    return {
        trainee.key: max(points(problem, trainee, list(path.values())) for path in _alone(problem, trainee))
        - points(problem, trainee, [plan[trainee.key, period] for period in trainee.periods])
        for trainee in problem.trainees
    }


def changed(problem: Problem, plan: Plan) -> int:
    return sum(problem.current.get(cell, host) != host for cell, host in plan.items())


def points(problem: Problem, trainee: Trainee, hosts: list[str]) -> int:
    sectors = {host.key: host.sector for host in problem.hosts}
    total = 0
    for host in hosts:
        if host not in trainee.wishes:
            total += problem.weights.unranked
        else:
            rank = list(trainee.wishes).index(host)
            by_rank = problem.weights.by_rank
            total += by_rank[rank] if rank < len(by_rank) else by_rank[-1]
    new = {sectors[host] for host in hosts} - {sectors[host] for host in trainee.worked}
    return total + problem.weights.sector * len(new)


def best(problem: Problem) -> dict[str, tuple[int, ...]] | None:
    """The best value of each objective over all plans there are; None when there is no plan."""
    alone = {trainee.key: list(_alone(problem, trainee)) for trainee in problem.trainees}
    if not all(alone.values()):
        return None
    found: dict[str, tuple[int, ...]] = {}
    for plan in _plans(problem, alone):
        for name, value in values(problem, plan).items():
            found[name] = min(found.get(name, value), value)
    return found or None


def values(problem: Problem, plan: Plan) -> dict[str, tuple[int, ...]]:
    """What a plan is worth by each objective; less is better."""
    lost = losses(problem, plan).values()
    largest, total = max(lost, default=0), sum(lost)
    return {
        "fair": (largest, total),
        "leximin": tuple(sorted(lost, reverse=True)),
        "most": (total,),
        "fewest": (changed(problem, plan), largest, total),
    }


def _plans(problem: Problem, alone: dict[str, list[dict[str, str]]]) -> Iterator[Plan]:
    def further(place: int, plan: Plan) -> Iterator[Plan]:
        if place == len(problem.trainees):
            if not broken(problem, plan):
                yield plan
            return
        trainee = problem.trainees[place]
        for path in alone[trainee.key]:
            if all(_has_room(problem, plan, host, period) for period, host in path.items()):
                yield from further(
                    place + 1, {**plan, **{(trainee.key, period): host for period, host in path.items()}}
                )

    yield from further(0, {})


def _has_room(problem: Problem, plan: Plan, host: str, period: str) -> bool:
    return _there(plan, host, period) < _offered(problem, host, period)[1]


def _alone(problem: Problem, trainee: Trainee) -> Iterator[dict[str, str]]:
    """What they could have if there were nobody else."""
    hosts = [host.key for host in problem.hosts]
    for choice in product(hosts, repeat=len(trainee.periods)):
        path = dict(zip(trainee.periods, choice, strict=True))
        plan = {(trainee.key, period): host for period, host in path.items()}
        pins = [pin for pin in problem.pins if pin.trainee == trainee.key]
        if (
            not list(_too_often(problem, trainee, plan))
            and not any(_barred(problem, trainee, period, plan) for period in trainee.periods)
            and all(path[pin.period] == pin.host for pin in pins)
            and all(_offered(problem, host, period)[1] > 0 for period, host in path.items())
        ):
            yield path


def _meet(problem: Problem, pair: Pair, plan: Plan) -> bool:
    places = [[plan.get((who, period)) for who in (pair.first, pair.second)] for period in problem.periods]
    return any(first is not None and first == second for first, second in places)


def _there(plan: Plan, host: str, period: str) -> int:
    return sum(1 for (_, when), where in plan.items() if (when, where) == (period, host))


def _is_within(offered: tuple[int, int], number: int) -> bool:
    return offered[0] <= number <= offered[1]


def _too_often(problem: Problem, trainee: Trainee, plan: Plan) -> Iterator[str]:
    for host in {plan.get((trainee.key, period)) for period in trainee.periods} - {None}:
        said = [
            pin.period for pin in problem.pins if (pin.trainee, pin.host) == (trainee.key, host) and pin.again
        ]
        pinned = [pin.period for pin in problem.pins if (pin.trainee, pin.host) == (trainee.key, host)]
        there = [period for period in trainee.periods if plan.get((trainee.key, period)) == host]
        unsaid = [period for period in there if period not in said]
        if len(unsaid) > (0 if host in trainee.worked else 1) or (said and set(there) - set(pinned)):
            yield host


def _barred(problem: Problem, trainee: Trainee, period: str, plan: Plan) -> bool:
    host = plan.get((trainee.key, period))
    if host is None or any((pin.trainee, pin.period) == (trainee.key, period) for pin in problem.pins):
        return False
    asked = {
        skill for seat in problem.seats if (seat.host, seat.period) == (host, period) for skill in seat.skills
    }
    return (
        any((row.trainee, row.host) == (trainee.key, host) for row in problem.exclusions)
        or not asked <= trainee.skills
        or (trainee.reach is not None and problem.travel.get((trainee.key, host), 0) > trainee.reach)
    )


def _offered(problem: Problem, host: str, period: str) -> tuple[int, int]:
    return next(
        (
            (seat.minimum, seat.maximum)
            for seat in problem.seats
            if (seat.host, seat.period) == (host, period)
        ),
        (0, 0),
    )
