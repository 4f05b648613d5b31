"""What the programme generator answers: frozen dataclasses that can be read without loading what lays out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from curriculum.timetable.problem import Part


class Session(NamedTuple):
    """`of`: the key of its module, or of its line for a development day. Numbers begin at 1."""

    cohort: str
    of: str
    number: int


@dataclass(frozen=True)
class Placed:
    """When a session is, who gives it and where. No lecturers or room ("") where none is asked.

    `stays`: it was on this date already, because it has happened or is pinned.
    """

    session: Session
    day: dt.date
    part: Part
    lecturers: tuple[str, ...] = ()
    room: str = ""
    stays: bool = False


@dataclass(frozen=True, order=True)
class Cost:
    """What a cohort's timetable costs, in the order of importance. A timetable with a smaller one is better.

    `left_out`: sessions without a place. `moved`: published sessions on another day or part of the day, or
    without a place. `reassigned`: published sessions with another lecturer or room. `distance`: learning days
    over which published sessions moved, together. `pace`: weights of what goes against the pace. `uneven`:
    learning days that development days are off the even spread, together. `unsteady`: the same for sessions
    of modules and a steady pace.
    """

    left_out: int = 0
    moved: int = 0
    reassigned: int = 0
    distance: int = 0
    pace: int = 0
    uneven: int = 0
    unsteady: int = 0


@dataclass(frozen=True)
class Timetable:
    """Every session of the problem is either in `placed` or in `left_out`. What is fixed is in neither.

    `placed`: by cohort as in the problem, then by day and part of the day. `left_out`: by cohort, then in
    the order of teaching. `exact`: cohorts laid as well as was possible beside what the others had then.
    `proved`: no timetable is better in any step of the objective, for all cohorts together.
    """

    placed: tuple[Placed, ...]
    left_out: tuple[Session, ...]
    costs: Mapping[str, Cost]
    exact: tuple[str, ...]
    proved: bool

    @cached_property
    def of_session(self) -> dict[Session, Placed]:
        return {placed.session: placed for placed in self.placed}

    def of_cohort(self, key: str) -> tuple[Placed, ...]:
        return tuple(placed for placed in self.placed if placed.session.cohort == key)
