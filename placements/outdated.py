"""Whether what a draft was made of is still so: the same question, asked of the rows as they are now."""

from dataclasses import replace

from placements.asking import asked_of
from placements.models import Planning
from placements.planning import problem_of
from placements.rotation.differences import Difference, what_changed
from placements.rotation.problem import Problem
from placements.staffing import Staffing


def ask_again(told: Problem, facts: Staffing, planning: Planning) -> Problem:
    """The problem of now.

    What a draft fixed or released by itself stays so: that is its own choice and nothing of the rows. So does
    what earlier plans cost, which decides only between plans that are equally good.
    """
    known = {str(period.pk): period for period in facts.periods}
    first = next((known[key] for key in told.periods if key in known), None)
    if first is None:
        return Problem((), (), (), ())
    keeps = any(told.current.get(cell) == pin.host for cell, pin in told.pinned.items())
    asked = replace(
        asked_of(facts, planning, first=first, keeps=keeps),
        gave_up={int(trainee.key): trainee.gave_up for trainee in told.trainees},
        seed=told.seed,
    )
    now = problem_of(facts, asked)
    there = {(trainee.key, period) for trainee in now.trainees for period in trainee.periods}
    pins = [pin for pin in told.pins if (pin.trainee, pin.period) in there and pin.host in now.sector_of]
    return replace(now, pins=tuple(pins))


def changed_since(told: Problem, facts: Staffing, planning: Planning) -> list[Difference]:
    """Why a draft is out of date; empty when it is not."""
    return what_changed(told, ask_again(told, facts, planning))
