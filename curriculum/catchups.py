"""Sessions that somebody still has to catch up on, loaded with the trainee."""

import datetime as dt
from typing import Any

from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from curriculum.models import CatchUp, Module, Session, Track

# Like the others that a trainee's own pages add, in SQL: see decision 10.
CATCH_UPS = """
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', k.id, 'due_on', k.due_on, 'session', s.id, 'title', s.title, 'number', s.number,
        'starts_at', s.starts_at, 'kind', t.kind, 'module', m.number, 'module_title', m.title,
        'count', m.session_count) ORDER BY k.due_on, k.id), '[]')
     FROM curriculum_catchup k JOIN curriculum_session s ON s.id = k.session_id
        JOIN curriculum_track t ON t.id = s.track_id LEFT JOIN curriculum_module m ON m.id = s.module_id
     WHERE k.trainee_id = trainees_trainee.id AND k.done_at IS NULL)
"""


def with_catch_ups(trainees: "QuerySet[Any]") -> "QuerySet[Any]":
    """Adds what `catch_ups_of` reads, without another query: the open ones, what is due first in front."""
    return trainees.annotate(
        catch_up_values=RawSQL(CATCH_UPS, [], output_field=JSONField())  # noqa: S611
    )


def catch_ups_of(trainee: Any) -> list[CatchUp]:
    """The open ones of a trainee from `with_catch_ups`; each has of its session what a line says."""
    return [
        CatchUp(
            id=values["id"],
            trainee_id=trainee.pk,
            due_on=dt.date.fromisoformat(values["due_on"]),
            session=_session(values),
        )
        for values in trainee.catch_up_values
    ]


def _session(values: dict[str, Any]) -> Session:
    module = None
    if values["module"] is not None:
        module = Module(number=values["module"], title=values["module_title"], session_count=values["count"])
    return Session(
        id=values["session"], title=values["title"], number=values["number"], module=module,
        track=Track(kind=values["kind"]), starts_at=dt.datetime.fromisoformat(values["starts_at"]),
    )  # fmt: skip
