"""What the planner is asked for a cohort: its settings and agreements beside the rows of its staffing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from placements.models import Pair, Plan, PlanEntry, Planning
from placements.moves import main_spots, spot_of
from placements.planning import Asked
from placements.rotation import problem
from placements.rotation.problem import Assignment, Problem
from placements.staffing import PeriodFact, Staffing
from placements.supposing import Suppositions, Unpaired, suppose


def asked_of(
    facts: Staffing,
    planning: Planning,
    *,
    first: PeriodFact,
    keeps: bool = True,
    begins_on: dt.date | None = None,
    supposes: Suppositions = (),
    looks_back: bool = True,
) -> Asked:
    """Two queries at most: the pairs, and what earlier plans cost. `planning`: the settings of the cohort."""
    looks_back = looks_back and planning.favours_who_gave_up
    return Asked(
        first=first,
        keeps=keeps,
        weights=planning.weights(),
        exclusions=tuple(
            problem.Exclusion(str(person.pk), str(host), kind)
            for person in suppose(facts, supposes, begins_on).people
            for host, kind in person.exclusions
        ),
        pairs=_pairs(facts, supposes),
        gave_up=_gave_up(facts, begins_on or first.span.first) if looks_back else None,
        begins_on=begins_on,
        supposes=supposes,
    )


def _pairs(facts: Staffing, supposes: Suppositions) -> tuple[problem.Pair, ...]:
    """Who is kept apart or brought together, but those about whom nothing is supposed to be agreed."""
    free = {(one.first, one.second) for one in supposes if isinstance(one, Unpaired)}
    return tuple(
        problem.Pair(str(pair.first_id), str(pair.second_id), pair.together)
        for pair in Pair.objects.of_cohort(facts.cohort).order_by("pk")
        if (pair.first_id, pair.second_id) not in free
    )


def asked_like(
    plan: Plan,
    told: Problem,
    facts: Staffing,
    planning: Planning,
    supposes: Suppositions,
    *,
    current: Assignment | None = None,
) -> Asked | None:
    """The question of a draft once more, of the rows of now, with these suppositions. None when all of its
    periods are gone. `current`: what changes are counted from, when not from what stands. One query.

    What a draft fixed or released by itself stays so: that is its own choice and nothing of the rows. So does
    what earlier plans cost, which decides only between plans that are equally good.
    """
    known = {str(period.pk): period for period in facts.periods}
    first = next((known[key] for key in told.periods if key in known), None)
    if first is None:
        return None
    return replace(
        asked_of(facts, planning, first=first, begins_on=plan.begins_on, supposes=supposes, looks_back=False),
        pins=told.pins,
        current=current,
        gave_up={int(trainee.key): trainee.gave_up for trainee in told.trainees},
        seed=told.seed,
    )


def places_in(plan: Plan) -> Assignment:
    """Where a draft has everybody: of several places in a period the one that counts. One query."""
    found = main_spots(map(spot_of, PlanEntry.objects.of_plan(plan).in_order()), since=plan.begins_on)
    return {(str(trainee), str(period)): str(spot.host) for (trainee, period), spot in found.items()}


def first_from(facts: Staffing, day: dt.date) -> PeriodFact | None:
    """The first period about which something can be decided from this day on; None without periods."""
    ahead = (period for period in facts.periods if period.span.last >= day)
    return next(ahead, None) or next(reversed(facts.periods), None)


def first_to_plan(facts: Staffing, *, today: dt.date) -> PeriodFact | None:
    """The first period, running or to come, in which somebody has no place from today on; else the first that
    has not begun; else the last."""
    open_one = (
        period
        for period in facts.periods
        if any(span.last >= today for person in facts.people for span in facts.unplaced(person, period))
    )
    coming = (period for period in facts.periods if period.span.first > today)
    return next(open_one, None) or next(coming, None) or next(reversed(facts.periods), None)


def _gave_up(facts: Staffing, begins_on: dt.date) -> Mapping[int, int]:
    """What published plans cost each trainee that decided from an earlier day on.

    Of those from the same day the last counts: it took the place of the others. One from a later day, as
    after something has happened, counts beside them: what it costs is counted from what was possible then.
    """
    firsts = {str(period.pk): period.span.first for period in facts.periods}
    latest = {
        day or firsts.get(periods[0], dt.date.min): losses
        for day, periods, losses in Plan.objects.of_cohort(facts.cohort)
        .published()
        .order_by("published_at", "pk")
        .values_list("begins_on", "problem__periods", "losses")
        if periods
    }
    found: dict[int, int] = defaultdict(int)
    for day, losses in latest.items():
        if day < begins_on:
            for trainee, loss in losses.items():
                found[int(trainee)] += loss
    return found
