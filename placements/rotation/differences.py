"""What is different between two problems, as data that a page turns into sentences.

So that a draft which was worked out from other rows than there are now can say what has changed since. The
order of rows is no difference, nor is the seed; everything else the planner is told is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from placements.rotation.problem import Problem, Seat, Trainee, Weights

ABOUT_TRAINEES = ("periods", "wishes", "skills", "worked", "reach", "gave_up")
"""What a trainee brings: each of these is a kind of difference by its own name."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not what it was. Keys are those of the problems; `before` or `after` is None where
    there was or is nothing.

    `kind`: "joined", "left" (trainee) · "periods", "wishes", "skills", "worked", "reach", "gave_up" of a
    trainee · "planned" (the periods that are planned) · "seats" (host, period; least and most) · "asked"
    (host, period; the skills asked there) · "sector" (host) · "exclusion" (trainee, host; its kind) · "pin"
    (trainee, period; the host and whether it is again) · "stands" (trainee, period; the host in force) ·
    "pair" (trainee, other; whether together) · "travel" (trainee, host; minutes) · "weights".
    """

    kind: str
    trainee: str = ""
    other: str = ""
    host: str = ""
    period: str = ""
    before: Any = None
    after: Any = None


def what_changed(before: Problem, after: Problem) -> list[Difference]:
    """Everything that differs, by kind and then as in the problems. Empty when both ask the same."""
    return [
        *_weights(before.weights, after.weights),
        *_planned(before, after),
        *_people(before, after),
        *_seats(before, after),
        *_rows(before, after),
    ]


def _weights(before: Weights, after: Weights) -> Iterator[Difference]:
    if before != after:
        yield Difference("weights", before=before, after=after)


def _planned(before: Problem, after: Problem) -> Iterator[Difference]:
    if before.periods != after.periods:
        yield Difference("planned", before=before.periods, after=after.periods)
    for host in sorted(before.sector_of.keys() & after.sector_of.keys()):
        if before.sector_of[host] != after.sector_of[host]:
            yield Difference("sector", host=host, before=before.sector_of[host], after=after.sector_of[host])


def _people(before: Problem, after: Problem) -> Iterator[Difference]:
    for key in _keys(before.named, after.named):
        old, new = before.named.get(key), after.named.get(key)
        if old is None or new is None:
            yield Difference("joined" if old is None else "left", trainee=key)
        else:
            yield from _about(old, new)


def _about(old: Trainee, new: Trainee) -> Iterator[Difference]:
    for name in ABOUT_TRAINEES:
        was, is_now = getattr(old, name), getattr(new, name)
        if was != is_now:
            yield Difference(name, trainee=old.key, before=was, after=is_now)


def _seats(before: Problem, after: Problem) -> Iterator[Difference]:
    for host, period in _keys(before.seat_at, after.seat_at):
        old, new = before.seat_at.get((host, period)), after.seat_at.get((host, period))
        if _numbers(old) != _numbers(new):
            yield Difference("seats", host=host, period=period, before=_numbers(old), after=_numbers(new))
        if old and new and old.skills != new.skills:
            yield Difference("asked", host=host, period=period, before=old.skills, after=new.skills)


def _numbers(seat: Seat | None) -> tuple[int, int] | None:
    return (seat.minimum, seat.maximum) if seat else None


def _rows(before: Problem, after: Problem) -> Iterator[Difference]:
    for (trainee, host), was, is_now in _changed(before.excluded, after.excluded):
        yield Difference("exclusion", trainee=trainee, host=host, before=was, after=is_now)
    for (trainee, period), was, is_now in _changed(_pins(before), _pins(after)):
        yield Difference("pin", trainee=trainee, period=period, before=was, after=is_now)
    for (trainee, period), was, is_now in _changed(before.current, after.current):
        yield Difference("stands", trainee=trainee, period=period, before=was, after=is_now)
    for (trainee, other), was, is_now in _changed(_pairs(before), _pairs(after)):
        yield Difference("pair", trainee=trainee, other=other, before=was, after=is_now)
    for (trainee, host), was, is_now in _changed(before.travel, after.travel):
        yield Difference("travel", trainee=trainee, host=host, before=was, after=is_now)


def _pins(problem: Problem) -> dict[tuple[str, str], tuple[str, bool]]:
    return {cell: (pin.host, pin.again) for cell, pin in problem.pinned.items()}


def _pairs(problem: Problem) -> dict[tuple[str, str], tuple[bool, ...]]:
    """Whoever is named first. Two people can be kept apart and be together elsewhere, so both are kept."""
    found: dict[tuple[str, str], tuple[bool, ...]] = {}
    for pair in problem.pairs:
        key = (min(pair.first, pair.second), max(pair.first, pair.second))
        found[key] = tuple(sorted((*found.get(key, ()), pair.together)))
    return found


def _changed(
    before: Mapping[tuple[str, str], Any], after: Mapping[tuple[str, str], Any]
) -> Iterator[tuple[tuple[str, str], Any, Any]]:
    for key in _keys(before, after):
        if before.get(key) != after.get(key):
            yield key, before.get(key), after.get(key)


def _keys(before: Iterable[Any], after: Iterable[Any]) -> list[Any]:
    """Of both, in the order of the first, then what is new."""
    return list(dict.fromkeys([*before, *after]))
