"""Who works where: choosing a place, changing it, taking it away.

Whoever places somebody locks the trainee and then the row of the seat before counting, so that of two people
who want the last seat one waits, sees that it is gone, and is told so. The database holds the same rules by
itself; the locks are for a sentence that names things, and so that nobody waits for each other in a circle.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from placements.models import Host, HostMember, Period, Placement, Seat
from placements.spans import ONE_DAY, Span, most_at_once
from trainees.models import Trainee, User
from wijkmakers.lib.constraints import Refused, rules_checked
from wijkmakers.lib.versions import Conflict, save_rows, save_version


def place(
    *,
    trainee: Trainee,
    host: Host,
    period: Period,
    starts_on: dt.date,
    ends_on: dt.date,
    supervisor: HostMember | None = None,
    repeat_reason: str = "",
    raise_to: int = 0,
    by: User,
) -> Placement:
    """Somebody gets a place. Raises Refused when the seat is full.

    raise_to: how many seats the host may get in this period when there are not enough; 0: no more than now.
    """
    placement = Placement(
        trainee=trainee, host=host, period=period, starts_on=starts_on, ends_on=ends_on,
        supervisor=supervisor, repeat_reason=repeat_reason,
    )  # fmt: skip
    with rules_checked():
        _lock_trainee(trainee)
        _make_room(placement, raise_to=raise_to, by=by)
        return save_version(placement, by=by)


def change_placement(*, placement: Placement, seen: int, raise_to: int = 0, by: User) -> Placement:
    """Save another host, other days or another supervisor. Raises Refused when the seat is full."""
    with rules_checked():
        _lock_trainee(placement.trainee)
        _make_room(placement, raise_to=raise_to, by=by)
        return save_version(placement, by=by, seen=seen)


@transaction.atomic
def remove_placement(*, placement: Placement, seen: int, by: User) -> None:
    """Take a place away, unless somebody changed it since it was `seen`."""
    current = Placement.objects.select_for_update().filter(pk=placement.pk).first()
    if current is None:
        return
    if current.version != seen:
        raise Conflict(current)
    current.delete()


def take_back(*, placement: Placement, by: User) -> None:
    """Undo a place that this person just chose, while nobody has changed it. Raises Conflict otherwise."""
    if placement.created_by_id != by.pk:
        raise Conflict(placement)
    remove_placement(placement=placement, seen=1, by=by)


@transaction.atomic
def end_placements(*, trainee: Trainee, last_day: dt.date, by: User) -> None:
    """Somebody leaves after `last_day`: later placements go, the running one ends then, earlier ones stay."""
    _lock_trainee(trainee)
    mine = Placement.objects.of_trainee(trainee)
    mine.filter(starts_on__gt=last_day).delete()
    running = list(mine.filter(ends_on__gt=last_day))
    for placement in running:
        placement.ends_on = last_day
    save_rows(running, fields=["ends_on"], by=by)


@transaction.atomic
def extend_last_placement(*, trainee: Trainee, last_day: dt.date, by: User) -> Placement | None:
    """Somebody stays until `last_day`: the last placement runs on, within its period and if its seat is free.

    The last period of a cohort goes on as long as somebody does. None when nothing could be extended; the
    board then shows the days without a place.
    """
    _lock_trainee(trainee)
    placement = Placement.objects.of_trainee(trainee).with_people().latest_first().first()
    if placement is None:
        return None
    until = last_day if placement.period.is_last() else min(last_day, placement.period.ends_on)
    if until <= placement.ends_on:
        return None
    more = Span(placement.ends_on + ONE_DAY, until)
    seat = _lock_seat(placement.host, placement.period)
    if seat.maximum < 1 + most_at_once(_others(placement, more)):
        return None
    placement.ends_on = until
    return save_version(placement, by=by)


def _lock_trainee(trainee: Trainee) -> None:
    """One at a time decides where somebody works."""
    Trainee.objects.select_for_update(no_key=True).get(pk=trainee.pk)


def _make_room(placement: Placement, *, raise_to: int, by: User) -> None:
    """Hold the seat until the transaction ends, and see whether there is room in it."""
    seat = _lock_seat(placement.host, placement.period)
    own = Span(placement.starts_on, placement.ends_on)
    needed = 1 + most_at_once(_others(placement, own))
    if needed <= seat.maximum:
        return
    if raise_to < needed:
        raise Refused(
            _("%(host)s is full by now in period %(number)d. Choose another organisation, or add a seat.")
            % {"host": placement.host, "number": placement.period.number},
            field="host",
        )
    seat.maximum = needed
    save_version(seat, by=by)


def _lock_seat(host: Host, period: Period) -> Seat:
    seat = Seat.objects.select_for_update().filter(host=host, period=period).first()
    if seat is None:
        raise Refused(
            _("%(host)s offers no seats in period %(number)d.") % {"host": host, "number": period.number},
            field="host",
        )
    return seat


def _others(placement: Placement, during: Span) -> Iterable[Span]:
    seated = Placement.objects.at_seat(placement.host, placement.period).between(during.first, during.last)
    days = seated.exclude(pk=placement.pk).values_list("starts_on", "ends_on")
    return [Span(first, last) for first, last in days]
