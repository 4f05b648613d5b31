"""The programme generator: small programmes against all there are, and any programme against the rules."""

import datetime as dt
import subprocess
import sys
from dataclasses import astuple, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.timetable import scale
from curriculum.timetable.aims import Aims
from curriculum.timetable.answers import Session
from curriculum.timetable.costing import Against, against_pace
from curriculum.timetable.laying import lay
from curriculum.timetable.problem import Cohort, Development, Fixed, Kept, Line, Module, Pace, Problem
from tests.curriculum.timetable import cases, checker, exhaustive

FRIDAYS = [dt.date(2026, 9, 4) + n * cases.WEEK for n in range(10)]
SEEDS = st.integers(1, 100_000)
TELL = """
from curriculum.timetable.laying import lay
from tests.curriculum.timetable import cases
print(lay(cases.several(7)), lay(cases.changed(7)), lay(cases.hundred(3)))
"""


def cohort(*lines, days=10, **more):
    """Fridays from 4 September 2026."""
    return Cohort("a", FRIDAYS[0], FRIDAYS[days - 1], 5, lines, **more)


def laid(*cohorts, **away):
    problem = Problem(cohorts, **away)
    timetable = lay(problem)
    assert checker.mistakes(problem, timetable) == []
    return timetable


def days(timetable, of, cohort="a"):
    """Numbers of the Fridays on which a module is taught."""
    return [FRIDAYS.index(each.day) for each in timetable.of_cohort(cohort) if each.session.of == of]


class TestBest:
    """No programme is better in any step of the objective: all there are have been tried."""

    @pytest.mark.parametrize("make", [cases.small, cases.changed])
    @pytest.mark.parametrize("start", range(0, 150, 25))
    def test_of_all(self, make, start):
        for seed in range(start, start + 25):
            problem = make(seed)
            timetable = lay(problem)
            assert checker.mistakes(problem, timetable) == []
            cost, best = astuple(timetable.costs["small"]), exhaustive.best(problem)
            assert cost == best if timetable.proved else cost[:4] == best[:4], seed
            assert timetable.proved or (make is cases.changed and timetable.left_out), seed

    @pytest.mark.parametrize("seed", range(25))
    def test_in_several_words(self, seed, monkeypatch):
        """The steps of a large problem do not fit in one number."""
        monkeypatch.setattr(scale, "BITS", 9)
        problem = cases.small(seed)
        published = replace(problem, cohorts=(_published(problem.cohorts[0], lay(problem)),))
        later = replace(published, cohorts=(replace(published.cohorts[0], begin=FRIDAYS[1]),))
        assert astuple(lay(later).costs["small"]) == exhaustive.best(later)


class TestAlways:
    @settings(max_examples=60, deadline=None)
    @given(SEEDS)
    def test_rules_are_kept(self, seed):
        """Open learning days, order, prerequisites, pins, nobody twice, everything placed or told."""
        problem = cases.several(seed)
        assert checker.mistakes(problem, lay(problem)) == []

    @settings(max_examples=15, deadline=None)
    @given(SEEDS)
    def test_laying_again_moves_nothing(self, seed):
        """What was just laid and published is still the best there is."""
        problem = cases.small(seed)
        before = lay(problem)
        again = lay(
            Problem((_published(problem.cohorts[0], before),), problem.lecturers_away, problem.rooms_away)
        )
        assert again.placed == before.placed
        assert again.costs["small"].moved == 0

    def test_the_same_everywhere(self):
        """Also with another seed for hashes, in another process."""
        told = {
            subprocess.run(
                [sys.executable, "-c", TELL],
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(cases.ROOT)},
                capture_output=True, check=True, text=True, cwd=cases.ROOT,
            ).stdout
            for seed in ("1", "2")
        }  # fmt: skip
        assert len(told) == 1

    def test_reading_answers_loads_little(self):
        """Pages that show a programme need neither numpy nor Django."""
        code = (
            "import sys; from curriculum.timetable import answers, clock, problem, rules;"
            "print(sorted({'numpy', 'django', 'ortools'} & sys.modules.keys()))"
        )
        told = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=cases.ROOT)
        assert told == "[]\n"


def _published(cohort, timetable):
    kept = tuple(
        Kept(each.session.of, each.session.number, each.day, each.part, False, each.lecturers, each.room)
        for each in timetable.of_cohort(cohort.key)
    )
    return replace(cohort, kept=kept)


