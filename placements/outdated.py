"""Whether what a draft was made of is still so: the same question, asked of the rows as they are now."""

from dataclasses import replace

from placements.asking import asked_like
from placements.models import Plan, Planning
from placements.planning import problem_of
from placements.rotation.differences import Difference, what_changed
from placements.rotation.problem import Assignment, Problem
from placements.rotation.stored import Stored
from placements.staffing import Staffing
from placements.supposing import restore


def ask_again(plan: Plan, told: Problem, facts: Staffing, planning: Planning) -> Problem:
    """The problem of now, with all that the draft supposes."""
    supposes = restore(plan.supposes)
    asked = asked_like(plan, told, facts, planning, supposes)
    if asked is None:
        return Problem((), (), (), ())
    now = problem_of(facts, asked)
    there = {(trainee.key, period) for trainee in now.trainees for period in trainee.periods}
    freed = {
        cell: host
        for cell, host in told.current.items()
        if cell in there and any(one.might_free(cell, host) for one in supposes)
    }
    return replace(now, current={**freed, **now.current})


def changed_since(plan: Plan, told: Problem, facts: Staffing, planning: Planning) -> list[Difference]:
    """Why a draft is out of date; empty when it is not."""
    stood = stood_then(plan.problem)
    before = told if stood is None else replace(told, current=stood)
    return what_changed(before, ask_again(plan, before, facts, planning))


def with_stood(stored: Stored, stood: Assignment) -> Stored:
    """The stored problem with what stood, where changes are counted from something else."""
    return stored | {"stood": [[*cell, host] for cell, host in stood.items()]}


def stood_then(stored: Stored) -> Assignment | None:
    """What stood when the planner was told; None where changes are counted from it."""
    rows = stored.get("stood")
    return None if rows is None else {(trainee, period): host for trainee, period, host in rows}
