"""Drafts as their list shows them: what was made from another stands below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placements import supposing
from placements.models import Plan
from placements.naming import names_of
from placements.staffing import Staffing, grouped


@dataclass(frozen=True)
class Listed:
    """`basis`: the draft above that it was made from, if any. `supposes`: what it supposes beyond that, in
    one or more sentences, or ""."""

    plan: Plan
    basis: Plan | None
    supposes: str


def listed(plans: Sequence[Plan], facts: Staffing) -> list[Listed]:
    """The group with the newest draft first. One query at most, for organisations supposed to be new."""
    known = {plan.pk: plan for plan in plans}
    copies = grouped(plans, lambda plan: plan.basis_id if plan.basis_id in known else None)
    told = {plan.pk: supposing.restore(plan.supposes) for plan in plans}
    names = names_of(facts, also=[host for some in told.values() for one in some for host in one.hosts()])

    def group(plan: Plan) -> Iterator[Plan]:
        yield plan
        for copy in copies.get(plan.pk, []):
            yield from group(copy)

    groups = [list(group(plan)) for plan in copies.get(None, [])]
    groups.sort(key=lambda some: max(plan.number for plan in some), reverse=True)
    return [
        Listed(
            plan,
            known.get(plan.basis_id or 0),
            " ".join(one.told(names) for one in told[plan.pk] if one not in told.get(plan.basis_id or 0, ())),
        )
        for some in groups
        for plan in some
    ]
