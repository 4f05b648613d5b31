"""Moments of days here: what stands on the clock, in winter and in summer."""

import datetime as dt

from django.utils import timezone


def local(day: dt.date, clock: dt.time) -> dt.datetime:
    """That time on the clock of the programme."""
    return timezone.make_aware(dt.datetime.combine(day, clock))


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which this day begins here."""
    return local(day, dt.time())
