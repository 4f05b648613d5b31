"""Where a cohort is in its own time."""

import datetime as dt

import pytest

from tests.factories import CohortFactory
from trainees.models import Cohort


@pytest.mark.parametrize(
    ("day", "week", "state"),
    [
        (dt.date(2026, 8, 31), 1, Cohort.State.COMING),
        (dt.date(2026, 9, 1), 1, Cohort.State.RUNNING),
        (dt.date(2026, 9, 7), 1, Cohort.State.RUNNING),
        (dt.date(2026, 9, 8), 2, Cohort.State.RUNNING),
        (dt.date(2028, 8, 31), 104, Cohort.State.RUNNING),
        (dt.date(2028, 9, 1), 104, Cohort.State.FINISHED),
    ],
)
def test_the_week_of_a_day(day, week, state):
    cohort = CohortFactory.build()
    assert (cohort.weeks, cohort.week_on(day), cohort.state_on(day)) == (104, week, state)


def test_a_cohort_of_two_days_has_a_week():
    short = CohortFactory.build(ends_on=dt.date(2026, 9, 2))
    assert (short.weeks, short.week_on(dt.date(2026, 9, 2))) == (1, 1)
