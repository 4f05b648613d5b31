"""What the pages of the outbox say: how it stands with each message, and what can be done with it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainees.mails import digest_moment
from trainees.models import Message, MessageState
from trainees.models.user import MailPace
from wijkmakers.lib.clock import local
from wijkmakers.lib.days import said_short
from wijkmakers.lib.listing import addresses

TONES = {
    MessageState.GOING: "tag--info",
    MessageState.HELD: "tag--warn",
    MessageState.FAILED: "tag--danger",
    MessageState.SENT: "tag--ok",
}
ICONS = {
    MessageState.GOING: "clock",
    MessageState.HELD: "hand",
    MessageState.FAILED: "octagon-alert",
    MessageState.SENT: "check",
    MessageState.CANCELLED: "x",
}
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Tab:
    """Messages in one state, and how many there are."""

    state: str
    label: str
    count: int
    is_here: bool


@dataclass(frozen=True)
class Row:
    """One message in the list. `when`: how it stands, in a few words."""

    message: Message
    url: str
    state: str
    when: str


def tabs(counts: dict[str, int], here: str) -> list[Tab]:
    """All states, also those that nothing is in: nobody looks for a tab that has gone."""
    return [
        Tab(state, str(MessageState(state).label), counts.get(state, 0), state == here)
        for state in MessageState.values
    ]


def rows(messages: Iterable[Message], *, now: dt.datetime) -> list[Row]:
    """`messages` are loaded `with_everybody`."""
    url = addresses("message")
    return [Row(message, url(message.pk), message.state, said(message, now=now)) for message in messages]


def said(message: Message, *, now: dt.datetime) -> str:
    """When it goes or went, or who decided otherwise."""
    if message.sent_at:
        return _moment(message.sent_at)
    if message.cancelled_at:
        return _by(message.cancelled_at, message.cancelled_by)
    if message.failed_at:
        return _("given up on %(when)s") % {"when": _moment(message.failed_at)}
    if message.held_at:
        return _by(message.held_at, message.held_by)
    return _goes(message, now=now)


def _goes(message: Message, *, now: dt.datetime) -> str:
    if not message.to.is_active:
        return _("does not go: this person may not sign in")
    if message.attempts:
        sentence = ngettext(
            "refused %(n)d time, tried again at %(when)s",
            "refused %(n)d times, tried again at %(when)s",
            message.attempts,
        )
        return sentence % {"n": message.attempts, "when": _moment(message.due_at)}
    goes_at = message.due_at
    if message.to.mail_pace == MailPace.DAILY:
        goes_at = _next_digest(max(goes_at, now))
        return _("goes in the mail of %(when)s") % {"when": _moment(goes_at)}
    if goes_at <= now:
        return _("goes now")
    return _("goes at %(when)s") % {"when": _moment(goes_at)}


def _next_digest(moment: dt.datetime) -> dt.datetime:
    """The first five o'clock at or after this moment, by the clock of that day."""
    last = digest_moment(moment)
    if last == moment:
        return last
    day = timezone.localtime(last).date() + ONE_DAY
    return local(day, timezone.localtime(last).time())


def _by(moment: dt.datetime, who: object) -> str:
    if who is None:
        return _moment(moment)
    return _("%(when)s by %(name)s") % {"when": _moment(moment), "name": who}


def _moment(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{said_short(local.date())}, {date_format(local, 'H:i')}"
