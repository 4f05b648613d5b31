import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from placements.models import HostMember, Period, Seat, Sector
from tests.factories import (
    TODAY,
    CohortFactory,
    HostFactory,
    HostMemberFactory,
    PlacementFactory,
    SeatFactory,
    SectorFactory,
    TraineeFactory,
    UserFactory,
)
from tests.rules import allows, breaks, change

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def test_sector_name_once():
    SectorFactory(name="gemeente")
    with breaks("sector_name_once"):
        Sector.objects.create(name="Gemeente")
    with allows("sector_name_once"):
        Sector.objects.create(name="gemeenten")


class TestHost:
    def test_name_once(self):
        HostFactory(name="Turfsingel")
        with breaks("host_name_once"):
            HostFactory(name="turfsingel")
        with allows("host_name_once"):
            HostFactory(name="Turfsingel 2")

    def test_code_once(self):
        HostFactory(code="GRO")
        with breaks("placements_host_code_key"):
            HostFactory(code="GRO")
        with allows("placements_host_code_key"):
            HostFactory(code="GRA")

    @pytest.mark.parametrize("code", ["gro", "GR", "G1O", "GÉO", ""])
    def test_code_is_three_capitals(self, code):
        with breaks("host_code_three_capitals"):
            HostFactory(code=code)

    @pytest.mark.parametrize("code", ["AAA", "ZZZ"])
    def test_three_capitals_are_a_code(self, code):
        with allows("host_code_three_capitals"):
            HostFactory(code=code)

    def test_look_is_a_set(self):
        with breaks("host_look_is_a_set"):
            HostFactory(look="#ff0000")
        with allows("host_look_is_a_set"):
            HostFactory(look="ochre")

    def test_letters_that_fold_into_many(self):
        host = HostFactory(name="æ" * 120, department="ﷺ" * 120)
        host.refresh_from_db()
        assert (len(host.name), len(host.sort_name), len(host.search_text)) == (120, 120, 400)


class TestHostMember:
    def test_once(self):
        jan = HostMemberFactory()
        with breaks("host_member_once"):
            HostMember.objects.create(host=jan.host, user=jan.user)
        with allows("host_member_once"):
            HostMember.objects.create(host=HostFactory(), user=jan.user)

    def test_ends_after_start(self):
        jan = HostMemberFactory(starts_on=TODAY)
        with breaks("host_member_ends_after_start"):
            change(jan, ends_on=TODAY - DAY)
        with allows("host_member_ends_after_start"):
            change(jan, ends_on=TODAY)
            change(jan, starts_on=None, ends_on=TODAY - DAY)

    def test_stays_with_the_organisation(self):
        jan = HostMemberFactory()
        with breaks("host_member_stays"):
            change(jan, host=HostFactory())
        with allows("host_member_stays"):
            change(jan, host=jan.host, user=UserFactory())


class TestPeriod:
    def test_ends_after_start(self, cohort, periods):
        with breaks("period_ends_after_start"):
            change(periods[0], ends_on=periods[0].starts_on)
        with allows("period_ends_after_start"):
            change(periods[0], ends_on=periods[0].starts_on + DAY)
            change(periods[1], starts_on=periods[0].starts_on + 2 * DAY)

    def test_number_once(self, cohort, periods):
        with breaks("period_number_once"):
            change(periods[0], number=2)

    def test_numbers_may_trade_places(self, cohort, periods):
        """Halfway two periods have one number and lie in each other's days; only the end counts."""
        first, second = periods[0], periods[1]
        with allows("period_number_once"):
            change(first, number=2, starts_on=second.starts_on, ends_on=second.ends_on)
            change(second, number=1, starts_on=first.starts_on, ends_on=first.ends_on)

    def test_no_overlap(self, cohort, periods):
        with breaks("period_no_overlap"):
            change(periods[1], starts_on=periods[0].ends_on)

    def test_a_switch_moves(self, cohort, periods):
        with allows("period_no_overlap"):
            change(periods[0], ends_on=periods[0].ends_on + 7 * DAY)
            change(periods[1], starts_on=periods[1].starts_on + 7 * DAY)

    def test_stays_in_the_cohort(self):
        whole = CohortFactory(periods=1).periods.get()
        with breaks("period_stays"):
            change(whole, cohort=CohortFactory())
        with allows("period_stays"):
            change(whole, cohort=whole.cohort)

    def test_gap_between_two(self, cohort, periods):
        with breaks("period_no_gap"):
            change(periods[1], starts_on=periods[1].starts_on + DAY)

    def test_gap_at_either_end(self, cohort, periods):
        with breaks("period_no_gap"):
            change(periods[0], starts_on=periods[0].starts_on + DAY)
        with breaks("period_no_gap"):
            change(periods[2], ends_on=periods[2].ends_on + DAY)

    def test_gap_where_one_was_removed(self, cohort, periods):
        with breaks("period_no_gap"):
            periods[1].delete()

    def test_numbers_follow_the_dates(self, cohort, periods):
        with breaks("period_no_gap"):
            change(periods[2], number=4)

    def test_one_removed_and_its_neighbour_made_longer(self, cohort, periods):
        with allows("period_no_gap"):
            periods[2].delete()
            change(periods[1], ends_on=cohort.ends_on)

    def test_all_removed(self, cohort, periods):
        with allows("period_no_gap"):
            cohort.periods.all().delete()

    def test_removed_with_the_cohort(self, cohort, periods):
        with allows("period_no_gap"):
            cohort.delete()

    def test_keeps_placements(self, cohort, periods):
        placement = PlacementFactory(trainee__cohort=cohort)
        with breaks("period_keeps_placements"):
            switch(periods[0], periods[1], placement.ends_on)
        with allows("period_keeps_placements"):
            switch(periods[0], periods[1], placement.ends_on + 2 * DAY)

    def test_a_new_last_period_ends_the_one_before(self):
        cohort = CohortFactory(periods=1)
        tess = TraineeFactory(cohort=cohort, ends_on=cohort.ends_on + 60 * DAY)
        placement = PlacementFactory(trainee=tess, ends_on=tess.ends_on)
        with breaks("period_keeps_placements"):
            a_month_longer(cohort)
        change(placement, ends_on=cohort.ends_on)
        with allows("period_keeps_placements"):
            a_month_longer(cohort)


