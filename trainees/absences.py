"""Absences in words, and loaded with their trainee. There is a kind, there are days, and never a reason."""

import datetime as dt
from typing import Any

from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees.closures import FAR, dates
from trainees.models import Absence

KINDS: dict[str, str | Promise] = {
    Absence.Kind.ABSENT: gettext_lazy("Absent"),
    Absence.Kind.LEAVE: gettext_lazy("Leave"),
    Absence.Kind.ELSEWHERE: gettext_lazy("Elsewhere for the traineeship"),
}
TONES = {
    Absence.State.REPORTED: "info",
    Absence.State.ASKED: "warn",
    Absence.State.APPROVED: "ok",
    Absence.State.DECLINED: "danger",
    Absence.State.WITHDRAWN: "",
}
# Of what `Absence.standing` finds. In SQL: see decision 10.
ABSENCES = """
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', a.id, 'kind', a.kind, 'starts_on', a.starts_on, 'ends_on', a.ends_on, 'part', a.part,
        'state', a.state) ORDER BY a.starts_on, a.ends_on, a.id), '[]')
     FROM trainees_absence a
     WHERE a.trainee_id = trainees_trainee.id AND a.state NOT IN ('declined', 'withdrawn')
        AND a.starts_on <= %s AND a.ends_on >= %s)
"""


def said_days(absence: Absence) -> str:
    """“Friday 27 November 2026”, “Friday 27 November 2026, only the morning”, “1 May 2027 to 3 May 2027”."""
    days = dates(absence.starts_on, absence.ends_on)
    if absence.part == Absence.Part.WHOLE:
        return days
    return _("%(days)s, %(part)s") % {"days": days, "part": absence.get_part_display()}


def row(absence: Absence, *, today: dt.date) -> dict[str, Any]:
    """What a list shows of it. A line with the trainee's name needs `with_trainee()`."""
    return {
        "absence": absence,
        "days": said_days(absence),
        "kind": KINDS[absence.kind],
        "state": absence.get_state_display(),
        "tone": TONES[Absence.State(absence.state)],
        "is_asked": absence.state == Absence.State.ASKED,
        "is_standing": absence.state not in (Absence.State.DECLINED, Absence.State.WITHDRAWN),
        "is_over": absence.ends_on < today,
    }


def with_absences(trainees: "QuerySet[Any]", *, first: dt.date, last: dt.date = FAR) -> "QuerySet[Any]":
    """Adds what `standing` reads, without another query: the absences that touch these days, in order."""
    found = RawSQL(ABSENCES, [last, first], output_field=JSONField())  # noqa: S611
    return trainees.annotate(absence_values=found)


def standing(trainee: Any) -> list[Absence]:
    """The absences of a trainee from `with_absences`."""
    return [
        Absence(
            **values
            | {
                "trainee_id": trainee.pk,
                "starts_on": dt.date.fromisoformat(values["starts_on"]),
                "ends_on": dt.date.fromisoformat(values["ends_on"]),
            }
        )
        for values in trainee.absence_values
    ]
