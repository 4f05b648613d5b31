"""The page of an organisation: what it offers, who is and was there, and whom to turn to.

What is on it depends on who looks. Coordinators see their own cohorts; people of the organisation see who
works there now and later; trainees see the work, and the people who supervise them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import rules
from placements.models import Host, HostMember, Period, Placement, Seat
from placements.spans import Span, most_at_once
from placements.staffing import grouped
from trainees.models import User

MOST = 100  # placements shown; older ones stand in the cohort they belong to


@dataclass(frozen=True)
class Stretch:
    """A period of a cohort: what is offered, and who is there. `state` is done, now or coming; `taken`: how
    many seats, or "" when nobody is there."""

    period: Period
    when: str
    state: str
    seats: str
    seat: Seat
    placements: tuple[Placement, ...]
    taken: str


@dataclass(frozen=True)
class HostPage:
    stretches: tuple[Stretch, ...]
    members: tuple[HostMember, ...]
    gone: tuple[HostMember, ...]
    may_change: bool
    sees_seats: bool
    now: int

    @property
    def ahead(self) -> list[Stretch]:
        """Now first, then what comes."""
        return [stretch for stretch in reversed(self.stretches) if stretch.state != "done"]

    @property
    def past(self) -> list[Stretch]:
        return [stretch for stretch in self.stretches if stretch.state == "done"]


def build(host: Host, *, user: User, today: dt.date) -> HostPage:
    """What `user` may see of `host`. At most five queries."""
    sees_seats = rules.can_see_seats(user, host, today=today)
    people = HostMember.objects.visible_to(user, today=today).of_host(host).with_user().in_order()
    stretches = _stretches(host, user, today) if sees_seats else ()
    return HostPage(
        stretches=stretches,
        members=tuple(member for member in people if not member.is_gone(today)),
        gone=tuple(member for member in people if member.is_gone(today)),
        may_change=rules.can_change_hosts(user),
        sees_seats=sees_seats,
        now=sum(_is_on(placement, today) for stretch in stretches for placement in stretch.placements),
    )


def _stretches(host: Host, user: User, today: dt.date) -> tuple[Stretch, ...]:
    seats = Seat.objects.visible_to(user, today=today).of_host(host).with_period().latest_first()[:MOST]
    placements = Placement.objects.visible_to(user, today=today).of_host(host).with_people().latest_first()
    by_period = grouped(placements[:MOST], lambda placement: placement.period_id)
    found = [stretch_of(seat, by_period.get(seat.period_id, [])[::-1], today) for seat in seats]
    # Who does not see all placements learns nothing from a past period in which they see nobody.
    return tuple(s for s in found if s.placements or s.state != "done" or user.is_coordinator())


def stretch_of(seat: Seat, placements: Sequence[Placement], today: dt.date) -> Stretch:
    """What is offered in a period of a host, with those who are there in order of date."""
    span = Span(seat.period.starts_on, seat.period.ends_on)
    return Stretch(
        period=seat.period,
        when=span.short,
        state=span.state_on(today),
        seats=said_seats(seat),
        seat=seat,
        placements=tuple(placements),
        taken=said_taken(seat.maximum, _spans(placements)) if placements else "",
    )


def _spans(placements: Iterable[Placement]) -> list[Span]:
    return [Span(placement.starts_on, placement.ends_on) for placement in placements]


def said_taken(maximum: int, spans: Iterable[Span]) -> str:
    """“2 of 3 seats taken”: people who follow each other take one."""
    words = {"taken": most_at_once(spans), "n": maximum}
    return ngettext("%(taken)d of %(n)d seat taken", "%(taken)d of %(n)d seats taken", maximum) % words


def said_seats(seat: Seat) -> str:
    """“1 seat”, “2 to 3 seats”, “no seats”."""
    if not seat.maximum:
        return _("no seats")
    if seat.minimum in (0, seat.maximum):
        return ngettext("%(n)d seat", "%(n)d seats", seat.maximum) % {"n": seat.maximum}
    return _("%(minimum)d to %(maximum)d seats") % {"minimum": seat.minimum, "maximum": seat.maximum}


def _is_on(placement: Placement, day: dt.date) -> bool:
    return placement.starts_on <= day <= placement.ends_on
