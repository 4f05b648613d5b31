"""Where somebody works on some days and with whom, loaded with the trainee."""

import datetime as dt
from typing import Any

from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from placements.models import Host, HostMember, Placement
from trainees.models import User

# In SQL: see decision 10.
PLACES = """
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'first', p.starts_on, 'last', p.ends_on,
        'host', jsonb_build_object('id', h.id, 'name', h.name, 'look', h.look, 'address', h.address,
                                   'work_hours', h.work_hours),
        'member', m.id,
        'person', jsonb_build_object('id', u.id, 'first_name', u.first_name, 'last_name', u.last_name,
                                     'email', u.email)) ORDER BY p.starts_on, p.id), '[]')
     FROM placements_placement p JOIN placements_host h ON h.id = p.host_id
        LEFT JOIN placements_hostmember m ON m.id = p.supervisor_id
        LEFT JOIN trainees_user u ON u.id = m.user_id
     WHERE p.trainee_id = trainees_trainee.id AND p.starts_on <= %s AND p.ends_on >= %s)
"""


def with_places(trainees: "QuerySet[Any]", *, first: dt.date, last: dt.date) -> "QuerySet[Any]":
    """Adds what `places_of` reads, without another query: the placements that touch these days."""
    return trainees.annotate(
        place_values=RawSQL(PLACES, [last, first], output_field=JSONField())  # noqa: S611
    )


def places_of(trainee: Any) -> list[Placement]:
    """In order, of a trainee from `with_places`; each with what they read of its host and supervisor."""
    return [_placement(trainee, values) for values in trainee.place_values]


def _placement(trainee: Any, values: dict[str, Any]) -> Placement:
    supervisor = None
    if values["member"] is not None:
        supervisor = HostMember(id=values["member"], user=User(**values["person"]))
    return Placement(
        id=values["id"], trainee_id=trainee.pk, host=Host(**values["host"]), supervisor=supervisor,
        starts_on=dt.date.fromisoformat(values["first"]), ends_on=dt.date.fromisoformat(values["last"]),
    )  # fmt: skip
