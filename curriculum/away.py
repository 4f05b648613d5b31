"""Sessions on days on which who gives them, or the room, is not available."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import TextField
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.models import Draft, Session, Unavailable
from curriculum.models.planned import Planned, PlannedQuerySet
from trainees.models import User
from wijkmakers.lib.listing import addresses

Rows = TypeVar("Rows", bound=PlannedQuerySet)

NAMED = 5  # sessions by name; of the others only how many
# In SQL, with each session: see decision 10.
AWAY = """
    ARRAY(SELECT DISTINCT coalesce(room.name, person.first_name || ' ' || person.last_name)
          FROM curriculum_unavailable days
          LEFT JOIN trainees_user person ON person.id = days.user_id
          LEFT JOIN curriculum_room room ON room.id = days.room_id
          WHERE (curriculum_session.starts_at AT TIME ZONE %s)::date BETWEEN days.starts_on AND days.ends_on
            AND (days.weekday IS NULL
                 OR days.weekday = extract(isodow FROM curriculum_session.starts_at AT TIME ZONE %s))
            AND (days.room_id = curriculum_session.room_id OR EXISTS(
                SELECT 1 FROM curriculum_session_lecturers gives
                WHERE gives.session_id = curriculum_session.id AND gives.user_id = days.user_id))
          ORDER BY 1)
"""


def with_away(sessions: Rows) -> Rows:
    """Adds `away`: the names of who, and which room, is not available then. No query more."""
    zone = timezone.get_current_timezone_name()
    names = RawSQL(AWAY, [zone, zone], output_field=ArrayField(TextField()))  # noqa: S611
    return sessions.annotate(away=names)


def hit_by(planned: Rows, days: Unavailable) -> Rows:
    """Those of a lecturer or in a room on the days on which that is not available."""
    theirs = planned.filter(room=days.room_id) if days.room_id else planned.filter(lecturers=days.user_id)
    found = theirs.filter(starts_at__date__range=(days.starts_on, days.ends_on))
    return found.on_weekday(days.weekday) if days.weekday else found


def said_hit(days: Unavailable, *, by: User, now: dt.datetime) -> SafeString | str:
    """Which sessions to come these days hit, each with its address; "" for none. Who plans is told of drafts
    too. Two queries."""
    published = hit_by(Session.objects.visible_to(by).taking_place().from_moment(now), days)
    drafted = hit_by(Draft.objects.visible_to(by).taking_place().from_moment(now), days)
    links = [
        *_links(published.with_module().in_order(), addresses("session"), "%s"),
        *_links(drafted.with_session().in_order(), addresses("draft_edit"), _("%s (draft)")),
    ]
    if not links:
        return ""
    sentence = ngettext(
        "%(n)d session is planned on these days:", "%(n)d sessions are planned on these days:", len(links)
    )
    more = len(links) - NAMED
    rest = ngettext("and %(n)d more.", "and %(n)d more.", more) % {"n": more} if more > 0 else ""
    named = format_html_join("; ", '<a href="{}">{}</a>', links[:NAMED])
    return format_html("{} {}{} {}", sentence % {"n": len(links)}, named, ";" if rest else ".", rest)


def _links(rows: Iterable[Planned], url: Any, said: str) -> list[tuple[str, str]]:
    return [
        (url(row.pk), said % f"{date_format(row.day(), 'l j F')}, {row.cohort}, {row.kicker()}")
        for row in rows
    ]
