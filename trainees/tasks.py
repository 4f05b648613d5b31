"""Sending messages in the background. Only the worker imports this module."""

import time

from django.utils import timezone
from procrastinate.contrib.django import app

from trainees.actions.sending import Outcome, Post, send_next, send_next_digest
from trainees.actions.telling import SEND_DUE

AT_MOST = 50.0
"""Seconds of one job: what is left then is for the next, within a minute, and other work comes between."""


@app.periodic(cron="* * * * *")
@app.task(name=SEND_DUE, queue="mail")
def send_due(timestamp: int = 0) -> None:
    """Send what may go. Doing it twice at once, or once too often, does no harm.

    Each minute, so that a message is never lost with the job that was asked for when it was written.
    """
    until = time.monotonic() + AT_MOST
    with Post() as post:
        for send in (send_next, send_next_digest):
            outcome = Outcome.DONE
            while outcome is Outcome.DONE and time.monotonic() < until:
                outcome = send(post=post, now=timezone.now())
            if outcome is Outcome.AWAY:
                return
