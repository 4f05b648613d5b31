"""A problem that contradicts itself says how."""

import datetime as dt
from dataclasses import replace

import pytest

from curriculum.timetable.problem import (
    Cohort,
    Development,
    Fixed,
    Kept,
    Line,
    Malformed,
    Module,
    Pace,
    Problem,
    before,
)  # fmt: skip

DAY = dt.date(2026, 9, 4)
LINE = Line("x", (Module("one", 2), Module("two", 1)))
COHORT = Cohort("a", DAY, dt.date(2026, 12, 18), 5, (LINE,))
NINE, FIVE = dt.time(9), dt.time(17)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last": dt.date(2026, 9, 1)}, "a ends on 2026-09-01, before it begins on 2026-09-04."),
        ({"last": dt.date(2926, 9, 1)}, "a lasts from 2026-09-04 to 2926-09-01."),
        ({"weekday": 0}, "a learns on weekday 0; 1 is Monday and 7 is Sunday."),
        ({"switches": (dt.date(2027, 1, 1),)}, "a switches on 2027-01-01, when it is not there."),
        ({"switches": (DAY, DAY)}, "The switch of a on 2026-09-04 is there 2 times."),
        ({"rooms": ("r", "r")}, "The room of a r is there 2 times."),
        ({"whole": (FIVE, NINE)}, "The day of a is from 17:00:00 to 09:00:00."),
        ({"morning": (NINE, FIVE)}, "The afternoon of a begins before its morning ends."),
        ({"zone": "Mars/North"}, "There is no time zone 'Mars/North'."),
        ({"pace": Pace(apart=-1)}, "Weights of the pace of a are zero to 1000."),
        ({"pace": Pace(margin=-1)}, "Learning days in the pace of a are zero or more."),
        ({"lines": (LINE, LINE)}, "The line x is there 2 times."),
        ({"lines": (LINE, Line("y", LINE.modules))}, "The module one is there 2 times."),
        ({"lines": (Line("one", development=Development(1)), LINE)}, "one is a line and a module."),
        (
            {"lines": (replace(LINE, development=Development(1)),)},
            "x has modules, and development days as well.",
        ),
        ({"lines": (Line("d", development=Development(-1)),)}, "d has -1 development days."),
        ({"lines": (Line("x", (Module("m", -1),)),)}, "m has -1 sessions."),
        ({"lines": (Line("x", (Module("m", 1, after=("n",)),)),)}, "There is no module n."),
        (
            {"lines": (Line("x", (Module("one", 1, after=("two",)), Module("two", 1))),)},
            "The modules of a wait for each other in a circle.",
        ),
        ({"kept": (Kept("one", 3, DAY),)}, "a keeps session 3 of one, which it does not have."),
        ({"kept": (Kept("one", 1, DAY),) * 2}, "The kept session of a ('one', 1) is there 2 times."),
        ({"kept": (Kept("one", 1, DAY, "evening"),)}, "one takes the part of day 'evening'."),
        ({"fixed": (Fixed("talk", DAY),) * 2}, "The fixed date of a talk is there 2 times."),
        ({"fixed": (Fixed("talk", DAY, "evening"),)}, "talk takes the part of day 'evening'."),
    ],
)
def test_says_what_is_wrong(changes, said):
    with pytest.raises(Malformed) as refused:
        Problem((replace(COHORT, **changes),))
    assert str(refused.value) == said


def test_says_what_is_wrong_between_cohorts():
    with pytest.raises(ValueError, match=r"The cohort a is there 2 times\."):
        Problem((COHORT, COHORT))
    with pytest.raises(ValueError, match=r"l is away on 'noon'\."):
        Problem((COHORT,), {"l": frozenset({(DAY, "noon")})})


def test_what_comes_before_what():
    lines = (LINE, Line("y", (Module("three", 1, after=("two",)), Module("four", 1))))
    assert before(replace(COHORT, lines=lines)) == {
        "one": frozenset(),
        "two": frozenset({"one"}),
        "three": frozenset({"one", "two"}),
        "four": frozenset({"one", "two", "three"}),
    }


def test_what_is_asked():
    lines = (Line("x", (Module("m", 3, dropped=frozenset({2})),)), Line("d", development=Development(2)))
    assert replace(COHORT, lines=lines).sessions == (("m", 1), ("m", 3), ("d", 1), ("d", 2))
