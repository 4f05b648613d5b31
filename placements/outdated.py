"""Whether what a draft was made of is still so: the same question, asked of the rows as they are now."""

from dataclasses import replace

from placements.asking import asked_like
from placements.grounds import DAYS, REPLACED, SUPPOSED, overtaken, shifted
from placements.models import Plan, Planning
from placements.planning import problem_of
from placements.rotation.differences import Difference, what_changed
from placements.rotation.problem import Assignment, Problem
from placements.rotation.stored import Stored
from placements.staffing import Staffing
from placements.supposing import restore

STOOD = "stood"
WHERE_AND_WHEN = {"joined", "left", "periods", "worked", "stands", "pin"}
"""Of whoever has such a difference, other days are no news."""


def ask_again(plan: Plan, told: Problem, facts: Staffing, planning: Planning) -> Problem:
    """The problem of now, with all that the draft supposes."""
    supposes = restore(plan.supposes)
    asked = asked_like(plan, told, facts, planning, supposes)
    if asked is None:
        return Problem((), (), (), ())
    now = problem_of(facts, asked)
    there = now.cells
    freed = {
        cell: host
        for cell, host in told.current.items()
        if cell in there and any(one.might_free(cell, host) for one in supposes)
    }
    return replace(now, current={**freed, **now.current})


def changed_since(plan: Plan, told: Problem, facts: Staffing, planning: Planning) -> list[Difference]:
    """Why a draft is out of date; empty when it is not. `after` of a difference "supposed": the supposition
    that would put back what was agreed since."""
    stood = stood_then(plan.problem)
    before = told if stood is None else replace(told, current=stood)
    found = what_changed(before, ask_again(plan, before, facts, planning))
    told_of = {one.trainee for one in found if one.kind in WHERE_AND_WHEN}
    days = [one for one in shifted(plan, facts) if one.trainee not in told_of]
    put_back = [Difference(SUPPOSED, after=one) for one in overtaken(plan, facts)]
    return [*found, *days, *put_back]


def with_stood(stored: Stored, stood: Assignment) -> Stored:
    """The stored problem with what stood, where changes are counted from something else."""
    return stored | {STOOD: [[*cell, host] for cell, host in stood.items()]}


def carried(stored: Stored) -> Stored:
    """What is kept with a problem, for a draft that asks the same of the same rows."""
    return {key: stored[key] for key in (STOOD, DAYS, REPLACED) if key in stored}


def stood_then(stored: Stored) -> Assignment | None:
    """What stood when the planner was told; None where changes are counted from it."""
    rows = stored.get(STOOD)
    return None if rows is None else {(trainee, period): host for trainee, period, host in rows}
