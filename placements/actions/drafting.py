"""Changing a draft by hand: somebody elsewhere, two who swap, a place that is fixed; and taking it back.

Whoever changes a draft holds its row, and says which version they looked at. So of two people who change it
at once the second is told, and sees what the first did before anything of theirs is written.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from django.db.models import Max
from django.utils.translation import gettext as _

from placements import moves
from placements.actions.planning import hand_over, next_number, refuse_outdated
from placements.drafts import costs_of
from placements.models import Plan, PlanEntry, PlanStep
from placements.moves import Spot
from placements.outdated import carried
from placements.rotation.problem import Pin
from placements.rotation.stored import restore, store
from placements.spans import Span
from trainees.models import User
from wijkmakers.lib.constraints import Refused, rules_checked
from wijkmakers.lib.versions import Conflict, save_version

Change = Callable[[list[Spot]], list[Spot]]


def move_in_plan(*, plan: Plan, seen: int, to: Spot, by: User) -> PlanStep | None:
    """Somebody is at this host in these days of a draft; on the other days of the period nothing changes.
    None when that was so already."""
    return _change(plan, seen, lambda spots: moves.moved(spots, to), PlanStep.Kind.MOVED, by=by)


def swap_in_plan(*, plan: Plan, seen: int, one: Spot, other: Spot, pinned: bool, by: User) -> PlanStep | None:
    """Two trainees get each other's host, from the day on which the draft decides. Raises Refused when one of
    them is not there any more."""
    mine, theirs = (moves.left_of(spot, plan.begins_on) for spot in (one, other))

    def swap(spots: list[Spot]) -> list[Spot]:
        if mine is None or theirs is None or not {one, other} <= set(spots):
            raise Refused(_("These places are no longer as they were. Look at the draft again."))
        return moves.swapped(spots, mine, theirs, pinned=pinned)

    return _change(plan, seen, swap, PlanStep.Kind.SWAPPED, by=by)


def pin_in_plan(
    *, plan: Plan, seen: int, trainee: int, period: int, pinned: bool, by: User
) -> PlanStep | None:
    """What somebody does in a period is fixed, or free again, for when the rest is solved anew."""
    kind = PlanStep.Kind.PINNED if pinned else PlanStep.Kind.UNPINNED
    return _change(plan, seen, lambda spots: moves.fixed(spots, trainee, period, pinned=pinned), kind, by=by)


def undo_step(*, plan: Plan, number: int, by: User, now: dt.datetime) -> PlanStep:
    """The last change by hand is taken back. Raises Conflict when it is another one by now."""
    with rules_checked():
        current = _hold(plan)
        step = PlanStep.objects.of_plan(current).done().latest_first().first()
        return _go(current, step, number, undone_at=now, by=by)


def redo_step(*, plan: Plan, number: int, by: User) -> PlanStep:
    """The first change that was undone holds again. Raises Conflict when it is another one by now."""
    with rules_checked():
        current = _hold(plan)
        step = PlanStep.objects.of_plan(current).undone().in_order().first()
        return _go(current, step, number, undone_at=None, by=by)


def _go(
    plan: Plan, step: PlanStep | None, number: int, *, undone_at: dt.datetime | None, by: User
) -> PlanStep:
    """Back over a step, which is undone then, or over it again."""
    if step is None or step.number != number:
        raise Conflict(plan)
    sides = moves.restore(step.before), moves.restore(step.after)
    to, away = sides if undone_at else reversed(sides)
    _write(plan, _spots(plan), lambda spots: moves.undone(spots, to, away), by=by)
    step.undone_at, step.undone_by = undone_at, by if undone_at else None
    step.save(update_fields=["undone_at", "undone_by"])
    return step


def solve_rest(*, plan: Plan, by: User) -> Plan:
    """A new draft, in which what is fixed in this one stays and all else is free; the planner begins with
    it as soon as this is committed. Raises Refused when this one is out of date, or the planner works on one
    of this cohort already."""
    with rules_checked():
        number = next_number(plan.cohort)
        current = _hold(plan)
        refuse_outdated(current)
        stored = store(replace(restore(current.problem), pins=tuple(_pins(current))))
        fresh = current.again(number=number, problem=stored | carried(current.problem))
        hand_over(fresh, by=by)
    return fresh


def _pins(plan: Plan) -> Iterator[Pin]:
    """What is fixed, as the planner is told. Where somebody said why a second time is good, that holds."""
    again = {(trainee, host, period) for trainee, host, period, again in plan.problem["pins"] if again}
    for (trainee, period), spot in moves.main_spots(_spots(plan), since=plan.begins_on).items():
        if spot.pinned:
            keys = str(trainee), str(spot.host), str(period)
            yield Pin(*keys, again=keys in again)


def _change(plan: Plan, seen: int, change: Change, kind: str, *, by: User) -> PlanStep | None:
    with rules_checked():
        current = _hold(plan)
        if current.version != seen:
            raise Conflict(current)
        before, after = _write(current, _spots(current), change, by=by)
        if before == after:
            return None
        steps = PlanStep.objects.of_plan(current)
        steps.undone().delete()
        return PlanStep.objects.create(
            plan=current,
            number=(steps.aggregate(last=Max("number"))["last"] or 0) + 1,
            kind=_kind(kind, before, after),
            before=moves.store(before),
            after=moves.store(after),
            created_by=by,
        )


def _hold(plan: Plan) -> Plan:
    """Nobody else changes or publishes this draft until the transaction ends."""
    current = Plan.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=plan.pk)
    if current.published_at:
        raise Refused(_("This draft was published, so it stays as it is."))
    if current.state != Plan.State.READY:
        raise Refused(_("This draft is not ready, so nothing in it can be changed."))
    return current


def _spots(plan: Plan) -> list[Spot]:
    rows = PlanEntry.objects.of_plan(plan).values_list(
        "trainee", "starts_on", "ends_on", "period", "host", "pinned"
    )
    return sorted(
        Spot(trainee, Span(first, last), period, host, pinned)
        for trainee, first, last, period, host, pinned in rows
    )


def _write(plan: Plan, spots: Sequence[Spot], change: Change, *, by: User) -> tuple[list[Spot], list[Spot]]:
    """The places before and after, of those for whom they differ; and what each gives up by then."""
    changed = change(list(spots))
    whom = moves.concerned(spots, changed)
    before, after = moves.of_trainees(spots, whom), moves.of_trainees(changed, whom)
    if whom:
        PlanEntry.objects.of_plan(plan).of_trainees(whom).delete()
        PlanEntry.objects.bulk_create(_entries(plan, after))
        plan.losses = costs_of(plan, restore(plan.problem)).of_all(changed)
        save_version(plan, by=by)
    return before, after


def _kind(kind: str, before: Iterable[Spot], after: Iterable[Spot]) -> str:
    """Who is moved to where they are, is only fixed there, or no longer."""
    if kind != PlanStep.Kind.MOVED or moves.where(before) != moves.where(after):
        return kind
    gained = set(after) - set(before)
    return PlanStep.Kind.PINNED if any(spot.pinned for spot in gained) else PlanStep.Kind.UNPINNED


def _entries(plan: Plan, spots: Iterable[Spot]) -> list[PlanEntry]:
    return [
        PlanEntry(
            plan=plan,
            trainee_id=spot.trainee,
            period_id=spot.period,
            host_id=spot.host,
            starts_on=spot.span.first,
            ends_on=spot.span.last,
            pinned=spot.pinned,
        )
        for spot in spots
    ]
