import datetime as dt

import pytest
from django.utils import translation

from tests.factories import ClosedDayFactory, CohortFactory
from trainees import closures
from trainees.models import ClosedDay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (dt.date(2026, 11, 27), dt.date(2026, 11, 27), [dt.date(2026, 11, 27)]),
        (dt.date(2026, 11, 26), dt.date(2026, 11, 26), []),
        (dt.date(2026, 11, 28), dt.date(2026, 12, 3), []),
        (dt.date(2026, 11, 27), dt.date(2026, 12, 4), [dt.date(2026, 11, 27), dt.date(2026, 12, 4)]),
        # Only within the cohort, which begins on Tuesday 1 September.
        (dt.date(2026, 8, 1), dt.date(2026, 9, 4), [dt.date(2026, 9, 4)]),
        (dt.date(2028, 8, 25), dt.date(2028, 9, 8), [dt.date(2028, 8, 25)]),
        (dt.date(2029, 1, 5), dt.date(2029, 1, 5), []),
    ],
)
def test_the_learning_days_that_a_closed_day_takes(first, last, found):
    day = ClosedDayFactory.build(starts_on=first, ends_on=last)
    assert closures.learning_days(day, CohortFactory.build()) == found


def test_the_stretch_of_the_list():
    cohort, today = CohortFactory.build(), dt.date(2026, 11, 18)
    assert closures.stretch(None, None, today=today) == (today, closures.FAR)
    assert closures.stretch(cohort, None, today=today) == (cohort.starts_on, cohort.ends_on)
    assert closures.stretch(cohort, 2027, today=today) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))


def test_the_years_there_are():
    assert list(closures.years(ClosedDay.objects.all())) == []
    ClosedDayFactory(starts_on=dt.date(2026, 12, 31), ends_on=dt.date(2027, 1, 1))
    assert list(closures.years(ClosedDay.objects.all())) == [2026, 2027]


def test_dates_as_people_write_them():
    with translation.override("en"):
        assert closures.dates(dt.date(2026, 11, 27), dt.date(2026, 11, 27)) == "Friday 27 November 2026"
        assert (
            closures.dates(dt.date(2026, 12, 19), dt.date(2027, 1, 3)) == "19 December 2026 to 3 January 2027"
        )
