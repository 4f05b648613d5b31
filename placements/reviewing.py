"""What publishing a plan would do now, from the rows."""

import datetime as dt

from placements import staffing
from placements.models import Host, HostMember, Plan, PlanEntry, Planning
from placements.outdated import changed_since
from placements.publishing import (
    Asked,
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
from placements.staffing import HostFact, Staffing


def review(plan: Plan, *, today: dt.date) -> Publication:
    """What changes for whom, and what stands in the way. Nine queries, whatever the size."""
    if plan.state != Plan.State.READY or plan.published_at:
        return Publication((), blockers=(Remark("state"),))
    told, facts = restore(plan.problem), staffing.load(plan.cohort)
    changes = changes_of(facts, entries_of(plan, facts), asked_of(told), today)
    members = _members({place.host.pk for change in changes for place in change.added})
    planning = Planning.objects.for_cohort(plan.cohort)
    outdated = [Remark("outdated")] if changed_since(plan, told, facts, planning) else []
    return Publication(
        changes=changes,
        blockers=(*outdated, *blockers_of(facts, changes)),
        warnings=warnings_of(changes, members, today=today, notice_weeks=planning.notice_weeks),
        members=members,
    )


def asked_of(told: Problem) -> Asked:
    """What a plan decides about: who is somewhere in which period."""
    return {(int(trainee.key), int(period)) for trainee in told.trainees for period in trainee.periods}


def entries_of(plan: Plan, facts: Staffing) -> list[Entry]:
    """The places of a plan, in order of date. One query."""
    periods = {period.pk: period for period in facts.periods}
    rows = PlanEntry.objects.of_plan(plan).select_related("host__sector").order_by("starts_on", "pk")
    return [
        Entry(
            trainee=row.trainee_id,
            host=_host(row.host),
            period=periods[row.period_id],
            span=Span(row.starts_on, row.ends_on),
            pinned=row.pinned,
        )
        for row in rows
    ]


def _host(host: Host) -> HostFact:
    return HostFact(host.pk, host.code, host.name, host.look, host.sector_id, host.sector.name)


def _members(hosts: set[int]) -> tuple[Member, ...]:
    rows = HostMember.objects.of_hosts(hosts).order_by("pk").values_list("pk", "host", "starts_on", "ends_on")
    return tuple(Member(*row) for row in rows)
