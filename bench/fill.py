"""Fills the database of the bench, once for each size, month and version of these files."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from inspect import signature
from itertools import chain
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from psycopg import sql

from bench import people
from trainees.models import User

# In the order in which they point at each other.
TABLES = [
    people.sectors, people.skills, people.users, people.feeds, people.hosts, people.members,
    people.curricula, people.tracks, people.themes, people.modules, people.cohorts, people.coordinators,
    people.programmes, people.closed_days, people.periods, people.seats, people.seat_skills, people.people,
    people.trainee_skills, people.pauses, people.wishes, people.placements, people.sessions,
    people.session_lecturers, people.drafts, people.absences, people.messages,
]  # fmt: skip
# Everybody was there, or nearly; the latest learning day has not been recorded yet.
ATTENDANCE = """
    INSERT INTO curriculum_attendance (session_id, trainee_id, state, version, created_at, changed_at)
    SELECT s.id, t.id, CASE WHEN (s.id + t.id) %% 17 = 0 THEN 'excused' ELSE 'present' END, 1,
           s.ends_at, s.ends_at
    FROM curriculum_session s JOIN trainees_trainee t ON t.cohort_id = s.cohort_id
    WHERE s.ends_at < %s
"""


def fill_once(trainees: int, *, today: dt.date) -> bool:
    """Whether there was anything to do. Needs a superuser: no trigger looks at a row, so many are there."""
    wanted = _fingerprint(trainees, today)
    if _said_of_database() == wanted:
        return False
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
    call_command("flush", interactive=False, verbosity=0)
    fill(trainees, today=today)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        name = sql.Identifier(connection.settings_dict["NAME"])
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(wanted)))
    connection.close()
    return True


def fill(trainees: int, *, today: dt.date) -> None:
    """So many trainees, and everything around them."""
    for table in TABLES:
        _copy(table(trainees, today) if "today" in signature(table).parameters else table(trainees))
    with connection.cursor() as cursor:
        cursor.execute(ATTENDANCE, [dt.datetime.combine(today, dt.time(), people.CLOCK) - people.WEEK])
    for user in User.objects.exclude(pk__gte=people.OF_REGIONS + 100).exclude(
        pk__gt=people.ADMIN + 1, pk__lt=people.OF_REGIONS
    ):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "none"})


def _copy(rows: Iterable[Model]) -> None:
    """Rows into their table, as fast as PostgreSQL takes them; columns that are new get their default."""
    rows = iter(rows)
    first = next(rows)
    filled = (field for field in first._meta.concrete_fields if not field.has_db_default())
    fields = [field for field in filled if first.pk or not field.primary_key]
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(first._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
    )
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in chain([first], rows):
            copy.write_row(
                [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
            )


def _fingerprint(trainees: int, today: dt.date) -> str:
    code = b"".join((Path(__file__).parent / name).read_bytes() for name in ("fill.py", "people.py"))
    migrations = str(sorted(MigrationLoader(None).disk_migrations))
    return f"{trainees} {today:%Y-%m} {hashlib.sha256(code + migrations.encode()).hexdigest()[:16]}"


def _said_of_database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return cursor.fetchone()[0]
