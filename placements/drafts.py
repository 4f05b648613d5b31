"""A draft as its page shows it: who is where, what each trainee gives up, and why they are there."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import moves, staffing, supposing
from placements.board import Board, GivesUp, lay_out
from placements.choices import said_wish
from placements.coverage import sectors_of
from placements.draftboard import DraftDrawing, decided_by, staffing_of
from placements.models import Plan, PlanEntry, PlanStep
from placements.moves import Costs, Spot, spot_of
from placements.naming import Names, names_of
from placements.rotation.problem import Assignment, Pin, Problem, Trainee
from placements.rotation.reasons import Reason, reasons
from placements.rotation.stored import restore
from placements.saying import Teller
from placements.spans import longest
from placements.staffing import HostFact, PeriodFact, Person, Staffing, Stay
from wijkmakers.lib.listing import addresses

RANKS = 3


@dataclass(frozen=True)
class Cell:
    """Where somebody is in a period: several places when it is split, none when they are nowhere. What counts
    is `host`, where they are longest. `rank`: of the wish, 0 for none.

    `is_past`: it was worked, or stands, before the periods that are planned.
    """

    period: PeriodFact
    stays: tuple[Stay, ...]
    host: HostFact | None = None
    pinned: bool = False
    is_past: bool = False
    rank: int = 0
    why: str = ""

    @property
    def said_rank(self) -> str:
        return said_wish(self.rank) if self.rank else ""

    @property
    def codes(self) -> str:
        """“GRO”, or “GRO/LEF” when it is split."""
        return "/".join(stay.host.code for stay in self.stays) or "–"

    @property
    def parts(self) -> tuple[Stay, ...]:
        """The places of a split period; none when there is one place."""
        return self.stays if len(self.stays) > 1 else ()


@dataclass(frozen=True)
class Row:
    """`loss` of `best` points; `share`: that loss of `best`, in per cent."""

    trainee: str
    name: str
    url: str
    cells: tuple[Cell, ...]
    loss: int
    best: int
    share: int
    sectors: int

    @property
    def planned(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.why]

    @property
    def ranks(self) -> str:
        """“first wish, third wish, no wish”"""
        found = [cell.said_rank or _("no wish") for cell in self.cells if cell.host and not cell.is_past]
        return ", ".join(found)

    @property
    def path(self) -> str:
        return " · ".join(cell.codes for cell in self.cells if not cell.is_past)


@dataclass(frozen=True)
class Figures:
    """`ranks`: how many places are a first, second and third wish; `places`: of how many.

    `sectors_least`, `sectors_all`: the fewest different sectors that one trainee sees, and the sum of all.
    """

    largest: int
    total: int
    ranks: tuple[int, ...]
    places: int
    sectors_least: int
    sectors_all: int


@dataclass(frozen=True)
class Draft:
    """`rows` are in the order of the people; `problem` is what the planner was told. `spots` by the keys of
    their rows; `facts`: who is where by this draft, `stood`: as it stands; `steps`: all that was changed by
    hand, in order."""

    plan: Plan
    problem: Problem
    names: Names
    spots: Mapping[int, Spot]
    facts: Staffing
    stood: Staffing
    steps: tuple[PlanStep, ...] = ()
    tells_why: bool = True

    @property
    def periods(self) -> tuple[PeriodFact, ...]:
        return self.names.facts.periods

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        url = addresses("trainee")
        return tuple(
            self._row(person, self.problem.named[key], url(person.pk))
            for key, person in self.names.people.items()
            if key in self.problem.named
        )

    @cached_property
    def pinned(self) -> frozenset[int]:
        """Keys of the places that are fixed."""
        return frozenset(key for key, spot in self.spots.items() if spot.pinned)

    @cached_property
    def assignment(self) -> Assignment:
        """Who is where in each period; where a period is split, the longest place."""
        found = moves.main_spots(self.spots.values(), since=self.plan.begins_on)
        return {
            (str(trainee), str(period)): str(spot.host)
            for (trainee, period), spot in found.items()
            if str(spot.host) in self.names.hosts
        }

    @cached_property
    def figures(self) -> Figures:
        ranks = Counter(cell.rank for row in self.rows for cell in row.cells if not cell.is_past)
        return Figures(
            largest=self.plan.largest_loss,
            total=self.plan.total_loss,
            ranks=tuple(ranks[rank] for rank in range(1, RANKS + 1)),
            places=len(self.assignment),
            sectors_least=min((row.sectors for row in self.rows), default=0),
            sectors_all=sum(row.sectors for row in self.rows),
        )

    @cached_property
    def reasons(self) -> dict[tuple[str, str], Reason]:
        """None when a place is missing, because somebody was removed since."""
        there = set(self.assignment.values()) <= set(self.problem.sector_of)
        if self.assignment.keys() != self.problem.cells or not there:
            return {}
        return reasons(self._as_it_is, self.assignment)

    @cached_property
    def _as_it_is(self) -> Problem:
        """The problem without what was agreed and is no longer so: reasons are told of this draft."""
        held = [pin for pin in self.problem.pins if self._holds(pin)]
        return replace(self.problem, pins=tuple(held))

    def _holds(self, pin: Pin) -> bool:
        return self.assignment.get((pin.trainee, pin.period)) == pin.host

    @cached_property
    def costs(self) -> Costs:
        return costs_of(self.plan, self.problem)

    @cached_property
    def origin(self) -> list[Spot] | None:
        """The places that the planner gave, when a coordinator changed some since."""
        done = [step for step in self.steps if step.undone_at is None]
        found = list(self.spots.values())
        for step in reversed(done):
            found = moves.undone(found, moves.restore(step.before), moves.restore(step.after))
        return found if done else None

    @cached_property
    def planner_losses(self) -> dict[str, int]:
        """What each gave up in the plan as the planner made it."""
        return dict(self.plan.losses) if self.origin is None else self.costs.of_all(self.origin)

    @cached_property
    def _by_hand(self) -> Collection[tuple[int, int]]:
        """(trainee, period): where somebody is elsewhere than the planner had them."""
        if self.origin is None:
            return ()
        then = moves.main_spots(self.origin, since=self.plan.begins_on)
        now = moves.main_spots(self.spots.values(), since=self.plan.begins_on)
        return {cell for cell, spot in now.items() if cell not in then or then[cell].host != spot.host}

    @cached_property
    def _teller(self) -> Teller:
        return Teller(self.names, self.problem)

    def board(self, *, today: dt.date, flags: Mapping[int, str]) -> Board:
        """`flags`: what is wrong with a place, by its key. A published draft is only looked at."""
        drawing = DraftDrawing(
            self.facts,
            today,
            plan=self.plan,
            decided=() if self.plan.published_at else decided_by(self.problem),
            pinned=self.pinned,
            flags=flags,
        )
        costs = {int(row.trainee): GivesUp(row.loss, row.best, row.share) for row in self.rows}
        return lay_out(self.facts, drawing, today=today, costs=costs)

    def _row(self, person: Person, trainee: Trainee, url: str) -> Row:
        loss, best = self.plan.losses.get(trainee.key, 0), self.plan.best_alone.get(trainee.key, 0)
        return Row(
            trainee=trainee.key,
            name=person.name,
            url=url,
            cells=tuple(self._cell(person, trainee, period) for period in self.periods),
            loss=loss,
            best=best,
            share=round(100 * loss / best) if loss and best else 0,
            sectors=len(sectors_of(self.facts, person)),
        )

    def _cell(self, person: Person, trainee: Trainee, period: PeriodFact) -> Cell:
        stays = tuple(stay for stay in self.facts.stays_of(person) if stay.period == period)
        key = str(period.pk)
        if key not in self.problem.periods:
            counts = longest(stays)
            return Cell(period, stays, counts.host if counts else None, is_past=True)
        host = self.assignment.get((trainee.key, key))
        if host is None:
            return Cell(period, stays)
        return Cell(
            period=period,
            stays=stays,
            host=self.names.hosts[host],
            pinned=any(stay.pk in self.pinned for stay in stays),
            rank=trainee.rank(host) or 0,
            why=self._why(trainee, period),
        )

    def _why(self, trainee: Trainee, period: PeriodFact) -> str:
        reason = self.reasons.get((trainee.key, str(period.pk))) if self.tells_why else None
        if reason is None:
            return ""
        by_hand = (int(trainee.key), period.pk) in self._by_hand
        return self._teller.why(reason, by_hand=by_hand, changed=self.origin is not None)


def load(plan: Plan) -> Draft:
    """A draft that is ready, with all that was changed in it by hand. Eight queries at most."""
    problem = restore(plan.problem)
    entries = list(PlanEntry.objects.of_plan(plan).in_order())
    names = names_of(staffing.load(plan.cohort), problem, also=(entry.host_id for entry in entries))
    steps = PlanStep.objects.of_plan(plan).with_makers().in_order()
    return draft_of(plan, problem, names, entries, steps)


def draft_of(
    plan: Plan,
    problem: Problem,
    names: Names,
    entries: Iterable[PlanEntry],
    steps: Iterable[PlanStep] = (),
    *,
    tells_why: bool = True,
) -> Draft:
    """One query at most: when the draft supposes that a host offers seats which offers none."""
    spots, stood = {entry.pk: spot_of(entry) for entry in entries}, names.facts
    if plan.supposes:
        supposed = supposing.suppose(names.facts, supposing.restore(plan.supposes), plan.begins_on)
        names = replace(names, facts=supposed)
    return Draft(
        plan=plan,
        problem=problem,
        names=names,
        spots=spots,
        facts=staffing_of(plan, problem, names, spots),
        stood=stood,
        steps=tuple(steps),
        tells_why=tells_why,
    )


def costs_of(plan: Plan, problem: Problem) -> Costs:
    return Costs(problem, plan.best_alone, plan.begins_on)


def said_points(count: int) -> str:
    return ngettext("%(n)d point", "%(n)d points", count) % {"n": count}
