import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import translation

from placements import actions
from placements.models import Placement, Seat
from tests.placements.conftest import placed, trainee_of
from wijkmakers.lib.constraints import Refused, sentence_for
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def place(coordinator, periods):
    def act(trainee, host, number=1, **fields):
        period = periods[number - 1]
        days = {"starts_on": period.starts_on, "ends_on": period.ends_on}
        return actions.place(trainee=trainee, host=host, period=period, by=coordinator, **(days | fields))

    return act


@pytest.fixture
def full(cohort, lef):
    """Both seats at Lefier in the first period are taken."""
    return [placed(trainee_of(cohort, "Tess", f"T{number}"), lef) for number in range(2)]


class TestPlace:
    def test_says_who_did_it(self, place, noor, lef, anna, coordinator):
        placement = place(noor, lef, supervisor=anna)
        stored = Placement.objects.get()
        assert stored == placement
        assert (stored.created_by, stored.supervisor, stored.version) == (coordinator, anna, 1)

    def test_a_full_seat_is_refused_with_a_sentence_that_names_it(self, place, noor, lef, full):
        with translation.override("en"), pytest.raises(Refused) as refusal:
            place(noor, lef)
        assert refusal.value.field == "host"
        assert refusal.value.sentence == (
            "Lefier is full by now in period 1. Choose another organisation, or add a seat."
        )
        assert Placement.objects.count() == 2

    def test_one_seat_more_when_that_was_agreed(self, place, noor, lef, full, coordinator):
        place(noor, lef, raise_to=3)
        seat = Seat.objects.get(host=lef, period__number=1)
        assert (seat.maximum, seat.version, seat.changed_by) == (3, 2, coordinator)

    def test_not_more_seats_than_were_agreed_to(self, place, cohort, noor, sander, lef, full):
        place(sander, lef, raise_to=3)
        with pytest.raises(Refused):
            place(noor, lef, raise_to=3)
        assert Seat.objects.get(host=lef, period__number=1).maximum == 3

    def test_agreeing_to_more_raises_nothing_while_there_is_room(self, place, noor, lef):
        place(noor, lef, raise_to=9)
        assert Seat.objects.get(host=lef, period__number=1).maximum == 2

    def test_who_leaves_makes_room_for_who_comes(self, place, noor, sander, lef):
        Seat.objects.of_host(lef).update(maximum=1)
        place(noor, lef, ends_on=day("2026-12-31"))
        place(sander, lef, starts_on=day("2027-01-01"))
        assert Placement.objects.count() == 2

    def test_a_host_that_offers_nothing(self, place, noor, lef):
        Seat.objects.of_host(lef).delete()
        with translation.override("en"), pytest.raises(Refused) as refusal:
            place(noor, lef)
        assert refusal.value.sentence == "Lefier offers no seats in period 1."

    def test_the_rules_of_the_database_are_asked_at_once(self, place, noor, lef):
        place(noor, lef)
        with pytest.raises(IntegrityError) as broken:
            place(noor, lef, 2)
        with translation.override("en"):
            assert "Say why it should happen again." in str(sentence_for(broken.value))


class TestChange:
    def test_to_another_host(self, noor, lef, gro, coordinator):
        placement = placed(noor, lef)
        placement.host = gro
        actions.change_placement(placement=placement, seen=1, by=coordinator)
        stored = Placement.objects.get()
        assert (stored.host, stored.version, stored.changed_by) == (gro, 2, coordinator)

    def test_its_own_seat_is_not_counted_twice(self, cohort, noor, lef, anna, coordinator):
        Seat.objects.of_host(lef).update(maximum=1)
        placement = placed(noor, lef)
        placement.supervisor = anna
        actions.change_placement(placement=placement, seen=1, by=coordinator)
        assert Placement.objects.get().supervisor == anna

    def test_to_a_full_host_is_refused(self, noor, lef, gro, full, coordinator):
        placement = placed(noor, gro)
        placement.host = lef
        with pytest.raises(Refused):
            actions.change_placement(placement=placement, seen=1, by=coordinator)
        assert Placement.objects.get(pk=placement.pk).host == gro

    def test_the_second_to_save_is_told(self, noor, lef, coordinator):
        placement = placed(noor, lef)
        Placement.objects.update(version=2)
        with pytest.raises(Conflict):
            actions.change_placement(placement=placement, seen=1, by=coordinator)


