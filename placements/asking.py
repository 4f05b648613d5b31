"""What the planner is asked for a cohort: its settings and agreements beside the rows of its staffing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from placements.models import Pair, Plan, Planning
from placements.planning import Asked
from placements.rotation import problem
from placements.staffing import PeriodFact, Staffing


def asked_of(facts: Staffing, planning: Planning, *, first: PeriodFact, keeps: bool = True) -> Asked:
    """Two queries at most: the pairs, and what earlier plans cost. `planning`: the settings of the cohort."""
    return Asked(
        first=first,
        keeps=keeps,
        weights=planning.weights(),
        exclusions=tuple(
            problem.Exclusion(str(person.pk), str(host), kind)
            for person in facts.people
            for host, kind in person.exclusions
        ),
        pairs=tuple(
            problem.Pair(str(pair.first_id), str(pair.second_id), pair.together)
            for pair in Pair.objects.of_cohort(facts.cohort).order_by("pk")
        ),
        gave_up=_gave_up(facts, first) if planning.favours_who_gave_up else None,
    )


def first_to_plan(facts: Staffing, *, today: dt.date) -> PeriodFact | None:
    """The first period that has not begun; else the first in which somebody has no place; else the last."""
    coming = (period for period in facts.periods if period.span.first > today)
    open_one = (
        period for period in facts.periods if any(facts.unplaced(person, period) for person in facts.people)
    )
    return next(coming, None) or next(open_one, None) or next(reversed(facts.periods), None)


def _gave_up(facts: Staffing, first: PeriodFact) -> Mapping[int, int]:
    """What published plans that began with an earlier period cost each trainee; of each period the last."""
    numbers = {str(period.pk): period.number for period in facts.periods}
    latest = {
        numbers.get(periods[0], 0): losses
        for periods, losses in Plan.objects.of_cohort(facts.cohort)
        .published()
        .order_by("published_at", "pk")
        .values_list("problem__periods", "losses")
        if periods
    }
    found: dict[int, int] = defaultdict(int)
    for number, losses in latest.items():
        if number < first.number:
            for trainee, loss in losses.items():
                found[int(trainee)] += loss
    return found
