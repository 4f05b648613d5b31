"""Two hundred attempts at the same moment: at one seat, at publishing one draft, and at making a copy of it.

Each also without the locks: then it goes wrong, so these tests can fail.
"""

import threading
from collections import Counter
from contextlib import ExitStack

import pgtrigger
import pytest
from django.db import OperationalError, connection

from placements import actions, supposing
from placements.actions.supposing import adopt_plan
from placements.models import Placement, Plan, Seat
from placements.supposing import Seats
from tests.factories import TODAY
from tests.placements.conftest import trainee_of
from tests.placements.test_races import placing
from tests.placements.test_races_publishing import (
    NOW,
    PUBLISHED,
    draft,
    entries_of,
    people,
    publishing,
    standing,
    told,
)
from trainees.models import Message

__all__ = ["draft", "people"]
pytestmark = pytest.mark.django_db(transaction=True)
ATTEMPTS = 200
TURNED_AWAY = "try again"


def or_turned_away(attempt):
    """Who waits longer for a lock than anybody should gets a page that says to try again."""

    def run():
        try:
            found = attempt()
        except OperationalError:
            return TURNED_AWAY
        return TURNED_AWAY if found == "stuck" else found

    return run


class TestOneSeat:
    FULL = "Lefier is full by now in period 1. Choose another organisation, or add a seat."

    @pytest.fixture
    def attempts(self, cohort, periods, lef, coordinator):
        Seat.objects.of_host(lef).update(maximum=1)
        trainees = [trainee_of(cohort, "Tess", f"T{number}") for number in range(ATTEMPTS)]
        return [or_turned_away(placing(trainee, lef, periods[0], coordinator)) for trainee in trainees]

    def test_one_wins_and_each_loser_gets_a_sentence(self, at_once, attempts):
        found = Counter(at_once(attempts))
        assert found["placed"] == Placement.objects.count() == 1
        assert set(found) <= {"placed", self.FULL, TURNED_AWAY}
        assert found[self.FULL] > ATTEMPTS / 2

    def test_it_could_go_wrong(self, at_once, attempts):
        """The same attempts without the lock and the rule."""
        everybody_counted = threading.Barrier(ATTEMPTS)

        def unlocked(execute, sql, params, many, context):
            result = execute(
                sql.replace(" FOR UPDATE", "").replace(" FOR NO KEY UPDATE", ""), params, many, context
            )
            if sql.startswith('SELECT "placements_placement"'):
                everybody_counted.wait(timeout=60)
            return result

        def defenceless(attempt):
            def run():
                with ExitStack() as stack:
                    stack.enter_context(connection.execute_wrapper(unlocked))
                    stack.enter_context(pgtrigger.ignore("placements.Placement:placement_has_a_seat"))
                    return attempt()

            return run

        found = Counter(at_once([defenceless(attempt) for attempt in attempts]))
        assert found["placed"] == Placement.objects.count() > 1


class TestOneDraft:
    def test_it_is_published_once(self, at_once, draft, people, coordinator):
        plan = draft()
        found = Counter(at_once([or_turned_away(publishing(plan, coordinator))] * ATTEMPTS))
        assert found[PUBLISHED] == 1
        assert set(found) <= {PUBLISHED, "Refused", TURNED_AWAY}
        assert standing() == entries_of(plan)
        assert Message.objects.count() == len(people)

    def test_what_it_supposes_becomes_so_once(self, at_once, draft, cohort, coordinator):
        plan = draft()
        seat = Seat.objects.earliest("pk")
        one = Seats(seat.host_id, seat.period_id, 0, 5)
        Plan.objects.filter(pk=plan.pk).update(supposes=supposing.store([one]))
        adopting = told(lambda: adopt_plan(plan=plan, by=coordinator, now=NOW, today=TODAY), "so")
        found = Counter(at_once([or_turned_away(adopting)] * ATTEMPTS))
        assert set(found) <= {"so", TURNED_AWAY}
        seat.refresh_from_db()
        assert (seat.maximum, seat.version) == (5, 2)

    def test_it_could_go_wrong(self, at_once, draft, coordinator):
        """Without the locks many read that it is as it was, and each of them changes it."""
        plan = draft()
        seat = Seat.objects.earliest("pk")
        Plan.objects.filter(pk=plan.pk).update(
            supposes=supposing.store([Seats(seat.host_id, seat.period_id, 0, 5)])
        )
        everybody_looked = threading.Barrier(8)

        def unlocked(execute, sql, params, many, context):
            if sql.startswith("UPDATE"):
                everybody_looked.wait(timeout=60)
            return execute(
                sql.replace(" FOR UPDATE", "")
                .replace(" FOR NO KEY UPDATE", "")
                .replace(' OF "placements_seat"', "")
                .replace(' OF "placements_plan"', "")
                .replace(' OF "placements_placement"', ""),
                params, many, context,
            )  # fmt: skip

        def defenceless():
            with connection.execute_wrapper(unlocked):
                return told(lambda: adopt_plan(plan=plan, by=coordinator, now=NOW, today=TODAY), "so")()

        found = Counter(at_once([defenceless] * 8))
        assert found["so"] > 1
        seat.refresh_from_db()
        assert Counter(at_once([lambda: "nothing"]))["nothing"] == 1
        assert seat.maximum == 5

    def test_one_copy_is_worked_out_at_a_time(self, at_once, draft, coordinator):
        plan = draft()

        def copy():
            return actions.ask_alternatives(plan=plan, by=coordinator)

        found = Counter(at_once([or_turned_away(told(copy, "asked"))] * ATTEMPTS))
        assert found["asked"] == Plan.objects.working().count() == 1
        assert set(found) <= {"asked", "Refused", TURNED_AWAY}
