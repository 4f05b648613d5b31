"""Many windows of one trainee, in which wishes are changed at the same moment."""

import threading
from collections import Counter

import pytest
from django.db import connection

from placements import actions, wishing
from placements.models import Wish
from tests.factories import TODAY, PlanningFactory
from tests.placements.conftest import host_with_seats
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db(transaction=True)

ATTEMPTS = 12


@pytest.fixture
def attempts(cohort, periods, public, noor):
    """Each adds another host, and all saw the same: no wishes yet."""
    PlanningFactory(cohort=cohort, wishes_open_on=TODAY, wishes_close_on=TODAY)
    hosts = [
        host_with_seats(periods[:1], name=f"Host {n}", code=f"H{chr(65 + n)}X", sector=public)
        for n in range(ATTEMPTS)
    ]

    def adding(host):
        own = wishing.load(noor.user, today=TODAY)
        order, seen = own.hosts_of(own.with_wish(host.pk)), own.trainee.version

        def attempt():
            try:
                actions.set_wishes(trainee=own.trainee, hosts=order, seen=seen, by=noor.user)
            except Conflict:
                return "told"
            return "saved"

        return attempt

    return [adding(host) for host in hosts]


def test_one_is_saved_and_the_others_are_told(at_once, attempts):
    assert Counter(at_once(attempts)) == {"saved": 1, "told": ATTEMPTS - 1}
    assert Wish.objects.count() == 1


def test_it_could_go_wrong(at_once, attempts):
    """Without the lock each believes that it was the only one, and all but the last are lost."""
    everybody_looked = threading.Barrier(ATTEMPTS)

    def unlocked(execute, sql, params, many, context):
        result = execute(sql.replace(" FOR NO KEY UPDATE", ""), params, many, context)
        if "FOR NO KEY UPDATE" in sql:
            everybody_looked.wait(timeout=30)
        return result

    def defenceless(attempt):
        def run():
            with connection.execute_wrapper(unlocked):
                return attempt()

        return run

    assert Counter(at_once([defenceless(attempt) for attempt in attempts])) == {"saved": ATTEMPTS}
    assert Wish.objects.count() == 1
