"""Bringing messages to the post: each once, also when a worker is killed half-way.

A message is locked, handed over, marked, and the transaction ends. Killed between the last two, its row is as
it was and it is sent again: with the same Message-ID, by which a mail program knows it has it already.
"""

import datetime as dt
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from types import TracebackType

from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import F

from trainees.mails import digest_moment, digest_of, mail_of
from trainees.models import Delivery, Message

PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long to wait after each refusal: together most of a day. After the last it has failed."""

PERMANENT_PAUSES = PAUSES[:1]
"""The same where the post says that it will never take it, such as for an address that does not exist."""

AT_THE_POST = "5min"
"""A post that is slow must not cost the transaction: it would be sent and not marked, over and over."""

REFUSAL_LONGEST = 300


@dataclass(frozen=True)
class Refusal:
    """Why a mail was not taken, in the words of the post. `is_permanent`: it says that it never will;
    `is_away`: there is nobody at the post, so the next mail need not be tried now."""

    words: str
    is_permanent: bool = False
    is_away: bool = False


class Outcome(Enum):
    NOTHING = "nothing is due"
    DONE = "one mail was taken or refused"
    AWAY = "there is nobody at the post"


class Post:
    """A connection to the mail server, made when first needed, kept for the next mail, and made again after
    anything went wrong."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def send(self, mail: EmailMessage) -> Refusal | None:
        """None when it was taken."""
        try:
            self._connection.open()
            self._connection.send_messages([mail])
        except Exception as error:  # noqa: BLE001, one mail that cannot be sent never holds up the others
            self.close()
            return refusal_of(error)
        return None

    def close(self) -> None:
        try:
            self._connection.close()
        except OSError:
            # It was gone already, and so may the connection be.
            self._connection = get_connection()

    def __enter__(self) -> "Post":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def refusal_of(error: Exception) -> Refusal:
    """What the post meant."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (0, b""))
        return Refusal(_plain(f"{code} {_text(words)}"), is_permanent=code // 100 == 5)
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return Refusal(
            _plain(f"{error.smtp_code} {_text(error.smtp_error)}"), is_permanent=error.smtp_code // 100 == 5
        )
    # All of smtplib is an OSError, and so is what the network or a full disk says.
    return Refusal(_plain(f"{type(error).__name__}: {error}"), is_away=isinstance(error, OSError))


def send_next(*, post: Post, now: dt.datetime) -> Outcome:
    """The message that has been due longest, of who wants a mail for each."""
    with transaction.atomic():
        due = Message.objects.due(now).one_by_one().with_sender()
        message = due.first_due_first().free_to_take().first()
        if message is None:
            return Outcome.NOTHING
        return _hand_over([message], mail_of(message), post=post, now=now)


def send_next_digest(*, post: Post, now: dt.datetime) -> Outcome:
    """All that is due for one person who wants one mail a day."""
    since = digest_moment(now)
    due = Message.objects.due_in_digest(now, since)
    with transaction.atomic():
        # Who has the first of somebody has that person: nobody else makes a second mail of the others.
        first = due.first_of_each(due).order_by("pk").free_to_take().first()
        if first is None:
            return Outcome.NOTHING
        messages = list(due.of_user(first.to_id).with_sender().order_by("pk").free_to_take())
        mail = digest_of(messages, day=since.date())
        return _hand_over(messages, mail, post=post, now=now)


def _hand_over(messages: Sequence[Message], mail: EmailMessage, *, post: Post, now: dt.datetime) -> Outcome:
    """`messages` are locked."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{AT_THE_POST}'")
    refusal = post.send(mail)
    rows = Message.objects.of_keys([message.pk for message in messages])
    if refusal is None:
        rows.update(sent_at=now)
    else:
        for message in messages:
            _put_off(message, refusal, now=now)
    Delivery.objects.bulk_create(
        Delivery(
            message=message, tried_at=now, address=message.to.email,
            mail_id=mail.extra_headers["Message-ID"], refusal=refusal.words if refusal else "",
        )
        for message in messages
    )  # fmt: skip
    return Outcome.AWAY if refusal and refusal.is_away else Outcome.DONE


def _put_off(message: Message, refusal: Refusal, *, now: dt.datetime) -> None:
    pauses = PERMANENT_PAUSES if refusal.is_permanent else PAUSES
    when = (
        {"due_at": now + pauses[message.attempts]} if message.attempts < len(pauses) else {"failed_at": now}
    )
    Message.objects.of_keys([message.pk]).update(attempts=F("attempts") + 1, **when)


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)


def _plain(words: str) -> str:
    """On one line, without what a database or a page cannot show."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:REFUSAL_LONGEST]
