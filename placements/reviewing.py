"""What publishing a plan would do now, from the rows."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from placements import staffing, supposing
from placements.draftboard import decided_by
from placements.models import HostMember, Plan, PlanEntry, Planning
from placements.naming import names_of
from placements.outdated import changed_since
from placements.publishing import (
    Change,
    Entry,
    Member,
    Publication,
    Remark,
    blockers_of,
    changes_of,
    warnings_of,
)  # fmt: skip
from placements.rotation.problem import Problem
from placements.rotation.stored import restore
from placements.spans import Span
from placements.staffing import HostFact, SeatFact, Staffing, Stay


def review(plan: Plan, *, today: dt.date) -> Publication:
    """What changes for whom, and what stands in the way. Nine queries, whatever the size, and one more for
    organisations that are supposed to be new."""
    if plan.state != Plan.State.READY or plan.published_at:
        return Publication((), blockers=(Remark("state"),))
    told, facts = restore(plan.problem), staffing.load(plan.cohort)
    after = supposed(plan, facts, today=today)
    changes = changes_by(plan, told, facts, after, today=today)
    planning = Planning.objects.for_cohort(plan.cohort)
    members = _members({place.host.pk for change in changes for place in (*change.before, *change.after)})
    outdated = [Remark("outdated")] if changed_since(plan, told, facts, planning) else []
    names = names_of(after)
    return Publication(
        changes=changes,
        blockers=(*outdated, *blockers_by(facts, after, changes)),
        warnings=warnings_of(changes, members, today=today, notice_weeks=planning.notice_weeks),
        members=members,
        also=tuple(one.told(names) for one in supposing.restore(plan.supposes)),
    )


def supposed(plan: Plan, facts: Staffing, *, today: dt.date) -> Staffing:
    """The staffing with all that a draft supposes, as it would become so today."""
    supposes = supposing.as_of(supposing.restore(plan.supposes), today)
    return supposing.suppose(facts, supposes, plan.begins_on)


def changes_by(
    plan: Plan, told: Problem, facts: Staffing, after: Staffing, *, today: dt.date
) -> tuple[Change, ...]:
    """For whom a draft changes what. `after`: the staffing as it supposes it. One query."""
    return changes_with(entries_of(plan, after), told, facts, after, today=today)


def changes_with(
    planned: Iterable[Entry], told: Problem, facts: Staffing, after: Staffing, *, today: dt.date
) -> tuple[Change, ...]:
    """For whom these places change what. Nothing here asks the database.

    A placement that ends or goes on because of what is supposed belongs to it as well, also where the planner
    was asked nothing: of who stops, or has too few days left for a place.
    """
    cells = decided_by(told)
    stays = {stay.pk: stay for stay in after.stays}
    # Who stopped some days ago did not work in these days, whatever stands.
    left_before = {person.pk for person in after.people if person.has_stopped and person.span.last < today}
    stands = tuple(
        stays.get(stay.pk, stay) if stay.trainee in left_before else stay
        for stay in facts.stays
        if stay.pk in stays or stay.trainee not in left_before
    )
    moved = {cell_of(stay) for stay in stands if stay != stays.get(stay.pk)}
    left = [
        Entry(stay.trainee, stay.host, stay.period, stay.span, pinned=True)
        for stay in after.stays
        if cell_of(stay) in moved - cells
    ]
    return changes_of(replace(after, stays=stands), [*planned, *left], cells | moved, today)


def blockers_by(facts: Staffing, after: Staffing, changes: Collection[Change]) -> tuple[Remark, ...]:
    """What the rules forbid of these changes, with all that is supposed. Nothing here asks the database."""
    return blockers_of(replace(after, stays=facts.stays), changes, _less(facts, after))


def cell_of(stay: Stay) -> tuple[int, int]:
    return stay.trainee, stay.period.pk


def _less(facts: Staffing, after: Staffing) -> list[SeatFact]:
    """Seats of which there will be fewer."""
    stood = {(seat.host.pk, seat.period.pk): seat.maximum for seat in facts.seats}
    return [seat for seat in after.seats if seat.maximum < stood.get((seat.host.pk, seat.period.pk), 0)]


def entries_of(plan: Plan, facts: Staffing) -> list[Entry]:
    """The places of a plan, in order of date. One query."""
    periods = {period.pk: period for period in facts.periods}
    rows = PlanEntry.objects.of_plan(plan).select_related("host__sector").order_by("starts_on", "pk")
    return [
        Entry(
            trainee=row.trainee_id,
            host=HostFact.of(row.host),
            period=periods[row.period_id],
            span=Span(row.starts_on, row.ends_on),
            pinned=row.pinned,
        )
        for row in rows
    ]


def _members(hosts: set[int]) -> tuple[Member, ...]:
    rows = HostMember.objects.of_hosts(hosts).order_by("pk")
    rows = rows.values_list("pk", "host", "starts_on", "ends_on", "user")
    return tuple(Member(*row) for row in rows)
