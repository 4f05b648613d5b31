"""Drafts beside each other: their figures, and for whom they differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from placements.drafts import Draft, Row, draft_of
from placements.models import Plan, PlanEntry
from placements.naming import names_of
from placements.rotation.stored import restore
from placements.staffing import Staffing, grouped

LEAST, MOST = 2, 4
"""How many drafts can be laid beside each other."""


@dataclass(frozen=True)
class Line:
    """One figure of each draft; `best` are the places of the drafts that do best at it."""

    label: str
    values: tuple[str, ...]
    best: frozenset[int]

    @property
    def cells(self) -> list[tuple[str, bool]]:
        return [(value, place in self.best) for place, value in enumerate(self.values)]


@dataclass(frozen=True)
class Difference:
    """One trainee in each draft; None where a draft leaves them out."""

    name: str
    url: str
    rows: tuple[Row | None, ...]

    @property
    def differs(self) -> bool:
        return len({row and row.path for row in self.rows}) > 1


@dataclass(frozen=True)
class Comparison:
    drafts: tuple[Draft, ...]
    lines: tuple[Line, ...]
    people: tuple[Difference, ...]

    @property
    def is_alike(self) -> bool:
        """Whether losses are counted from the same in all drafts."""
        return all(draft.plan.best_alone == self.drafts[0].plan.best_alone for draft in self.drafts)

    @property
    def different(self) -> list[Difference]:
        return [person for person in self.people if person.differs]

    @property
    def same(self) -> list[Difference]:
        return [person for person in self.people if not person.differs]


def compare(plans: Sequence[Plan], facts: Staffing, entries: Iterable[PlanEntry]) -> Comparison:
    """One query at most, for hosts that offer nothing any more."""
    problems = [restore(plan.problem) for plan in plans]
    places = list(entries)
    names = names_of(facts, *problems, also=(place.host_id for place in places))
    by_plan = grouped(places, lambda place: place.plan_id)
    drafts = tuple(
        draft_of(plan, problem, names, by_plan.get(plan.pk, []), tells_why=False)
        for plan, problem in zip(plans, problems, strict=True)
    )
    return Comparison(drafts, tuple(_lines(drafts)), tuple(_people(drafts, facts)))


def _lines(drafts: Sequence[Draft]) -> Iterable[Line]:
    figures = [draft.figures for draft in drafts]
    yield _line(_("Largest loss, in points"), [one.largest for one in figures], least=True)
    yield _line(_("All losses together"), [one.total for one in figures], least=True)
    labels = (_("First wishes"), _("Second wishes"), _("Third wishes"))
    for place, label in enumerate(labels):
        yield _line(label, [one.ranks[place] for one in figures], marked=place == 0)
    yield _line(_("Sectors, the fewest that one trainee sees"), [one.sectors_least for one in figures])
    yield _line(_("Sectors, all trainees together"), [one.sectors_all for one in figures])


def _line(label: str, values: Sequence[int], *, least: bool = False, marked: bool = True) -> Line:
    top = min(values) if least else max(values)
    best = {place for place, value in enumerate(values) if value == top} if len(set(values)) > 1 else set()
    return Line(label, tuple(map(str, values)), frozenset(best if marked else ()))


def _people(drafts: Sequence[Draft], facts: Staffing) -> Iterable[Difference]:
    most = max((draft.plan.largest_loss for draft in drafts), default=0) or 1
    rows = [
        {row.trainee: replace(row, share=round(100 * row.loss / most)) for row in draft.rows}
        for draft in drafts
    ]
    for person in facts.people:
        own = tuple(found.get(str(person.pk)) for found in rows)
        if shown := next((row for row in own if row), None):
            yield Difference(person.name, shown.url, own)
