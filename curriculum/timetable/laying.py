"""Laying out a programme: each cohort exactly, beside what the others have. Loads numpy.

A timetable is better than another one when it is better in the first step in which they differ:

1. fewer sessions without a place;
2. fewer published sessions on another day or part of the day (or without a place); then fewer in other
   hands or another room; then fewer learning days over which they moved, together;
3. less against the pace, by weight (see `problem.Pace`);
4. development days closer to an even spread: each in the middle of one of as many shares;
5. sessions closer to a steady pace: modules begin evenly over the learning days up to the margin at the end,
   and go on weekly;
6. ties: see `search`.

Kept without exception: the learning weekday, closed days, what is fixed, the order of a line, which modules
come before which, one thing at a time for a cohort, a lecturer and a room. Sessions without a place are
answered as such: of a module the last ones (before one that stays), of development days any.
"""

from curriculum.timetable.answers import Timetable
from curriculum.timetable.desk import Desk
from curriculum.timetable.hands import give_back, sparing
from curriculum.timetable.problem import Problem
from curriculum.timetable.room import make_room

ROUNDS = 3
"""How often room is sought for what is left out."""


def lay(problem: Problem) -> Timetable:
    """Lay out everything that is asked. There always is an answer, if need be with sessions left out.

    One cohort with two lines of modules and one of development days is laid exactly. Cohorts are laid one
    after another: first who has the fewest half learning days to spare, then as in the problem; each exactly
    beside those before it. Where cohorts share, who is wanted least gives what they can; where something is
    left out others are asked to make room; and then who is preferred gives what they are free for after all.

    What happens when a day falls out: the same question with that day closed, what is published as `kept`,
    and `begin` on the day from which may be laid.
    """
    desk = Desk(problem)
    if not desk.shares():
        return _one_after_another(desk).timetable()
    spared = _one_after_another(Desk(sparing(problem)))
    for _ in range(ROUNDS):
        if not make_room(spared):
            break
    desk.restore(spared.laid)
    give_back(desk)
    return desk.timetable()


def _one_after_another(desk: Desk) -> Desk:
    for cohort in desk.in_order():
        desk.lay(cohort.key)
    return desk
