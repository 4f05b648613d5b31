"""On which day a cohort could meet, and what stands in the way of a day."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from curriculum.models import Session
from trainees.models import ClosedDay, Cohort

ONE_WEEK = dt.timedelta(weeks=1)


def next_free(cohort: Cohort, *, today: dt.date) -> dt.date | None:
    """The first learning day from today on that is not closed and has no session yet; None when all are full.

    Two queries.
    """
    first = max(today, cohort.starts_on)
    closed = list(ClosedDay.objects.for_cohort(cohort).between(first, cohort.ends_on))
    taken = {session.day() for session in Session.objects.of_cohort(cohort).only("starts_at")}
    day = first + dt.timedelta(days=(cohort.learning_weekday - first.isoweekday()) % 7)
    while day <= cohort.ends_on:
        if day not in taken and not any(c.starts_on <= day <= c.ends_on for c in closed):
            return day
        day += ONE_WEEK
    return None


def objections(cohort: Cohort, day: dt.date) -> list[str]:
    """Why this cohort would not normally meet on this day, in sentences. One query."""
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
    closed = ClosedDay.objects.for_cohort(cohort).between(day, day).in_order()
    return found + [_("%(day)s is closed: %(name)s.") % (shown | {"name": each.name}) for each in closed]
