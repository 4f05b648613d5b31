"""What a trainee can do about sessions now: check in, tell what they thought, catch up; loaded with the
trainee, since their week shows it every day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from curriculum.catchups import with_catch_ups

FEEDBACK_FOR = dt.timedelta(weeks=2)
# In SQL: see decision 10. The first of what is open now, the second of what `Attendance.to_tell_about` finds.
CHECK_INS = """
    (SELECT coalesce(jsonb_agg(jsonb_build_array(s.id, coalesce(m.title, s.title), s.starts_at)
        ORDER BY c.id), '[]')
     FROM curriculum_checkin c JOIN curriculum_session s ON s.id = c.session_id
        LEFT JOIN curriculum_module m ON m.id = s.module_id
     WHERE c.closes_at > %s AND s.cohort_id = trainees_trainee.cohort_id
        AND NOT EXISTS(SELECT 1 FROM curriculum_attendance a
                       WHERE a.session_id = s.id AND a.trainee_id = trainees_trainee.id))
"""
FEEDBACK = """
    (SELECT coalesce(jsonb_agg(jsonb_build_array(s.id, coalesce(m.title, s.title), s.starts_at)
        ORDER BY s.starts_at, a.id), '[]')
     FROM curriculum_attendance a JOIN curriculum_session s ON s.id = a.session_id
        LEFT JOIN curriculum_module m ON m.id = s.module_id
     WHERE a.trainee_id = trainees_trainee.id AND a.state IN ('present', 'late')
        AND s.ends_at >= %s AND s.ends_at < %s
        AND NOT EXISTS(SELECT 1 FROM curriculum_feedbackgiven g
                       WHERE g.session_id = s.id AND g.trainee_id = trainees_trainee.id))
"""


@dataclass(frozen=True)
class Asked:
    """A session to check in to, or to tell something of."""

    session: int
    name: str
    day: dt.datetime


def with_todo(trainees: "QuerySet[Any]", *, now: dt.datetime) -> "QuerySet[Any]":
    """Adds what `check_ins_of`, `feedback_of` and `catch_ups_of` read, without another query."""
    opened = RawSQL(CHECK_INS, [now], output_field=JSONField())  # noqa: S611
    told = RawSQL(FEEDBACK, [now - FEEDBACK_FOR, now], output_field=JSONField())  # noqa: S611
    return with_catch_ups(trainees).annotate(check_in_values=opened, feedback_values=told)


def check_ins_of(trainee: Any) -> list[Asked]:
    """Sessions that one can record oneself at now."""
    return _asked(trainee.check_in_values)


def feedback_of(trainee: Any) -> list[Asked]:
    """Sessions where one was, of the last two weeks, that one has told nothing about."""
    return _asked(trainee.feedback_values)


def _asked(values: list[list[Any]]) -> list[Asked]:
    return [Asked(session, name, dt.datetime.fromisoformat(day)) for session, name, day in values]
