"""Placements and switches as entries of a calendar, in the language that is active.

Of the people at an organisation nothing is said: a calendar is shown to others.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from placements.models import Period, Placement
from trainees.agenda import site_url, uid
from wijkmakers.lib.agenda import Entry


def of_placements(
    placements: Iterable[Placement], *, weekdays: Iterable[int], except_on: Collection[dt.date]
) -> Iterator[Entry]:
    """The work days of each, without those on which somebody works nowhere. Loaded `for_calendars()`."""
    url = site_url("schedule")
    for placement in placements:
        host = placement.host
        yield Entry(
            uid=uid("placement", placement.pk),
            sequence=placement.version - 1,
            summary=_("Work at %(host)s") % {"host": host.name},
            start=placement.starts_on,
            end=placement.ends_on,
            weekdays=tuple(weekdays),
            except_on=except_on,
            last_modified=max(placement.changed_at, host.changed_at),
            location=host.address,
            description="\n".join(filter(None, [host.work_hours, url])),
            url=url,
            is_busy=False,
        )


def of_switches(periods: Iterable[Period], placements: Iterable[Placement]) -> Iterator[Entry]:
    """The first day of each later period; where to when that is known."""
    url, known = site_url("schedule"), list(placements)
    for period in periods:
        there = next((each for each in known if each.starts_on <= period.starts_on <= each.ends_on), None)
        rows = [period, there] if there else [period]
        yield Entry(
            uid=uid("switch", period.pk),
            sequence=sum(row.version - 1 for row in rows),
            summary=_("Switch: you begin at %(host)s") % {"host": there.host.name} if there else _("Switch"),
            start=period.starts_on,
            last_modified=max(row.changed_at for row in rows),
            description=url,
            url=url,
            is_busy=False,
        )
