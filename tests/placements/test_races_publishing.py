"""Publishing while others publish, place people and change seats at the same moment. Each also without the
locks: then it goes wrong, so these tests can fail."""

import datetime as dt
import re
import threading
from collections import Counter

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.utils import timezone

from placements import actions, staffing
from placements.actions.planning import start_plan
from placements.asking import asked_of
from placements.models import Placement, Plan, PlanEntry, Planning, Seat
from placements.planning import places_of
from placements.rotation.solving import solve
from placements.rotation.stored import restore
from tests.factories import TODAY, ExclusionFactory
from tests.placements.conftest import host_with_seats, placed, trainee_of
from trainees.models import Message
from wijkmakers.lib.constraints import Refused, sentence_for
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10)))
PUBLISHED = "published"


@pytest.fixture
def people(cohort, periods, public, housing):
    """Four trainees, three hosts with two seats, and no placements."""
    for number, sector in enumerate((public, housing, public)):
        host_with_seats(periods, name=f"Host {number}", code=f"H{chr(65 + number)}X", sector=sector)
    return [trainee_of(cohort, "Tess", f"T{number}") for number in range(4)]


@pytest.fixture
def draft(cohort, people, coordinator):
    """Makes a draft of the whole cohort, solved. `seed` decides which of the equally good plans it is."""

    def make(seed=1, keeps=True):
        facts, planning = staffing.load(cohort), Planning.objects.for_cohort(cohort)
        asked = asked_of(facts, planning, first=facts.periods[1], keeps=keeps)
        plan = start_plan(cohort=cohort, asked=asked, objective="fair", by=coordinator)
        answer = solve(restore(plan.problem | {"seed": seed}))
        PlanEntry.objects.bulk_create(
            PlanEntry(
                plan=plan, trainee_id=place.trainee, period_id=place.period, host_id=place.host,
                starts_on=place.span.first, ends_on=place.span.last,
            )
            for place in places_of(facts, answer.assignment)
        )  # fmt: skip
        Plan.objects.filter(pk=plan.pk).update(state="ready")
        return plan

    return make


def publishing(plan, by):
    return told(lambda: actions.publish_plan(plan=plan, by=by, now=NOW, today=TODAY), PUBLISHED)


def told(act, done):
    """An attempt, and in a word what became of it."""

    def attempt():
        try:
            act()
        except (Refused, Conflict) as refusal:
            return type(refusal).__name__
        except IntegrityError as broken:
            return "rule" if sentence_for(broken) else "fault"
        except OperationalError:
            return "stuck"
        except Placement.DoesNotExist:
            return "gone"
        return done

    return attempt


