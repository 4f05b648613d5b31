"""Who is reported absent when a session is held: all of it, or a part."""

import datetime as dt

from django.utils import timezone

from curriculum.models import Session
from trainees.models import Absence

# A morning goes on until one and an afternoon begins at twelve: nobody misses what is between them.
NOON, ONE = dt.time(12), dt.time(13)


def absent_at(session: Session) -> dict[int, Absence]:
    """{trainee id: the absence because of which they miss the session, or a part of it}. One query."""
    found = Absence.objects.of_cohort(session.cohort_id).counting().on(session.day()).in_order()
    absences: dict[int, Absence] = {}
    for absence in found:
        if touches(absence, session):
            absences.setdefault(absence.trainee_id, absence)
    return absences


def touches(absence: Absence, session: Session) -> bool:
    """Whether somebody misses the session, or a part of it."""
    if not absence.is_on(session.day()):
        return False
    begin, end = _clock(session)
    if absence.part == Absence.Part.MORNING:
        return begin < NOON
    return absence.part == Absence.Part.WHOLE or end > ONE


def covers(absence: Absence, session: Session) -> bool:
    """Whether somebody misses all of the session."""
    if not touches(absence, session):
        return False
    begin, end = _clock(session)
    if absence.part == Absence.Part.MORNING:
        return end <= ONE
    return absence.part == Absence.Part.WHOLE or begin >= NOON


def _clock(session: Session) -> tuple[dt.time, dt.time]:
    return timezone.localtime(session.starts_at).time(), timezone.localtime(session.ends_at).time()
