"""The learning days of a cohort."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator

from curriculum.timetable.problem import Cohort, Part

WEEK = dt.timedelta(days=7)


def weekdays(cohort: Cohort) -> Iterator[dt.date]:
    """The learning weekday in every week of the cohort, closed or not."""
    day = cohort.first + dt.timedelta(days=(cohort.weekday - cohort.first.isoweekday()) % 7)
    while day <= cohort.last:
        yield day
        day += WEEK


def learning_days(cohort: Cohort) -> list[dt.date]:
    """The learning weekdays on which the cohort is open."""
    return [day for day in weekdays(cohort) if day not in cohort.closed]


def position(days: list[dt.date], day: dt.date) -> int:
    """How many learning days there are before it. It need not be one itself."""
    return bisect_left(days, day)


def halves(day: dt.date, part: Part) -> tuple[int, ...]:
    """The halves of a day that something takes, as numbers that go up with time."""
    morning = day.toordinal() * 2
    return {"day": (morning, morning + 1), "morning": (morning,), "afternoon": (morning + 1,)}[part]
