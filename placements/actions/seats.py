"""What hosts offer in the periods of a cohort."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from placements.models import Seat
from trainees.actions import find_or_add_skills
from trainees.models import Cohort, User
from wijkmakers.lib.constraints import rules_checked
from wijkmakers.lib.versions import Conflict, add_rows, save_rows, save_version

Numbers = tuple[int, int]  # at least, at most
NOTHING: Numbers = (0, 0)


@dataclass(frozen=True)
class SeatChange:
    """How many trainees a host takes in a period (their ids): `numbers` instead of what was `seen`."""

    host: int
    period: int
    seen: Numbers
    numbers: Numbers


class StaleSeats(Conflict):
    """Somebody else changed these seats meanwhile: {(host, period): what stands there now}."""

    current: dict[tuple[int, int], Numbers]


def set_seats(*, cohort: Cohort, changes: Sequence[SeatChange], by: User) -> int:
    """Save what was changed in the grid of seats, all or nothing; how many cells that were.

    A seat with nothing in it goes, unless the work has been described or a skill asked. Raises StaleSeats.
    """
    with rules_checked():
        Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
        known = Seat.objects.of_cohort(cohort).with_described().order_by("pk")
        seats = {(seat.host_id, seat.period_id): seat for seat in known.select_for_update(of=("self",))}
        stale = {key: now for key, now in _as_they_stand(changes, seats) if now is not None}
        if stale:
            raise StaleSeats(stale)
        _set_seats(changes, seats, by=by)
    return len(changes)


def _as_they_stand(
    changes: Iterable[SeatChange], seats: dict[tuple[int, int], Seat]
) -> Iterable[tuple[tuple[int, int], Numbers | None]]:
    for change in changes:
        key = (change.host, change.period)
        now = (seats[key].minimum, seats[key].maximum) if key in seats else NOTHING
        yield key, None if now == change.seen else now


def _set_seats(changes: Iterable[SeatChange], seats: dict[tuple[int, int], Seat], *, by: User) -> None:
    new, changed, gone = [], [], []
    for change in changes:
        seat = seats.get((change.host, change.period))
        if seat is None:
            seat = Seat(host_id=change.host, period_id=change.period)
            new.append(seat)
        elif change.numbers == NOTHING and not seat.is_described:  # type: ignore[attr-defined]
            gone.append(seat.pk)
        else:
            changed.append(seat)
        seat.minimum, seat.maximum = change.numbers
    Seat.objects.filter(pk__in=gone).delete()
    add_rows(new, by=by)
    save_rows(changed, fields=["minimum", "maximum"], by=by)


@transaction.atomic
def change_seat(*, seat: Seat, skills: Iterable[str], seen: int, by: User) -> Seat:
    """Save the description of the work and the skills that are asked, by name."""
    save_version(seat, by=by, seen=seen)
    seat.skills.set(find_or_add_skills(skills))
    return seat
