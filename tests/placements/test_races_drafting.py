"""Many people who change one draft at the same moment. Each also without the lock: then it goes wrong, so
these tests can fail."""

import datetime as dt
import threading
from collections import Counter

import pytest
from django.utils import timezone

from placements import actions
from placements.models import Plan, PlanEntry, PlanStep
from placements.moves import Spot
from placements.spans import Span
from tests.factories import TODAY
from tests.placements.conftest import trainee_of
from tests.placements.test_races_publishing import PUBLISHED, told, without_locks

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10)))
ATTEMPTS, ROUNDS = 20, 10


@pytest.fixture
def people(cohort):
    return [trainee_of(cohort, "Tess", f"T{number}") for number in range(3)]


@pytest.fixture
def plan(laid, people, hosts, today):
    """Everybody somewhere in periods 2 and 3."""
    return laid(
        {(who, number): hosts[(place + number) % 3] for place, who in enumerate(people) for number in (2, 3)},
        number=2,
    )


def moving(plan, seen, trainee, host, period, by):
    to = Spot(trainee.pk, Span(period.starts_on, period.ends_on), period.pk, host.pk, pinned=True)
    return told(lambda: actions.move_in_plan(plan=plan, seen=seen, to=to, by=by), "moved")


def at(plan, trainee, period):
    return list(
        PlanEntry.objects.of_plan(plan).filter(trainee=trainee, period=period).values_list("host", flat=True)
    )


def elsewhere(plan, trainee, period, hosts):
    return next(host for host in hosts if host.pk not in at(plan, trainee, period))


class TestOneCell:
    def test_one_wins_and_each_other_is_told(self, at_once, plan, people, periods, hosts, coordinator):
        """200 attempts: each round one of twenty wins, and its host is what stands."""
        for number in range(1, ROUNDS + 1):
            host = elsewhere(plan, people[0], periods[1], hosts)
            attempt = moving(plan, number, people[0], host, periods[1], coordinator)
            assert Counter(at_once([attempt] * ATTEMPTS)) == {"moved": 1, "Conflict": ATTEMPTS - 1}
            assert at(plan, people[0], periods[1]) == [host.pk]
        assert Plan.objects.get(pk=plan.pk).version == ROUNDS + 1
        assert list(PlanStep.objects.in_order().values_list("number", flat=True)) == [*range(1, ROUNDS + 1)]

    def test_nobodys_change_is_lost(self, at_once, plan, people, periods, hosts, coordinator):
        """Who is told looks again, and tries once more, until all three changes stand."""
        wanted = {who: elsewhere(plan, who, periods[1], hosts) for who in people}

        def persistent(who):
            def attempt():
                for _try in range(ATTEMPTS):
                    seen = Plan.objects.get(pk=plan.pk).version
                    if moving(plan, seen, who, wanted[who], periods[1], coordinator)() == "moved":
                        return "moved"
                return "lost"

            return attempt

        assert at_once([persistent(who) for who in people]) == ["moved"] * 3
        assert [at(plan, who, periods[1]) for who in people] == [[wanted[who].pk] for who in people]

    def test_it_could_go_wrong(self, at_once, plan, people, periods, hosts, coordinator):
        """Without the lock two people both look, and both think that they are the first."""
        both_looked = threading.Barrier(2)
        attempts = [
            without_locks(
                moving(plan, 1, who, elsewhere(plan, who, periods[1], hosts), periods[1], coordinator),
                lambda: both_looked.wait(30),
            )
            for who in people[:2]
        ]
        assert Counter(at_once(attempts))["Conflict"] == 0


class TestPublishingMeanwhile:
    def publishing(self, plan, by):
        return told(lambda: actions.publish_plan(plan=plan, by=by, now=NOW, today=TODAY), PUBLISHED)

    @pytest.mark.parametrize("number", range(3))
    def test_one_comes_first(self, at_once, plan, people, periods, hosts, coordinator, number):
        host = elsewhere(plan, people[0], periods[1], hosts)
        move = moving(plan, 1, people[0], host, periods[1], coordinator)
        found = at_once([self.publishing(plan, coordinator), move])
        published = Plan.objects.get(pk=plan.pk).published_at is not None
        assert published == (found[0] == PUBLISHED)
        assert (at(plan, people[0], periods[1]) == [host.pk]) == (found[1] == "moved")
        if published:
            stands = set(people[0].placements.values_list("host", "starts_on"))
            entries = PlanEntry.objects.of_plan(plan).filter(trainee=people[0])
            assert stands == set(entries.values_list("host", "starts_on"))

    def test_it_could_go_wrong(self, at_once, plan, people, periods, hosts, coordinator):
        """Without the lock a draft is changed after it was published, and differs from what stands."""
        host = elsewhere(plan, people[0], periods[1], hosts)
        looked, published = threading.Event(), threading.Event()

        def when_it_writes():
            looked.set()
            published.wait(30)

        def publish():
            looked.wait(30)
            try:
                return self.publishing(plan, coordinator)()
            finally:
                published.set()

        move = without_locks(moving(plan, 1, people[0], host, periods[1], coordinator), when_it_writes)
        assert at_once([publish, move]) == [PUBLISHED, "moved"]
        stands = set(people[0].placements.values_list("host", "starts_on"))
        entries = PlanEntry.objects.of_plan(plan).filter(trainee=people[0])
        assert stands != set(entries.values_list("host", "starts_on"))
