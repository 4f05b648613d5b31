"""A draft as it looks from the hosts: who would come in which period, and how many seats that takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placements.drafts import Draft
from placements.hostpage import said_taken
from placements.spans import Span
from placements.staffing import HostFact, PeriodFact


@dataclass(frozen=True)
class Coming:
    """Somebody at a host in these days."""

    name: str
    span: Span


@dataclass(frozen=True)
class HostPeriod:
    """`seats`: “2 of 3 seats taken”."""

    period: PeriodFact
    seats: str
    people: tuple[Coming, ...]


@dataclass(frozen=True)
class HostSheet:
    host: HostFact
    periods: tuple[HostPeriod, ...]


def sheets(draft: Draft) -> tuple[HostSheet, ...]:
    """One for each host that has seats, or somebody, in a period that the draft plans; by sector and name."""
    facts = draft.facts
    planned = [period for key, period in draft.names.periods.items() if key in draft.problem.periods]
    hosts = dict.fromkeys([*facts.hosts, *(stay.host for stay in facts.stays)])
    found = (HostSheet(host, tuple(_periods(draft, host, planned))) for host in hosts)
    return tuple(sheet for sheet in found if sheet.periods)


def _periods(draft: Draft, host: HostFact, planned: Sequence[PeriodFact]) -> Iterable[HostPeriod]:
    for period in planned:
        seat, stays = draft.facts.seat(host, period), draft.facts.stays_at(host, period)
        maximum = seat.maximum if seat else 0
        if maximum or stays:
            people = tuple(Coming(draft.names.person(str(stay.trainee)), stay.span) for stay in stays)
            yield HostPeriod(period, said_taken(maximum, [stay.span for stay in stays]), people)
