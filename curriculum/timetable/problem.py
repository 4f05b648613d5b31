"""What the programme generator is asked: frozen dataclasses, nothing of Django.

Cohorts, lines, modules, lecturers and rooms are named by strings that mean something to the caller only.
Their order in the problem is the order in which ties are broken, so the same problem gives the same answer.
Days are plain dates and clock times plain times in the cohort's own zone.
"""

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Part = Literal["day", "morning", "afternoon"]
PARTS: tuple[Part, ...] = ("day", "morning", "afternoon")

Time = tuple[dt.date, Part]
"""A whole day or half of it."""

Numbered = tuple[str, int]
"""A session within a cohort: the key of its module (or of its development line), and its number from 1."""

Hours = tuple[dt.time, dt.time]
"""From when until when, by the clock on the wall."""

DAY: Hours = (dt.time(9), dt.time(17))
MORNING: Hours = (dt.time(9), dt.time(12, 30))
AFTERNOON: Hours = (dt.time(13, 15), dt.time(17))

LONGEST = dt.timedelta(days=20 * 366)
"""A cohort that lasts longer is a mistake in a date."""


HEAVIEST = 1_000
"""Weights are whole numbers up to this."""


class Malformed(ValueError):
    """A problem that contradicts itself in its names, dates or numbers. Says how, in a sentence."""


@dataclass(frozen=True)
class Module:
    """Something to be taught in `sessions` meetings, numbered from 1, each a whole day or half of one.

    `lecturers`: one of them gives a session, the first who is free; without any nobody is asked. `after`:
    keys of modules that have to be finished before this one begins, of whatever line. `dropped`: numbers
    of sessions that are not to be held.
    """

    key: str
    sessions: int
    whole: bool = True
    heavy: bool = False
    lecturers: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    dropped: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Development:
    """So many days that are spread evenly over the cohort, each whole or half.

    Those that do not stay are laid in the order of their numbers; `dropped` are not held.
    """

    days: int
    whole: bool = True
    lecturers: tuple[str, ...] = ()
    dropped: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Line:
    """A track: modules in the order in which they are taught, or development days instead of modules."""

    key: str
    modules: tuple[Module, ...] = ()
    development: Development | None = None


@dataclass(frozen=True)
class Fixed:
    """What has its own date and takes that part of the day: kick-off, switch day, final presentation.

    It may be on any day, also a closed one or another weekday.
    """

    key: str
    day: dt.date
    part: Part = "day"
    lecturers: tuple[str, ...] = ()
    room: str = ""


@dataclass(frozen=True)
class Kept:
    """A session that is on a date already.

    `stays`: it has happened or is pinned, and is not moved. Otherwise it was published, and may be moved at
    a price; also when its day is before the cohort's `begin`, or closed by now. (A draft is free: leave it
    out.) `lecturers` and `room`: who and where, kept where possible.
    """

    of: str
    number: int
    day: dt.date
    part: Part = "day"
    stays: bool = False
    lecturers: tuple[str, ...] = ()
    room: str = ""

    @property
    def session(self) -> Numbered:
        return (self.of, self.number)


@dataclass(frozen=True)
class Pace:
    """What is preferred, each with a weight of zero to a thousand; zero is of no importance.

    `apart`: two heavy modules of different lines whose runs, from first to last session, overlap.
    `after_switch`: a module that begins on one of the first `quiet_after` learning days from a switch on.
    `before_switch`: a module that begins on one of the last `quiet_before` learning days before a switch.
    `margin`: learning days at the end that are left free for catching up, as far as that is possible.
    """

    apart: int = 1
    after_switch: int = 1
    before_switch: int = 1
    quiet_after: int = 1
    quiet_before: int = 1
    margin: int = 4


