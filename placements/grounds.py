"""What a draft rests on beside what the planner is told: on which days people are there, and what stood where
it supposes something else.

It is kept with the problem. A draft from before it was kept says nothing about it, and is not held to it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from placements.models import Plan
from placements.planning import presence
from placements.rotation.differences import Difference
from placements.rotation.stored import Stored
from placements.spans import Span
from placements.staffing import Person, Staffing
from placements.supposing import Seats, Stays, Stops, Supposition, Suppositions, Wishes, restore, suppose

DAYS, REPLACED, SUPPOSED = "days", "replaced", "supposed"


def with_grounds(
    stored: Stored, facts: Staffing, supposes: Suppositions, begins_on: dt.date | None
) -> Stored:
    """The stored problem with what it rests on. One query at most."""
    found = _days(suppose(facts, supposes, begins_on), begins_on)
    cells = [(row["key"], period) for row in stored["trainees"] for period in row["periods"]]
    days = [[*cell, *found[cell]] for cell in cells if cell in found]
    return stored | {DAYS: days, REPLACED: [_stands(one, facts) for one in supposes]}


def shifted(plan: Plan, facts: Staffing) -> Iterator[Difference]:
    """Where somebody is there on other days by now, or other placements stand on other days: "days" (trainee,
    period). Counted with all that is supposed, so that what has come true is no difference; and from no other
    day than the draft decides from, so that time alone is none either. One query at most."""
    supposed = suppose(facts, restore(plan.supposes), plan.begins_on)
    found = _days(supposed, plan.begins_on)
    for trainee, period, *then in plan.problem.get(DAYS, ()):
        now = found.get((trainee, period))
        if now is not None and now != then:
            yield Difference(DAYS, trainee=trainee, period=period, before=then, after=now)


def overtaken(plan: Plan, facts: Staffing) -> list[Supposition]:
    """What would be put back: it is neither as it stood when it was supposed, nor as is supposed. One query
    at most."""
    supposes = restore(plan.supposes)
    supposed = suppose(facts, supposes, plan.begins_on)
    return [
        one
        for one, then in zip(supposes, plan.problem.get(REPLACED, ()), strict=False)
        if _stands(one, facts) not in (then, _stands(one, supposed))
    ]


def _days(facts: Staffing, since: dt.date | None) -> dict[tuple[str, str], list[Any]]:
    """(trainee, period) -> the days on which somebody is there, and those of each placement at its host."""
    return {
        (str(person.pk), str(period.pk)): [
            _plain(presence(facts, person, period, since)),
            [
                [stay.host.pk, *(_plain(stay.span) or ())]
                for stay in facts.stays_of(person)
                if stay.period == period
            ],
        ]
        for person in facts.people
        for period in facts.periods
    }


def _plain(span: Span | None) -> list[str] | None:
    return [span.first.isoformat(), span.last.isoformat()] if span else None


def _stands(one: Supposition, facts: Staffing) -> list[Any] | None:
    """What the rows say of what this gives another value; None where it adds or takes away a row."""
    if isinstance(one, Seats):
        at = (one.host, one.period)
        seats = ([seat.minimum, seat.maximum] for seat in facts.seats if (seat.host.pk, seat.period.pk) == at)
        return next(seats, [0, 0])
    person = _person(facts.people, getattr(one, "trainee", 0))
    if person is None:
        return None
    if isinstance(one, Wishes):
        return [host for host, _rank in person.wishes]
    if isinstance(one, Stays | Stops):
        return [person.span.last.isoformat(), person.has_stopped]
    return None


def _person(people: Iterable[Person], key: int) -> Person | None:
    return next((person for person in people if person.pk == key), None)
