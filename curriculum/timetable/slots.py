"""The half days on which something of a cohort can be laid, and who is free then. Loads numpy.

A slot is a half learning day: 2 × the learning day, and one more for the afternoon.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from curriculum.timetable.aims import Aims
from curriculum.timetable.booking import Diary, span, touched_days
from curriculum.timetable.days import halves
from curriculum.timetable.problem import Part

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Slots:
    aims: Aims

    @cached_property
    def halves(self) -> NDArray[np.int64]:
        """The half day of each slot, as in `days.halves`."""
        return np.array([half for day in self.aims.days for half in halves(day, "day")], np.int64)

    @cached_property
    def begin(self) -> int:
        """The first slot in which something may be laid."""
        return int(np.searchsorted(self.halves, self.aims.cohort.begin.toordinal() * 2))

    @cached_property
    def open(self) -> Bools:
        """(slots,) those that nothing fixed has taken."""
        taken = [half for each in self.aims.cohort.dated for half in halves(each.day, each.part)]
        found = ~np.isin(self.halves, np.array(taken, np.int64))
        found[: self.begin] = False
        return found

    def fit(self, whole: bool) -> Bools:
        """(slots,) where a session of that length can begin, as far as the cohort itself is concerned."""
        if not whole:
            return self.open
        found = np.zeros(len(self.open), np.bool_)
        found[0::2] = self.open[0::2] & self.open[1::2]
        return found

    @cached_property
    def _spans(self) -> dict[bool, NDArray[np.int64]]:
        """Whole or half -> (slots, 2) from which minute to which one."""
        cohort, days = self.aims.cohort, self.aims.days
        found = {}
        for whole in (False, True):
            spans = [span(cohort, days[slot // 2], part_of(slot, whole)) for slot in range(2 * len(days))]
            found[whole] = np.array(spans, np.int64).reshape(-1, 2)
        return found

    @cached_property
    def touched_days(self) -> list[int]:
        """Every day since 1970 (UTC) of which one of the learning days has a minute."""
        spans = self._spans[True].tolist() + self._spans[False].tolist()
        return sorted({day for start, end in spans for day in touched_days((start, end))})

    def touched(self, taken: NDArray[np.int64], whole: bool) -> Bools:
        """(slots,) those that share a moment with any of the spans."""
        own = self._spans[whole]
        first = np.searchsorted(own[:, 1], taken[:, 0], side="right")
        last = np.searchsorted(own[:, 0], taken[:, 1], side="left")
        edges = np.zeros(len(own) + 1, np.int64)
        np.add.at(edges, first[first < last], 1)
        np.add.at(edges, last[first < last], -1)
        return edges.cumsum()[:-1] > 0

    def where(self, day: dt.date, part: Part, whole: bool) -> list[int]:
        """The slot of that part of that day, if a session of that length can be there."""
        if day not in self.aims.days or (part == "day") != whole:
            return []
        return [2 * self.aims.days.index(day) + (part == "afternoon")]

    def time(self, slot: int, whole: bool) -> tuple[dt.date, Part]:
        return self.aims.days[slot // 2], part_of(slot, whole)


@dataclass
class Free:
    """When lecturers, or rooms, are free for a cohort."""

    slots: Slots
    diary: Diary

    def __post_init__(self) -> None:
        self.known: dict[tuple[str, bool], Bools] = {}
        self.asked: dict[tuple[tuple[tuple[str, ...], ...], bool], Bools] = {}

    def all_of(self, keys: tuple[str, ...], whole: bool) -> Bools:
        """(slots,) when all of them are."""
        found = np.ones(len(self.slots.halves), np.bool_)
        for key in keys:
            found &= self.of(key, whole)
        return found

    def any_of(self, options: list[tuple[str, ...]], whole: bool) -> Bools:
        """(slots,) when all of one of the options are."""
        asked = (tuple(options), whole)
        if asked not in self.asked:
            self.asked[asked] = self._any_of(options, whole)
        return self.asked[asked]

    def _any_of(self, options: list[tuple[str, ...]], whole: bool) -> Bools:
        found = np.zeros(len(self.slots.halves), np.bool_)
        for keys in options:
            found |= self.all_of(keys, whole)
        return found

    def of(self, key: str, whole: bool) -> Bools:
        if (key, whole) not in self.known:
            self.known[key, whole] = self._of(key, whole)
        return self.known[key, whole]

    def _of(self, key: str, whole: bool) -> Bools:
        found = np.ones(len(self.slots.halves), np.bool_)
        away = self.diary.halves_away(key)
        if away:
            found &= ~np.isin(self.slots.halves, np.array(sorted(away), np.int64))
        if whole:
            found[0::2] &= found[1::2]
        if taken := self.diary.spans(key, self.slots.touched_days):
            found &= ~self.slots.touched(np.array(taken, np.int64), whole)
        return found


def part_of(slot: int, whole: bool) -> Part:
    if whole:
        return "day"
    return "afternoon" if slot % 2 else "morning"
