"""The sessions of each line that have to be laid, with what every choice costs. Loads numpy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from curriculum.timetable.aims import Aims
from curriculum.timetable.booking import Diaries
from curriculum.timetable.bounds import LATEST, Bounds
from curriculum.timetable.days import position
from curriculum.timetable.offers import is_whole, lecturers_for, rooms_for
from curriculum.timetable.problem import Cohort, Kept, Line, Module, Numbered, sessions_of
from curriculum.timetable.slots import Bools, Free, Slots

Ints = NDArray[np.int64]

Steps = dict[str, Ints]
"""Step of the objective -> what it costs there; a step that is not named costs nothing."""


@dataclass
class Given:
    """What is certain when the lines of a cohort are laid.

    `hard`: who is taken or away without exception. `soft`: the same, and taken by what other cohorts could
    move; only where that may be asked of them.
    """

    aims: Aims
    hard: Diaries
    soft: Diaries | None = None

    def __post_init__(self) -> None:
        self.cohort: Cohort = self.aims.cohort
        self.slots = Slots(self.aims)
        self.bounds = Bounds(self.cohort)
        books = [self.hard, self.soft or self.hard]
        self.lecturers, self.lecturers_now = (Free(self.slots, each.lecturers) for each in books)
        self.rooms, self.rooms_now = (Free(self.slots, each.rooms) for each in books)

    @cached_property
    def at_begin(self) -> Ints:
        """(slots,) what a module that begins there costs in pace."""
        days = [self.aims.at_begin(day) for day in range(len(self.aims.days))]
        return np.repeat(np.array(days, np.int64), 2)


@dataclass
class Strand:
    """The sessions of one line that are to be laid, in order. Its state is how many of them are done.

    `can`: (slots, sessions) where each may be. `cost`: steps as (slots, sessions). `leave`: steps as
    (sessions,), for leaving out this one and the following ones up to `ends`.
    """

    given: Given
    line: Line
    sessions: list[Numbered]
    can: Bools = field(init=False)
    cost: Steps = field(init=False)
    leave: Steps = field(init=False)
    ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        columns = [self._column(place) for place in range(len(self.sessions))]
        shape = (len(self.given.slots.halves), len(self.sessions))
        self.can = np.array([can for can, _ in columns], np.bool_).reshape(shape[::-1]).T
        self.cost = {}
        for place, (_, steps) in enumerate(columns):
            for step, values in steps.items():
                self.cost.setdefault(step, np.zeros(shape, np.int64))[:, place] = values
        for values in self.cost.values():
            values[~self.can] = 0
        self._price_leaving()

    @cached_property
    def whole(self) -> Bools:
        """(sessions,) which of them take a whole day."""
        return np.array([is_whole(self.given.cohort, session) for session in self.sessions], np.bool_)

    @cached_property
    def is_whole(self) -> bool:
        return bool(self.whole.all())

    @cached_property
    def is_mixed(self) -> bool:
        return bool(self.whole.any()) and not self.is_whole

    @cached_property
    def stretch(self) -> dict[str, tuple[int, int]]:
        """Module -> the first of its sessions here, and one past the last."""
        found = {}
        for key, group in groupby(enumerate(self.sessions), lambda each: each[1][0]):
            places = [place for place, _ in group]
            found[key] = (places[0], places[-1] + 1)
        return found

    @cached_property
    def pieces(self) -> list[tuple[int, int]]:
        """What is left out together: the first session, and one past the last."""
        return [
            (place, end) for place, end in enumerate(self.ends) if place == 0 or self.ends[place - 1] == place
        ]

    def _column(self, place: int) -> tuple[Bools, Steps]:
        """Where a session can be, and what that costs."""
        given, session = self.given, self.sessions[place]
        whole = bool(self.whole[place])
        after, until = given.bounds.of(session)
        half = given.slots.halves
        can = given.slots.fit(whole) & (half > after) & (half + whole < until)
        people, rooms = lecturers_for(given.cohort, session), rooms_for(given.cohort, session)
        can &= given.lecturers.any_of(people, whole) & given.rooms.any_of(rooms, whole)
        day = np.arange(len(half), dtype=np.int64) // 2
        kind = "uneven" if self.line.development else "unsteady"
        steps: Steps = {kind: np.abs(day - given.aims.of_session[session])}
        if given.soft:
            now = given.lecturers_now.any_of(people, whole) & given.rooms_now.any_of(rooms, whole)
            steps["bumped"] = (~now).astype(np.int64)
        if kept := given.cohort.kept_at.get(session):
            steps |= self._move(kept, day, whole)
        if self._begins(place):
            steps["pace"] = self._at_begin(session[0])
        return can, steps

    def _move(self, kept: Kept, day: Ints, whole: bool) -> Steps:
        """What it costs to have a published session elsewhere, or in other hands."""
        given = self.given
        was = position(given.aims.days, kept.day)
        there = np.zeros(len(day), np.bool_)
        there[given.slots.where(kept.day, kept.part, whole)] = True
        room = (kept.room,) if kept.room else ()
        same = given.lecturers.all_of(kept.lecturers, whole) & given.rooms.all_of(room, whole)
        return {
            "moved": (~there).astype(np.int64),
            "distance": np.abs(day - was),
            "reassigned": (~same).astype(np.int64),
        }

    def _begins(self, place: int) -> bool:
        """Whether a module may begin with this session."""
        key = self.sessions[place][0]
        return not self.line.development and self.stretch[key][0] == place

    def _at_begin(self, key: str) -> Ints:
        run = self.given.bounds.run(key)
        return self.given.at_begin * (self.given.slots.halves < (run[0] if run else LATEST))

    def _price_leaving(self) -> None:
        """Of a module the last are left out (before one that stays, or of all), of development days any."""
        count = len(self.sessions)
        self.ends = [place + 1 for place in range(count)]
        for place in reversed(range(count - 1)):
            if self._piece(place) == self._piece(place + 1):
                self.ends[place] = self.ends[place + 1]
        one = [(1, int(session in self.given.cohort.kept_at)) for session in self.sessions]
        sums = [[sum(each[part] for each in one[place:end]) for place, end in enumerate(self.ends)]
                for part in (0, 1)]  # fmt: skip
        begun = [self._begun_by_what_stays(place) for place in range(count)]
        named = zip(("left_out", "moved", "pace"), (*sums, begun), strict=True)
        self.leave = {step: np.array(values, np.int64) for step, values in named}

    def _piece(self, place: int) -> tuple[str, int]:
        key, number = self.sessions[place]
        if self.line.development:
            return key, number
        return key, sum(one.number < number for one in self.given.bounds.ahead.get(key, ()))

    def _begun_by_what_stays(self, place: int) -> int:
        """What the beginning of a module costs when nothing is laid before the first session that stays."""
        run = self.given.bounds.run(self.sessions[place][0])
        if not self._begins(place) or run is None or self._piece(place)[1]:
            return 0
        slot = int(np.searchsorted(self.given.slots.halves, run[0]))
        return self.given.aims.at_begin(slot // 2) if slot >= self.given.slots.begin else 0

    def heavy(self) -> Iterator[Module]:
        yield from (module for module in self.line.modules if module.heavy)


def strands_of(given: Given) -> list[Strand]:
    """One for each line, also where nothing of it is left to lay: what stays may be heavy."""
    found = []
    for line in given.cohort.lines:
        kept = given.cohort.kept_at
        free = [one for one in sessions_of(line) if not (one in kept and kept[one].stays)]
        found.append(Strand(given, line, free))
    return found


def largest(strands: list[Strand]) -> Mapping[str, int]:
    """Step -> no timetable costs more in it."""
    cohort = strands[0].given.cohort
    count = sum(len(strand.sessions) for strand in strands)
    published = sum(not kept.stays for kept in cohort.kept)
    heavy = sum(1 for strand in strands for _ in strand.heavy())
    pace = cohort.pace
    most = {
        step: sum(
            int(strand.cost[step].max(axis=0, initial=0).sum()) for strand in strands if step in strand.cost
        )
        for step in ("distance", "uneven", "unsteady")
    }
    quiet = len(cohort.modules) * (pace.after_switch + pace.before_switch)
    return most | {
        "left_out": count,
        "bumped": count,
        "moved": published,
        "reassigned": published,
        "pace": 2 * quiet + pace.apart * heavy * heavy,
    }
