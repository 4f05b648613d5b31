"""What a trainee can do about sessions now: check in, tell what they thought, catch up; loaded with the
trainee, since their week shows it every day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from curriculum.catchups import with_catch_ups
from curriculum.models import Attendance, CheckIn

FEEDBACK_FOR = dt.timedelta(weeks=2)


@dataclass(frozen=True)
class Asked:
    """A session to check in to, or to tell something of."""

    session: int
    name: str
    day: dt.datetime


def with_todo(trainees: "QuerySet[Any]", *, now: dt.datetime) -> "QuerySet[Any]":
    """Adds what `check_ins_of`, `feedback_of` and `catch_ups_of` read, without another query."""
    opened = CheckIn.objects.open_at(now).unrecorded_for("pk", "cohort")
    told = Attendance.objects.of_trainee(OuterRef("pk")).to_tell_about(now - FEEDBACK_FOR, now)
    name = Coalesce("session__module__title", "session__title", output_field=CharField())
    data = JSONObject(session="session_id", name=name, day="session__starts_at")
    return with_catch_ups(trainees).annotate(
        check_in_values=ArraySubquery(opened.values(data=data)),
        feedback_values=ArraySubquery(told.values(data=data)),
    )


def check_ins_of(trainee: Any) -> list[Asked]:
    """Sessions that one can record oneself at now."""
    return _asked(trainee.check_in_values)


def feedback_of(trainee: Any) -> list[Asked]:
    """Sessions where one was, of the last two weeks, that one has told nothing about."""
    return _asked(trainee.feedback_values)


def _asked(values: list[dict[str, Any]]) -> list[Asked]:
    return [Asked(each["session"], each["name"], dt.datetime.fromisoformat(each["day"])) for each in values]
