"""Why somebody works where they work, after publishing: true, and for the trainee without naming others."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from placements import staffing
from placements.actions import publish_plan
from placements.models import Placement, Plan, PlanEntry, Planning, Seat
from placements.planning import Asked, places_of, problem_of
from placements.rotation.solving import solve
from placements.rotation.stored import store
from placements.whys import whys
from tests.factories import (
    TODAY,
    CohortFactory,
    PlanEntryFactory,
    PlanFactory,
    PlanStepFactory,
    SectorFactory,
    TraineeFactory,
    UserFactory,
    WishFactory,
)
from tests.placements.conftest import host_with_seats, page, placed

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(9)))


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def seats(hosts):
    """One seat everywhere."""
    Seat.objects.update(maximum=1)


@pytest.fixture
def wished(noor, sander, lef, gro, seats):
    for trainee in (noor, sander):
        WishFactory(trainee=trainee, host=lef, rank=1)
        WishFactory(trainee=trainee, host=gro, rank=2)


def drafted(cohort, first, cells, **fields):
    """A plan in which these people are there from this period on: {(trainee, period): host}."""
    facts = staffing.load(cohort)
    period = next(period for period in facts.periods if period.pk == first.pk)
    problem = problem_of(facts, Asked(period, keeps=fields.pop("keeps", True)))
    number = Plan.objects.count() + 1
    plan = PlanFactory(cohort=cohort, number=number, problem=store(problem), **fields)
    for (trainee, where), host in cells.items():
        PlanEntryFactory(plan=plan, trainee=trainee, host=host, number=where)
    return plan


@pytest.fixture
def published(cohort, periods, noor, sander, lef, gro, wished):
    """Period 3 only: Sander has the seat that both wanted most."""
    plan = drafted(
        cohort, periods[2], {(noor, 3): gro, (sander, 3): lef}, published_at=NOW, published_by=UserFactory()
    )
    placed(noor, gro, 3)
    placed(sander, lef, 3)
    return plan


def of(trainee, *, to_trainee=True):
    return list(whys(trainee, to_trainee=to_trainee).values())


def spot(entry):
    return {
        "trainee": entry.trainee_id, "period": entry.period_id, "host": entry.host_id,
        "starts_on": entry.starts_on.isoformat(), "ends_on": entry.ends_on.isoformat(), "pinned": False,
    }  # fmt: skip


class TestWhys:
    def test_the_trainee_reads_of_nobody_else(self, published, noor):
        [sentence] = of(noor)
        assert sentence == (
            "It was your second wish. At Lefier (your first wish) there was 1 seat then, which went to "
            "somebody else. Here you get to know the sector public."
        )

    def test_the_coordinator_reads_who_it_was(self, published, noor):
        [sentence] = of(noor, to_trainee=False)
        assert sentence == (
            "Second wish. The only seat at Lefier (first wish) went to Sander Holtrop. "
            "Shows the sector public."
        )

    def test_a_draft_says_nothing(self, published, noor):
        Plan.objects.update(published_at=None, published_by=None)
        assert of(noor) == []

    def test_where_and_when_it_holds(self, published, noor, gro, periods):
        assert list(whys(noor, to_trainee=True)) == [(periods[2].pk, gro.pk)]

    def test_a_later_plan_overtakes_it(self, published, cohort, periods, noor, sander, lef, gro):
        drafted(
            cohort, periods[2], {(noor, 3): lef, (sander, 3): gro}, keeps=False,
            published_at=NOW + dt.timedelta(days=1),
        )  # fmt: skip
        assert whys(noor, to_trainee=True) == {
            (periods[2].pk, lef.pk): "It was your first wish. Here you get to know the sector housing."
        }

    def test_what_a_later_plan_only_kept_is_told_by_the_earlier_one(
        self, published, cohort, periods, noor, sander, lef, gro
    ):
        before = of(noor)
        kept = {(noor, 3): gro, (sander, 3): lef}
        drafted(cohort, periods[2], kept, published_at=NOW + dt.timedelta(days=1))
        assert of(noor) == before

    def test_what_was_kept_from_elsewhere_was_agreed(
        self, published, cohort, periods, noor, sander, lef, gro, pro
    ):
        Placement.objects.of_trainee(noor).update(host=pro)
        kept = {(noor, 3): pro, (sander, 3): lef}
        drafted(cohort, periods[2], kept, published_at=NOW + dt.timedelta(days=1))
        assert of(noor) == ["This was agreed beforehand."]

    def test_changed_by_hand_before_it_was_published(self, published, noor, sander, lef, gro):
        """The planner had it the other way round."""
        before = [{**spot(entry), "host": {lef.pk: gro, gro.pk: lef}[entry.host_id].pk}
                  for entry in published.entries.all()]  # fmt: skip
        PlanStepFactory(
            plan=published, before=before, after=[spot(entry) for entry in published.entries.all()]
        )
        assert of(noor) == ["Your coordinator placed you here; it was your second wish."]
        assert of(noor, to_trainee=False) == ["Placed here by hand; it is the second wish."]
        published.steps.update(undone_at=NOW)
        assert of(noor)[0].startswith("It was your second wish. At Lefier (your first wish)")

    def test_half_a_plan_says_nothing(self, published, noor, sander):
        PlanEntry.objects.filter(trainee=sander).delete()
        assert of(noor) == []

    def test_one_query(self, published, noor, django_assert_num_queries):
        with django_assert_num_queries(1):
            whys(noor, to_trainee=False)


@pytest.mark.usefixtures("today")
class TestPages:
    def test_on_the_schedule_of_the_trainee(self, english, published, noor, sander):
        english.force_login(noor.user)
        text = page(english.get("/schedule/"))
        assert "Why here" in text
        assert "It was your second wish. At Lefier (your first wish)" in text
        assert "Sander" not in text

    def test_on_the_page_of_the_coordinator(self, as_coordinator, published, noor):
        text = page(as_coordinator.get(f"/trainees/{noor.pk}/"))
        assert "The only seat at Lefier (first wish) went to Sander Holtrop." in text

    def test_not_when_the_place_was_changed_since(self, english, published, noor, pro):
        Placement.objects.of_trainee(noor).update(host=pro)
        english.force_login(noor.user)
        assert "Why here" not in page(english.get("/schedule/"))

    @pytest.mark.parametrize("plans", [1, 3])
    def test_queries_do_not_grow(
        self, english, published, cohort, periods, noor, sander, lef, gro, plans, django_assert_num_queries
    ):
        for _more in range(1, plans):
            drafted(cohort, periods[2], {(noor, 3): gro, (sander, 3): lef}, published_at=NOW)
        english.force_login(noor.user)
        with django_assert_num_queries(10):
            english.get("/schedule/")


def test_nobody_is_named_in_a_whole_cohort(today):
    """Eleven people, seven hosts, three periods: what each reads has the name of none of the others in it."""
    cohort = CohortFactory(periods=3, starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2028, 12, 31))
    periods = list(cohort.periods.order_by("number"))
    sectors = [SectorFactory() for _number in range(4)]
    hosts = [
        host_with_seats(periods, maximum=2, name=f"Organisatie {number}", sector=sectors[number % 4])
        for number in range(7)
    ]
    people = [
        TraineeFactory(cohort=cohort, user=UserFactory(first_name=f"Kievit{n}", last_name=f"Zilvermeeuw{n}"))
        for n in range(11)
    ]
    for place, trainee in enumerate(people):
        for rank in range(1, 5):
            WishFactory(trainee=trainee, host=hosts[(place % 3 + rank) % 7], rank=rank)
    facts = staffing.load(cohort)
    problem = problem_of(facts, Asked(facts.periods[0], weights=Planning().weights()))
    proposal = solve(problem, "fair", 20)
    plan = PlanFactory(cohort=cohort, problem=store(problem))
    PlanEntry.objects.bulk_create(
        PlanEntry(
            plan=plan, trainee_id=place.trainee, period_id=place.period, host_id=place.host,
            starts_on=place.span.first, ends_on=place.span.last,
        )
        for place in places_of(facts, proposal.assignment)
    )  # fmt: skip
    publish_plan(plan=plan, by=UserFactory(), now=NOW, today=TODAY)
    told = {trainee: whys(trainee, to_trainee=True) for trainee in people}
    placements = {(row.trainee, row.period_id, row.host_id) for row in Placement.objects.all()}
    assert {(who, *where) for who, found in told.items() for where in found} == placements
    words = " ".join(sentence for found in told.values() for sentence in found.values())
    assert "went to" in words
    assert "Kievit" not in words
    assert "Zilvermeeuw" not in words
    named = " ".join(sentence for trainee in people for sentence in whys(trainee, to_trainee=False).values())
    assert "Zilvermeeuw" in named
