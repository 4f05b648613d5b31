"""Beside the board: how full each host is in each period, and who still misses which sector."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.staffing import HostFact, PeriodFact, Person, Staffing
from wijkmakers.lib.listing import addresses

BRICKS = 12  # more do not fit; the figures say it all
NAMES = 4


@dataclass(frozen=True)
class SeatCell:
    """`bricks` are classes: "on" taken, "" free, "over" too many."""

    text: str
    spoken: str
    is_over: bool
    bricks: tuple[str, ...]


@dataclass(frozen=True)
class SeatRow:
    code: str
    name: str
    css: str
    url: str
    cells: tuple[SeatCell, ...]


@dataclass(frozen=True)
class SectorRow:
    """`bricks`, one class a trainee: "" has or will have seen it, "off" misses it, "rest" need not."""

    name: str
    codes: str
    text: str
    bricks: tuple[str, ...]
    gap: str


def seat_rows(staffing: Staffing) -> tuple[SeatRow, ...]:
    """Taken and available, by host and period."""
    url = addresses("host")
    return tuple(
        SeatRow(
            code=host.code,
            name=host.name,
            css=f"look-{host.look}",
            url=url(host.pk),
            cells=tuple(_seat_cell(staffing, host, period) for period in staffing.periods),
        )
        for host in staffing.hosts
    )


def _seat_cell(staffing: Staffing, host: HostFact, period: PeriodFact) -> SeatCell:
    seat = staffing.seat(host, period)
    taken = staffing.taken(seat) if seat else 0
    maximum = seat.maximum if seat else 0
    if not taken and not maximum:
        return SeatCell("–", _("no seats"), False, ())
    bricks = [_brick(place, taken, maximum) for place in range(max(taken, maximum))]
    return SeatCell(
        text=f"{taken}/{maximum}",
        spoken=said_free(maximum - taken),
        is_over=taken > maximum,
        bricks=tuple(bricks) if len(bricks) <= BRICKS else (),
    )


def _brick(place: int, taken: int, maximum: int) -> str:
    if place >= maximum:
        return "over"
    return "on" if place < taken else ""


def said_free(free: int) -> str:
    """“1 free”, “full”, “2 too many”."""
    if free > 0:
        return ngettext("%(n)d free", "%(n)d free", free) % {"n": free}
    if free == 0:
        return _("full")
    return ngettext("%(n)d too many", "%(n)d too many", -free) % {"n": -free}


def all_in_reach(staffing: Staffing) -> bool:
    """Whether there are periods enough for everybody to see every sector."""
    return len(staffing.sectors) <= len(staffing.periods)


def sector_rows(staffing: Staffing) -> tuple[SectorRow, ...]:
    """For each sector how many trainees see it over all their placements, and who misses it.

    Nobody misses a sector when there are more of them than periods; the counts then only inform. Who
    stopped is not counted: nothing is missing for them any more.
    """
    people = [person for person in staffing.people if not person.has_stopped]
    return tuple(_sector_row(staffing, key, name, people) for key, name in staffing.sectors.items())


def _sector_row(staffing: Staffing, key: int, name: str, people: list[Person]) -> SectorRow:
    missing = [person.name for person in people if key not in sectors_of(staffing, person)]
    seen, in_reach = len(people) - len(missing), all_in_reach(staffing)
    offering = (seat.host.code for seat in staffing.seats if seat.maximum and seat.host.sector_pk == key)
    return SectorRow(
        name=name,
        codes=", ".join(dict.fromkeys(offering)),
        text=_("%(seen)d of %(all)d") % {"seen": seen, "all": len(people)},
        bricks=("",) * seen + ("off" if in_reach else "rest",) * len(missing),
        gap=_("Missing: %(names)s") % {"names": said_names(missing)} if missing and in_reach else "",
    )


def sectors_of(staffing: Staffing, person: Person, besides: int | None = None) -> set[int]:
    """Keys of the sectors that somebody's placements give, past and to come; one of them can be left out."""
    return {stay.host.sector_pk for stay in staffing.stays_of(person) if stay.pk != besides}


def said_names(names: list[str]) -> str:
    """All of a few names; of many the first ones and how many more."""
    if len(names) <= NAMES:
        return ", ".join(names)
    shown, more = names[: NAMES - 1], len(names) - NAMES + 1
    return ngettext("%(names)s and %(n)d other", "%(names)s and %(n)d others", more) % {
        "names": ", ".join(shown),
        "n": more,
    }
