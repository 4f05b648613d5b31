"""Whether what a draft was made of is still so: the same question, asked of the rows as they are now."""

from dataclasses import replace

from placements.asking import asked_of
from placements.models import Plan, Planning
from placements.planning import problem_of
from placements.rotation.differences import Difference, what_changed
from placements.rotation.problem import Assignment, Problem
from placements.rotation.stored import Stored
from placements.staffing import Staffing
from placements.supposing import restore


def ask_again(plan: Plan, told: Problem, facts: Staffing, planning: Planning) -> Problem:
    """The problem of now, with all that the draft supposes.

    What a draft fixed or released by itself stays so: that is its own choice and nothing of the rows. So does
    what earlier plans cost, which decides only between plans that are equally good.
    """
    known = {str(period.pk): period for period in facts.periods}
    first = next((known[key] for key in told.periods if key in known), None)
    if first is None:
        return Problem((), (), (), ())
    keeps = not plan.begins_on and any(
        told.current.get(cell) == pin.host for cell, pin in told.pinned.items()
    )
    supposes = restore(plan.supposes)
    asked = replace(
        asked_of(facts, planning, first=first, keeps=keeps, begins_on=plan.begins_on, supposes=supposes),
        gave_up={int(trainee.key): trainee.gave_up for trainee in told.trainees},
        seed=told.seed,
    )
    now = problem_of(facts, asked)
    there = {(trainee.key, period) for trainee in now.trainees for period in trainee.periods}
    pins = [pin for pin in told.pins if (pin.trainee, pin.period) in there and pin.host in now.sector_of]
    freed = {
        cell: host
        for cell, host in told.current.items()
        if cell in there and any(one.might_free(cell, host) for one in supposes)
    }
    return replace(now, pins=tuple(pins), current={**freed, **now.current})


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
