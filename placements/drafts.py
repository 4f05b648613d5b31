"""A draft as its page shows it: the grid, what each trainee gives up, and why everybody is where they are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.choices import said_wish
from placements.models import Plan, PlanEntry
from placements.naming import Names
from placements.rotation.problem import Assignment, Problem, Trainee
from placements.rotation.reasons import Reason, reasons
from placements.saying import Teller
from placements.staffing import HostFact, PeriodFact
from wijkmakers.lib.listing import addresses

RANKS = 3


@dataclass(frozen=True)
class Cell:
    """Where somebody is in a period; `host` is None where they are nowhere. `rank`: of the wish, 0 for none.

    `is_past`: it was worked, or stands, before the periods that are planned.
    """

    period: PeriodFact
    host: HostFact | None
    css: str
    pinned: bool = False
    is_past: bool = False
    rank: int = 0
    why: str = ""

    @property
    def said_rank(self) -> str:
        return said_wish(self.rank) if self.rank else ""

    @property
    def states(self) -> str:
        """What is to be heard beside its name."""
        if self.is_past:
            return _("stands already")
        return _("draft, fixed") if self.pinned else _("draft")


@dataclass(frozen=True)
class Row:
    """`loss` of `best` points; `share`: that loss of the largest one in the plan, in per cent."""

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
        return " · ".join(cell.host.code if cell.host else "–" for cell in self.cells if not cell.is_past)


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
    """`rows` are in the order of the people; `problem` is what the planner was told."""

    plan: Plan
    problem: Problem
    names: Names
    assignment: Assignment
    pinned: frozenset[tuple[str, str]]

    @property
    def periods(self) -> tuple[PeriodFact, ...]:
        return self.names.facts.periods

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        url = addresses("trainee")
        return tuple(
            self._row(self.problem.named[key], url(int(key)))
            for key in self.names.people
            if key in self.problem.named
        )

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
        wanted = {(trainee.key, period) for trainee in self.problem.trainees for period in trainee.periods}
        return reasons(self.problem, self.assignment) if wanted == set(self.assignment) else {}

    @cached_property
    def _teller(self) -> Teller:
        return Teller(self.names, self.problem)

    def _row(self, trainee: Trainee, url: str) -> Row:
        loss = self.plan.losses.get(trainee.key, 0)
        hosts = [host for (who, _period), host in self.assignment.items() if who == trainee.key]
        return Row(
            trainee=trainee.key,
            name=self.names.person(trainee.key),
            url=url,
            cells=tuple(self._cell(trainee, key, period) for key, period in self.names.periods.items()),
            loss=loss,
            best=self.plan.best_alone.get(trainee.key, 0),
            share=round(100 * loss / self.plan.largest_loss) if loss else 0,
            sectors=len(
                {
                    self.problem.sector_of[host]
                    for host in (*hosts, *trainee.worked)
                    if host in self.names.hosts
                }
            ),
        )

    def _cell(self, trainee: Trainee, key: str, period: PeriodFact) -> Cell:
        if key not in self.problem.periods:
            return self._stood(trainee, period)
        host = self.assignment.get((trainee.key, key))
        if host is None or host not in self.names.hosts:
            return Cell(period, None, "slot is-away")
        reason = self.reasons.get((trainee.key, key))
        return Cell(
            period=period,
            host=self.names.hosts[host],
            css=f"slot is-draft look-{self.names.hosts[host].look}",
            pinned=(trainee.key, key) in self.pinned,
            rank=trainee.rank(host) or 0,
            why=self._teller.why(reason) if reason else "",
        )

    def _stood(self, trainee: Trainee, period: PeriodFact) -> Cell:
        person = self.names.people[trainee.key]
        stays = [stay for stay in self.names.facts.stays_of(person) if stay.period == period]
        if not stays:
            return Cell(period, None, "slot is-away", is_past=True)
        stay = max(stays, key=lambda stay: (stay.span.days, -stay.pk))
        return Cell(period, stay.host, f"slot is-done look-{stay.host.look}", is_past=True)


def draft_of(plan: Plan, problem: Problem, names: Names, entries: Iterable[PlanEntry]) -> Draft:
    """Without a query. Of several places in one period the longest is the one that counts."""
    found: dict[tuple[str, str], list[PlanEntry]] = {}
    for entry in entries:
        found.setdefault((str(entry.trainee_id), str(entry.period_id)), []).append(entry)
    longest = {
        cell: max(own, key=lambda entry: (entry.ends_on - entry.starts_on, -entry.pk))
        for cell, own in found.items()
    }
    return Draft(
        plan=plan,
        problem=problem,
        names=names,
        assignment={cell: str(entry.host_id) for cell, entry in longest.items()},
        pinned=frozenset(cell for cell, entry in longest.items() if entry.pinned),
    )


def said_points(count: int) -> str:
    return ngettext("%(n)d point", "%(n)d points", count) % {"n": count}
