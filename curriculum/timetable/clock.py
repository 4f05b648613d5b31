"""Local dates and parts of a day as moments."""

import datetime as dt
from zoneinfo import ZoneInfo

from curriculum.timetable.answers import Placed
from curriculum.timetable.problem import Cohort, Part


def moments(cohort: Cohort, day: dt.date, part: Part) -> tuple[dt.datetime, dt.datetime]:
    """When a part of a day begins and ends, aware, in the zone of the cohort.

    The clock on the wall decides, so sessions begin at the same local time in summer and in winter.
    """
    zone = ZoneInfo(cohort.zone)
    start, end = cohort.hours(part)
    return dt.datetime.combine(day, start, zone), dt.datetime.combine(day, end, zone)


def moments_of(cohort: Cohort, placed: Placed) -> tuple[dt.datetime, dt.datetime]:
    """When a session begins and ends, aware, in the zone of the cohort."""
    return moments(cohort, placed.day, placed.part)
