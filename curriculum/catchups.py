"""Sessions that somebody still has to catch up on, loaded with the trainee."""

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from curriculum.models import CatchUp, Module, Session, Track


def with_catch_ups(trainees: "QuerySet[Any]") -> "QuerySet[Any]":
    """Adds what `catch_ups_of` reads, without another query: the open ones, what is due first in front."""
    found = CatchUp.objects.of_trainee(OuterRef("pk")).open().in_order()
    data = JSONObject(
        id="pk", due_on="due_on", session="session_id", title="session__title", number="session__number",
        starts_at="session__starts_at", kind="session__track__kind", module="session__module__number",
        module_title="session__module__title", count="session__module__session_count",
    )  # fmt: skip
    return trainees.annotate(catch_up_values=ArraySubquery(found.values(data=data)))


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