class TestReal:
    """Twenty modules, fifty-two sessions and fifteen development days in two years of Fridays."""

    def test_fits(self):
        timetable = laid(cases.real())
        assert (len(timetable.placed), timetable.left_out) == (67, ())
        assert astuple(timetable.costs["2026"]) == (0, 0, 0, 0, 0, 0, 19)
        assert timetable.proved

    def test_is_steady_and_ends_with_room_to_catch_up(self):
        timetable = laid(cases.real())
        assert [str(each.day) for each in timetable.placed[:4]] == [
            "2026-09-04", "2026-09-11", "2026-09-18", "2026-09-25",
        ]  # fmt: skip
        half = [each.day for each in timetable.placed if each.session.of != "development"][26]
        assert dt.date(2027, 7, 1) < half < dt.date(2027, 10, 1)
        content = [each.day for each in timetable.placed if each.session.of != "development"]
        assert len([day for day in checker.learning_days(cases.real()) if day > content[-1]]) == 5

    def test_no_module_begins_around_a_switch(self):
        timetable = laid(cases.real(pace=Pace(quiet_after=2, quiet_before=2)))
        assert timetable.costs["2026"].pace == 0
        open_days = checker.learning_days(cases.real())
        for switch in cases.SWITCHES:
            at = sum(day < switch for day in open_days)
            quiet = open_days[at - 2 : at + 2]
            assert not [each for each in timetable.placed if each.day in quiet and each.session.number == 1
                        and each.session.of != "development"]  # fmt: skip

    def test_one_day_falls_out(self):
        """Only what is between the lost day and the next free one moves."""
        first = laid(cases.real())
        lost = first.placed[30].day
        closed = cases.closed_days() | {lost: "own"}
        now = _published(cases.real(closed=closed, begin=dt.date(2027, 6, 1)), first)
        kept = tuple(replace(each, stays=each.day < now.begin) for each in now.kept)
        again = laid(replace(now, kept=kept))
        assert again.left_out == ()
        before = {each.session: each.day for each in first.placed}
        moved = [each for each in again.placed if before[each.session] != each.day]
        assert len(moved) == again.costs["2026"].moved
        assert all(each.day >= now.begin for each in moved)
        assert 1 <= len(moved) <= 4

    def test_two_tracks_of_half_days(self):
        taught = tuple(replace(each, whole=False, lecturers=()) for each in cases.modules())
        lines = (
            Line("x", taught[:10]), Line("y", taught[10:]), Line("d", development=Development(15)),
        )  # fmt: skip
        timetable = laid(cases.real(lines=lines))
        assert timetable.left_out == ()
        assert timetable.proved

    def test_more_lines_than_can_be_searched_at_once(self):
        """Laid some lines at a time, and not called proved."""
        lines = tuple(
            Line(name, (Module(f"{name}1", 6, whole=False), Module(f"{name}2", 6, whole=False)))
            for name in "uvwxyz"
        )
        timetable = laid(cases.real(lines=lines))
        assert timetable.left_out == ()
        assert (timetable.proved, timetable.exact) == (False, ())

    def test_cohorts_that_share(self):
        timetable = laid(*cases.hundred(6).cohorts)
        assert timetable.left_out == ()
        assert not timetable.proved
        assert len(timetable.exact) == 6


class TestPace:
    def test_heavy_modules_are_not_at_once(self):
        """Two tracks of which the heavy modules would run side by side."""
        lines = [Line(name, (Module(name, 3, whole=False, heavy=True),)) for name in "xy"]
        assert laid(cohort(*lines, days=8)).costs["a"].pace == 0
        timetable = laid(cohort(*lines, days=8))
        assert max(days(timetable, "x")) <= min(days(timetable, "y"))

    def test_unless_there_is_no_other_way(self):
        away = {"l": frozenset((day, "afternoon") for day in FRIDAYS)}
        given = {"x": ("l",), "y": ()}
        lines = [Line(name, (Module(name, 3, False, True, given[name]),)) for name in "xy"]
        timetable = laid(cohort(*lines, days=3), lecturers_away=away)
        assert timetable.left_out == ()
        assert timetable.costs["a"].pace == 1

    def test_a_heavy_module_of_which_some_stays_and_some_is_left_out(self):
        """Then the search does not know how long it runs, and does not call its answer proved."""
        lines = (
            Line("x", (Module("x", 2, heavy=True, lecturers=("l",)),)),
            Line("y", (Module("y", 2, heavy=True),)),
        )
        kept = (Kept("x", 2, FRIDAYS[1], stays=True),)
        away = {"l": frozenset({(FRIDAYS[0], "day")})}
        assert laid(cohort(*lines, days=5, kept=kept)).proved
        timetable = laid(cohort(*lines, days=5, kept=kept), lecturers_away=away)
        assert (len(timetable.left_out), timetable.proved) == (1, False)

    def test_weights_of_zero_do_not_count(self):
        lines = [Line(name, (Module(name, 3, whole=False, heavy=True),)) for name in "xy"]
        assert laid(cohort(*lines, days=3, pace=Pace(apart=0))).costs["a"].pace == 0

    def test_what_goes_against_it_is_told(self):
        """A heavy module on the only day, beside a switch, and another one in between."""
        lines = (Line("x", (Module("x", 2, heavy=True),)), Line("y", (Module("y", 1, heavy=True),)))
        kept = (Kept("x", 1, FRIDAYS[0], stays=True), Kept("x", 2, FRIDAYS[2], stays=True))
        only = cohort(*lines, days=3, kept=kept, switches=(FRIDAYS[1],), pace=Pace(3, 2, 1))
        assert list(against_pace(Aims(only), laid(only).placed)) == [
            Against("before_switch", ("x",), 1),
            Against("after_switch", ("y",), 2),
            Against("apart", ("x", "y"), 3),
        ]


