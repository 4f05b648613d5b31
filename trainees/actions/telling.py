"""Writing down what people have to be told, in the transaction that makes it so."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import override
from procrastinate.contrib.django import app

from trainees.models import Cohort, Message, User

SEND_DUE = "trainees.tasks.send_due"
"""The name of the job; only the worker imports the module."""

SUBJECT_LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one person is told. `to`: the key of that person. `about`: the key of the row it tells of.

    `template`: the first line is the subject, the rest the text, without a greeting and without a name below
    it; both stand around it in the mail. It is rendered in the language of who gets it, with `words`, with
    `to` (the person), `site` (before an address: {{ site }}{% url … %}) and `programme_name`. Nothing in it
    is escaped: a mail is plain text.
    `data`: the same as plain values, kept with the person. `calendar`: makes an iCalendar file to go with it,
    called in that language too.
    """

    to: int
    kind: str
    about: int
    cohort: Cohort
    template: str
    words: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    calendar: Callable[[], bytes] | None = None


@transaction.atomic
def tell(letters: Iterable[Letter], *, by: User, now: dt.datetime) -> list[Message]:
    """Write these down, to be sent when the time for second thoughts is over.

    Who is told of one thing twice, by `to`, `kind` and `about`, breaks the rule message_once. Three queries.
    """
    wanted = list(letters)
    people = User.objects.in_bulk({letter.to for letter in wanted})
    due_at = now + dt.timedelta(minutes=settings.MAIL_DELAY_MINUTES)
    written = Message.objects.bulk_create(
        _message(letter, people[letter.to], by=by, due_at=due_at) for letter in wanted
    )
    if written:
        app.configure_task(SEND_DUE, queue="mail", schedule_at=due_at).defer()
    return written


@transaction.atomic
def retell(letters: Iterable[Letter], *, kind: str, about: int, by: User, now: dt.datetime) -> set[int]:
    """What has not gone yet of this kind about a row says what is in these letters; to who gets none it does
    not go at all. Who has no message yet is told. Answers the keys of who was told before, and is not again.

    What is on its way at this very moment has been told: nobody waits for the post.
    """
    wanted = {letter.to: letter for letter in letters}
    known = Message.objects.about_row(kind, about)
    unsent = list(known.unsent().select_related("to").order_by("pk").free_to_take())
    told = known.not_cancelled().receivers() - {message.to_id for message in unsent}
    tell([letter for to, letter in wanted.items() if to not in known.receivers()], by=by, now=now)
    _cancel([message for message in unsent if message.to_id not in wanted], by=by, now=now)
    for message in unsent:
        if message.to_id in wanted:
            _rewrite(message, wanted[message.to_id], by=by, now=now)
    return told


@transaction.atomic
def untell(*, kinds: Iterable[str], about: Iterable[int], by: User, now: dt.datetime) -> None:
    """What has not gone yet of these kinds about these rows does not go."""
    unsent = Message.objects.about_rows(list(kinds), list(about)).unsent().order_by("pk").free_to_take()
    _cancel(unsent, by=by, now=now)


def _cancel(messages: Iterable[Message], *, by: User, now: dt.datetime) -> None:
    keys = [message.pk for message in messages]
    Message.objects.of_keys(keys).update(cancelled_at=now, cancelled_by=by, failed_at=None)


def _rewrite(message: Message, letter: Letter, *, by: User, now: dt.datetime) -> None:
    again = _message(letter, message.to, by=by, due_at=message.due_at)
    words = ("subject", "text", "calendar", "data")
    for name in words:
        setattr(message, name, getattr(again, name))
    message.changed_at, message.changed_by, message.version = now, by, message.version + 1
    message.save(update_fields=[*words, "changed_at", "changed_by", "version"])


def _message(letter: Letter, to: User, *, by: User, due_at: dt.datetime) -> Message:
    with override(to.language):
        subject, text = said(letter.template, {**letter.words, "to": to})
        calendar = letter.calendar().decode() if letter.calendar else ""
    return Message(
        to=to, kind=letter.kind, about=letter.about, cohort=letter.cohort, data=dict(letter.data),
        subject=subject, text=text, calendar=calendar, created_by=by, due_at=due_at,
    )  # fmt: skip


def said(template: str, words: Mapping[str, Any]) -> tuple[str, str]:
    """The subject and the text of a template, in the language that is active."""
    around = {"site": settings.SITE_URL, "programme_name": settings.PROGRAMME_NAME}
    # Django's template behind the one of its backend: only there escaping can be switched off.
    inner: Any = get_template(template).template  # type: ignore[attr-defined]
    subject, _, text = inner.render(Context({**around, **words}, autoescape=False)).strip().partition("\n")
    return subject.strip()[:SUBJECT_LONGEST], _without_gaps(text)


def _without_gaps(text: str) -> str:
    """Tags that stand on a line of their own leave empty lines behind: one is enough."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines)
