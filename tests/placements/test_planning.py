import datetime as dt
from dataclasses import replace

import pytest

from placements import staffing
from placements.models import Seat
from placements.planning import Asked, PlannedPlace, places_of, problem_of
from placements.rotation.problem import Exclusion, Pair, Pin
from placements.rotation.solving import solve
from placements.spans import Span
from tests.factories import PauseFactory, SkillFactory, WishFactory
from tests.placements.conftest import host_with_seats, placed, trainee_of

pytestmark = pytest.mark.django_db


def day(text):
    return dt.date.fromisoformat(text)


def asked(facts, number=1, **more):
    return Asked(first=facts.periods[number - 1], **more)


def problem(cohort, number=1, **more):
    facts = staffing.load(cohort)
    return problem_of(facts, asked(facts, number, **more))


def key(row):
    return str(row.pk)


class TestProblem:
    def test_who_wishes_what_and_has_which_skills(self, cohort, hosts, noor, lef, gro):
        noor.skills.add(SkillFactory(name="rijbewijs"))
        WishFactory(trainee=noor, host=lef, rank=1)
        WishFactory(trainee=noor, host=gro, rank=2)
        (trainee,) = problem(cohort).trainees
        assert trainee.key == key(noor)
        assert trainee.wishes == (key(lef), key(gro))
        assert trainee.skills == {"rijbewijs"}
        assert trainee.worked == frozenset()

    def test_seats_of_the_periods_that_are_planned(self, cohort, periods, gro):
        Seat.objects.filter(period=periods[1]).update(minimum=1, maximum=3)
        found = problem(cohort, number=2)
        assert found.periods == (key(periods[1]), key(periods[2]))
        assert [(seat.period, seat.minimum, seat.maximum) for seat in found.seats] == [
            (key(periods[1]), 1, 3), (key(periods[2]), 0, 2),
        ]  # fmt: skip

    def test_what_lies_before_has_been_worked(self, cohort, hosts, noor, lef):
        placed(noor, lef)
        found = problem(cohort, number=2)
        assert found.trainees[0].worked == {key(lef)}
        assert found.pins == ()

    def test_what_stands_is_agreed(self, cohort, periods, hosts, noor, lef):
        placed(noor, lef, number=2)
        found = problem(cohort)
        assert found.pins == (Pin(key(noor), key(lef), key(periods[1])),)
        assert found.current == {(key(noor), key(periods[1])): key(lef)}

    def test_what_stands_may_change_when_that_is_asked(self, cohort, periods, hosts, noor, lef):
        placed(noor, lef, number=2)
        found = problem(cohort, keeps=False)
        assert found.pins == ()
        assert found.trainees[0].worked == frozenset()
        assert found.current == {(key(noor), key(periods[1])): key(lef)}

    def test_who_joins_late_or_is_away_is_placed_only_when_there(self, cohort, periods, hosts):
        late = trainee_of(cohort, "Late", starts_on=periods[1].starts_on)
        away = trainee_of(cohort, "Away")
        PauseFactory(trainee=away, starts_on=periods[1].starts_on, ends_on=periods[1].ends_on)
        there = {trainee.key: trainee.periods for trainee in problem(cohort).trainees}
        assert there == {
            key(late): (key(periods[1]), key(periods[2])),
            key(away): (key(periods[0]), key(periods[2])),
        }

    def test_a_host_without_seats_where_somebody_worked_still_counts_as_seen(
        self, cohort, periods, gro, lef, noor
    ):
        placed(noor, lef)
        Seat.objects.of_host(lef).exclude(period=periods[0]).delete()
        found = problem(cohort, number=2)
        assert found.sector_of[key(lef)] == str(lef.sector_id)

    def test_people_who_follow_each_other_in_one_seat_are_both_agreed(
        self, cohort, periods, noor, sander, public
    ):
        small = host_with_seats(periods, maximum=1, sector=public)
        middle = day("2026-12-31")
        placed(noor, small, ends_on=middle)
        placed(sander, small, starts_on=middle + dt.timedelta(days=1))
        found = problem(cohort)
        assert {pin.trainee for pin in found.pins} == {key(noor), key(sander)}
        assert found.seat_at[key(small), key(periods[0])].maximum == 2

    def test_exclusions_and_pairs_of_who_takes_part(self, cohort, hosts, noor, sander, gro):
        rows = (Exclusion(key(noor), key(gro), "employer"), Exclusion("0", key(gro), "veto"))
        pairs = (Pair(key(noor), key(sander)), Pair(key(noor), "0"))
        found = problem(cohort, exclusions=rows, pairs=pairs)
        assert found.exclusions == rows[:1]
        assert found.pairs == pairs[:1]


class TestPlaces:
    def test_the_days_somebody_is_there(self, cohort, periods, hosts, noor, gro):
        facts = staffing.load(cohort)
        (place,) = places_of(facts, {(key(noor), key(periods[0])): key(gro)})
        assert place == PlannedPlace(
            noor.pk, periods[0].pk, gro.pk, Span(periods[0].starts_on, periods[0].ends_on), kept=False
        )

    def test_what_stands_keeps_its_days(self, cohort, periods, hosts, noor, gro):
        first = day("2026-10-01")
        placed(noor, gro, starts_on=first)
        (place,) = places_of(staffing.load(cohort), {(key(noor), key(periods[0])): key(gro)})
        assert (place.span.first, place.kept) == (first, True)

    def test_a_pause_at_the_beginning_is_waited_for(self, cohort, periods, hosts, noor, gro):
        PauseFactory(trainee=noor, starts_on=periods[0].starts_on, ends_on=day("2026-10-30"))
        (place,) = places_of(staffing.load(cohort), {(key(noor), key(periods[0])): key(gro)})
        assert place.span == Span(day("2026-10-31"), periods[0].ends_on)


def test_a_cohort_from_rows_to_days(cohort, periods, hosts, noor, sander, lef):
    for trainee in (noor, sander):
        WishFactory(trainee=trainee, host=lef, rank=1)
    facts = staffing.load(cohort)
    answer = solve(problem_of(facts, asked(facts)))
    places = places_of(facts, answer.assignment)
    assert answer.proved
    assert len(places) == 6
    assert {place.host for place in places if place.trainee == noor.pk} == {host.pk for host in hosts}


def test_the_same_rows_give_the_same_problem(cohort, hosts, noor, sander):
    assert problem(cohort) == problem(cohort)
    assert problem(cohort) != replace(problem(cohort), seed=2)
