"""Days on which somebody is not expected, loaded with the trainee: what closes, and their pauses."""

import datetime as dt
from typing import Any

from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from trainees.models import ClosedDay, Pause

# In SQL: see decision 10. The first of what `ClosedDay.for_cohort` finds.
CLOSED = """
    (SELECT coalesce(jsonb_agg(jsonb_build_array(d.id, d.kind, d.name, d.starts_on, d.ends_on)
        ORDER BY d.starts_on, d.ends_on, d.id), '[]')
     FROM trainees_closedday d JOIN trainees_cohort c ON c.id = trainees_trainee.cohort_id
     WHERE d.starts_on <= %s AND d.ends_on >= %s AND (d.cohort_id = c.id OR d.cohort_id IS NULL)
        AND (d.kind <> 'school' OR c.follows_school_holidays))
"""
PAUSED = """
    (SELECT coalesce(jsonb_agg(jsonb_build_array(p.id, p.starts_on, p.ends_on) ORDER BY p.starts_on, p.id),
        '[]')
     FROM trainees_pause p
     WHERE p.trainee_id = trainees_trainee.id AND p.starts_on <= %s AND p.ends_on >= %s)
"""


def with_free_days(trainees: "QuerySet[Any]", *, first: dt.date, last: dt.date) -> "QuerySet[Any]":
    """Adds what `closed_days_of` and `pauses_of` read, without another query: what touches these days."""
    return trainees.annotate(
        closed_values=RawSQL(CLOSED, [last, first], output_field=JSONField()),  # noqa: S611
        pause_values=RawSQL(PAUSED, [last, first], output_field=JSONField()),  # noqa: S611
    )


def closed_days_of(trainee: Any) -> list[ClosedDay]:
    """In order, of a trainee from `with_free_days`."""
    return [
        ClosedDay(id=key, kind=kind, name=name, starts_on=_day(first), ends_on=_day(last))
        for key, kind, name, first, last in trainee.closed_values
    ]


def pauses_of(trainee: Any) -> list[Pause]:
    """In order, of a trainee from `with_free_days`."""
    return [
        Pause(id=key, trainee_id=trainee.pk, starts_on=_day(first), ends_on=_day(last))
        for key, first, last in trainee.pause_values
    ]


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
