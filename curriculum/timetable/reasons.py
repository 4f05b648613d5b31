"""Why sessions are left out, in figures. Loads numpy."""

from dataclasses import dataclass

import numpy as np

from curriculum.timetable.aims import Aims
from curriculum.timetable.answers import Timetable
from curriculum.timetable.booking import Diaries, Diary
from curriculum.timetable.offers import is_whole, lecturers_for, rooms_for
from curriculum.timetable.problem import Cohort, Problem
from curriculum.timetable.relaxing import beside, open_halves
from curriculum.timetable.strands import Given


@dataclass(frozen=True)
class Space:
    """What a cohort asks beside what there is, in half learning days, without what is fixed or stays.

    `left_out`: sessions without a place.
    """

    cohort: str
    asked: int
    open: int
    left_out: int

    @property
    def too_many(self) -> int:
        """Half days that are asked and are not there at all."""
        return max(self.asked - self.open, 0)


@dataclass(frozen=True)
class Reason:
    """Where the left out sessions of one module (or development line) could have been.

    `numbers`: the sessions. All others count the times (whole or half days, as its sessions are) at which the
    first of them could be, looking at: `open`, the learning days that are not taken by something fixed;
    `in_order`, of those what lies between sessions that stay; `there`, of those when a lecturer is not away;
    `free`, of those when that lecturer is not with another cohort; `with_room`, of those when a room is free
    too. Where `with_room` is large, it is a matter of space: see `Space`.
    """

    cohort: str
    of: str
    numbers: tuple[int, ...]
    open: int
    in_order: int
    there: int
    free: int
    with_room: int


def space(problem: Problem, timetable: Timetable) -> list[Space]:
    """For each cohort of which something is left out."""
    return [
        Space(
            cohort.key,
            sum(
                1 + is_whole(cohort, session)
                for session in cohort.sessions
                if not (session in cohort.kept_at and cohort.kept_at[session].stays)
            ),
            len(open_halves(cohort)),
            timetable.costs[cohort.key].left_out,
        )
        for cohort in problem.cohorts
        if timetable.costs[cohort.key].left_out
    ]


def reasons(problem: Problem, timetable: Timetable) -> list[Reason]:
    """For each module of which something is left out, as in the problem."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for cohort, of, number in timetable.left_out:
        numbers.setdefault((cohort, of), []).append(number)
    beside_of = {key: beside(problem, timetable, key) for key in dict.fromkeys(key for key, _ in numbers)}
    return [
        _reason(problem, problem.named[cohort], beside_of[cohort], of, tuple(those))
        for (cohort, of), those in numbers.items()
    ]


def _reason(problem: Problem, cohort: Cohort, others: Diaries, of: str, numbers: tuple[int, ...]) -> Reason:
    aims = Aims(cohort)
    nobody = Diaries(Diary(problem.lecturers_away), Diary(problem.rooms_away))
    alone, given = Given(aims, nobody), Given(aims, others)
    session = (of, numbers[0])
    whole = is_whole(cohort, session)
    after, until = given.bounds.of(session)
    half = given.slots.halves
    people = lecturers_for(cohort, session)
    steps = [given.slots.fit(whole)]
    steps.append(steps[-1] & (half > after) & (half + whole < until))
    steps.append(steps[-1] & alone.lecturers.any_of(people, whole))
    steps.append(steps[-1] & given.lecturers.any_of(people, whole))
    steps.append(steps[-1] & given.rooms.any_of(rooms_for(cohort, session), whole))
    return Reason(cohort.key, of, numbers, *(int(np.count_nonzero(step)) for step in steps))
