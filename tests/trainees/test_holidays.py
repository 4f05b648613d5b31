import datetime as dt
from itertools import pairwise

import pytest

from tests.factories import ClosedDayFactory, CohortFactory
from trainees import holidays
from trainees.holidays import Holiday
from trainees.models import ClosedDay


def test_public_holidays_in_order_with_dutch_names():
    days = holidays.public([2027, 2026, 2027])
    assert days == sorted(days, key=lambda day: day.starts_on)
    assert len(days) == 20
    assert Holiday("Koningsdag", dt.date(2027, 4, 27), dt.date(2027, 4, 27)) in days
    assert Holiday("Hemelvaartsdag", dt.date(2026, 5, 14), dt.date(2026, 5, 14)) in days


@pytest.mark.parametrize(("year", "free"), [(2025, True), (2026, False), (2029, False), (2030, True)])
def test_liberation_day_once_in_five_years(year, free):
    assert ("Bevrijdingsdag" in {day.name for day in holidays.public([year])}) == free


def test_school_holidays_follow_each_other():
    days = holidays.school()
    assert days[0] == Holiday("Herfstvakantie", dt.date(2025, 10, 18), dt.date(2025, 10, 26))
    assert len(days) == 15
    assert all(day.starts_on <= day.ends_on for day in days)
    assert all(before.ends_on < after.starts_on for before, after in pairwise(days))


@pytest.mark.django_db
def test_only_a_day_of_the_same_kind_for_all_counts_as_there():
    day = dt.date(2027, 4, 27)
    wanted = [Holiday("Koningsdag", day, day)]
    ClosedDayFactory(kind="own", starts_on=day)
    ClosedDayFactory(kind="own", starts_on=day, cohort=CohortFactory())
    ClosedDayFactory(kind="school", starts_on=dt.date(2027, 4, 24), ends_on=dt.date(2027, 5, 2))
    assert holidays.not_there_yet(ClosedDay.Kind.PUBLIC, wanted) == wanted
    ClosedDayFactory(kind="public", starts_on=day)
    assert holidays.not_there_yet(ClosedDay.Kind.PUBLIC, wanted) == []


@pytest.mark.django_db
def test_missing_per_year():
    ClosedDayFactory(kind="public", starts_on=dt.date(2027, 4, 27))
    missing = holidays.public_not_there_yet(range(2026, 2028))
    assert {year: len(days) for year, days in missing.items()} == {2026: 10, 2027: 9}
