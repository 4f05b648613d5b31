import datetime as dt

import pytest

from placements.models import PlacedTrainee, Wish
from tests.factories import (
    HostFactory,
    HostMemberFactory,
    PlacementFactory,
    SeatFactory,
    TraineeFactory,
    WishFactory,
)
from tests.rules import allows, breaks, change

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


class TestWish:
    def test_rank_once(self):
        wish = WishFactory(rank=1)
        with breaks("wish_rank_once"):
            WishFactory(trainee=wish.trainee, rank=1)
        with allows("wish_rank_once"):
            WishFactory(rank=1)

    def test_ranks_may_be_swapped(self):
        first = WishFactory(rank=1)
        second = WishFactory(trainee=first.trainee, rank=2)
        with allows("wish_rank_once"):
            change(first, rank=2)
            change(second, rank=1)

    def test_host_once(self):
        wish = WishFactory()
        with breaks("wish_host_once"):
            Wish.objects.create(trainee=wish.trainee, host=wish.host, rank=2)
        with allows("wish_host_once"):
            Wish.objects.create(trainee=wish.trainee, host=HostFactory(), rank=2)

    def test_rank_from_one(self):
        with breaks("wish_rank_from_one"):
            WishFactory(rank=0)
        with allows("wish_rank_from_one"):
            WishFactory(rank=1)


class TestPlacement:
    def test_ends_after_start(self):
        placement = PlacementFactory()
        with breaks("placement_ends_after_start"):
            change(placement, ends_on=placement.starts_on - DAY)
        with allows("placement_ends_after_start"):
            change(placement, ends_on=placement.starts_on)

    def test_one_at_a_time(self):
        placement = PlacementFactory()
        change(placement, ends_on=placement.starts_on + 60 * DAY)
        next_one = {"trainee": placement.trainee, "ends_on": placement.starts_on + 90 * DAY}
        with breaks("placement_one_at_a_time"):
            PlacementFactory(**next_one, starts_on=placement.starts_on + 60 * DAY)
        with allows("placement_one_at_a_time"):
            PlacementFactory(**next_one, starts_on=placement.starts_on + 61 * DAY)

    def test_others_work_at_the_same_time(self):
        placement = PlacementFactory()
        with allows("placement_one_at_a_time"):
            PlacementFactory(host=placement.host, trainee__cohort=placement.trainee.cohort)

    def test_not_twice_at_one_host(self):
        placement = PlacementFactory(number=1)
        with breaks("placement_once_per_host"):
            PlacementFactory(trainee=placement.trainee, host=placement.host, number=2)
        with allows("placement_once_per_host"):
            PlacementFactory(
                trainee=placement.trainee,
                host=placement.host,
                number=2,
                repeat_reason="Maakt het project af.",
            )

    def test_two_may_trade_hosts(self):
        first = PlacementFactory(number=1)
        second = PlacementFactory(trainee=first.trainee, number=2)
        SeatFactory(host=first.host, period=second.period)
        SeatFactory(host=second.host, period=first.period)
        with allows("placement_once_per_host"):
            change(first, host=second.host)
            change(second, host=first.host)

    def test_inside_the_time_of_the_trainee(self):
        tess = TraineeFactory(cohort__periods=3)
        change(tess, starts_on=tess.starts_on + DAY)
        with breaks("placement_inside_trainee"):
            PlacementFactory(trainee=tess)
        with allows("placement_inside_trainee"):
            PlacementFactory(trainee=tess, starts_on=tess.starts_on + DAY)

    def test_inside_its_period(self, cohort, periods):
        tess = TraineeFactory(cohort=cohort)
        with breaks("placement_inside_period"):
            PlacementFactory(trainee=tess, number=2, starts_on=periods[1].starts_on - DAY)
        with breaks("placement_inside_period"):
            PlacementFactory(trainee=tess, number=2, ends_on=periods[1].ends_on + DAY)
        with allows("placement_inside_period"):
            PlacementFactory(trainee=tess, number=2)

    def test_the_last_period_runs_on_for_who_is_extended(self, cohort):
        tess = TraineeFactory(cohort=cohort, ends_on=cohort.ends_on + 60 * DAY)
        with allows("placement_inside_period"):
            PlacementFactory(trainee=tess, number=3, ends_on=tess.ends_on)

    def test_in_the_own_cohort(self, cohort, periods):
        tess = TraineeFactory(cohort__periods=3)
        with breaks("placement_in_own_cohort"):
            PlacementFactory(trainee=tess, period=periods[0])
        with allows("placement_in_own_cohort"):
            PlacementFactory(trainee=tess, period=tess.cohort.periods.get(number=1))

    def test_supervisor_of_the_host(self):
        placement = PlacementFactory()
        with breaks("placement_supervisor_of_host"):
            change(placement, supervisor=HostMemberFactory())
        with allows("placement_supervisor_of_host"):
            change(placement, supervisor=HostMemberFactory(host=placement.host))

    def test_a_seat_for_each(self):
        seat = SeatFactory(maximum=1)
        first = placed_at(seat, ends_on=seat.period.starts_on + 60 * DAY)
        with breaks("placement_has_a_seat"):
            placed_at(seat, starts_on=first.ends_on)
        with allows("placement_has_a_seat"):
            placed_at(seat, starts_on=first.ends_on + DAY)

    def test_no_seat_where_none_is_offered(self):
        placement = PlacementFactory()
        with breaks("placement_has_a_seat"):
            change(placement, host=HostFactory())

    def test_who_begins_later_fills_the_seat_of_who_began_before(self):
        """The rule looks at the fullest day, wherever in the new placement that lies."""
        seat = SeatFactory(maximum=1)
        placed_at(seat, starts_on=seat.period.starts_on + 60 * DAY)
        with breaks("placement_has_a_seat"):
            placed_at(seat)


class TestPlacedTrainee:
    def test_keeps_placements(self):
        placement = PlacementFactory()
        with breaks("trainee_keeps_placements"):
            change(placement.trainee, ends_on=placement.ends_on - DAY)
        with breaks("trainee_keeps_placements"):
            change(placement.trainee, starts_on=placement.starts_on + DAY)
        with allows("trainee_keeps_placements"):
            change(placement.trainee, starts_on=placement.starts_on, ends_on=placement.ends_on)

    def test_is_the_same_row(self):
        tess = TraineeFactory()
        assert PlacedTrainee.objects.get() == tess


def placed_at(seat, **values):
    return PlacementFactory(host=seat.host, period=seat.period, trainee__cohort=seat.period.cohort, **values)
