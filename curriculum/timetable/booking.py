"""Who and what is taken when, over all cohorts.

Moments are minutes since 1970 (UTC), so that cohorts with other hours or in another zone are compared by
the real clock.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from curriculum.timetable.days import halves
from curriculum.timetable.problem import Cohort, Hours, Part, Time

MINUTES_A_DAY = 24 * 60

Span = tuple[int, int]
"""From a minute up to another one."""

Taken = tuple[int, int, str]
"""The same, and the cohort for which."""


def span(cohort: Cohort, day: dt.date, part: Part) -> Span:
    return _span(cohort.zone, cohort.hours(part), day)


@lru_cache(maxsize=65_536)
def _span(zone: str, hours: Hours, day: dt.date) -> Span:
    start, end = (int(dt.datetime.combine(day, at, ZoneInfo(zone)).timestamp()) // 60 for at in hours)
    return start, end


@dataclass
class Diary:
    """When each lecturer, or each room, is taken and for which cohort; and when it is away."""

    away: Mapping[str, frozenset[Time]]
    taken: dict[str, dict[int, list[Taken]]] = field(default_factory=lambda: defaultdict(dict))

    def book(self, keys: Iterable[str], when: Span, owner: str) -> None:
        for key in keys:
            for day in touched_days(when):
                self.taken[key].setdefault(day, []).append((*when, owner))

    def release(self, keys: Iterable[str], when: Span, owner: str) -> None:
        for key in keys:
            for day in touched_days(when):
                self.taken[key][day].remove((*when, owner))

    def owners(self, key: str, when: Span) -> set[str]:
        """Who has it at any moment of that time."""
        days = self.taken.get(key)
        if not days:
            return set()
        return {
            owner
            for day in touched_days(when)
            for start, end, owner in days.get(day, ())
            if start < when[1] and when[0] < end
        }

    def spans(self, key: str, among: Iterable[int]) -> list[Span]:
        """The times at which it is taken that have a minute of any of these days since 1970 (UTC)."""
        days = self.taken.get(key)
        if not days:
            return []
        return [(start, end) for day in among if day in days for start, end, _ in days[day]]

    def is_free(self, key: str, day: dt.date, part: Part, when: Span) -> bool:
        """`when`: the same part of that day as a span."""
        return self.halves_away(key).isdisjoint(halves(day, part)) and not self.owners(key, when)

    def halves_away(self, key: str) -> set[int]:
        return {half for day, part in self.away.get(key, ()) for half in halves(day, part)}


@dataclass
class Diaries:
    lecturers: Diary
    rooms: Diary

    def book(self, lecturers: Iterable[str], room: str, when: Span, owner: str) -> None:
        self.lecturers.book(lecturers, when, owner)
        self.rooms.book([room] if room else [], when, owner)

    def release(self, lecturers: Iterable[str], room: str, when: Span, owner: str) -> None:
        self.lecturers.release(lecturers, when, owner)
        self.rooms.release([room] if room else [], when, owner)

    def owners(self, lecturers: Iterable[str], room: str, when: Span) -> set[str]:
        people = [self.lecturers.owners(key, when) for key in lecturers]
        return set().union(*people, self.rooms.owners(room, when))


def touched_days(when: Span) -> range:
    """The days since 1970 (UTC) of which it has a minute."""
    return range(when[0] // MINUTES_A_DAY, (when[1] - 1) // MINUTES_A_DAY + 1)
