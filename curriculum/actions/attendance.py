"""Who was there. Two people may record at once: each keeps what the other did not touch."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from curriculum.absent import absent_at, covers
from curriculum.actions.catchups import settle_catch_ups
from curriculum.models import Attendance, Session
from trainees.models import User

States = Mapping[int, str]


class StateConflict(Exception):
    """Somebody else recorded another state meanwhile. `theirs`: {trainee id: state} where both changed it."""

    def __init__(self, theirs: dict[int, str]) -> None:
        super().__init__(f"recorded meanwhile: {theirs}")
        self.theirs = theirs


@transaction.atomic
def record_attendance(*, session: Session, states: States, seen: States, by: User, now: datetime) -> int:
    """Record {trainee id: state}; answer how many changed.

    seen: what stood there when the page was opened. A trainee for whom nothing was chosen differently is left
    as somebody else may have recorded them meanwhile; where both chose differently, nothing at all is saved
    and StateConflict tells for whom.
    """
    return _record(session, states, seen, {}, by=by, now=now)


@transaction.atomic
def fill_attendance(*, session: Session, states: States, seen: States, by: User, now: datetime) -> int:
    """The same, and everybody else who takes part and has nothing yet was present; whoever is reported
    absent is excused."""
    rest = dict.fromkeys(session.attendees().values_list("pk", flat=True), Attendance.State.PRESENT.value)
    away = (trainee for trainee, absence in absent_at(session).items() if covers(absence, session))
    rest |= dict.fromkeys(rest.keys() & set(away), Attendance.State.EXCUSED.value)
    return _record(session, states, seen, rest, by=by, now=now)


def _record(session: Session, states: States, seen: States, rest: States, *, by: User, now: datetime) -> int:
    # Who records the same session at the same moment waits here, and then sees what was recorded.
    Session.objects.select_for_update().get(pk=session.pk)
    stored = {row.trainee_id: row for row in Attendance.objects.of_session(session)}
    current = {trainee: row.state for trainee, row in stored.items()}
    mine = {trainee: state for trainee, state in states.items() if state and state != seen.get(trainee, "")}
    theirs = {
        trainee: current.get(trainee, "")
        for trainee, state in mine.items()
        if current.get(trainee, "") not in (seen.get(trainee, ""), state)
    }
    if theirs:
        raise StateConflict(theirs)
    wanted = {trainee: state for trainee, state in rest.items() if trainee not in current} | mine
    changed = {trainee: state for trainee, state in wanted.items() if current.get(trainee) != state}
    _write(session, stored, changed, by=by, now=now)
    settle_catch_ups(session=session, changed=changed, by=by)
    return len(changed)


def _write(
    session: Session, stored: dict[int, Attendance], changed: States, *, by: User, now: datetime
) -> None:
    new, old = [], []
    for trainee, state in changed.items():
        row = stored.get(trainee)
        if row is None:
            new.append(
                Attendance(session=session, trainee_id=trainee, state=state, created_by=by, changed_by=by)
            )
        else:
            row.state, row.changed_by, row.changed_at, row.version = state, by, now, row.version + 1
            old.append(row)
    Attendance.objects.bulk_create(new)
    Attendance.objects.bulk_update(old, ["state", "changed_by", "changed_at", "version"])