def without_locks(attempt, when_it_writes):
    """The same attempt without any lock of rows; `when_it_writes` is called before its first change."""
    first = iter([True])

    def watch(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and next(first, False):
            when_it_writes()
        return execute(re.sub(r" FOR (NO KEY )?UPDATE( OF \S+)?", "", sql), params, many, context)

    def run():
        with connection.execute_wrapper(watch):
            return attempt()

    return run


def standing():
    return set(Placement.objects.values_list("trainee", "host", "starts_on", "ends_on"))


def entries_of(plan):
    return set(PlanEntry.objects.of_plan(plan).values_list("trainee", "host", "starts_on", "ends_on"))


class TestTwoPublish:
    ATTEMPTS = 8

    def test_the_same_draft(self, at_once, draft, people, coordinator):
        plan = draft()
        found = at_once([publishing(plan, coordinator)] * self.ATTEMPTS)
        assert Counter(found) == {PUBLISHED: 1, "Refused": self.ATTEMPTS - 1}
        assert standing() == entries_of(plan)
        assert Message.objects.count() == len(people)

    def test_two_drafts(self, at_once, draft, coordinator):
        plans = [draft(seed) for seed in (1, 2)]
        assert entries_of(plans[0]) != entries_of(plans[1])
        found = at_once([publishing(plan, coordinator) for plan in plans])
        assert Counter(found) == {PUBLISHED: 1, "Refused": 1}
        assert standing() == entries_of(plans[found.index(PUBLISHED)])

    def test_it_could_go_wrong(self, at_once, draft, coordinator):
        """Without the locks nobody is told that the other came first: they stumble over each other."""
        plans = [draft(seed) for seed in (1, 2)]
        both_looked = threading.Barrier(2)
        attempts = [
            without_locks(publishing(plan, coordinator), lambda: both_looked.wait(30)) for plan in plans
        ]
        found = Counter(at_once(attempts))
        assert found["Refused"] == 0
        assert found["rule"] + found["stuck"] >= 1


class TestPlacingMeanwhile:
    def placing(self, trainee, period, by):
        """By hand, at the first host that has room."""
        host = Seat.objects.filter(period=period).earliest("pk").host
        return told(
            lambda: actions.place(
                trainee=trainee, host=host, period=period,
                starts_on=period.starts_on, ends_on=period.ends_on, by=by,
            ),
            "placed",
        )  # fmt: skip

    def test_one_comes_first_and_the_other_is_told(self, at_once, draft, people, periods, coordinator):
        plan = draft()
        placing = [self.placing(trainee, periods[1], coordinator) for trainee in people]
        found = at_once([publishing(plan, coordinator), *placing])
        if found[0] == PUBLISHED:
            assert "placed" not in found
            assert standing() == entries_of(plan)
        else:
            assert found[0] == "Refused"
            assert found.count("placed") == Placement.objects.count() > 0

    def test_it_could_go_wrong(self, at_once, draft, people, periods, coordinator):
        """Without the locks the draft is published although it is out of date, and breaks on a rule."""
        plan, (noor, *_others) = draft(), people
        looked, placed = threading.Event(), threading.Event()

        def when_it_writes():
            looked.set()
            placed.wait(30)

        place = self.placing(noor, periods[1], coordinator)

        def place_in_between():
            looked.wait(30)
            try:
                return place()
            finally:
                placed.set()

        publish = without_locks(publishing(plan, coordinator), when_it_writes)
        assert at_once([publish, place_in_between]) == ["rule", "placed"]


class TestEditingMeanwhile:
    """A draft that moves somebody, while a colleague moves the same person elsewhere."""

    @pytest.fixture
    def moving(self, draft, people, periods, coordinator):
        hosts = [seat.host for seat in Seat.objects.filter(period=periods[1]).order_by("pk")]
        placement = placed(people[0], hosts[0], number=2)
        ExclusionFactory(trainee=people[0], host=hosts[0])
        plan = draft(keeps=False)
        planned = plan.entries.get(trainee=people[0], period=periods[1]).host
        placement.host = next(host for host in hosts[1:] if host != planned)
        change = told(
            lambda: actions.change_placement(placement=placement, seen=1, by=coordinator), "changed"
        )
        return plan, change

    @pytest.mark.parametrize("number", range(3))
    def test_one_comes_first_and_the_other_is_told(self, at_once, moving, coordinator, number):
        plan, change = moving
        found = at_once([publishing(plan, coordinator), change])
        assert found in ([PUBLISHED, "gone"], ["Refused", "changed"])
        assert (standing() == entries_of(plan)) == (found[0] == PUBLISHED)

    def test_it_could_go_wrong(self, at_once, moving, coordinator):
        """Without the locks the draft throws away what the colleague has just saved."""
        plan, change = moving
        looked, changed = threading.Event(), threading.Event()

        def when_it_writes():
            looked.set()
            changed.wait(30)

        def change_in_between():
            looked.wait(30)
            try:
                return change()
            finally:
                changed.set()

        publish = without_locks(publishing(plan, coordinator), when_it_writes)
        assert at_once([publish, change_in_between]) == [PUBLISHED, "changed"]
        assert standing() == entries_of(plan)


class TestSeatsMeanwhile:
    def taking_away(self, plan, cohort, by):
        """All seats of a host at which the draft places somebody."""
        entry = plan.entries.earliest("pk")
        change = actions.SeatChange(entry.host_id, entry.period_id, seen=(0, 2), numbers=(0, 0))
        return told(lambda: actions.set_seats(cohort=cohort, changes=[change], by=by), "taken away")

    def crowded(self):
        return [
            row
            for row in Placement.objects.values_list("host", "period")
            if Placement.objects.filter(host=row[0], period=row[1]).count()
            > sum(Seat.objects.filter(host=row[0], period=row[1]).values_list("maximum", flat=True))
        ]

    def test_one_comes_first_and_the_other_is_told(self, at_once, draft, cohort, coordinator):
        plan = draft()
        found = at_once([publishing(plan, coordinator), self.taking_away(plan, cohort, coordinator)])
        assert found in ([PUBLISHED, "rule"], ["Refused", "taken away"])
        assert self.crowded() == []

    def test_it_could_go_wrong(self, at_once, draft, cohort, coordinator):
        """Without the locks and the rule of the database, somebody has a place where there is none."""
        plan = draft()
        looked, gone = threading.Event(), threading.Event()

        def when_it_writes():
            looked.set()
            gone.wait(30)

        def publish():
            # Not with pgtrigger.ignore: it adds a parameter to each query, which those of a job do not take.
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
            return publishing(plan, coordinator)()

        take_away = self.taking_away(plan, cohort, coordinator)

        def take_away_in_between():
            looked.wait(30)
            try:
                return take_away()
            finally:
                gone.set()

        attempts = [without_locks(publish, when_it_writes), take_away_in_between]
        assert at_once(attempts) == [PUBLISHED, "taken away"]
        assert self.crowded() != []