@dataclass(frozen=True)
class Cohort:
    """Who learns together on one weekday (1 is Monday), from `first` to `last`, both included.

    `closed`: date -> the kind of rule that closes it ("holiday", "school", "own", the caller's words).
    `switches`: first days of the second period and later. `rooms`: those it may use, the dearest first;
    without any no room is asked. `begin`: nothing is laid anew before it, because that is past or told.
    """

    key: str
    first: dt.date
    last: dt.date
    weekday: int
    lines: tuple[Line, ...]
    closed: Mapping[dt.date, str] = field(default_factory=dict)
    switches: tuple[dt.date, ...] = ()
    rooms: tuple[str, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    kept: tuple[Kept, ...] = ()
    begin: dt.date = dt.date.min
    pace: Pace = Pace()
    whole: Hours = DAY
    morning: Hours = MORNING
    afternoon: Hours = AFTERNOON
    zone: str = "Europe/Amsterdam"

    @cached_property
    def kept_at(self) -> dict[Numbered, Kept]:
        return {kept.session: kept for kept in self.kept}

    @cached_property
    def dated(self) -> tuple[Fixed | Kept, ...]:
        """Everything that has its own date and keeps it."""
        return (*self.fixed, *(kept for kept in self.kept if kept.stays))

    @cached_property
    def modules(self) -> dict[str, Module]:
        return {module.key: module for line in self.lines for module in line.modules}

    @cached_property
    def sessions(self) -> tuple[Numbered, ...]:
        """Everything that has to have a place, line after line, in the order of teaching."""
        return tuple(session for line in self.lines for session in sessions_of(line))

    def hours(self, part: Part) -> Hours:
        return {"day": self.whole, "morning": self.morning, "afternoon": self.afternoon}[part]


@dataclass(frozen=True)
class Problem:
    """What has to be laid out. Raises Malformed when it contradicts itself.

    `lecturers_away`, `rooms_away`: key -> when they cannot be used. Who is not in it always can.
    """

    cohorts: tuple[Cohort, ...]
    lecturers_away: Mapping[str, frozenset[Time]] = field(default_factory=dict)
    rooms_away: Mapping[str, frozenset[Time]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for wrong in _contradictions(self):
            raise Malformed(wrong)

    @cached_property
    def named(self) -> dict[str, Cohort]:
        return {cohort.key: cohort for cohort in self.cohorts}


def sessions_of(line: Line) -> list[Numbered]:
    """The sessions of a line in their order, without those that are dropped."""
    if line.development:
        given = range(1, line.development.days + 1)
        return [(line.key, number) for number in given if number not in line.development.dropped]
    return [
        (module.key, number)
        for module in line.modules
        for number in range(1, module.sessions + 1)
        if number not in module.dropped
    ]


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from _twice("cohort", (cohort.key for cohort in problem.cohorts))
    for away in (problem.lecturers_away, problem.rooms_away):
        for key, times in away.items():
            yield from (f"{key} is away on {part!r}." for _, part in sorted(times) if part not in PARTS)
    for cohort in problem.cohorts:
        yield from _wrong_dates(cohort)
        yield from _wrong_hours(cohort)
        yield from _wrong_lines(cohort)
        yield from _wrong_kept(cohort)


def _wrong_dates(cohort: Cohort) -> Iterator[str]:
    if not cohort.first <= cohort.last:
        yield f"{cohort.key} ends on {cohort.last}, before it begins on {cohort.first}."
    elif cohort.last - cohort.first > LONGEST:
        yield f"{cohort.key} lasts from {cohort.first} to {cohort.last}."
    if cohort.weekday not in range(1, 8):
        yield f"{cohort.key} learns on weekday {cohort.weekday}; 1 is Monday and 7 is Sunday."
    for switch in cohort.switches:
        if not cohort.first <= switch <= cohort.last:
            yield f"{cohort.key} switches on {switch}, when it is not there."
    yield from _twice(f"switch of {cohort.key} on", cohort.switches)
    yield from _twice(f"room of {cohort.key}", cohort.rooms)


def _wrong_hours(cohort: Cohort) -> Iterator[str]:
    for part in PARTS:
        start, end = cohort.hours(part)
        if not start < end:
            yield f"The {part} of {cohort.key} is from {start} to {end}."
    if cohort.morning[1] > cohort.afternoon[0]:
        yield f"The afternoon of {cohort.key} begins before its morning ends."
    try:
        ZoneInfo(cohort.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"There is no time zone {cohort.zone!r}."
    pace = cohort.pace
    if not all(0 <= weight <= HEAVIEST for weight in (pace.apart, pace.after_switch, pace.before_switch)):
        yield f"Weights of the pace of {cohort.key} are zero to {HEAVIEST}."
    if min(pace.quiet_after, pace.quiet_before, pace.margin) < 0:
        yield f"Learning days in the pace of {cohort.key} are zero or more."


def _wrong_lines(cohort: Cohort) -> Iterator[str]:
    modules = [module for line in cohort.lines for module in line.modules]
    spread = [line for line in cohort.lines if line.development]
    yield from _twice("line", (line.key for line in cohort.lines))
    yield from _twice("module", [module.key for module in modules])
    yield from (f"{line.key} is a line and a module." for line in spread if line.key in cohort.modules)
    for line in spread:
        if line.modules:
            yield f"{line.key} has modules, and development days as well."
        if line.development and line.development.days < 0:
            yield f"{line.key} has {line.development.days} development days."
    for module in modules:
        if module.sessions < 0:
            yield f"{module.key} has {module.sessions} sessions."
        yield from (f"There is no module {key}." for key in module.after if key not in cohort.modules)
    if not _can_be_ordered(cohort):
        yield f"The modules of {cohort.key} wait for each other in a circle."


def _wrong_kept(cohort: Cohort) -> Iterator[str]:
    known = set(cohort.sessions)
    for kept in cohort.kept:
        if kept.session not in known:
            yield f"{cohort.key} keeps session {kept.number} of {kept.of}, which it does not have."
    yield from _twice(f"kept session of {cohort.key}", (kept.session for kept in cohort.kept))
    yield from _twice(f"fixed date of {cohort.key}", (fixed.key for fixed in cohort.fixed))
    for key, part in [*((k.of, k.part) for k in cohort.kept), *((f.key, f.part) for f in cohort.fixed)]:
        if part not in PARTS:
            yield f"{key} takes the part of day {part!r}."


def before(cohort: Cohort) -> dict[str, frozenset[str]]:
    """Module -> all that come before it: earlier in its line, asked for, and what comes before those.

    Modules in a circle are left out.
    """
    direct = {key: {one for one in module.after if one in cohort.modules}
              for key, module in cohort.modules.items()}  # fmt: skip
    for line in cohort.lines:
        for earlier, later in zip(line.modules, line.modules[1:], strict=False):
            direct[later.key].add(earlier.key)
    found: dict[str, frozenset[str]] = {}
    while ready := [key for key in direct if key not in found and direct[key] <= found.keys()]:
        for key in ready:
            found[key] = frozenset(direct[key].union(*(found[one] for one in direct[key])))
    return found


def _can_be_ordered(cohort: Cohort) -> bool:
    return len(before(cohort)) == len(cohort.modules)


def _twice(what: str, names: Iterable[Hashable]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"The {what} {name} is there {times} times."
