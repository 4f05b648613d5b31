"""Many people at the same moment, in threads with connections of their own."""

import threading
from collections import Counter
from contextlib import ExitStack

import pgtrigger
import pytest
from django.db import IntegrityError, connection

from placements import actions
from placements.models import Placement, Seat
from tests.placements.conftest import host_with_seats, trainee_of
from wijkmakers.lib.constraints import Refused, sentence_for

pytestmark = pytest.mark.django_db(transaction=True)

ATTEMPTS = 20


def placing(trainee, host, period, by):
    def attempt():
        try:
            actions.place(
                trainee=trainee, host=host, period=period,
                starts_on=period.starts_on, ends_on=period.ends_on, by=by,
            )  # fmt: skip
        except Refused as refusal:
            return str(refusal.sentence)
        except IntegrityError as broken:
            return str(sentence_for(broken))
        return "placed"

    return attempt


class TestLastSeat:
    FULL = "Lefier is full by now in period %d. Choose another organisation, or add a seat."

    @pytest.fixture
    def attempts(self, cohort, periods, lef, coordinator):
        """Twenty trainees for the last seat, of each of two periods."""
        Seat.objects.of_host(lef).update(maximum=1)
        trainees = [trainee_of(cohort, "Tess", f"T{number}") for number in range(ATTEMPTS)]
        return [
            [placing(trainee, lef, period, coordinator) for trainee in trainees] for period in periods[:2]
        ]

    def test_one_wins_and_each_loser_gets_a_sentence(self, at_once, attempts, periods):
        for number, round_ in enumerate(attempts, 1):
            assert Counter(at_once(round_)) == {"placed": 1, self.FULL % number: ATTEMPTS - 1}
        assert [Placement.objects.filter(period=period).count() for period in periods[:2]] == [1, 1]

    def test_it_could_go_wrong(self, at_once, attempts, periods):
        """The same attempts without the lock and the rule: so the test above can fail."""
        everybody_counted = threading.Barrier(ATTEMPTS)

        def unlocked(execute, sql, params, many, context):
            result = execute(
                sql.replace(" FOR UPDATE", "").replace(" FOR NO KEY UPDATE", ""), params, many, context
            )
            if sql.startswith('SELECT "placements_placement"'):
                everybody_counted.wait(timeout=30)
            return result

        def defenceless(attempt):
            def run():
                with ExitStack() as stack:
                    stack.enter_context(connection.execute_wrapper(unlocked))
                    stack.enter_context(pgtrigger.ignore("placements.Placement:placement_has_a_seat"))
                    return attempt()

            return run

        assert Counter(at_once([defenceless(attempt) for attempt in attempts[0]])) == {"placed": ATTEMPTS}
        assert Placement.objects.filter(period=periods[0]).count() == ATTEMPTS


def test_one_trainee_gets_one_place(at_once, periods, public, noor, coordinator):
    hosts = [
        host_with_seats(periods[:1], name=f"Host {n}", code=f"H{chr(65 + n)}X", sector=public)
        for n in range(ATTEMPTS)
    ]
    found = at_once([placing(noor, host, periods[0], coordinator) for host in hosts])
    taken = "This trainee already has a placement in these days."
    assert Counter(found) == {"placed": 1, taken: ATTEMPTS - 1}


def test_moving_to_each_others_host(at_once, periods, gro, lef, noor, sander, coordinator):
    """Two who swap while both hosts have one seat: neither waits for the other for ever."""
    Seat.objects.of_host(lef).update(maximum=2)
    there = [
        Placement.objects.create(
            trainee=trainee,
            host=host,
            period=periods[0],
            starts_on=periods[0].starts_on,
            ends_on=periods[0].ends_on,
        )
        for trainee, host in ((noor, gro), (sander, lef))
    ]

    def moving(placement, host):
        def attempt():
            placement.host = host
            actions.change_placement(placement=placement, seen=1, by=coordinator)
            return "moved"

        return attempt

    assert at_once([moving(there[0], lef), moving(there[1], gro)]) == ["moved", "moved"]
