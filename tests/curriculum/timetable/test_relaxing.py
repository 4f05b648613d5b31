"""What is said when a programme does not fit: figures that are true, and reliefs that were really tried."""

import datetime as dt
from dataclasses import replace

import pytest

from curriculum.timetable.laying import lay
from curriculum.timetable.problem import Cohort, Development, Fixed, Kept, Line, Module, Problem
from curriculum.timetable.reasons import Reason, Space, reasons, space
from curriculum.timetable.relaxing import Relaxation, relaxations
from curriculum.timetable.rules import Rule, without
from tests.curriculum.timetable import cases, checker

FRIDAYS = [dt.date(2026, 9, 4) + n * cases.WEEK for n in range(40)]


def cohort(*lines, days=6, **more):
    return Cohort("a", FRIDAYS[0], FRIDAYS[days - 1], 5, lines, **more)


def helps(*cohorts, **away):
    """(kind, key, amount) -> (sessions solved, half days), in the order of what is answered."""
    problem = Problem(cohorts, **away)
    found = relaxations(problem, lay(problem))
    return {(each.rule.kind, each.rule.key, each.rule.amount): (each.solved, each.halves) for each in found}


def test_nothing_to_relax():
    assert helps(cohort(Line("x", (Module("m", 3),)))) == {}


def test_each_rule_that_closes_days():
    closed = {FRIDAYS[0]: "school", FRIDAYS[1]: "school", FRIDAYS[2]: "own", dt.date(2026, 9, 5): "own"}
    line = Line("x", (Module("m", 5),))
    assert helps(cohort(line, closed=closed)) == {
        ("later", "", 2): (2, 4),
        ("closed", "school", 0): (2, 4),
        ("half_module", "m", 0): (2, 5),
        ("closed", "own", 0): (1, 2),
    }


def test_development_days():
    spread = Line("d", development=Development(4))
    found = helps(cohort(Line("x", (Module("m", 3, whole=False),)), spread, days=4))
    assert found == {
        ("fewer", "d", 2): (2, 4),
        ("half_development", "d", 0): (2, 4),
        ("later", "", 2): (2, 4),
    }


def test_lecturers_and_rooms():
    away = frozenset((day, "day") for day in FRIDAYS[:5])
    line = Line("x", (Module("m", 2, lecturers=("l",)),))
    assert helps(cohort(line), lecturers_away={"l": away}) == {
        ("someone_else", "m", 0): (1, 0),
        ("half_module", "m", 0): (1, 2),
        ("later", "", 1): (1, 2),
        ("lecturer", "l", 0): (1, 10),
    }
    assert helps(cohort(Line("x", (Module("m", 2),)), rooms=("r",)), rooms_away={"r": away}) == {
        ("any_room", "", 0): (1, 0),
        ("half_module", "m", 0): (1, 2),
        ("later", "", 1): (1, 2),
        ("room", "r", 0): (1, 10),
    }


def test_another_cohort_has_the_lecturer():
    """Somebody else could give it; that the lecturer is never away would not help."""
    line = Line("x", (Module("m", 4, lecturers=("l",)),))
    found = helps(cohort(line), replace(cohort(line), key="b"))
    assert ("someone_else", "m", 0) in found
    assert not any(kind == "lecturer" for kind, _, _ in found)


def test_dates_that_are_fixed():
    line = Line("x", (Module("one", 2), Module("two", 2)))
    fixed = (Fixed("talk", FRIDAYS[1], "morning"), Fixed("party", dt.date(2026, 9, 5)))
    found = helps(cohort(line, days=4, fixed=fixed))
    assert found[("fixed", "talk", 0)] == (1, 1)
    assert ("fixed", "party", 0) not in found


def test_a_pin_and_the_order():
    line = Line("x", (Module("one", 3), Module("two", 1)))
    kept = (Kept("two", 1, FRIDAYS[1], stays=True),)
    found = helps(cohort(line, kept=kept))
    assert found[("pin", "two", 1)] == (2, 0)
    lines = (Line("x", (Module("one", 2),)), Line("y", (Module("two", 1, after=("one",)),)))
    assert ("after", "two", 0) in helps(cohort(*lines, kept=kept))


@pytest.mark.parametrize("seed", range(60))
def test_each_was_really_tried(seed):
    problem = (cases.small, cases.changed)[seed % 2](seed)
    timetable = lay(problem)
    left_out = len(timetable.left_out)
    for each in relaxations(problem, timetable):
        again = without(problem, each.rule)
        relaxed = lay(again)
        assert checker.mistakes(again, relaxed) == []
        assert len(relaxed.left_out) == left_out - each.solved


def test_two_years_that_are_too_full():
    """The real programme with a session more in each module: eight half days are not there."""
    taught = tuple(replace(each, sessions=each.sessions + 1) for each in cases.modules())
    spread = Line("development", development=Development(15))
    problem = Problem((cases.real(lines=(Line("content", taught), spread)),))
    timetable = lay(problem)
    assert space(problem, timetable) == [Space("2026", 174, 160, 7)]
    assert space(problem, timetable)[0].too_many == 14
    assert len(reasons(problem, timetable)) > 0
    best = relaxations(problem, timetable)
    assert Relaxation(Rule("2026", "fewer", "development", 7), 7, 14) in best
    assert [each.solved for each in best] == sorted((each.solved for each in best), reverse=True)


def test_why():
    """A lecturer who is away, is with another cohort, and has no room."""
    line = Line("x", (Module("m", 6, lecturers=("l",)),))
    fixed = (Fixed("talk", FRIDAYS[0]),)
    away = {"l": frozenset({(FRIDAYS[1], "morning")})}
    other = replace(cohort(), key="b", fixed=(Fixed("talk", FRIDAYS[2], "day", ("l",), "r"),))
    rooms = {"r": frozenset({(FRIDAYS[3], "day")})}
    problem = Problem((cohort(line, fixed=fixed, rooms=("r",)), other), away, rooms)
    timetable = lay(problem)
    assert reasons(problem, timetable) == [
        Reason("a", "m", (3, 4, 5, 6), open=5, in_order=5, there=4, free=3, with_room=2)
    ]
    assert space(problem, timetable) == [Space("a", 12, 10, 4)]


def test_space_where_everything_fits():
    problem = Problem((cohort(Line("x", (Module("m", 3),))),))
    assert space(problem, lay(problem)) == []
    assert reasons(problem, lay(problem)) == []
