"""What an address or a button says is supposed: read, and only what a page could say of what is there."""

import datetime as dt
import json
from collections.abc import Iterable

from placements.models import MOST_RANKS, MOST_SEATS, Exclusion
from placements.naming import hosts_named
from placements.spans import Span
from placements.staffing import Staffing
from placements.supposing import (
    Excluded,
    Released,
    Seats,
    Supposition,
    Suppositions,
    Wishes,
    restore,
)

FAR = dt.timedelta(days=3653)
"""Before and after a cohort: nobody supposes anything about days further away."""


def understood(text: str, facts: Staffing) -> Suppositions:
    """Raises ValueError for what none of our pages says. What is about somebody or something that is gone is
    left out."""
    found = restore(_rows(text))
    if not all(_is_possible(one, facts) for one in found):
        raise ValueError("no supposition")
    return still_known(found, facts)


def still_known(supposes: Iterable[Supposition], facts: Staffing) -> Suppositions:
    """Those whose trainees and period are of this cohort, and whose organisations there are. One query at
    most."""
    some = tuple(supposes)
    people, periods = {person.pk for person in facts.people}, {period.pk for period in facts.periods}
    hosts = {host.pk for host in (*facts.hosts, *(stay.host for stay in facts.stays))}
    named = {host for one in some for host in one.hosts()}
    hosts |= {host.pk for host in hosts_named(named - hosts)}
    return tuple(
        one
        for one in some
        if _whom(one) <= people and _when(one) <= periods and hosts.issuperset(one.hosts())
    )


def _rows(text: str) -> list[object]:
    try:
        rows = json.loads(text or "[]")
    except RecursionError as wrong:
        raise ValueError("no supposition") from wrong
    if not isinstance(rows, list):
        raise ValueError("no supposition")
    return rows


def _whom(one: Supposition) -> set[int]:
    return {getattr(one, name) for name in ("trainee", "first", "second") if hasattr(one, name)}


def _when(one: Supposition) -> set[int]:
    return {one.period} if isinstance(one, Seats | Released) else set()


def _is_possible(one: Supposition, facts: Staffing) -> bool:
    """Whether the rows could ever say it."""
    if isinstance(one, Seats):
        return one.minimum <= one.maximum <= MOST_SEATS
    if isinstance(one, Excluded):
        return one.why in Exclusion.Kind
    if isinstance(one, Wishes):
        return len(set(one.ranked)) == len(one.ranked) <= MOST_RANKS
    begins = {person.pk: person.span.first for person in facts.people}
    days = Span(begins.get(getattr(one, "trainee", 0), facts.span.first - FAR), facts.span.last + FAR)
    return all(day in days for name in ("on", "until") if (day := getattr(one, name, None)))
