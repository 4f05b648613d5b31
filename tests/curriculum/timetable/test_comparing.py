"""What differs between two timetables."""

import datetime as dt
from dataclasses import replace

from curriculum.timetable.answers import Placed, Session, Timetable
from curriculum.timetable.comparing import Difference, differences
from curriculum.timetable.laying import lay
from tests.curriculum.timetable import cases

DAY = dt.date(2026, 9, 4)
PLACED = [Placed(Session("a", "m", number), DAY, "day", ("l",), "r") for number in range(1, 6)]


def table(*placed):
    return Timetable(placed, (), {}, (), proved=False)


def test_each_kind():
    one, two, three, four, five = PLACED
    moved = replace(two, day=dt.date(2026, 9, 11), room="")
    elsewhere, other = replace(three, room="s"), replace(four, lecturers=())
    assert differences(table(one, two, three, four), table(moved, elsewhere, other, five)) == [
        Difference(one.session, "gone", one, None),
        Difference(two.session, "moved", two, moved),
        Difference(three.session, "elsewhere", three, elsewhere),
        Difference(four.session, "elsewhere", four, other),
        Difference(five.session, "new", None, five),
    ]


def test_another_part_of_the_day_is_a_move():
    before, after = PLACED[0], replace(PLACED[0], part="morning")
    assert [each.kind for each in differences(table(before), table(after))] == ["moved"]


def test_none():
    timetable = lay(cases.small(3))
    assert differences(timetable, timetable) == []
