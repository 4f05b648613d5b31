"""Who gives what, over all cohorts: sparing those who are wanted most, and giving back who was preferred."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from curriculum.timetable.answers import Placed
from curriculum.timetable.desk import Desk
from curriculum.timetable.offers import lecturers_for
from curriculum.timetable.problem import Cohort, Line, Problem


def sparing(problem: Problem) -> Problem:
    """The same question, with the lecturers of each session in another order: first who is wanted least.

    Somebody is wanted for their share of every session that they may give.
    """
    wanted: dict[str, Fraction] = defaultdict(Fraction)
    for cohort in problem.cohorts:
        for keys, sessions in _asked(cohort):
            for key in keys:
                wanted[key] += Fraction(sessions, len(keys))

    def order(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(keys, key=lambda key: wanted[key]))

    return replace(problem, cohorts=tuple(_ordered(cohort, order) for cohort in problem.cohorts))


def give_back(desk: Desk) -> None:
    """Who is preferred gives a session where they are free after all; cohort by cohort, in time."""
    for cohort in desk.problem.cohorts:
        for placed in desk.laid[cohort.key].placed:
            if not placed.stays:
                _give_back(desk, cohort, placed)


def _give_back(desk: Desk, cohort: Cohort, placed: Placed) -> None:
    when = desk.when(placed)
    for keys in lecturers_for(cohort, (placed.session.of, placed.session.number)):
        if keys == placed.lecturers:
            return
        if all(desk.taken.lecturers.is_free(key, placed.day, placed.part, when) for key in keys):
            desk.swap(placed, replace(placed, lecturers=keys))
            return


def _asked(cohort: Cohort) -> Iterator[tuple[tuple[str, ...], int]]:
    """Who may give what, and how many sessions of it there are."""
    for line in cohort.lines:
        yield from ((module.lecturers, module.sessions) for module in line.modules)
        if line.development:
            yield line.development.lecturers, line.development.days


def _ordered(cohort: Cohort, order: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Cohort:
    lines = []
    for line in cohort.lines:
        modules = tuple(replace(module, lecturers=order(module.lecturers)) for module in line.modules)
        asked = line.development
        spread = replace(asked, lecturers=order(asked.lecturers)) if asked else None
        lines.append(Line(line.key, modules, spread))
    return replace(cohort, lines=tuple(lines))
