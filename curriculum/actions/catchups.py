"""Sessions that were missed become something to catch up on."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from curriculum.models import Attendance, CatchUp, Programme, Session
from trainees.models import User
from wijkmakers.lib.versions import add_rows, save_version

MISSED = (Attendance.State.EXCUSED, Attendance.State.ABSENT)
USUAL_DAYS = 28  # of a cohort without a programme


def settle_catch_ups(*, session: Session, changed: Mapping[int, str], by: User) -> None:
    """After attendance changed, {trainee id: state}: who missed the session gets a task, and who was there
    after all loses it, unless it was done. For callers that hold the lock of the session."""
    missed = {trainee for trainee, state in changed.items() if state in MISSED}
    tasks = CatchUp.objects.of_session(session)
    tasks.of_trainees(changed.keys() - missed).open().delete()
    missed -= set(tasks.of_trainees(missed).values_list("trainee", flat=True))
    if not missed:
        return
    days = Programme.objects.of_cohort(session.cohort_id).values_list("catch_up_days", flat=True).first()
    due_on = session.day() + dt.timedelta(days=days or USUAL_DAYS)
    add_rows([CatchUp(trainee_id=pk, session=session, due_on=due_on) for pk in sorted(missed)], by=by)


@transaction.atomic
def finish_catch_up(*, catch_up: CatchUp, by: User, now: dt.datetime) -> CatchUp:
    """The trainee has caught up; who says so twice says so once."""
    return _set(catch_up, now, by)


@transaction.atomic
def reopen_catch_up(*, catch_up: CatchUp, by: User) -> CatchUp:
    """It was not done after all."""
    return _set(catch_up, None, by)


def _set(catch_up: CatchUp, now: dt.datetime | None, by: User) -> CatchUp:
    current = CatchUp.objects.select_for_update(no_key=True).get(pk=catch_up.pk)
    if (current.done_at is None) == (now is None):
        return current
    current.done_at, current.done_by = now, by if now else None
    return save_version(current, by=by)
