"""Sessions begin at the same time by the clock on the wall, whatever the season."""

import datetime as dt

from curriculum.timetable.answers import Placed, Session
from curriculum.timetable.clock import moments, moments_of
from curriculum.timetable.laying import lay
from curriculum.timetable.problem import Cohort, Problem
from tests.curriculum.timetable import cases

COHORT = Cohort("a", dt.date(2026, 9, 1), dt.date(2027, 8, 31), 5, ())


def test_over_both_switches():
    """The last Friday of summer time and the first of winter time, and the other way round."""
    offsets = []
    for day in ("2026-10-23", "2026-10-30", "2027-03-26", "2027-04-02"):
        start, end = moments(COHORT, dt.date.fromisoformat(day), "day")
        assert (start.time(), end.time()) == (dt.time(9), dt.time(17))
        offsets.append(start.utcoffset() // dt.timedelta(hours=1))
    assert offsets == [2, 1, 1, 2]


def test_parts_of_the_day():
    day = dt.date(2026, 9, 4)
    placed = Placed(Session("a", "m", 1), day, "afternoon")
    assert [str(each) for each in moments_of(COHORT, placed)] == [
        "2026-09-04 13:15:00+02:00",
        "2026-09-04 17:00:00+02:00",
    ]
    assert moments(COHORT, day, "morning")[1].time() == dt.time(12, 30)


def test_a_whole_programme_begins_at_nine():
    cohort = cases.real()
    starts = [moments_of(cohort, each)[0] for each in lay(Problem((cohort,))).placed]
    assert {each.time() for each in starts} == {dt.time(9)}
    assert len({each.utcoffset() for each in starts}) == 2
