"""Somebody is not there: report it, answer a request for leave, take it back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trainees.actions.telling import untell
from trainees.models import Absence, Message, Trainee, User
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import save_rows, save_version

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def report_absence(*, absence: Absence, by: User, now: dt.datetime) -> tuple[Absence, bool]:
    """Save it, and answer the absence and whether it is new: the same, sent twice, is one.

    Leave that the trainee asks for waits for an answer; what a coordinator writes down is approved by that.
    """
    # Who sends the same form at the same moment waits here, and then finds what the first has saved.
    trainee = Trainee.objects.select_for_update(no_key=True).get(pk=absence.trainee_id)
    known = Absence.objects.of_trainee(trainee).standing().same_as(absence).first()
    if known:
        return known, False
    if absence.kind != Absence.Kind.LEAVE:
        absence.state = Absence.State.REPORTED
    elif trainee.user_id == by.pk:
        absence.state = Absence.State.ASKED
    else:
        absence.state, absence.decided_at, absence.decided_by = Absence.State.APPROVED, now, by
    return save_version(absence, by=by), True


@transaction.atomic
def answer_leave(*, absence: Absence, approved: bool, by: User, now: dt.datetime) -> Absence:
    """Say yes or no to leave that was asked for, once."""
    asked = Absence.objects.select_for_update(no_key=True).get(pk=absence.pk)
    if asked.state != Absence.State.ASKED:
        raise Refused(_("This is no longer waiting for an answer."))
    asked.state = Absence.State.APPROVED if approved else Absence.State.DECLINED
    asked.decided_at, asked.decided_by = now, by
    return save_version(asked, by=by)


@transaction.atomic
def withdraw_absence(
    *, absence: Absence, seen: int, by: User, today: dt.date, keep_past: bool = False
) -> Absence:
    """It does not count any more. `keep_past`: days before today stay as they were, and today is the end."""
    if keep_past and absence.starts_on < today and absence.state != Absence.State.ASKED:
        absence.ends_on = today - ONE_DAY
    else:
        absence.state = Absence.State.WITHDRAWN
    return save_version(absence, by=by, seen=seen)


@transaction.atomic
def end_absences(*, trainee: Trainee, last_day: dt.date, by: User, now: dt.datetime) -> tuple[int, int]:
    """Somebody leaves after `last_day`: how many absences after it are withdrawn, and how many cut off.

    What has not gone yet about the first does not go. Nobody is told that they are there after all.
    """
    standing = Absence.objects.of_trainee(trainee).standing().beyond(last_day)
    found = list(standing.in_order().select_for_update(no_key=True))
    later = [absence for absence in found if absence.starts_on > last_day]
    for absence in found:
        if absence in later:
            absence.state = Absence.State.WITHDRAWN
        else:
            absence.ends_on = last_day
    save_rows(found, fields=["state", "ends_on"], by=by)
    kinds = (Message.Kind.ABSENCE, Message.Kind.ABSENCE_ANSWERED)
    untell(kinds=kinds, about=[absence.pk for absence in later], by=by, now=now)
    return len(later), len(found) - len(later)
