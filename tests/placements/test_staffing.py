import datetime as dt

import pytest

from placements import staffing
from placements.models import Seat
from placements.spans import Span
from tests.factories import ExclusionFactory, PauseFactory, SkillFactory, WishFactory
from tests.placements.conftest import placed, trainee_of

pytestmark = pytest.mark.django_db


def day(text):
    return dt.date.fromisoformat(text)


def only_person(facts):
    (person,) = facts.people
    return person


class TestLoad:
    @pytest.mark.parametrize("trainees", [1, 3])
    def test_four_queries_whatever_the_size(self, cohort, hosts, trainees, django_assert_num_queries):
        for number in range(trainees):
            trainee = trainee_of(cohort, f"T{number}")
            placed(trainee, hosts[number])
            PauseFactory(trainee=trainee)
            WishFactory(trainee=trainee, host=hosts[0])
            ExclusionFactory(trainee=trainee, host=hosts[1])
        with django_assert_num_queries(4):
            facts = staffing.load(cohort)
        assert len(facts.people) == trainees

    def test_people_stand_in_order_of_family_name_without_what_precedes_it(self, cohort):
        for first, last in [("Ada", "Zeilstra"), ("Bo", "van der Aa"), ("Cees", "Mulder")]:
            trainee_of(cohort, first, last)
        assert [person.name for person in staffing.load(cohort).people] == [
            "Bo van der Aa",
            "Cees Mulder",
            "Ada Zeilstra",
        ]

    def test_what_is_known_of_a_person(self, cohort, noor, gro, lef):
        noor.skills.add(SkillFactory(name="rijbewijs"))
        WishFactory(trainee=noor, host=lef, rank=1)
        WishFactory(trainee=noor, host=gro, rank=2)
        ExclusionFactory(trainee=noor, host=gro, kind="veto")
        ExclusionFactory(trainee=noor, host=lef, kind="employer")
        PauseFactory(trainee=noor, starts_on=day("2027-01-04"), ends_on=day("2027-02-26"))
        person = only_person(staffing.load(cohort))
        assert person.wishes == ((lef.pk, 1), (gro.pk, 2))
        assert person.exclusions == ((gro.pk, "veto"), (lef.pk, "employer"))
        assert person.skills == {"rijbewijs"}
        assert person.pauses == (Span(day("2027-01-04"), day("2027-02-26")),)
        assert not person.has_stopped

    def test_hosts_stand_by_sector_and_name(self, cohort, hosts):
        assert [host.code for host in staffing.load(cohort).hosts] == ["GRO", "PRO", "LEF"]

    def test_a_sector_without_a_single_seat_cannot_be_seen(self, cohort, hosts, lef):
        Seat.objects.of_host(lef).update(maximum=0)
        assert list(staffing.load(cohort).sectors.values()) == ["public"]


class TestTaken:
    def test_two_halves_take_one_seat(self, cohort, periods, lef, noor, sander):
        placed(noor, lef, ends_on=day("2026-12-31"))
        placed(sander, lef, starts_on=day("2027-01-01"))
        facts = staffing.load(cohort)
        seat = facts.seat(facts.hosts[0], facts.periods[0])
        assert facts.taken(seat) == 1
        assert facts.free(seat) == 1
        assert facts.free(seat, Span(day("2026-12-01"), day("2027-01-31"))) == 1

    def test_a_placement_can_be_left_out(self, cohort, lef, noor):
        placement = placed(noor, lef)
        facts = staffing.load(cohort)
        seat = facts.seat(facts.hosts[0], facts.periods[0])
        assert (facts.free(seat), facts.free(seat, besides=placement.pk)) == (1, 2)


class TestUnplaced:
    def stretches(self, cohort, number=1):
        facts = staffing.load(cohort)
        return facts.unplaced(only_person(facts), facts.periods[number - 1])

    def test_a_whole_period(self, cohort, noor):
        assert self.stretches(cohort) == [Span(day("2026-09-01"), day("2027-04-30"))]

    def test_nothing_once_placed(self, cohort, noor, lef):
        placed(noor, lef)
        assert self.stretches(cohort) == []

    def test_the_rest_after_a_placement_was_shortened(self, cohort, noor, lef):
        placed(noor, lef, ends_on=day("2027-02-28"))
        assert self.stretches(cohort) == [Span(day("2027-03-01"), day("2027-04-30"))]

    def test_a_few_days_between_two_placements_are_not_told(self, cohort, noor, lef, gro):
        placed(noor, lef, ends_on=day("2026-12-30"))
        placed(noor, gro, starts_on=day("2027-01-04"))
        assert self.stretches(cohort) == []

    def test_a_pause_needs_no_place(self, cohort, noor, lef):
        PauseFactory(trainee=noor, starts_on=day("2027-03-01"), ends_on=day("2027-04-30"))
        placed(noor, lef, ends_on=day("2027-02-28"))
        assert self.stretches(cohort) == []

    def test_only_while_somebody_takes_part(self, cohort, noor):
        noor.starts_on, noor.ends_on = day("2026-11-01"), day("2027-01-31")
        noor.save()
        assert self.stretches(cohort) == [Span(day("2026-11-01"), day("2027-01-31"))]
        assert self.stretches(cohort, number=2) == []

    def test_who_stays_longer_needs_a_place_after_the_cohort(self, cohort, noor, lef):
        noor.ends_on = day("2028-10-31")
        noor.save()
        placed(noor, lef, 3, ends_on=day("2028-08-31"))
        assert self.stretches(cohort, number=3) == [Span(day("2028-09-01"), day("2028-10-31"))]
