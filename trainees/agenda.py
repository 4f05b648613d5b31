"""Absences and closed days as entries of a calendar, in the language that is active.

A calendar is shown to colleagues: of an absence it says that somebody is away, never what kind it is.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainees.models import Absence, ClosedDay, Pause
from wijkmakers.lib.agenda import Entry

PARTS = {Absence.Part.MORNING, Absence.Part.AFTERNOON}


@dataclass(frozen=True)
class Away:
    """Why somebody is away on days within a placement, whose key is `within`."""

    row: Absence | Pause
    within: int
    first: dt.date
    last: dt.date


def uid(kind: str, key: object) -> str:
    """The identity of something that has none of its own, such as “placement-3@example.org”."""
    return f"{kind}-{key}@{urlsplit(settings.SITE_URL).hostname}"


def site_url(name: str) -> str:
    """The whole address of a page: in a calendar there is no other that it could be relative to."""
    return settings.SITE_URL + reverse(name)


def of_absences(absences: Iterable[Absence]) -> Iterator[Entry]:
    """One's own."""
    url = site_url("my_absences")
    for absence in absences:
        yield Entry(
            uid=uid("absence", absence.pk),
            sequence=absence.version - 1,
            summary=_with_part(_("Absent"), absence),
            start=absence.starts_on,
            end=absence.ends_on,
            last_modified=absence.changed_at,
            description=url,
            url=url,
        )


def of_closed_days(days: Iterable[ClosedDay]) -> Iterator[Entry]:
    """Others may plan something then: only on public holidays does nobody work."""
    kinds = {kind.value: _closed(kind) for kind in ClosedDay.Kind}
    for day in days:
        yield Entry(
            uid=uid("closed", day.pk),
            sequence=day.version - 1,
            summary=day.name,
            start=day.starts_on,
            end=day.ends_on,
            last_modified=day.changed_at,
            description=kinds[day.kind],
            is_busy=False,
        )


def _closed(kind: ClosedDay.Kind) -> str:
    return _("No learning day: %(kind)s.") % {"kind": kind.label}


def of_days_away(found: Iterable[Away], *, trainees: int) -> Iterator[Entry]:
    """For who supervises so many trainees: that one of them is away, and not which one."""
    url = site_url("my_trainees")
    summary = ngettext("Your trainee is absent", "One of your trainees is absent", trainees)
    for away in found:
        row = away.row
        yield Entry(
            uid=uid(f"away-{row._meta.model_name}", f"{row.pk}-{away.within}"),
            sequence=row.version - 1,
            summary=_with_part(summary, row) if isinstance(row, Absence) else summary,
            start=away.first,
            end=away.last,
            last_modified=row.changed_at,
            description=url,
            url=url,
            is_busy=False,
        )


def _with_part(summary: str, absence: Absence) -> str:
    if absence.part not in PARTS:
        return summary
    return _("%(what)s, %(part)s") % {"what": summary, "part": absence.get_part_display()}
