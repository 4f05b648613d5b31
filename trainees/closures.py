"""Closed days as rows of a list: which stretch of time it shows, and which learning days they take."""

import datetime as dt
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainees.models import ClosedDay
from wijkmakers.lib.listing import addresses

ONE_DAY = dt.timedelta(days=1)
FAR = dt.date(2199, 12, 31)
FEW = 12


def years(days):
    """The years in which there are any of these closed days."""
    first, last = days.first_and_last()
    return range(first.year, last.year + 1) if first else range(0)


def stretch(cohort, year, *, today):
    """The first and last day of the list: of the year, else of the cohort, else from today on."""
    if year:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if cohort:
        return cohort.starts_on, cohort.ends_on
    return today, FAR


def rows(days, *, cohort=None):
    """What the list shows; with a cohort also how many of its learning days each closed day takes."""
    edit, remove = addresses("closed_day_edit"), addresses("closed_day_remove")
    kinds = {kind.value: str(kind.label) for kind in ClosedDay.Kind}
    return [
        {
            "day": day,
            "dates": dates(day.starts_on, day.ends_on),
            "kind": kinds[day.kind],
            "learning_days": _counted(learning_days(day, cohort)) if cohort else "",
            "edit_url": "" if day.kind == ClosedDay.Kind.PUBLIC else edit(day.pk),
            "remove_url": remove(day.pk),
        }
        for day in days
    ]


def by_year(found, *, today):
    """The rows by the year of their first day. This year lies open; so does all when there is not much."""
    years = [(year, list(days)) for year, days in groupby(found, key=lambda row: row["day"].starts_on.year)]
    first = next((year for year, _days in years if year >= today.year), None)
    return [
        {"year": year, "rows": days, "is_open": len(found) <= FEW or year == first} for year, days in years
    ]


def _counted(days):
    if not days:
        return _("no learning day")
    return ngettext("%(count)s learning day", "%(count)s learning days", len(days)) % {"count": len(days)}


def holiday_rows(holidays):
    return [{"name": day.name, "dates": dates(day.starts_on, day.ends_on)} for day in holidays]


def learning_days(day, cohort):
    """The dates on which this cohort would have had a learning day."""
    first = max(day.starts_on, cohort.starts_on)
    first += ONE_DAY * ((cohort.learning_weekday - first.isoweekday()) % 7)
    last = min(day.ends_on, cohort.ends_on)
    return [first + ONE_DAY * after for after in range(0, (last - first).days + 1, 7)]


def dates(first, last):
    """Friday 27 November 2026; a run of days with its first and last day."""
    if first == last:
        return date_format(first, "l j F Y")
    days = {"first": date_format(first, "j F Y"), "last": date_format(last, "j F Y")}
    return _("%(first)s to %(last)s") % days
