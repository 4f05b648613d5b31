"""What a cohort's timetable costs: the objective, counted over the sessions that have a place."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from curriculum.timetable.aims import Aims
from curriculum.timetable.answers import Cost, Placed
from curriculum.timetable.days import halves, position
from curriculum.timetable.problem import Kept

Run = tuple[int, int]
"""The first and the last half day of a module."""


@dataclass(frozen=True)
class Against:
    """One thing that goes against the pace: `kind` is the name of its weight in `problem.Pace`.

    `modules`: the one that begins too close to a switch, or the two heavy ones whose runs overlap.
    """

    kind: Literal["apart", "after_switch", "before_switch"]
    modules: tuple[str, ...]
    weight: int


def cost_of(aims: Aims, placed: Iterable[Placed]) -> Cost:
    """`placed`: the sessions of this cohort that have a place."""
    at = {(each.session.of, each.session.number): each for each in placed}
    cohort, days = aims.cohort, aims.days
    published = [(kept, at.get(kept.session)) for kept in cohort.kept if not kept.stays]
    moved = [
        (kept, now) for kept, now in published if not now or (now.day, now.part) != (kept.day, kept.part)
    ]
    off = {"uneven": 0, "unsteady": 0}
    for session, each in at.items():
        if not each.stays:
            away = abs(position(days, each.day) - aims.of_session[session])
            off["uneven" if aims.line_of[session].development else "unsteady"] += away
    return Cost(
        left_out=len(cohort.sessions) - len(at),
        moved=len(moved),
        reassigned=sum(is_reassigned(kept, now) for kept, now in published if now),
        distance=sum(abs(position(days, now.day) - position(days, kept.day)) for kept, now in moved if now),
        pace=sum(each.weight for each in against_pace(aims, at.values())),
        **off,
    )


def is_reassigned(kept: Kept, now: Placed) -> bool:
    """Somebody else gives it, or it is elsewhere. Who had none is not given another."""
    lecturers = bool(kept.lecturers) and now.lecturers != kept.lecturers
    return lecturers or (bool(kept.room) and now.room != kept.room)


def runs(placed: Iterable[Placed]) -> dict[str, Run]:
    """Module -> from which half day to which one it runs."""
    found: dict[str, Run] = {}
    for each in placed:
        taken = halves(each.day, each.part)
        first, last = found.get(each.session.of, (taken[0], taken[-1]))
        found[each.session.of] = (min(first, taken[0]), max(last, taken[-1]))
    return found


def against_pace(aims: Aims, placed: Iterable[Placed]) -> Iterator[Against]:
    """What goes against the pace in one cohort: beginnings in the order of teaching, then pairs.

    What began before the cohort's `begin` is history, and is not held against it.
    """
    cohort, pace, run = aims.cohort, aims.cohort.pace, runs(placed)
    taught = [(line, module) for line in cohort.lines for module in line.modules if module.key in run]
    for _, module in taught:
        begin = run[module.key][0]
        if begin >= cohort.begin.toordinal() * 2:
            day = position(aims.days, dt.date.fromordinal(begin // 2))
            if day in aims.after_switch and pace.after_switch:
                yield Against("after_switch", (module.key,), pace.after_switch)
            if day in aims.before_switch and pace.before_switch:
                yield Against("before_switch", (module.key,), pace.before_switch)
    heavy = [(line, module.key) for line, module in taught if module.heavy and pace.apart]
    for (line, one), (other_line, other) in combinations(heavy, 2):
        if line is not other_line and overlap(run[one], run[other]):
            yield Against("apart", (one, other), pace.apart)


def overlap(one: Run, other: Run) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
