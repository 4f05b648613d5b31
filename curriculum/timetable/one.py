"""Laying one cohort beside what others have. Loads numpy."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from math import prod

from curriculum.timetable.aims import Aims
from curriculum.timetable.answers import Cost, Placed, Session
from curriculum.timetable.booking import Diaries, Diary, span
from curriculum.timetable.costing import cost_of
from curriculum.timetable.days import halves
from curriculum.timetable.offers import Options, lecturers_for, rooms_for
from curriculum.timetable.problem import Cohort, Kept, Line, Numbered, Part, sessions_of
from curriculum.timetable.search import Search, Step
from curriculum.timetable.strands import Given, Strand, strands_of

LARGEST = 30_000_000
"""States times slots that are searched at once: a second or two, and as many bytes."""

ROUNDS = 3
"""How often lines that were laid apart are laid again, each beside the others."""


@dataclass(frozen=True)
class Laid:
    """One cohort's timetable. `exact`: none is better beside what the others had."""

    placed: tuple[Placed, ...]
    cost: Cost
    exact: bool


def lay_cohort(aims: Aims, hard: Diaries, soft: Diaries | None = None) -> Laid:
    """`hard`: what others have, which stands. `soft`: the same and what they could give up, at a price."""
    given = Given(aims, hard, soft)
    strands = strands_of(given)
    if not strands or _size(strands) <= LARGEST:
        placed = _lay_at_once(given, strands)
        cost = cost_of(aims, placed)
        return Laid(placed, cost, exact=not (cost.left_out and _has_heavy_begun(given.cohort)))
    placed = _lay_apart(given, strands)
    return Laid(placed, cost_of(aims, placed), exact=False)


def _has_heavy_begun(cohort: Cohort) -> bool:
    """Whether the search can mistake how long a heavy module runs, if something of it is left out in the end.

    It counts what is still to come as coming, once a part of the module stays.
    """
    heavy = {key for key, module in cohort.modules.items() if module.heavy and cohort.pace.apart}
    return any(kept.stays and kept.of in heavy for kept in cohort.kept)


def _size(strands: list[Strand]) -> int:
    return len(strands[0].given.slots.halves) * prod(len(strand.sessions) + 1 for strand in strands)


def _lay_at_once(given: Given, strands: list[Strand]) -> tuple[Placed, ...]:
    steps = _steps(strands) if strands else []
    placed = [*_staying(given.cohort), *(_place(given, strands, step) for step in steps)]
    return tuple(sorted(placed, key=when))


def _steps(strands: list[Strand]) -> list[Step]:
    """First without leaving anything out, which is quick, unless it is plain that something has to be."""
    halves_asked = sum(len(strand.sessions) + int(strand.whole.sum()) for strand in strands)
    has_space = halves_asked <= int(strands[0].given.slots.open.sum())
    if has_space and all(strand.can.any(axis=0).all() for strand in strands):
        found = Search(strands, may_leave=False).best()
        if found is not None:
            return found
    return Search(strands, may_leave=True).best() or []


def when(placed: Placed) -> tuple[int, str, int]:
    """In time; what is there by its own date can be at the same moment, and is then in the order of names."""
    return halves(placed.day, placed.part)[0], placed.session.of, placed.session.number


def _staying(cohort: Cohort) -> Iterator[Placed]:
    for kept in cohort.kept:
        if kept.stays:
            session = Session(cohort.key, kept.of, kept.number)
            yield Placed(session, kept.day, kept.part, kept.lecturers, kept.room, stays=True)


def _place(given: Given, strands: list[Strand], step: Step) -> Placed:
    slot, line, place = step
    strand, cohort = strands[line], given.cohort
    of, number = strand.sessions[place]
    day, part = given.slots.time(slot, bool(strand.whole[place]))
    people = [book.lecturers for book in (given.soft, given.hard) if book]
    rooms = [book.rooms for book in (given.soft, given.hard) if book]
    lecturers = _first_free(people, lecturers_for(cohort, (of, number)), cohort, day, part)
    room = _first_free(rooms, rooms_for(cohort, (of, number)), cohort, day, part)
    return Placed(Session(cohort.key, of, number), day, part, lecturers, room[0] if room else "")


def _first_free(
    diaries: list[Diary], options: Options, cohort: Cohort, day: dt.date, part: Part
) -> tuple[str, ...]:
    moment = span(cohort, day, part)
    for diary in diaries:
        for keys in options:
            if all(diary.is_free(key, day, part, moment) for key in keys):
                return keys
    raise AssertionError(f"Nobody is free on {day}, where the search laid a session.")


def _lay_apart(given: Given, strands: list[Strand]) -> tuple[Placed, ...]:
    """Some lines at a time, each beside the others, then again as long as that makes it better."""
    groups = list(_groups(strands))
    placed: tuple[Placed, ...] = tuple(_staying(given.cohort))
    for group in groups:
        placed = _lay_some(given, group, placed)
    for _ in range(ROUNDS):
        before = cost_of(given.aims, placed)
        for group in groups:
            other = _lay_some(given, group, placed)
            if cost_of(given.aims, other) < cost_of(given.aims, placed):
                placed = other
        if not cost_of(given.aims, placed) < before:
            break
    return placed


def _groups(strands: list[Strand]) -> Iterator[list[Line]]:
    """Lines that can be laid together, as many as possible, in their order."""
    group: list[Strand] = []
    for strand in strands:
        if group and _size([*group, strand]) > LARGEST:
            yield [each.line for each in group]
            group = []
        group.append(strand)
    if group:
        yield [each.line for each in group]


def _lay_some(given: Given, lines: list[Line], placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """The cohort with these lines laid anew; of the others what has a place stays there."""
    cohort = given.cohort
    anew = {session for line in lines for session in sessions_of(line)}
    there = {(each.session.of, each.session.number): each for each in placed}
    stays = [_stay(each) for session, each in there.items() if session not in anew or each.stays]
    free = [kept for kept in cohort.kept if kept.session in anew and not kept.stays]
    named = {line.key for line in lines}
    others = [line if line.key in named else _only(line, there.keys()) for line in cohort.lines]
    some = Aims(replace(cohort, lines=tuple(others), kept=(*stays, *free)))
    beside = Given(some, given.hard, given.soft)
    found = _lay_at_once(beside, strands_of(beside))
    really = {kept.session for kept in cohort.kept if kept.stays}
    return tuple(replace(each, stays=(each.session.of, each.session.number) in really) for each in found)


def _stay(placed: Placed) -> Kept:
    _, of, number = placed.session
    return Kept(of, number, placed.day, placed.part, True, placed.lecturers, placed.room)


def _only(line: Line, there: Collection[Numbered]) -> Line:
    """The line with nothing but what is there already."""

    def dropped(key: str, count: int) -> frozenset[int]:
        return frozenset(number for number in range(1, count + 1) if (key, number) not in there)

    if line.development:
        days = line.development.days
        return replace(line, development=replace(line.development, dropped=dropped(line.key, days)))
    modules = [replace(module, dropped=dropped(module.key, module.sessions)) for module in line.modules]
    return replace(line, modules=tuple(modules))
