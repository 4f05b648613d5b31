"""What coordinators do with messages that have not gone yet: change, hold, let go, withdraw, send again.

Whoever sends a message has it for that moment; nobody waits for that, and nobody changes what is on its way.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from trainees.actions.telling import SEND_DUE
from trainees.models import Absence, Cohort, Message, User
from trainees.models.message import MessageQuerySet
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict

TAKEN = _("This message is being sent or changed at this very moment. Look again in a moment.")
SENT = _("This message has been sent already, so it stays as it is.")
OUTDATED = _("The absence that this message tells of has changed since, so it stays withdrawn.")
WITHDRAWN = _("This message has been withdrawn. Put it back first.")


@transaction.atomic
def change_message(
    *, message: Message, subject: str, text: str, seen: int, by: User, now: dt.datetime
) -> Message:
    """Other words. Raises Conflict when somebody changed them since they were `seen`, Refused when it has
    gone."""
    current = _take(message)
    if current.cancelled_at:
        raise Refused(WITHDRAWN)
    if current.version != seen:
        raise Conflict(current)
    current.subject, current.text, current.version = subject, text, seen + 1
    current.changed_at, current.changed_by = now, by
    current.save(update_fields=["subject", "text", "version", "changed_at", "changed_by"])
    return current


@transaction.atomic
def hold_message(*, message: Message, by: User, now: dt.datetime) -> None:
    """It does not go until somebody lets it go."""
    current = _take(message)
    if current.cancelled_at:
        raise Refused(WITHDRAWN)
    if not current.held_at:
        current.held_at, current.held_by = now, by
        current.save(update_fields=["held_at", "held_by"])


@transaction.atomic
def release_message(*, message: Message, by: User, now: dt.datetime) -> None:
    """What was held goes, as soon as it would have gone."""
    current = _take(message)
    if current.cancelled_at:
        raise Refused(WITHDRAWN)
    current.held_at = current.held_by = None
    current.save(update_fields=["held_at", "held_by"])
    _ask(max(current.due_at, now))


@transaction.atomic
def cancel_message(*, message: Message, by: User, now: dt.datetime) -> None:
    """It does not go at all."""
    current = _take(message)
    if not current.cancelled_at:
        current.cancelled_at, current.cancelled_by, current.failed_at = now, by, None
        current.save(update_fields=["cancelled_at", "cancelled_by", "failed_at"])


@transaction.atomic
def restore_message(*, message: Message, by: User, now: dt.datetime) -> None:
    """What was withdrawn waits again, as held as it was, with time to think."""
    current = _take(message)
    if not _is_true_still(current):
        raise Refused(OUTDATED)
    if current.cancelled_at:
        current.cancelled_at = current.cancelled_by = None
        current.attempts, current.due_at = 0, max(current.due_at, _after_a_while(now))
        current.save(update_fields=["cancelled_at", "cancelled_by", "attempts", "due_at"])
        _ask(current.due_at)


@transaction.atomic
def retry_message(*, message: Message, by: User, now: dt.datetime) -> None:
    """What was given up is tried again, now."""
    current = _take(message)
    if current.failed_at:
        current.failed_at, current.attempts, current.due_at = None, 0, now
        current.save(update_fields=["failed_at", "attempts", "due_at"])
        _ask(now)


@transaction.atomic
def hold_all(*, cohort: Cohort, by: User, now: dt.datetime) -> int:
    """All that waits in a cohort; how many those were, without what is on its way at this moment."""
    return _these(Message.objects.of_cohort(cohort).going()).update(held_at=now, held_by=by)


@transaction.atomic
def release_all(*, cohort: Cohort, by: User, now: dt.datetime) -> int:
    count = _these(Message.objects.of_cohort(cohort).held()).update(held_at=None, held_by=None)
    _ask(now)
    return count


@transaction.atomic
def cancel_all(*, cohort: Cohort, until: dt.datetime, by: User, now: dt.datetime) -> int:
    """All that waits or is held in a cohort, as far as it was there when the page was shown (`until`)."""
    shown = Message.objects.of_cohort(cohort).waiting().written_before(until)
    return _these(shown).update(cancelled_at=now, cancelled_by=by)


@transaction.atomic
def retry_all(*, cohort: Cohort, by: User, now: dt.datetime) -> int:
    failed = _these(Message.objects.of_cohort(cohort).failed())
    count = failed.update(failed_at=None, attempts=0, due_at=now)
    _ask(now)
    return count


def _take(message: Message) -> Message:
    current = Message.objects.of_keys([message.pk]).free_to_take().first()
    if current is None:
        raise Refused(TAKEN)
    if current.sent_at:
        raise Refused(SENT)
    return current


def _is_true_still(message: Message) -> bool:
    """An absence is as it was when it was told; of anything else it was so when published."""
    if message.kind not in (Message.Kind.ABSENCE, Message.Kind.ABSENCE_ANSWERED):
        return True
    return Absence.objects.of_version(message.data.get("version")).filter(pk=message.about).exists()


def _these(messages: MessageQuerySet) -> MessageQuerySet:
    """Those of these messages that nobody is sending, held for this transaction."""
    taken = messages.order_by("pk").free_to_take().values_list("pk", flat=True)
    return Message.objects.of_keys(list(taken))


def _after_a_while(now: dt.datetime) -> dt.datetime:
    return now + dt.timedelta(minutes=settings.MAIL_DELAY_MINUTES)


def _ask(when: dt.datetime) -> None:
    app.configure_task(SEND_DUE, queue="mail", schedule_at=when).defer()
