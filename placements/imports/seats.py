"""The columns of the sheet with organisations that tell how many seats there are in each period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.models import Host, Period, Seat
from trainees.models import Cohort, Skill, User
from wijkmakers.lib.plans import Change
from wijkmakers.lib.sheets import Problems, Record, Table
from wijkmakers.lib.versions import save_version

Numbers = tuple[int, int]
Known = Mapping[tuple[int, int], Seat]


@dataclass
class PlannedSeat:
    """A seat with its new numbers set, not saved. `old`: at least and at most before; None for a new one."""

    seat: Seat
    old: Numbers | None
    skills: Sequence[Skill] | None = None

    @property
    def numbers(self) -> Numbers:
        return self.seat.minimum, self.seat.maximum

    @property
    def asked(self) -> set[str]:
        """The names of the skills that it asks now."""
        return {skill.name for skill in self.seat.skills.all()} if self.old else set()

    @property
    def change(self) -> Change | None:
        if self.old == self.numbers:
            return None
        return Change(
            f"period {self.seat.period.number}", str(self.seat.period), _shown(self.old), _shown(self.numbers)
        )


def known_seats(cohort: Cohort) -> dict[tuple[int, int], Seat]:
    """The seats of the cohort by host and period, with those and their skills loaded."""
    if not cohort.pk:
        return {}
    seats = (
        Seat.objects.of_cohort(cohort)
        .select_related("host__sector", "period")
        .prefetch_related("skills")
        .in_order()
    )
    return {(seat.host_id, seat.period_id): seat for seat in seats}


def check_periods(table: Table, count: int, problems: Problems) -> None:
    """A problem for the first column of each period that the cohort does not have."""
    numbers = {number: key for key, number in sorted(table.slots) if key in ("minimum", "maximum")}
    for number, key in sorted(numbers.items()):
        if number > count:
            sentence = ngettext(
                "The cohort has %(count)s period, so there is no period %(number)s. "
                "Remove this column, or add a period.",
                "The cohort has %(count)s periods, so there is no period %(number)s. "
                "Remove this column, or add a period.",
                count,
            )
            problems.add(table.place(key, number), sentence % {"count": count, "number": number})


def plan_seats(
    record: Record, host: Host, periods: Sequence[Period], known: Known, problems: Problems
) -> list[PlannedSeat]:
    """The seats of this host after the row: those it tells of, and those that are there already."""
    planned = []
    for period in periods:
        number = period.number
        seat = known.get((host.pk, period.pk)) or Seat(host=host, period=period, minimum=0, maximum=0)
        if _refused(record, number) or not _filled(record, seat, problems):
            continue
        old = (seat.minimum, seat.maximum) if seat.pk else None
        seat.minimum = record["minimum"].get(number, seat.minimum)
        seat.maximum = record["maximum"].get(number, seat.maximum)
        _check_order(record, seat, problems)
        planned.append(PlannedSeat(seat, old))
    return planned


def save_seats(planned: Iterable[PlannedSeat], *, by: User) -> None:
    """Save those that are new or changed."""
    for one in planned:
        if one.change:
            save_version(one.seat, by=by, seen=one.seat.version if one.old else None)


def save_asks(planned: Iterable[PlannedSeat]) -> None:
    """Save the skills that seats are to ask, all at once."""
    asking = {one.seat.pk: one.skills for one in planned if one.skills is not None}
    joins = Seat.skills.through.objects
    joins.filter(seat__in=asking).delete()
    joins.bulk_create(
        Seat.skills.through(seat_id=seat, skill=skill) for seat, skills in asking.items() for skill in skills
    )


def _shown(numbers: Numbers | None) -> str | None:
    return numbers and f"{numbers[0]}–{numbers[1]}"


def _refused(record: Record, number: int) -> bool:
    return any(
        not record.cell(key, number).blank and number not in record[key] for key in ("minimum", "maximum")
    )


def _filled(record: Record, seat: Seat, problems: Problems) -> bool:
    """Whether there is a seat to speak of; a problem when the row names only how many at least."""
    number = seat.period.number
    if seat.pk or number in record["maximum"]:
        return True
    if number in record["minimum"]:
        sentence = _(
            "It says how many at least in period %(number)s, but not how many at most. Fill in both."
        )
        problems.add(record.cell("minimum", number), sentence % {"number": number})
    return False


def _check_order(record: Record, seat: Seat, problems: Problems) -> None:
    if seat.minimum > seat.maximum:
        number = seat.period.number
        sentence = _(
            "At least %(least)s is more than at most %(most)s in period %(number)s. Correct one of the two."
        )
        key = "minimum" if number in record["minimum"] else "maximum"
        problems.add(
            record.cell(key, number),
            sentence % {"least": seat.minimum, "most": seat.maximum, "number": number},
        )