class TestHands:
    def test_the_first_who_is_free_gives_it(self):
        line = Line("x", (Module("m", 3, lecturers=("l1", "l2")),))
        away = {"l1": frozenset({(FRIDAYS[3], "day")})}
        timetable = laid(cohort(line, days=7, pace=Pace(margin=0)), lecturers_away=away)
        assert {each.lecturers for each in timetable.placed} == {("l1",)}

    def test_also_where_cohorts_share(self):
        """Everybody prefers somebody who is wanted most; they give what they are free for."""
        line = Line("x", (Module("m", 3, lecturers=("l1", "l2")),))
        timetable = laid(cohort(line, days=3), replace(cohort(line, days=3), key="b"))
        assert {each.lecturers for each in timetable.of_cohort("a")} == {("l1",)}
        assert {each.lecturers for each in timetable.of_cohort("b")} == {("l2",)}

    def test_who_is_wanted_elsewhere_is_spared(self):
        """The second cohort can only have l1, and only on the days of the first."""
        first = Line("x", (Module("m", 3, lecturers=("l1", "l2")),))
        second = Line("x", (Module("m", 3, lecturers=("l1",)),))
        timetable = laid(cohort(first, days=3), replace(cohort(second, days=3), key="b"))
        assert timetable.left_out == ()

    def test_whoever_was_published_stays(self):
        line = Line("x", (Module("m", 1, lecturers=("l1", "l2")),))
        kept = (Kept("m", 1, FRIDAYS[1], lecturers=("l2",), room="old"),)
        timetable = laid(cohort(line, kept=kept, rooms=("new",)))
        assert [(each.day, each.lecturers, each.room) for each in timetable.placed] == [
            (FRIDAYS[1], ("l2",), "old")
        ]


