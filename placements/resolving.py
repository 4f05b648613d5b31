"""What would resolve a conflict between rules: a supposition to try, and the page where it is made real.

Every conflict is minimal, so relaxing any one of its rules resolves it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.models import Exclusion, Pair, Plan, PlanEntry
from placements.naming import Names
from placements.rotation.answers import Conflict
from placements.rotation.counting import count_periods
from placements.rotation.problem import Problem
from placements.rotation.rules import Rule
from placements.supposing import Lifted, Released, Seats, Supposition, Unpaired, written

Rows = dict[tuple[int, int], int]


@dataclass(frozen=True)
class Way:
    """`tries`: what to suppose; None where that says nothing. `url`: where it is made real."""

    label: str
    url: str
    tries: Supposition | None = None

    @property
    def so(self) -> str:
        """What to try, as a form carries it."""
        return written([self.tries]) if self.tries else ""


@dataclass(frozen=True)
class Pages:
    """Keys of the rows in which agreements stand: (trainee, host) and (trainee, other trainee). `fixed`:
    (trainee, period, host), and the draft in which that was fixed by hand."""

    exclusions: Rows
    pairs: Rows
    fixed: Mapping[tuple[int, int, int], Plan]


def pages_of(cohort: int, conflicts: tuple[Conflict, ...], basis: Plan | None) -> Pages:
    """Four queries at most, for what the conflicts are about. `basis`: the draft that this one is made
    from."""
    kinds = {rule.kind for conflict in conflicts for rule in conflict.rules}
    excluded = Exclusion.objects.of_cohort(cohort).order_by("pk") if "excluded" in kinds else ()
    paired = Pair.objects.of_cohort(cohort).order_by("pk") if kinds & {"apart", "together"} else ()
    return Pages(
        exclusions={(row.trainee_id, row.host_id): row.pk for row in excluded},
        pairs={(pair.first_id, pair.second_id): pair.pk for pair in paired},
        fixed=_fixed(basis) if basis and "pin" in kinds else {},
    )


def _fixed(basis: Plan) -> dict[tuple[int, int, int], Plan]:
    """What was fixed in this draft, or in one that it was made from itself; the nearest, so the newest,
    counts."""
    plans = Plan.objects.of_cohort(basis.cohort_id).without_details().in_bulk()
    line: dict[int, Plan] = {}
    step = plans.get(basis.pk)
    while step and step.pk not in line:
        line[step.pk] = step
        step = plans.get(step.basis_id)
    entries = PlanEntry.objects.of_plans(line).filter(pinned=True)
    found: dict[tuple[int, int, int], Plan] = {}
    for pk, *where in entries.order_by("-plan", "pk").values_list("plan", "trainee", "period", "host"):
        found.setdefault((*where,), line[pk])
    return found


def ways(names: Names, problem: Problem, pages: Pages, conflict: Conflict) -> tuple[Way, ...]:
    """The nearest first: seats where there are some already, then elsewhere, then what is agreed."""
    resolving = _Resolving(names, problem, pages, conflict)
    return tuple(dict.fromkeys(way for rule in resolving.in_order() for way in resolving.of(rule)))


def _distance(rule: Rule) -> int:
    if rule.kind == "at_most":
        return 0 if rule.number else 2
    return 1


class _Resolving:
    def __init__(self, names: Names, problem: Problem, pages: Pages, conflict: Conflict) -> None:
        self.names, self.problem, self.pages, self.conflict = names, problem, pages, conflict
        self.grid = reverse("seat_grid", args=[names.facts.cohort])

    def in_order(self) -> list[Rule]:
        return sorted(self.conflict.rules, key=_distance)

    def of(self, rule: Rule) -> Iterator[Way]:
        if rule.kind == "at_most":
            yield self._more(rule)
        elif rule.kind == "at_least":
            yield self._fewer(rule)
        elif rule.kind == "excluded":
            yield from self._lift(rule)
        elif rule.kind == "pin":
            yield from self._release(rule)
        elif rule.kind in {"apart", "together"}:
            yield from self._unpair(rule)
        elif rule.kind == "skills":
            yield Way(_("Change seats"), self.grid)
        if rule.kind in {"travel", "skills"}:
            page = reverse("trainee", args=[int(rule.trainee)])
            yield Way(_("Page of %(name)s") % {"name": self.names.person(rule.trainee)}, page)

    def _more(self, rule: Rule) -> Way:
        """As many as are missing in the period, where it is a matter of counting."""
        count = next(row for row in count_periods(self.problem) if row.period == rule.period)
        short = count.trainees - count.seats if self.conflict.period == rule.period else 1
        more = max(short, 1)
        seat = self.problem.seat_at.get((rule.host, rule.period))
        label = ngettext(
            "%(host)s: %(n)d seat more in period %(number)d",
            "%(host)s: %(n)d seats more in period %(number)d",
            more,
        ) % (self._where(rule) | {"n": more})
        numbers = (seat.minimum if seat else 0, rule.number + more)
        return Way(label, self.grid, Seats(int(rule.host), int(rule.period), *numbers))

    def _fewer(self, rule: Rule) -> Way:
        seat = self.problem.seat_at[rule.host, rule.period]
        label = _("%(host)s: nobody has to come in period %(number)d") % self._where(rule)
        return Way(label, self.grid, Seats(int(rule.host), int(rule.period), 0, seat.maximum))

    def _lift(self, rule: Rule) -> Iterator[Way]:
        cell = int(rule.trainee), int(rule.host)
        row = self.pages.exclusions.get(cell)
        url = reverse("exclusion_remove", args=[row]) if row else ""
        yield Way(_("Send %(name)s to %(host)s after all") % self._who(rule), url, Lifted(*cell))

    def _release(self, rule: Rule) -> Iterator[Way]:
        """A placement that stands; what was fixed by hand is let go in the draft where that was done."""
        person, period = self.names.people.get(rule.trainee), self.names.periods.get(rule.period)
        stays = self.names.facts.stays_of(person) if person else []
        for stay in stays:
            if stay.period == period and str(stay.host.pk) == rule.host:
                label = _("Release %(name)s at %(host)s in period %(number)d")
                released = Released(stay.trainee, stay.host.pk, stay.period.pk)
                page = reverse("placement_edit", args=[stay.pk])
                yield Way(label % (self._who(rule) | self._where(rule)), page, released)
                return
        yield self._let_go(rule)

    def _let_go(self, rule: Rule) -> Way:
        """It can be tried also when the draft in which it was fixed is gone."""
        keys = int(rule.trainee), int(rule.period), int(rule.host)
        words, tries = self._who(rule) | self._where(rule), Released(keys[0], keys[2], keys[1])
        draft = self.pages.fixed.get(keys)
        if draft is None:
            return Way(_("Let go of %(name)s at %(host)s in period %(number)d") % words, "", tries)
        label = _("Let go of %(name)s at %(host)s in period %(number)d, in %(draft)s")
        page = reverse("plan_cell", args=[draft.pk, *keys[:2]])
        return Way(label % (words | {"draft": draft}), page, tries)

    def _unpair(self, rule: Rule) -> Iterator[Way]:
        who = {"first": self.names.person(rule.trainee), "second": self.names.person(rule.other)}
        pair = int(rule.trainee), int(rule.other)
        row = self.pages.pairs.get(pair)
        url = reverse("pair_remove", args=[row]) if row else ""
        yield Way(_("Agree on nothing about %(first)s and %(second)s") % who, url, Unpaired(*pair))

    def _who(self, rule: Rule) -> dict[str, object]:
        return {"name": self.names.person(rule.trainee), "host": self.names.host(rule.host)}

    def _where(self, rule: Rule) -> dict[str, object]:
        return {"host": self.names.host(rule.host), "number": self.names.number(rule.period)}
