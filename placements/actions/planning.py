"""Drafts of who works where: asked for by a coordinator, worked out in the background."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from placements import staffing, supposing
from placements.grounds import with_grounds
from placements.models import Host, Plan, PlanEntry, Planning
from placements.outdated import changed_since, with_stood
from placements.planning import Asked, places_of, problem_of
from placements.publishing import Remark
from placements.rotation.answers import Impossible, Proposal
from placements.rotation.problem import Assignment
from placements.rotation.stored import restore, store, store_conflicts, store_levels
from trainees.models import Cohort, User
from wijkmakers.lib.constraints import Refused, rules_checked
from wijkmakers.lib.versions import remove_version, save_version

WORK_OUT = "placements.tasks.work_out"
"""The name of the job; the module itself is for the worker, because it loads the planner."""

PUBLISHED_STAYS = gettext_lazy(
    "This draft was published, so it stays: it tells why people work where they do."
)


def start_plan(
    *,
    cohort: Cohort,
    asked: Asked,
    objective: str,
    name: str = "",
    basis: Plan | None = None,
    by: User,
) -> Plan:
    """A new draft, which the planner begins with as soon as this is committed. `basis`: the draft that it is
    another form of. Raises Refused when the planner works on one of this cohort already."""
    with rules_checked():
        number, facts = next_number(cohort), staffing.load(cohort)
        problem = problem_of(facts, asked)
        if not problem.trainees:
            raise Refused(_("Nobody needs a place in these periods, so there is nothing to plan."))
        stored = with_grounds(store(problem), facts, asked.supposes, asked.begins_on)
        if asked.current is not None:
            stored = with_stood(stored, problem_of(facts, replace(asked, current=None)).current)
        plan = Plan(
            cohort=cohort, number=number, name=name, objective=objective, basis=basis,
            begins_on=asked.begins_on, supposes=supposing.store(asked.supposes),
            problem=stored,
        )  # fmt: skip
        hand_over(plan, by=by)
    return plan


def hand_over(plan: Plan, *, to: str = WORK_OUT, by: User) -> None:
    """Save a new draft; the worker begins with it as soon as that is committed."""
    save_version(plan, by=by)
    app.configure_task(to, lock=f"plan {plan.pk}").defer(plan=plan.pk)


def next_number(cohort: Cohort) -> int:
    """The number of a draft that is about to be asked for; no other of this cohort is, until that is done."""
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    plans = Plan.objects.of_cohort(cohort)
    if plans.working().exists():
        raise Refused(_("A plan for this cohort is being worked out already. Wait for it, or stop it."))
    return (plans.aggregate(last=Max("number"))["last"] or 0) + 1


def refuse_outdated(plan: Plan) -> None:
    """What is asked once more as a draft was asked it, is out of date from the start when that draft is."""
    facts, planning = staffing.load(plan.cohort), Planning.objects.for_cohort(plan.cohort)
    if changed_since(plan, restore(plan.problem), facts, planning):
        raise Refused(Remark("outdated").sentence)


@transaction.atomic
def stop_plan(*, plan: Plan, by: User, now: dt.datetime) -> None:
    """The planner keeps the best it has found; when it had not begun, it ends at once and nothing is left of
    the draft but its question."""
    current = Plan.objects.select_for_update().get(pk=plan.pk)
    if not current.is_working or current.stop_asked_at is not None:
        return
    current.stop_asked_at, current.stop_asked_by = now, by
    if current.state == Plan.State.WAITING:
        current.state, current.finished_at = Plan.State.FAILED, now
    current.save(update_fields=["stop_asked_at", "stop_asked_by", "state", "finished_at"])


def finish_plan(
    *, plan: Plan, answer: Proposal | Impossible | None, by: User | None, now: dt.datetime
) -> None:
    """Write down what came out; None when there was no time to find anything. A plan that was finished or
    removed meanwhile is left alone, so that a job that runs twice does no harm. When the answer does not fit
    what is there by now, nothing of it is written: call this once more, without it."""
    with rules_checked():
        current = Plan.objects.select_for_update().filter(pk=plan.pk).first()
        if current is not None and current.is_working:
            write_answer(current, answer, now=now)


def write_answer(plan: Plan, answer: Proposal | Impossible | None, *, now: dt.datetime) -> None:
    """The draft is finished, and holds what came out."""
    plan.finished_at, plan.state = now, _state(answer)
    if answer is not None:
        plan.seconds = answer.seconds
    if isinstance(answer, Impossible):
        plan.conflicts = store_conflicts(answer.conflicts)
    if isinstance(answer, Proposal):
        plan.levels = store_levels(answer.levels)
        plan.losses, plan.best_alone = dict(answer.losses), dict(answer.best_alone)
        _write_entries(plan, answer)
    plan.save()


@transaction.atomic
def rename_plan(*, plan: Plan, seen: int, by: User) -> Plan:
    return save_version(plan, by=by, seen=seen)


@transaction.atomic
def remove_plan(*, plan: Plan, by: User, seen: int | None = None) -> None:
    """Raises Refused when it was published: then it says why people work where they do."""
    current = Plan.objects.select_for_update().filter(pk=plan.pk).first()
    if current and current.published_at:
        raise Refused(PUBLISHED_STAYS)
    remove_version(plan, seen=seen)


def _state(answer: Proposal | Impossible | None) -> str:
    if answer is None:
        return Plan.State.FAILED
    return Plan.State.IMPOSSIBLE if isinstance(answer, Impossible) else Plan.State.READY


def _write_entries(plan: Plan, proposal: Proposal) -> Sequence[PlanEntry]:
    facts, supposes = staffing.load(plan.cohort), supposing.restore(plan.supposes)
    places = places_of(facts, proposal.assignment, begins_on=plan.begins_on, supposes=supposes)
    pins = {(trainee, period) for trainee, _host, period, _again in plan.problem["pins"]}
    split = _split_by_hand(plan, proposal.assignment)
    hosts = Host.objects.in_bulk({place.host for place in places})
    entries = [
        PlanEntry(
            plan=plan,
            trainee_id=place.trainee,
            period_id=place.period,
            host_id=place.host,
            starts_on=place.span.first,
            ends_on=place.span.last,
            pinned=(str(place.trainee), str(place.period)) in pins,
        )
        for place in places
        if (place.trainee, place.period) not in split and place.host in hosts
    ]
    return PlanEntry.objects.bulk_create([*entries, *(entry for found in split.values() for entry in found)])


def _split_by_hand(plan: Plan, assignment: Assignment) -> dict[tuple[int, int], list[PlanEntry]]:
    """(trainee, period) -> the places that were fixed, with the days that a coordinator gave them, in the
    draft that this one is made from. The planner knows only of whole periods."""
    pins = {(int(trainee), int(period)) for trainee, _host, period, _again in plan.problem["pins"]}
    found: dict[tuple[int, int], list[PlanEntry]] = {}
    for entry in PlanEntry.objects.of_plan(plan.basis_id).in_order() if plan.basis_id else ():
        cell = entry.trainee_id, entry.period_id
        if cell in pins:
            entry.pk, entry.plan = None, plan
            found.setdefault(cell, []).append(entry)
    hosts = {(int(trainee), int(period)): int(host) for (trainee, period), host in assignment.items()}
    return {
        cell: entries
        for cell, entries in found.items()
        if len(entries) > 1 and hosts.get(cell) in {entry.host_id for entry in entries if entry.pinned}
    }
