"""Whether somebody who is reported absent misses a session, all of it or a part."""

import datetime as dt

import pytest

from curriculum.absent import covers, touches
from curriculum.models import Session
from tests.factories import TODAY, local
from trainees.models import Absence

DAY, OVER_NOON = ((9, 30), (16, 30)), ((11, 0), (14, 0))
MORNING, AFTERNOON = ((9, 0), (12, 30)), ((13, 15), (17, 0))


@pytest.mark.parametrize(
    ("part", "hours", "misses"),
    [
        ("whole", DAY, "all"),
        ("whole", MORNING, "all"),
        ("morning", DAY, "a part"),
        ("morning", MORNING, "all"),
        ("morning", AFTERNOON, "nothing"),
        ("morning", OVER_NOON, "a part"),
        ("afternoon", DAY, "a part"),
        ("afternoon", MORNING, "nothing"),
        ("afternoon", AFTERNOON, "all"),
        ("afternoon", OVER_NOON, "a part"),
    ],
)
def test_a_part_of_the_day(part, hours, misses):
    """A morning of a programme usually lasts until half past twelve."""
    absence = Absence(starts_on=TODAY, ends_on=TODAY, part=part)
    begin, end = (local(TODAY, *clock) for clock in hours)
    session = Session(starts_at=begin, ends_at=end)
    found = "all" if covers(absence, session) else "a part" if touches(absence, session) else "nothing"
    assert found == misses


@pytest.mark.parametrize("part", Absence.Part.values)
def test_another_day(part):
    absence = Absence(starts_on=TODAY, ends_on=TODAY, part=part)
    later = TODAY + dt.timedelta(days=1)
    assert not touches(absence, Session(starts_at=local(later, 9), ends_at=local(later, 17)))
