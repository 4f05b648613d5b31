"""Trainees record themselves with a code from the screen in the room."""

import datetime as dt

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from curriculum.models import Attendance, CheckIn, Programme, Session
from trainees.models import Trainee, User
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import save_version

LATE_AFTER = dt.timedelta(minutes=15)
GUESSES, WITHIN = 5, dt.timedelta(minutes=10)
BEFORE = dt.timedelta(minutes=30)  # how long before it begins a session can be checked in to


@transaction.atomic
def open_check_in(*, session: Session, by: User, now: dt.datetime) -> CheckIn:
    """Let trainees record themselves, until the session ends. What was open stays so, with a new secret
    when it had been closed."""
    if not Programme.objects.of_cohort(session.cohort_id).with_check_in().exists():
        raise Refused(_("Trainees of this cohort do not record themselves. A coordinator can switch it on."))
    if not session.starts_at - BEFORE <= now < session.ends_at:
        raise Refused(_("Checking in opens half an hour before the session, and closes when it ends."))
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    known = CheckIn.objects.of_session(session).first()
    if known and known.closes_at > now:
        return known
    if known:
        known.delete()
    return CheckIn.objects.create(session=session, opened_at=now, opened_by=by, closes_at=session.ends_at)


@transaction.atomic
def close_check_in(*, session: Session, by: User, now: dt.datetime) -> None:
    """No code holds any more; what trainees recorded stays."""
    del by  # who closes it is nowhere asked
    for check_in in CheckIn.objects.of_session(session).open_at(now).select_for_update():
        check_in.closes_at = max(now, check_in.opened_at)
        check_in.save(update_fields=["closes_at"])


@transaction.atomic
def count_guess(*, by: User, now: dt.datetime) -> bool:
    """Whether somebody may still try a code: ten thousand codes are soon tried. To be committed before the
    code is looked at, so that a wrong one counts."""
    # Who tries many at the same moment stands in a row here.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    key = f"check-in-{by.pk}"
    recent = [moment for moment in cache.get(key, []) if moment > (now - WITHIN).timestamp()]
    if len(recent) >= GUESSES:
        return False
    cache.set(key, [*recent, now.timestamp()], int(WITHIN.total_seconds()))
    return True


@transaction.atomic
def check_in(*, session: Session, trainee: Trainee, code: str, by: User, now: dt.datetime) -> str:
    """Record oneself as present, or as late once the session is on its way; the state that stands then.

    What somebody recorded by hand stays as it is. Raises Refused when the code is not on the screen.
    """
    found = CheckIn.objects.of_session(session).open_at(now).first()
    if found is None:
        raise Refused(_("Checking in is closed. Ask the lecturer."))
    if not found.accepts(code, now):
        raise Refused(_("This code is not on the screen any more. Look again."), "code")
    # Who records the same session by hand at this moment goes first.
    Session.objects.select_for_update().get(pk=session.pk)
    known = Attendance.objects.of_session(session).of_trainee(trainee).first()
    if known:
        return known.state
    late = now > session.starts_at + LATE_AFTER
    state = Attendance.State.LATE if late else Attendance.State.PRESENT
    save_version(Attendance(session=session, trainee=trainee, state=state), by=by)
    return state
