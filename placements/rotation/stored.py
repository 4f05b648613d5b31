"""Problems and answers as plain data that a database can keep, and back.

What is stored says everything the planner was told, so that a plan can be explained and compared later,
whatever has been changed since.
"""

from collections.abc import Mapping
from typing import Any

from placements.rotation.answers import Conflict, Level
from placements.rotation.problem import Exclusion, Host, Pair, Pin, Problem, Seat, Trainee, Weights
from placements.rotation.rules import Rule

Stored = dict[str, Any]


def store(problem: Problem) -> Stored:
    """The problem as lists, numbers and strings. `restore` gives an equal problem."""
    return {
        "trainees": [_store_trainee(trainee) for trainee in problem.trainees],
        "hosts": [[host.key, host.sector] for host in problem.hosts],
        "periods": list(problem.periods),
        "seats": [
            [seat.host, seat.period, seat.minimum, seat.maximum, sorted(seat.skills)]
            for seat in problem.seats
        ],
        "pins": [[pin.trainee, pin.host, pin.period, pin.again] for pin in problem.pins],
        "exclusions": [[row.trainee, row.host, row.kind] for row in problem.exclusions],
        "pairs": [[pair.first, pair.second, pair.together] for pair in problem.pairs],
        "travel": [[*cell, minutes] for cell, minutes in problem.travel.items()],
        "weights": [list(problem.weights.by_rank), problem.weights.unranked, problem.weights.sector],
        "current": [[*cell, host] for cell, host in problem.current.items()],
        "seed": problem.seed,
    }


def restore(stored: Stored) -> Problem:
    """The problem that was stored."""
    by_rank, unranked, sector = stored["weights"]
    return Problem(
        trainees=tuple(_restore_trainee(row) for row in stored["trainees"]),
        hosts=tuple(Host(*row) for row in stored["hosts"]),
        periods=tuple(stored["periods"]),
        seats=tuple(
            Seat(host, period, least, most, frozenset(skills))
            for host, period, least, most, skills in stored["seats"]
        ),
        pins=tuple(Pin(*row) for row in stored["pins"]),
        exclusions=tuple(Exclusion(*row) for row in stored["exclusions"]),
        pairs=tuple(Pair(*row) for row in stored["pairs"]),
        travel={(trainee, host): minutes for trainee, host, minutes in stored["travel"]},
        weights=Weights(tuple(by_rank), unranked, sector),
        current={(trainee, period): host for trainee, period, host in stored["current"]},
        seed=stored["seed"],
    )


def store_levels(levels: tuple[Level, ...]) -> list[Stored]:
    return [
        {"name": level.name, "value": level.value, "bound": level.bound, "threshold": level.threshold}
        for level in levels
    ]


def restore_levels(stored: list[Stored]) -> tuple[Level, ...]:
    return tuple(Level(**row) for row in stored)


def store_conflicts(conflicts: tuple[Conflict, ...]) -> list[Stored]:
    return [
        {
            "period": conflict.period,
            "minimal": conflict.minimal,
            "rules": [vars(rule) for rule in conflict.rules],
        }
        for conflict in conflicts
    ]


def restore_conflicts(stored: list[Stored]) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(tuple(Rule(**rule) for rule in row["rules"]), row["period"], row["minimal"])
        for row in stored
    )


def _store_trainee(trainee: Trainee) -> Stored:
    return {
        "key": trainee.key,
        "periods": list(trainee.periods),
        "wishes": list(trainee.wishes),
        "skills": sorted(trainee.skills),
        "worked": sorted(trainee.worked),
        "reach": trainee.reach,
        "gave_up": trainee.gave_up,
    }


def _restore_trainee(stored: Mapping[str, Any]) -> Trainee:
    return Trainee(
        key=stored["key"],
        periods=tuple(stored["periods"]),
        wishes=tuple(stored["wishes"]),
        skills=frozenset(stored["skills"]),
        worked=frozenset(stored["worked"]),
        reach=stored["reach"],
        gave_up=stored["gave_up"],
    )
