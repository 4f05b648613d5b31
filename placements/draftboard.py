"""Who is where by a draft: the same facts as of a cohort, so that one set of rules reasons from both.

A draft reasons from what the planner was told: its seats, wishes and exclusions, also where the rows say
something else by now. What it does not decide about stands as it stands.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from placements.drawing import Drawing, Slot, place_addresses
from placements.models import Plan
from placements.moves import Spot
from placements.naming import Names
from placements.rotation.problem import Problem
from placements.spans import ONE_DAY, Span
from placements.staffing import PeriodFact, Person, SeatFact, Staffing, Stay, grouped

Cells = Collection[tuple[int, int]]
"""(trainee, period): what a draft decides about."""


def decided_by(told: Problem) -> set[tuple[int, int]]:
    return {(int(trainee), int(period)) for trainee, period in told.cells}


def staffing_of(plan: Plan, told: Problem, names: Names, spots: Mapping[int, Spot]) -> Staffing:
    """The staffing of a draft. `spots`: its places by the keys of their rows, which their stays have too; a
    stay with a key below zero stands, and the draft leaves it alone."""
    facts = names.facts
    stays = [*_standing(facts, plan.begins_on, decided_by(told), spots.values())]
    again = {(pin.trainee, pin.host, pin.period) for pin in told.pins if pin.again}
    stays += [stay for key, spot in spots.items() if (stay := _stay(key, spot, names, again))]
    return replace(
        facts,
        people=tuple(_people(facts.people, told)),
        stays=tuple(sorted(stays, key=lambda stay: (stay.span, stay.trainee, stay.pk))),
        seats=_seats(plan, told, names),
    )


def _standing(
    facts: Staffing, begins_on: dt.date | None, decided: Cells, spots: Iterable[Spot]
) -> Iterable[Stay]:
    """What the draft leaves alone: other cells, and in its own the days before it begins."""
    mine = grouped(spots, lambda spot: spot.trainee)
    for stay in facts.stays:
        if (stay.trainee, stay.period.pk) not in decided:
            yield replace(stay, pk=-stay.pk)
        elif begins_on and stay.span.first < begins_on:
            before = Span(stay.span.first, min(stay.span.last, begins_on - ONE_DAY))
            taken = [spot.span for spot in mine.get(stay.trainee, [])]
            yield from (replace(stay, pk=-stay.pk, span=left) for left in before.without(taken))


def _stay(key: int, spot: Spot, names: Names, again: Collection[tuple[str, str, str]]) -> Stay | None:
    period, host = names.periods.get(str(spot.period)), names.hosts.get(str(spot.host))
    if period is None or host is None:
        return None
    is_second_time = (str(spot.trainee), str(spot.host), str(spot.period)) in again
    return Stay(key, spot.trainee, host, period, spot.span, None, is_second_time)


def _people(people: Iterable[Person], told: Problem) -> Iterable[Person]:
    excluded = grouped(told.excluded.items(), lambda row: row[0][0])
    for person in people:
        trainee = told.named.get(str(person.pk))
        yield (
            person
            if trainee is None
            else replace(
                person,
                skills=trainee.skills,
                wishes=tuple((int(host), rank) for rank, host in enumerate(trainee.wishes, 1)),
                exclusions=tuple((int(host), kind) for (_key, host), kind in excluded.get(trainee.key, [])),
            )
        )


def _seats(plan: Plan, told: Problem, names: Names) -> tuple[SeatFact, ...]:
    """As the planner was told them in the periods that it planned, and as they are in the others. A seat in
    which nobody can begin any more was there on the days before."""
    begins_on = plan.begins_on
    planned = {
        period.pk
        for key in told.periods
        if (period := names.periods.get(key)) and not (begins_on and period.span.first < begins_on)
    }
    known = {(seat.host.pk, seat.period.pk): seat for seat in names.facts.seats}
    found = {
        key: replace(seat, minimum=0, maximum=0) if key[1] in planned else seat for key, seat in known.items()
    }
    for seat in told.seats:
        key, period = (int(seat.host), int(seat.period)), names.periods.get(seat.period)
        if period and seat.host in names.hosts:
            stands = known.get(key) or SeatFact(0, names.hosts[seat.host], period, 0, 0, frozenset())
            found[key] = replace(stands, minimum=seat.minimum, maximum=seat.maximum, skills=seat.skills)
    return tuple(found.values())


class DraftDrawing(Drawing):
    """Draws the places of a draft. `flags`: what is wrong with a place, by its key; `pinned`: keys of the
    places that are fixed; `decided`: where something can be changed, nothing when it is only looked at."""

    def __init__(
        self,
        facts: Staffing,
        today: dt.date,
        *,
        plan: Plan,
        decided: Cells,
        pinned: Collection[int],
        flags: Mapping[int, str],
    ) -> None:
        super().__init__(facts, today, back="")
        self.decided, self.pinned, self.flags = decided, pinned, flags
        self.begins_on = plan.begins_on
        self.place_url = place_addresses("plan_cell", plan.pk)

    def _state(self, stay: Stay) -> tuple[str, str]:
        if self._stands(stay):
            return "is-done", _("stands already")
        return "is-draft", _("draft, fixed") if self._is_fixed(stay) else _("draft")

    def _stands(self, stay: Stay) -> bool:
        return stay.pk < 0 or bool(self.begins_on and stay.span.last < self.begins_on)

    def _is_fixed(self, stay: Stay) -> bool:
        return stay.pk in self.pinned and not self._stands(stay)

    def _flag(self, stay: Stay) -> tuple[str, str]:
        words = self.flags.get(stay.pk, "")
        return ("problem" if words else "", words)

    def _address(self, stay: Stay, person: Person) -> str:
        if self._stands(stay) or (person.pk, stay.period.pk) not in self.decided:
            return ""
        return self.place_url(person.pk, stay.period.pk, stay.span.first)

    def _empty(self, span: Span, person: Person, period: PeriodFact, where: str) -> Slot:
        words = {"trainee": person.name, "number": period.number, "when": span.spoken}
        if (person.pk, period.pk) not in self.decided:
            spoken = _(", %(trainee)s, period %(number)s") % words
            label = _("No place")
            return Slot("away", where, span.first, "slot is-away", label, spoken, period.number)
        spoken = _(" for %(trainee)s, period %(number)s, %(when)s. Problem: no place yet.") % words
        return Slot(
            "empty", where, span.first, "slot is-empty", _("Choose a place"), spoken, period.number,
            url=self.place_url(person.pk, period.pk, span.first),
        )  # fmt: skip
