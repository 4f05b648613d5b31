"""On which day a cohort could meet, and what stands in the way of a day."""

import datetime as dt
from collections.abc import Container, Iterable

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from curriculum import drafting
from trainees.models import ClosedDay, Cohort

ONE_WEEK = dt.timedelta(weeks=1)


def next_free(cohort: Cohort, *, today: dt.date) -> dt.date | None:
    """The first learning day from today on that is open, and neither has nor is to have a session; None when
    all are full. Three queries."""
    first = max(today, cohort.starts_on)
    closed = list(ClosedDay.objects.for_cohort(cohort).between(first, cohort.ends_on))
    taken = {row.planned.day() for row in drafting.rows(cohort) if not row.is_off}
    day = first + dt.timedelta(days=(cohort.learning_weekday - first.isoweekday()) % 7)
    while day <= cohort.ends_on:
        if day not in taken and not any(c.starts_on <= day <= c.ends_on for c in closed):
            return day
        day += ONE_WEEK
    return None


def closed_days(cohort: Cohort) -> dict[dt.date, str]:
    """{day: the kind of what closes it}, as far as they lie within the cohort. One query."""
    found: dict[dt.date, str] = {}
    for closed in ClosedDay.objects.for_cohort(cohort).between(cohort.starts_on, cohort.ends_on).in_order():
        for number in range((closed.ends_on - closed.starts_on).days + 1):
            found.setdefault(closed.starts_on + dt.timedelta(days=number), str(closed.kind))
    return found


def learning_days(cohort: Cohort, closed: Container[dt.date]) -> list[dt.date]:
    """The learning weekdays within the cohort that are not closed."""
    ahead = (cohort.learning_weekday - cohort.starts_on.isoweekday()) % 7
    first = cohort.starts_on + dt.timedelta(days=ahead)
    weeks = range((cohort.ends_on - first).days // 7 + 1)
    return [day for week in weeks if (day := first + week * ONE_WEEK) not in closed]


def objections(cohort: Cohort, day: dt.date, closed: Iterable[ClosedDay]) -> list[str]:
    """Why this cohort would not normally meet on this day, in sentences. `closed`: days closed around it."""
    shown = {"day": capfirst(date_format(day, "l j F Y"))}
    found = []
    if not cohort.starts_on <= day <= cohort.ends_on:
        dates = {
            "first": date_format(cohort.starts_on, "j F Y"),
            "last": date_format(cohort.ends_on, "j F Y"),
        }
        found.append(
            _("%(day)s lies outside the cohort, which runs from %(first)s to %(last)s.") % (shown | dates)
        )
    if day.isoweekday() != cohort.learning_weekday:
        usual = {"usual": cohort.get_learning_weekday_display()}
        found.append(
            _("%(day)s is not the learning day of this cohort, which is %(usual)s.") % (shown | usual)
        )
    return found + [
        _("%(day)s is closed: %(name)s.") % (shown | {"name": each.name})
        for each in closed
        if each.starts_on <= day <= each.ends_on
    ]