class TestOdd:
    def test_nothing_to_lay(self):
        assert laid(cohort()).placed == ()
        assert laid() == lay(Problem(()))

    def test_no_open_day(self):
        timetable = laid(cohort(Line("x", (Module("m", 2),)), closed=dict.fromkeys(FRIDAYS, "own")))
        assert timetable.left_out == (Session("a", "m", 1), Session("a", "m", 2))

    def test_no_learning_day_at_all(self):
        short = replace(cohort(Line("x", (Module("m", 1),))), last=FRIDAYS[0], weekday=3)
        assert laid(short).left_out == (Session("a", "m", 1),)

    def test_every_day_closed_but_one(self):
        closed = dict.fromkeys(FRIDAYS[:5] + FRIDAYS[6:], "own")
        timetable = laid(cohort(Line("x", (Module("m", 3),)), closed=closed))
        assert (days(timetable, "m"), len(timetable.left_out)) == ([5], 2)

    def test_all_lecturers_away(self):
        away = {"l": frozenset((day, "day") for day in FRIDAYS)}
        timetable = laid(cohort(Line("x", (Module("m", 2, lecturers=("l",)),))), lecturers_away=away)
        assert len(timetable.left_out) == 2

    def test_a_module_nobody_can_give_holds_up_nothing(self):
        away = {"l": frozenset((day, "day") for day in FRIDAYS)}
        line = Line("x", (Module("one", 2), Module("two", 2, lecturers=("l",)), Module("three", 2)))
        other = Line("y", (Module("four", 2, after=("two",)),))
        timetable = laid(cohort(line, other), lecturers_away=away)
        assert [each.of for each in timetable.left_out] == ["two", "two"]

    def test_one_module_of_sixty_sessions(self):
        timetable = laid(cases.real(lines=(Line("x", (Module("m", 60),)),)))
        assert timetable.left_out == ()
        timetable = laid(cohort(Line("x", (Module("m", 60, whole=False),))))
        assert len(timetable.placed) == 20

    def test_fixed_date_on_a_closed_day(self):
        """It takes no learning day, and its lecturer is taken."""
        fixed = (Fixed("final", FRIDAYS[3], "day", ("l",)),)
        timetable = laid(cohort(Line("x", (Module("m", 9),)), closed={FRIDAYS[3]: "own"}, fixed=fixed))
        assert timetable.left_out == ()
        assert 3 not in days(timetable, "m")

    def test_fixed_date_takes_its_part_of_the_day(self):
        fixed = (Fixed("talk", FRIDAYS[0], "morning"),)
        timetable = laid(cohort(Line("x", (Module("m", 2, whole=False),)), days=1, fixed=fixed))
        assert [each.part for each in timetable.placed] == ["afternoon"]
        assert len(timetable.left_out) == 1

    def test_two_cohorts_with_one_lecturer(self):
        line = Line("x", (Module("m", 4, lecturers=("l",)),))
        timetable = laid(cohort(line, days=8), replace(cohort(line, days=8), key="b"))
        assert timetable.left_out == ()
        assert not set(days(timetable, "m")) & set(days(timetable, "m", "b"))

    def test_two_cohorts_with_one_lecturer_too_many(self):
        line = Line("x", (Module("m", 5, lecturers=("l",)),))
        timetable = laid(cohort(line, days=8), replace(cohort(line, days=8), key="b"))
        assert len(timetable.left_out) == 2

    def test_others_make_room(self):
        """The first cohort takes the only days of the second, until it is asked to go elsewhere."""
        away = {"only": frozenset((day, "day") for day in FRIDAYS[2:])}
        first = replace(cohort(Line("x", (Module("m", 2, lecturers=("only", "other")),)), days=3), key="b")
        second = cohort(Line("x", (Module("m", 2, lecturers=("only",)),)), days=5)
        timetable = laid(first, second, lecturers_away=away)
        assert timetable.left_out == ()

    @pytest.mark.parametrize(("begins", "left_out"), [("12:30", 1), ("13:00", 0)])
    def test_parts_of_the_day_are_compared_by_the_clock(self, begins, left_out):
        """A morning of one cohort till one, and an afternoon of another one, by the same lecturer."""
        line = Line("x", (Module("m", 1, whole=False, lecturers=("l",)),))
        nine, one, two, five = (dt.time(hour) for hour in (9, 13, 14, 17))
        early = cohort(line, days=1, morning=(nine, one), afternoon=(two, five))
        late = cohort(
            line, days=1, morning=(nine, dt.time(12)), afternoon=(dt.time.fromisoformat(begins), five)
        )
        timetable = laid(
            replace(early, fixed=(Fixed("talk", FRIDAYS[0], "afternoon"),)),
            replace(late, key="b", fixed=(Fixed("talk", FRIDAYS[0], "morning"),)),
        )
        assert len(timetable.left_out) == left_out

    def test_zones_are_compared_by_the_clock(self):
        """Four in the afternoon in Lisbon is five in Amsterdam."""
        line = Line("x", (Module("m", 1, whole=False, lecturers=("l",)),))
        fixed = (Fixed("talk", FRIDAYS[0], "morning"),)
        here = cohort(line, days=1, fixed=fixed, afternoon=(dt.time(16), dt.time(17)))
        same = replace(here, key="b")
        there = replace(same, zone="Europe/Lisbon")
        assert (len(laid(here, same).left_out), len(laid(here, there).left_out)) == (1, 0)

    def test_a_pinned_development_day_is_one_of_many(self):
        """It holds up none of the others, whatever its number, and they are spread around it."""
        line = Line("d", development=Development(3))
        kept = (Kept("d", 1, FRIDAYS[7], stays=True),)
        assert days(laid(cohort(line, days=9, kept=kept)), "d") == [1, 4, 7]

    def test_a_dropped_development_day_leaves_no_hole(self):
        line = Line("d", development=Development(4, dropped=frozenset({2})))
        assert days(laid(cohort(line, days=9)), "d") == [1, 4, 7]

    def test_missed_sessions_come_after_what_has_happened(self):
        """History need not be in order: a session that fell out is held later, before what follows it."""
        line = Line("x", (Module("one", 2), Module("two", 2)))
        kept = (Kept("one", 1, FRIDAYS[0], stays=True), Kept("two", 1, FRIDAYS[1], stays=True))
        timetable = laid(cohort(line, kept=kept, begin=FRIDAYS[2]))
        assert timetable.left_out == ()
        assert 2 <= days(timetable, "one")[1] < days(timetable, "two")[1]
