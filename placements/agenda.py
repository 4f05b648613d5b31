"""Placements and switches as entries of a calendar, in the language that is active.

Of the people at an organisation nothing is said: a calendar is shown to others.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
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


def with_switches(trainees: "QuerySet[Any]") -> "QuerySet[Any]":
    """Adds what `switches_of` reads, without another query."""
    found = Period.objects.of_cohort(OuterRef("cohort")).later().order_by("number", "pk")
    names = ("id", "starts_on", "version", "changed_at")
    data = JSONObject(**{name: name for name in names})
    return trainees.annotate(switch_values=ArraySubquery(found.values(data=data)))


def switches_of(trainee: Any) -> list[Period]:
    """The later periods of the cohort of a trainee from `with_switches`; each with what a calendar says."""
    return [
        Period(
            id=values["id"],
            version=values["version"],
            starts_on=dt.date.fromisoformat(values["starts_on"]),
            changed_at=dt.datetime.fromisoformat(values["changed_at"]),
        )
        for values in trainee.switch_values
    ]


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
