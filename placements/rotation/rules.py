"""The hard rules of a problem, one by one, so that a conflict between them can be named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from placements.rotation.problem import Problem, Trainee

Kind = Literal[
    "somewhere", "once", "at_most", "at_least", "excluded", "skills", "travel", "pin", "apart", "together"
]


@dataclass(frozen=True)
class Rule:
    """One rule that could be relaxed.

    somewhere: the trainee has a host in the period · once: not at the host again · at_most, at_least:
    `number` seats at the host in the period · excluded: `why` is its kind · skills: asked there and lacking,
    `why` names them · travel: too far · pin: agreed · apart, together: the trainee with `other`.
    """

    kind: Kind
    trainee: str = ""
    host: str = ""
    period: str = ""
    other: str = ""
    number: int = 0
    why: str = ""


def rules(problem: Problem) -> tuple[Rule, ...]:
    """Every rule that limits something, in the order of the problem."""
    return (
        *(_somewhere(trainee.key, period) for trainee in problem.trainees for period in trainee.periods),
        *_seats(problem),
        *(
            rule
            for trainee in problem.trainees
            for host in problem.hosts
            for rule in _own(problem, trainee, host.key)
        ),
        *(Rule("pin", pin.trainee, pin.host, pin.period) for pin in problem.pins),
        *(
            Rule("together" if pair.together else "apart", pair.first, other=pair.second)
            for pair in problem.pairs
        ),
    )


def barred(problem: Problem, trainee: Trainee, host: str, period: str) -> Iterator[Rule]:
    """The rules that on their own keep this trainee from this host in this period."""
    pin = problem.pinned.get((trainee.key, period))
    if pin and pin.host != host:
        yield Rule("pin", trainee.key, pin.host, period)
    if not (seat := problem.seat_at.get((host, period))) or not seat.maximum:
        yield Rule("at_most", host=host, period=period, number=0)
    if host in trainee.worked and not (pin and pin.again):
        yield Rule("once", trainee.key, host)
    if not pin:
        yield from kept_away(problem, trainee, host)
        yield from _unskilled(problem, trainee, host, period)


def _somewhere(trainee: str, period: str) -> Rule:
    return Rule("somewhere", trainee, period=period)


def _seats(problem: Problem) -> Iterator[Rule]:
    for host in problem.hosts:
        for period in problem.periods:
            seat = problem.seat_at.get((host.key, period))
            yield Rule("at_most", host=host.key, period=period, number=seat.maximum if seat else 0)
            if seat and seat.minimum:
                yield Rule("at_least", host=host.key, period=period, number=seat.minimum)


def _own(problem: Problem, trainee: Trainee, host: str) -> Iterator[Rule]:
    if len(trainee.periods) > 1 or host in trainee.worked:
        yield Rule("once", trainee.key, host)
    yield from kept_away(problem, trainee, host)
    for period in trainee.periods:
        if (trainee.key, period) not in problem.pinned:
            yield from _unskilled(problem, trainee, host, period)


def kept_away(problem: Problem, trainee: Trainee, host: str) -> Iterator[Rule]:
    if why := problem.excluded.get((trainee.key, host)):
        yield Rule("excluded", trainee.key, host, why=why)
    if problem.is_far(trainee, host):
        yield Rule("travel", trainee.key, host)


def _unskilled(problem: Problem, trainee: Trainee, host: str, period: str) -> Iterator[Rule]:
    if lacking := problem.lacks(trainee, host, period):
        yield Rule("skills", trainee.key, host, period, why=", ".join(sorted(lacking)))
