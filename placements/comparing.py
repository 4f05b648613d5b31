"""Drafts beside each other: their figures, and for whom they differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
        return _are_alike(self.drafts)

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


def _are_alike(drafts: Sequence[Draft]) -> bool:
    """Whether the same was asked: losses are counted from the same, and as many places are given."""
    return len({(tuple(sorted(one.plan.best_alone.items())), one.figures.places) for one in drafts}) == 1


def _lines(drafts: Sequence[Draft]) -> Iterable[Line]:
    """Which is best is marked only where it says something: where the same was asked."""
    figures, alike = [draft.figures for draft in drafts], _are_alike(drafts)
    yield _line(_("Largest loss, in points"), [one.largest for one in figures], least=True, marked=alike)
    yield _line(_("All losses together"), [one.total for one in figures], least=True, marked=alike)
    labels = (_("First wishes"), _("Second wishes"), _("Third wishes"))
    for place, label in enumerate(labels):
        yield _line(label, [one.ranks[place] for one in figures], marked=alike and place == 0)
    least, everybody = _("Sectors, the fewest that one trainee sees"), _("Sectors, all trainees together")
    yield _line(least, [one.sectors_least for one in figures], marked=alike)
    yield _line(everybody, [one.sectors_all for one in figures], marked=alike)


def _line(label: str, values: Sequence[int], *, marked: bool, least: bool = False) -> Line:
    top = min(values) if least else max(values)
    best = {place for place, value in enumerate(values) if value == top} if len(set(values)) > 1 else set()
    return Line(label, tuple(map(str, values)), frozenset(best if marked else ()))


def _people(drafts: Sequence[Draft], facts: Staffing) -> Iterable[Difference]:
    rows = [{row.trainee: row for row in draft.rows} for draft in drafts]
    for person in facts.people:
        own = tuple(found.get(str(person.pk)) for found in rows)
        if shown := next((row for row in own if row), None):
            yield Difference(person.name, shown.url, own)
