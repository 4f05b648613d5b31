"""What on the ground floor needs a coordinator now: people who do not get what they are told."""

import datetime as dt

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainees.models import Cohort, MessageState
from wijkmakers.lib.problems import Problem

LATE = dt.timedelta(minutes=30)
# In SQL: see decision 10. What was given up, and what should have gone by itself: then nobody is sending.
UNDELIVERED = """
    SELECT count(*) FILTER (WHERE m.failed_at IS NOT NULL),
           count(*) FILTER (WHERE m.failed_at IS NULL AND m.held_at IS NULL AND m.due_at < %s
                            AND u.is_active AND u.mail_pace = 'each')
    FROM trainees_message m JOIN trainees_user u ON u.id = m.to_id
    WHERE m.cohort_id = %s AND m.sent_at IS NULL AND m.cancelled_at IS NULL
"""


def find(cohort: Cohort, *, now: dt.datetime) -> list[Problem]:
    """Mails that were given up, and mails that nobody sends. One query."""
    with connection.cursor() as cursor:
        cursor.execute(UNDELIVERED, [now - LATE, cohort.pk])
        [(failed, late)] = cursor.fetchall()
    outbox = reverse("outbox", kwargs={"pk": cohort.pk})
    found = []
    if failed:
        found.append(_failed(failed, f"{outbox}?state={MessageState.FAILED}"))
    if late:
        found.append(_late(late, outbox))
    return found


def _failed(count: int, url: str) -> Problem:
    sentence = ngettext(
        "%(n)d message could not be delivered.", "%(n)d messages could not be delivered.", count
    )
    return Problem(
        blocks=False,
        sentence=sentence % {"n": count},
        reason=_("Somebody has not been told something. Look at the address, and send it again."),
        url=url,
        button=_("To the outbox"),
        button_url=url,
    )


def _late(count: int, url: str) -> Problem:
    sentence = ngettext(
        "%(n)d message should have been sent by now.", "%(n)d messages should have been sent by now.", count
    )
    return Problem(
        blocks=False,
        sentence=sentence % {"n": count},
        reason=_("It goes by itself as soon as the administrator has looked at it: nothing is sent now."),
        url=url,
        button=_("To the outbox"),
        button_url=url,
    )
