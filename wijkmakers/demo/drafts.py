"""Drafts of who works where in a demo cohort, worked out by the planner itself."""

import datetime as dt
from collections.abc import Iterator

from placements import asking, staffing
from placements.actions import publish_plan, start_plan
from placements.models import Plan, Planning
from placements.reviewing import review
from trainees.actions.outbox import hold_message
from trainees.models import Cohort, Message, User

# What comes first, and whether the placements that are there already stay.
ASKED = ((Plan.Objective.FAIR, True), (Plan.Objective.MOST, False))


def ask(cohort: Cohort, *, today: dt.date, by: User) -> Iterator[Plan]:
    """One draft after the other, from the first period that has not begun. A cohort has one at a time in the
    works, so whoever takes the next has seen to it that the worker finished the one before."""
    for objective, keeps in ASKED:
        yield from _ask(cohort, objective, keeps=keeps, today=today, by=by)


def ask_anew(cohort: Cohort, *, today: dt.date, by: User) -> Iterator[Plan]:
    """What is placed by hand in the periods that have not begun, as the planner would have it."""
    yield from _ask(cohort, Plan.Objective.FAIR, keeps=False, today=today, by=by)


def publish(plan: Plan, *, now: dt.datetime, today: dt.date, by: User) -> None:
    """Make it so, which writes what each is told; a coordinator has second thoughts about one of these."""
    plan.refresh_from_db()
    if review(plan, today=today).blockers:
        return
    publish_plan(plan=plan, by=by, now=now, today=today)
    last = Message.objects.about_row(Message.Kind.PLACEMENTS, plan.pk).in_order().first()
    if last:
        hold_message(message=last, by=by, now=now)


def _ask(
    cohort: Cohort, objective: Plan.Objective, *, keeps: bool, today: dt.date, by: User
) -> Iterator[Plan]:
    facts = staffing.load(cohort)
    first = asking.first_to_plan(facts, today=today)
    if first:
        asked = asking.asked_of(facts, Planning.objects.for_cohort(cohort), first=first, keeps=keeps)
        yield start_plan(cohort=cohort, asked=asked, objective=objective, by=by)
