"""Rules that somebody could relax, and the problem without them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from curriculum.timetable.days import WEEK
from curriculum.timetable.problem import Cohort, Development, Kept, Module, Problem, Time

Kind = Literal[
    "closed", "fewer", "half_development", "half_module", "lecturer", "someone_else", "room", "any_room",
    "fixed", "pin", "after", "later",
]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """Something of a cohort that could be otherwise. `kind` says what `key` and `amount` are.

    "closed": learn on days closed for the reason `key` · "fewer": `amount` development days fewer in the line
    `key` · "half_development": half days in the line `key` · "half_module": half days for the module `key` ·
    "lecturer": the lecturer `key` is never away · "someone_else": anybody may give the module `key` · "room":
    the room `key` can always be used · "any_room": no room is asked · "fixed": the fixed date `key` is not
    there · "pin": session `amount` of `key` may move · "after": the module `key` waits for no module of
    another line · "later": the cohort ends `amount` weeks later.
    """

    cohort: str
    kind: Kind
    key: str = ""
    amount: int = 0


def without(problem: Problem, rule: Rule) -> Problem:
    """The same question with a rule relaxed. Raises KeyError when there is no such cohort."""
    if rule.kind == "lecturer":
        return replace(problem, lecturers_away=_never(problem.lecturers_away, rule.key))
    if rule.kind == "room":
        return replace(problem, rooms_away=_never(problem.rooms_away, rule.key))
    changed = _CHANGES[rule.kind](problem.named[rule.cohort], rule)
    cohorts = (changed if each.key == rule.cohort else each for each in problem.cohorts)
    return replace(problem, cohorts=tuple(cohorts))


def _never(away: Mapping[str, frozenset[Time]], key: str) -> dict[str, frozenset[Time]]:
    return {each: times for each, times in away.items() if each != key}


def _open(cohort: Cohort, rule: Rule) -> Cohort:
    return replace(cohort, closed={day: kind for day, kind in cohort.closed.items() if kind != rule.key})


def _fewer(cohort: Cohort, rule: Rule) -> Cohort:
    """The last ones that may go."""
    stays = {kept.session for kept in cohort.kept if kept.stays}
    free = [session for session in cohort.sessions if session[0] == rule.key and session not in stays]
    gone = set(free[max(len(free) - rule.amount, 0) :])

    def change(asked: Development) -> Development:
        return replace(asked, dropped=asked.dropped | {number for _, number in gone})

    left = tuple(kept for kept in cohort.kept if kept.session not in gone)
    return replace(_spread(cohort, rule.key, change), kept=left)


def _half_development(cohort: Cohort, rule: Rule) -> Cohort:
    return _spread(cohort, rule.key, lambda asked: replace(asked, whole=False))


def _half_module(cohort: Cohort, rule: Rule) -> Cohort:
    return _teach(cohort, rule.key, lambda module: replace(module, whole=False))


def _someone_else(cohort: Cohort, rule: Rule) -> Cohort:
    left = tuple(replace(kept, lecturers=()) if _is_free(kept, rule) else kept for kept in cohort.kept)
    return _teach(replace(cohort, kept=left), rule.key, lambda module: replace(module, lecturers=()))


def _any_room(cohort: Cohort, rule: Rule) -> Cohort:
    left = tuple(kept if kept.stays else replace(kept, room="") for kept in cohort.kept)
    return replace(cohort, rooms=(), kept=left)


def _without_fixed(cohort: Cohort, rule: Rule) -> Cohort:
    return replace(cohort, fixed=tuple(fixed for fixed in cohort.fixed if fixed.key != rule.key))


def _without_pin(cohort: Cohort, rule: Rule) -> Cohort:
    pinned = (rule.key, rule.amount)
    return replace(cohort, kept=tuple(kept for kept in cohort.kept if kept.session != pinned))


def _after(cohort: Cohort, rule: Rule) -> Cohort:
    return _teach(cohort, rule.key, lambda module: replace(module, after=()))


def _later(cohort: Cohort, rule: Rule) -> Cohort:
    return replace(cohort, last=cohort.last + rule.amount * WEEK)


_CHANGES: dict[str, Callable[[Cohort, Rule], Cohort]] = {
    "closed": _open,
    "fewer": _fewer,
    "half_development": _half_development,
    "half_module": _half_module,
    "someone_else": _someone_else,
    "any_room": _any_room,
    "fixed": _without_fixed,
    "pin": _without_pin,
    "after": _after,
    "later": _later,
}


def _is_free(kept: Kept, rule: Rule) -> bool:
    return kept.of == rule.key and not kept.stays


def _teach(cohort: Cohort, key: str, change: Callable[[Module], Module]) -> Cohort:
    lines = (
        replace(line, modules=tuple(change(each) if each.key == key else each for each in line.modules))
        for line in cohort.lines
    )
    return replace(cohort, lines=tuple(lines))


def _spread(cohort: Cohort, key: str, change: Callable[[Development], Development]) -> Cohort:
    lines = (
        replace(line, development=change(line.development)) if line.key == key and line.development else line
        for line in cohort.lines
    )
    return replace(cohort, lines=tuple(lines))
