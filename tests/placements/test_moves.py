"""Changes of a draft by hand, on plain places."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from placements.moves import (
    Costs,
    Spot,
    concerned,
    fixed,
    main_spots,
    moved,
    of_trainees,
    restore,
    store,
    swapped,
    undone,
)
from placements.rotation.problem import Host, Problem, Seat, Trainee
from placements.spans import Span

NOOR, SANDER = 1, 2
GRO, LEF, PRO = 11, 12, 13
BEGIN = dt.date(2027, 1, 1)
WHOLE = Span(BEGIN, BEGIN + dt.timedelta(days=99))


def days(first, last):
    return Span(BEGIN + dt.timedelta(days=first), BEGIN + dt.timedelta(days=last))


def spot(host=GRO, trainee=NOOR, span=WHOLE, **more):
    return Spot(trainee, span, 1, host, **more)


class TestMoved:
    def test_to_another_host(self):
        assert moved([spot(GRO), spot(LEF, SANDER)], spot(LEF)) == [spot(LEF), spot(LEF, SANDER)]

    def test_some_days_and_the_others_stay(self):
        found = moved([spot(GRO, pinned=True)], spot(LEF, span=days(40, 59)))
        assert found == [
            spot(GRO, span=days(0, 39), pinned=True),
            spot(LEF, span=days(40, 59)),
            spot(GRO, span=days(60, 99), pinned=True),
        ]

    def test_back_again_is_one_place(self):
        halves = moved([spot(GRO)], spot(LEF, span=days(50, 99)))
        assert moved(halves, spot(GRO, span=days(50, 99))) == [spot(GRO)]

    def test_what_somebody_else_does_side_by_side_stays_in_two(self):
        other = [spot(LEF, SANDER, span=days(0, 9)), spot(LEF, SANDER, span=days(10, 19))]
        assert of_trainees(moved([spot(GRO), *other], spot(LEF)), [SANDER]) == other


def test_swapped_each_in_their_own_days():
    one, other = spot(GRO), spot(LEF, SANDER, span=days(10, 50))
    assert swapped([one, other], one, other, pinned=True) == [
        spot(LEF, pinned=True),
        spot(GRO, SANDER, span=days(10, 50), pinned=True),
    ]


def test_fixed_is_all_that_somebody_does_in_the_period():
    halves = [spot(GRO, span=days(0, 49)), spot(LEF, span=days(50, 99))]
    assert all(one.pinned for one in fixed(halves, NOOR, 1, pinned=True))
    assert fixed(halves, NOOR, 2, pinned=True) == halves


class TestMainSpots:
    def test_the_longest_and_then_the_first(self):
        assert main_spots([spot(GRO, span=days(0, 39)), spot(LEF, span=days(40, 99))])[NOOR, 1].host == LEF
        assert main_spots([spot(LEF, span=days(50, 99)), spot(GRO, span=days(0, 49))])[NOOR, 1].host == GRO

    def test_days_that_were_worked_do_not_count(self):
        spots = [spot(GRO, span=days(0, 79)), spot(LEF, span=days(80, 99))]
        assert main_spots(spots, since=BEGIN + dt.timedelta(days=75))[NOOR, 1].host == LEF
        assert main_spots(spots[:1], since=BEGIN + dt.timedelta(days=80)) == {}


class TestCosts:
    def cost(self, *spots, best=18, wishes=("11", "12")):
        problem = Problem(
            trainees=(Trainee("1", ("1",), wishes=wishes), Trainee("2", ("1",))),
            hosts=(Host("11", "public"), Host("12", "housing"), Host("13", "housing")),
            periods=("1",),
            seats=tuple(Seat(host, "1", 0, 1) for host in ("11", "12", "13")),
        )
        return Costs(problem, {"1": best, "2": 9}, None).of_all(spots)

    def test_from_the_best_that_would_be_possible(self):
        assert self.cost(spot(GRO), spot(PRO, SANDER)) == {"1": 0, "2": 0}
        assert self.cost(spot(LEF)) == {"1": 2, "2": 9}

    def test_nobody_gives_up_less_than_nothing(self):
        assert self.cost(spot(GRO), best=10)["1"] == 0

    def test_what_the_planner_was_not_told_of_earns_nothing(self):
        assert self.cost(spot(99))["1"] == 18


SPOTS = st.builds(
    lambda trainee, host, first, length, pinned: Spot(
        trainee, days(first, min(first + length, 99)), 1, host, pinned
    ),
    st.sampled_from([NOOR, SANDER]), st.sampled_from([GRO, LEF, PRO]), st.integers(0, 99),
    st.integers(0, 99), st.booleans(),
)  # fmt: skip


@given(st.lists(SPOTS, max_size=8), SPOTS)
def test_any_move_can_be_undone_and_done_again(earlier, last):
    spots = [spot(GRO), spot(LEF, SANDER)]
    for one in earlier:
        spots = moved(spots, one)
    after = moved(spots, last)
    whom = concerned(spots, after)
    old, new = of_trainees(spots, whom), of_trainees(after, whom)
    assert restore(store(new)) == new
    assert undone(after, old, new) == sorted(spots)
    assert undone(spots, new, old) == after


@given(st.lists(SPOTS, max_size=8))
def test_nobody_is_ever_in_two_places_nor_loses_a_day(moves):
    spots = [spot(GRO), spot(LEF, SANDER)]
    for one in moves:
        spots = moved(spots, one)
    for trainee in (NOOR, SANDER):
        mine = of_trainees(spots, [trainee])
        assert sum(one.span.days for one in mine) == 100
        assert [one for one in mine for other in mine if one != other and one.span.overlaps(other.span)] == []
