"""Where a draft comes from: what it supposes, from which draft it was made, and what it changes for whom."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import supposing
from placements.comparing import MOST
from placements.models import Pair, Plan
from placements.naming import Names
from placements.publishing import NEW, Change
from placements.reviewing import changes_by, supposed
from placements.rotation.problem import Problem
from placements.staffing import Staffing
from wijkmakers.lib.words import said_all

NAMED = 3


@dataclass(frozen=True)
class Origin:
    """`supposes` are sentences; `is_so`: all of it has come true. `changes`: for whom what becomes different,
    of a draft that decides from a day on. `compare`: the address where it is laid beside what it was made
    from, or "". `favoured`: who went first between plans that were equally good, or ""."""

    basis: Plan | None
    supposes: tuple[str, ...]
    is_so: bool
    changes: tuple[Change, ...]
    compare: str
    favoured: str
    is_alternative: bool
    begins_on: dt.date | None

    @property
    def moved(self) -> list[Change]:
        """Of what stands something becomes different."""
        return [change for change in self.changes if change.kind != NEW]

    @property
    def new(self) -> list[Change]:
        """Only something comes where there was nothing yet."""
        return [change for change in self.changes if change.kind == NEW]

    @property
    def said_changes(self) -> str:
        if not self.changes:
            return _("Nothing changes for anybody.")
        return ngettext(
            "Something changes for %(n)d trainee.", "Something changes for %(n)d trainees.", len(self.changes)
        ) % {"n": len(self.changes)}


def origin_of(plan: Plan, told: Problem, names: Names, stood: Staffing, *, today: dt.date) -> Origin:
    """Four queries at most: organisations that would be new, agreed pairs, its places, and other
    alternatives to the same draft. `plan` with its basis, and whether it differs; `stood`: who is where
    as it stands."""
    changes: tuple[Change, ...] = ()
    supposes, after = supposing.restore(plan.supposes), supposed(plan, stood, today=today)
    if plan.begins_on and plan.state == Plan.State.READY and not plan.published_at:
        changes = changes_by(plan, told, stood, after, today=today)
    return Origin(
        basis=plan.basis,
        supposes=tuple(one.told(names) for one in supposes),
        is_so=_is_so(supposes, stood, after),
        changes=changes,
        compare=_compare(plan),
        favoured=_favoured(told, names),
        is_alternative=plan.is_other,
        begins_on=plan.begins_on,
    )


def _is_so(supposes: supposing.Suppositions, stood: Staffing, after: Staffing) -> bool:
    """Whether the rows say all of it already. One query for pairs about which nothing would be agreed."""
    if (stood.people, stood.stays, _offered(stood)) != (after.people, after.stays, _offered(after)):
        return False
    free = [(one.first, one.second) for one in supposes if isinstance(one, supposing.Unpaired)]
    pairs = Pair.objects.of_cohort(stood.cohort).values_list("first", "second") if free else ()
    return not set(free) & set(pairs)


def _offered(facts: Staffing) -> set[tuple[int, int, int, int]]:
    return {
        (seat.host.pk, seat.period.pk, seat.minimum, seat.maximum) for seat in facts.seats if seat.maximum
    }


def _compare(plan: Plan) -> str:
    """Beside what it was made from; an alternative beside the newest others too, as many as fit."""
    basis = plan.basis
    if basis is None or not {plan.state, basis.state} <= {Plan.State.READY}:
        return ""
    shown = [basis.pk, plan.pk]
    if plan.is_other:
        newest = Plan.objects.alternatives_to(basis).with_plans().latest_first().values_list("pk", flat=True)
        shown += [key for key in newest[: MOST - 1] if key != plan.pk][: MOST - 2]
    address = reverse("plan_compare", args=[plan.cohort_id])
    return f"{address}?{urlencode({'plan': sorted(shown)}, doseq=True)}"


def _favoured(told: Problem, names: Names) -> str:
    """Only what is certain: it counted, and for whom most."""
    lost = sorted((one for one in told.trainees if one.gave_up), key=lambda one: (-one.gave_up, one.key))
    if not lost:
        return ""
    points = ngettext("%(n)d point", "%(n)d points", lost[0].gave_up)
    first = [
        f"{names.person(one.key)} ({points % {'n': one.gave_up}})" if place == 0 else
        f"{names.person(one.key)} ({one.gave_up})"
        for place, one in enumerate(lost[:NAMED])
    ]  # fmt: skip
    if len(lost) > NAMED:
        others = len(lost) - NAMED
        first.append(ngettext("%(n)d other", "%(n)d others", others) % {"n": others})
    return _(
        "Between plans that are equally good, whoever gave up most in earlier plans goes first: %(names)s."
    ) % {"names": said_all(first)}