class TestRemove:
    def test_it_is_gone(self, noor, lef, coordinator):
        actions.remove_placement(placement=placed(noor, lef), seen=1, by=coordinator)
        assert not Placement.objects.exists()

    def test_not_when_somebody_changed_it(self, noor, lef, coordinator):
        placement = placed(noor, lef)
        Placement.objects.update(version=2)
        with pytest.raises(Conflict):
            actions.remove_placement(placement=placement, seen=1, by=coordinator)
        assert Placement.objects.exists()

    def test_twice_is_no_error(self, noor, lef, coordinator):
        placement = placed(noor, lef)
        Placement.objects.all().delete()
        actions.remove_placement(placement=placement, seen=1, by=coordinator)


class TestTakeBack:
    def test_by_who_placed(self, place, noor, lef, coordinator):
        actions.take_back(placement=place(noor, lef), by=coordinator)
        assert not Placement.objects.exists()

    def test_not_by_somebody_else(self, place, noor, lef, stranger):
        placement = place(noor, lef)
        with pytest.raises(Conflict):
            actions.take_back(placement=placement, by=stranger)
        assert Placement.objects.exists()

    def test_not_after_a_change(self, place, noor, lef, coordinator):
        placement = place(noor, lef)
        Placement.objects.update(version=2)
        with pytest.raises(Conflict):
            actions.take_back(placement=placement, by=coordinator)
        assert Placement.objects.exists()


class TestEnd:
    def days(self):
        return list(Placement.objects.order_by("starts_on").values_list("starts_on", "ends_on"))

    def test_later_ones_go_the_running_one_ends_and_what_was_stays(self, noor, lef, gro, pro, coordinator):
        placed(noor, lef, 1)
        placed(noor, gro, 2)
        placed(noor, pro, 3)
        actions.end_placements(trainee=noor, last_day=day("2027-06-15"), by=coordinator)
        assert self.days() == [
            (day("2026-09-01"), day("2027-04-30")),
            (day("2027-05-01"), day("2027-06-15")),
        ]

    def test_what_ended_before_is_not_touched(self, noor, lef, coordinator):
        placed(noor, lef, 1)
        actions.end_placements(trainee=noor, last_day=day("2027-04-30"), by=coordinator)
        assert Placement.objects.get().version == 1

    def test_of_others_nothing_changes(self, noor, sander, lef, coordinator):
        placed(sander, lef, 1)
        actions.end_placements(trainee=noor, last_day=day("2026-10-01"), by=coordinator)
        assert Placement.objects.get().version == 1


class TestExtend:
    @pytest.fixture
    def extend(self, noor, coordinator):
        def act(last_day):
            noor.ends_on = max(noor.ends_on, last_day)
            noor.save()
            return actions.extend_last_placement(trainee=noor, last_day=last_day, by=coordinator)

        return act

    def test_the_last_placement_runs_on(self, extend, noor, lef):
        placed(noor, lef, 3)
        assert extend(day("2028-10-31")).ends_on == day("2028-10-31")

    def test_an_earlier_period_ends_when_it_ends(self, extend, noor, lef):
        placed(noor, lef, 1, ends_on=day("2027-01-31"))
        assert extend(day("2028-10-31")).ends_on == day("2027-04-30")

    def test_not_when_the_seat_was_given_to_somebody_else(self, extend, noor, sander, lef):
        Seat.objects.of_host(lef).update(maximum=1)
        placed(noor, lef, 1, ends_on=day("2027-01-31"))
        placed(sander, lef, 1, starts_on=day("2027-02-01"))
        assert extend(day("2027-03-31")) is None

    def test_nobody_is_shortened(self, extend, noor, lef):
        placed(noor, lef, 1)
        assert extend(day("2027-01-31")) is None

    def test_without_a_placement(self, extend):
        assert extend(day("2028-10-31")) is None