class TestPlannedCohort:
    def test_no_gap(self, cohort, periods):
        with breaks("cohort_no_gap"):
            change(cohort, ends_on=cohort.ends_on + DAY)
        with breaks("cohort_no_gap"):
            change(cohort, starts_on=cohort.starts_on - DAY)

    def test_cohort_and_last_period_together(self, cohort, periods):
        with allows("cohort_no_gap"):
            change(cohort, ends_on=cohort.ends_on + DAY)
            change(periods[2], ends_on=cohort.ends_on + DAY)

    def test_a_cohort_without_periods(self):
        cohort = CohortFactory()
        with allows("cohort_no_gap"):
            change(cohort, ends_on=cohort.ends_on + DAY)


class TestSeat:
    def test_once(self):
        seat = SeatFactory()
        with breaks("seat_once_per_host_and_period"):
            SeatFactory(host=seat.host, period=seat.period)
        with allows("seat_once_per_host_and_period"):
            SeatFactory(host=seat.host, period=seat.period.cohort.periods.get(number=2))

    def test_at_least_up_to_at_most(self):
        with breaks("seat_minimum_up_to_maximum"):
            SeatFactory(minimum=3, maximum=2)
        with allows("seat_minimum_up_to_maximum"):
            SeatFactory(minimum=2, maximum=2)

    def test_a_sensible_number(self):
        with breaks("seat_maximum_sensible"):
            SeatFactory(maximum=201)
        with allows("seat_maximum_sensible"):
            SeatFactory(maximum=200)

    def test_keeps_placements(self):
        seat = SeatFactory(maximum=2)
        for _ in range(2):
            placed_at(seat)
        with breaks("seat_keeps_placements"):
            change(seat, maximum=1)
        with breaks("seat_keeps_placements"):
            change(seat, host=HostFactory())
        with breaks("seat_keeps_placements"):
            Seat.objects.filter(pk=seat.pk).delete()
        with allows("seat_keeps_placements"):
            change(seat, maximum=2, minimum=2)

    def test_one_after_the_other_needs_one_seat(self):
        seat = SeatFactory(maximum=2)
        middle = seat.period.starts_on + 60 * DAY
        placed_at(seat, ends_on=middle)
        placed_at(seat, starts_on=middle + DAY)
        with allows("seat_keeps_placements"):
            change(seat, maximum=1)


def test_what_a_form_finds_on_its_own():
    seat = SeatFactory()
    twin = SeatFactory.build(host=seat.host, period=seat.period, minimum=3, maximum=2)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        twin.full_clean()
    assert refused.value.messages == [
        "The seats of this organisation in this period are already there.",
        "At least cannot be more than at most.",
    ]


def placed_at(seat, **values):
    return PlacementFactory(host=seat.host, period=seat.period, trainee__cohort=seat.period.cohort, **values)


def switch(before, after, day):
    """The first day of `after` becomes `day`."""
    change(before, ends_on=day - DAY)
    change(after, starts_on=day)


def a_month_longer(cohort):
    last = cohort.ends_on + 30 * DAY
    Period.objects.create(cohort=cohort, number=2, starts_on=cohort.ends_on + DAY, ends_on=last)
    change(cohort, ends_on=last)
