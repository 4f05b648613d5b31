"""What a mail looks like: a greeting, what there is to tell, who tells it, and how to be told otherwise.

Nothing here asks the database or sends anything.
"""

import datetime as dt
from collections.abc import Sequence
from email.mime.text import MIMEText
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from trainees.models import Message, User
from wijkmakers.lib.clock import local

DIGEST_HOUR = 17
UNDERLINED = 70
"""Characters, at most, of the line below the subject of each message in one mail."""


def digest_moment(now: dt.datetime) -> dt.datetime:
    """The last time that it was five o'clock here: what was due by then goes in the one mail of that day."""
    here = timezone.localtime(now)
    day = here.date() if here.hour >= DIGEST_HOUR else here.date() - dt.timedelta(days=1)
    return local(day, dt.time(DIGEST_HOUR))


def mail_of(message: Message) -> EmailMessage:
    """One message, loaded `with_sender`."""
    return _mail([message], message.subject, body_of(message), identity=_row(message))


def body_of(message: Message) -> str:
    """The whole text of its mail, in the language of who gets it."""
    with override(message.to.language):
        return _around(message.to, message.text, _written_by([message]))


def digest_of(messages: Sequence[Message], *, day: dt.date) -> EmailMessage:
    """What there is to tell one person, in one mail. Its identity follows from the first of them and the day:
    the same when it is sent again."""
    first = messages[0]
    identity = f"{_row(first)}.{day:%Y%m%d}"
    if len(messages) == 1:
        return _mail(messages, first.subject, body_of(first), identity=identity)
    with override(first.to.language):
        words = {"n": len(messages), "day": date_format(day, "j F Y")}
        subject = _("%(n)d messages for you, %(day)s") % words
        body = _around(first.to, "\n\n\n".join(map(_titled, messages)), _written_by(messages))
    return _mail(messages, subject, body, identity=identity)


def _mail(messages: Sequence[Message], subject: str, body: str, *, identity: str) -> EmailMessage:
    to, writer = messages[0].to, _written_by(messages)
    mail = EmailMessage(
        # A line break in a subject would be another header.
        subject=" ".join(subject.split()),
        body=body,
        to=[to.email],
        reply_to=[writer.email if writer else settings.CONTACT_EMAIL],
        headers={"Message-ID": f"<{identity}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )
    calendars = [message.calendar for message in messages if message.calendar]
    for number, calendar in enumerate(calendars, 1):
        mail.attach(_calendar(calendar, calendar_name(number if len(calendars) > 1 else 0)))
    return mail


def calendar_name(number: int = 0) -> str:
    """What the calendar file is called that goes with a mail; `number`: which of several."""
    return f"wijkmakers-{number}.ics" if number else "wijkmakers.ics"


def _calendar(calendar: str, name: str) -> MIMEText:
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _around(to: User, text: str, writer: User | None) -> str:
    greeting = _("Hello %(name)s,") % {"name": to.get_short_name()}
    ends = _("Regards,")
    names = [str(writer)] if writer else []
    closing = "\n".join([ends, *names, settings.PROGRAMME_NAME])
    page = settings.SITE_URL + reverse("me_edit")
    foot = _("Rather one mail a day, or a mail for each message? Choose it here: %(address)s") % {
        "address": page
    }
    return f"{greeting}\n\n{text.strip()}\n\n{closing}\n\n-- \n{foot}\n"


def _titled(message: Message) -> str:
    line = "-" * min(len(message.subject), UNDERLINED)
    return f"{message.subject}\n{line}\n{message.text.strip()}"


def _written_by(messages: Sequence[Message]) -> User | None:
    """The one coordinator who tells all this, and can be answered. Who else made that something has to be
    told, such as a trainee who is away, is not who tells it."""
    rows: Sequence[Any] = messages  # with what `with_sender` adds
    writers = {row.created_by if row.by_coordinator else None for row in rows}
    return writers.pop() if len(writers) == 1 else None


def _row(message: Message) -> str:
    """Of this row alone: a key may come back when a database was begun anew, not at the same moment."""
    return f"{message.pk}.{message.created_at.astimezone(dt.UTC):%Y%m%d%H%M%S%f}"


def _domain() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return domain.encode("idna").decode() or "localhost"
