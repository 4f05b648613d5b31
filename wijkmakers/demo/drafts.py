"""Drafts of who works where in a demo cohort, worked out by the planner itself."""

import datetime as dt
from collections.abc import Iterator

from placements import asking, staffing
from placements.actions import start_plan
from placements.models import Plan, Planning
from trainees.models import Cohort, User

# What comes first, and whether the placements that are there already stay.
ASKED = ((Plan.Objective.FAIR, True), (Plan.Objective.MOST, False))


def ask(cohort: Cohort, *, today: dt.date, by: User) -> Iterator[Plan]:
    """One draft after the other, from the first period that has not begun. A cohort has one at a time in the
    works, so whoever takes the next has seen to it that the worker finished the one before."""
    for objective, keeps in ASKED:
        facts = staffing.load(cohort)
        first = asking.first_to_plan(facts, today=today)
        if first:
            asked = asking.asked_of(facts, Planning.objects.for_cohort(cohort), first=first, keeps=keeps)
            yield start_plan(cohort=cohort, asked=asked, objective=objective, by=by)
