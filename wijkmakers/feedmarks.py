"""What a feed is made of, marked by one query: whether anything in it changed, without making it.

Of each part of the feed the number of rows and a sum over them of what is shown of each: a row that goes,
comes or changes alters it, whoever changed it and by whichever way. By hand, on the terms of decision 10.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from trainees.models import User

# {part: (what is shown of a row, where the rows are)}
PARTS = {
    "trainees": (
        "m.id, m.cohort_id, m.first, m.last, c.name, c.work_weekdays",
        "mine m JOIN trainees_cohort c ON c.id = m.cohort_id",
    ),
    "pauses": ("p.id, p.starts_on, p.ends_on", "mine m JOIN trainees_pause p ON p.trainee_id = m.id"),
    "closed": (
        "d.id, d.kind, d.name, d.starts_on, d.ends_on, d.version, d.changed_at",
        """mine m JOIN trainees_closedday d ON d.starts_on <= m.last AND d.ends_on >= m.first
           AND (d.cohort_id = m.cohort_id
                OR d.cohort_id IS NULL AND (d.kind <> 'school' OR m.follows_school_holidays))""",
    ),
    "absences": (
        "a.id, a.starts_on, a.ends_on, a.part, a.version, a.changed_at",
        """mine m JOIN trainees_absence a ON a.trainee_id = m.id AND a.state IN ('reported', 'approved')""",
    ),
    "placements": (
        """p.id, p.starts_on, p.ends_on, p.version, p.changed_at,
           h.name, h.address, h.work_hours, h.changed_at""",
        """mine m JOIN placements_placement p ON p.trainee_id = m.id
           JOIN placements_host h ON h.id = p.host_id""",
    ),
    "periods": (
        "p.id, p.starts_on, p.version, p.changed_at",
        "mine m JOIN placements_period p ON p.cohort_id = m.cohort_id AND p.number > 1",
    ),
    "catch_ups": (
        "k.id, k.due_on, k.version, k.changed_at, s.changed_at, s.title, o.number, o.title, o.session_count",
        """mine m JOIN curriculum_catchup k ON k.trainee_id = m.id AND k.done_at IS NULL
           JOIN curriculum_session s ON s.id = k.session_id
           LEFT JOIN curriculum_module o ON o.id = s.module_id""",
    ),
    "sessions": (
        """s.id, s.cohort_id, s.uid, s.sequence, s.changed_at, s.cancelled_at, s.starts_at, s.ends_at,
           s.number, s.title, s.place, s.preparation, o.number, o.title, o.session_count, t.kind""",
        """curriculum_session s JOIN curriculum_track t ON t.id = s.track_id
           LEFT JOIN curriculum_module o ON o.id = s.module_id
           WHERE s.id IN (SELECT s.id FROM curriculum_session s JOIN mine USING (cohort_id)
                          UNION SELECT id FROM given UNION SELECT id FROM run)""",
    ),
    "given": ("id", "given"),
    "run": ("r.id, c.name", "run r JOIN trainees_cohort c ON c.id = r.cohort_id"),
    "attending": (
        """t.id, t.cohort_id, t.starts_on, t.ends_on, c.name, ARRAY(
           SELECT (p.starts_on, p.ends_on)::text FROM trainees_pause p
           WHERE p.trainee_id = t.id ORDER BY 1)""",
        """trainees_trainee t JOIN trainees_cohort c ON c.id = t.cohort_id
           WHERE t.cohort_id IN (SELECT cohort_id FROM given)""",
    ),
    "supervised": ("id, trainee_id, first, last", "theirs"),
    "learning": (
        "s.id, s.uid, s.sequence, s.changed_at, s.cancelled_at, s.starts_at",
        """theirs h JOIN curriculum_session s ON s.cohort_id = h.cohort_id
           AND (s.starts_at AT TIME ZONE 'Europe/Amsterdam')::date BETWEEN h.first AND h.last""",
    ),
    "away": (
        "a.id, a.starts_on, a.ends_on, a.part, a.version, a.changed_at",
        """theirs h JOIN trainees_absence a ON a.trainee_id = h.trainee_id
           AND a.starts_on <= h.last AND a.ends_on >= h.first AND a.state IN ('reported', 'approved')""",
    ),
    "paused": (
        "p.id, p.starts_on, p.ends_on, p.version, p.changed_at",
        "theirs h JOIN trainees_pause p ON p.trainee_id = h.trainee_id",
    ),
}
# Whose they are: one's own traineeships, what one gives and coordinates, and whom one supervises.
WHOSE = """
    WITH mine AS MATERIALIZED (
        SELECT t.id, t.cohort_id, t.starts_on AS first, t.ends_on AS last, c.follows_school_holidays
        FROM trainees_trainee t JOIN trainees_cohort c ON c.id = t.cohort_id WHERE t.user_id = %(user)s),
    given AS MATERIALIZED (
        SELECT s.id, s.cohort_id FROM curriculum_session_lecturers g
        JOIN curriculum_session s ON s.id = g.session_id
        WHERE g.user_id = %(user)s AND s.starts_at >= %(since)s),
    run AS MATERIALIZED (
        SELECT s.id, s.cohort_id FROM trainees_coordinator k JOIN curriculum_session s USING (cohort_id)
        WHERE k.user_id = %(user)s AND s.starts_at >= %(since)s),
    theirs AS MATERIALIZED (
        SELECT p.id, p.trainee_id, t.cohort_id, p.starts_on AS first, p.ends_on AS last
        FROM placements_hostmember m JOIN placements_placement p ON p.supervisor_id = m.id
        JOIN trainees_trainee t ON t.id = p.trainee_id
        WHERE m.user_id = %(user)s AND p.ends_on >= %(today)s
            AND (m.starts_on IS NULL OR m.starts_on <= %(today)s)
            AND (m.ends_on IS NULL OR m.ends_on >= %(today)s))
"""
MARK = """
    SELECT '{part}', count(*), coalesce(sum(hashtextextended(ROW({shown})::text, 0)), 0)::text FROM {rows}
"""
QUERY = WHOSE + "UNION ALL".join(
    MARK.format(part=part, shown=shown, rows=rows) for part, (shown, rows) in PARTS.items()
)
# What writes a feed: with other words or in another form it is another feed.
WRITERS = [
    "wijkmakers/feeds.py", "wijkmakers/lib/agenda.py", "trainees/agenda.py", "placements/agenda.py",
    "curriculum/agenda.py", "curriculum/models/planned.py",
]  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """`etag` is of the feed as it would be now; `counts` says how many rows each of its PARTS has."""

    etag: str
    counts: dict[str, int]

    def __contains__(self, part: str) -> bool:
        """Whether there is any: what is not there need not be asked for."""
        return self.counts[part] > 0


def mark(user: User, *, today: dt.date, since: dt.datetime) -> Mark:
    """One query. `since`: the moment from which sessions are shown that somebody gives or coordinates."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, {"user": user.pk, "today": today, "since": since})
        rows = cursor.fetchall()
    digest = hashlib.sha256(repr((writer(user.language), sorted(rows))).encode()).hexdigest()
    return Mark(f'"{digest[:40]}"', {part: count for part, count, _sum in rows})


@cache
def writer(language: str) -> str:
    """The mark of what writes feeds in this language: the same as long as that is."""
    files = [*WRITERS, f"locale/{language}/LC_MESSAGES/django.mo"]
    found = (Path(settings.BASE_DIR) / name for name in files)
    parts = [language, settings.SITE_URL, settings.PROGRAMME_NAME]
    digest = hashlib.sha256(repr(parts).encode())
    for path in found:
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()
