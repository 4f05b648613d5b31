"""A cohort of three periods, three hosts in two sectors, and the people around them on 18 November 2026."""

import datetime as dt
from dataclasses import replace

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from placements import staffing
from placements.actions import start_plan
from placements.asking import asked_of
from placements.drafts import costs_of, spot_of
from placements.models import Plan, Planning, Seat
from placements.rotation.solving import solve
from placements.rotation.stored import restore
from tests.factories import (
    TODAY,
    CohortFactory,
    HostFactory,
    HostMemberFactory,
    PlacementFactory,
    PlanEntryFactory,
    SectorFactory,
    TraineeFactory,
    UserFactory,
    WishFactory,
)


def page(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def groups(form):
    """The hosts that are offered, by the heading above them."""
    return {
        group: [str(label.code) for _pk, label in found]
        for group, found in form.fields["host"].widget.choices
    }


@pytest.fixture
def today(time_machine):
    time_machine.move_to(timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10))))
    return TODAY


@pytest.fixture
def cohort(db):
    """1 September 2026 to 31 August 2028, with a switch on 1 May 2027 and one on 1 January 2028."""
    return CohortFactory(name="Lichting 2026", periods=3)


@pytest.fixture
def periods(cohort):
    return list(cohort.periods.order_by("number"))


@pytest.fixture
def public(db):
    return SectorFactory(name="public", position=1)


@pytest.fixture
def housing(db):
    return SectorFactory(name="housing", position=2)


def host_with_seats(periods, maximum=2, **fields):
    """A host that takes `maximum` trainees in each of these periods."""
    host = HostFactory(**fields)
    for period in periods:
        Seat.objects.create(host=host, period=period, maximum=maximum)
    return host


@pytest.fixture
def gro(periods, public):
    return host_with_seats(periods, name="Gemeente", code="GRO", look="blue", sector=public)


@pytest.fixture
def pro(periods, public):
    return host_with_seats(periods, name="Provincie", code="PRO", look="teal", sector=public)


@pytest.fixture
def lef(periods, housing):
    return host_with_seats(periods, name="Lefier", code="LEF", look="rust", sector=housing)


@pytest.fixture
def hosts(gro, pro, lef):
    return [gro, pro, lef]


@pytest.fixture
def anna(lef):
    """A supervisor at Lefier."""
    return HostMemberFactory(host=lef, user__first_name="Anna", user__last_name="Vos", job="opzichter")


def trainee_of(cohort, first_name, last_name="Test", **fields):
    user = UserFactory(first_name=first_name, last_name=last_name)
    return TraineeFactory(cohort=cohort, user=user, **fields)


@pytest.fixture
def noor(cohort):
    return trainee_of(cohort, "Noor", "Dijkema")


@pytest.fixture
def sander(cohort):
    return trainee_of(cohort, "Sander", "Holtrop")


def placed(trainee, host, number=1, **fields):
    return PlacementFactory(trainee=trainee, host=host, number=number, **fields)


@pytest.fixture
def coordinator(cohort):
    return UserFactory(first_name="Marleen", last_name="Kuipers", coordinates=cohort)


@pytest.fixture
def colleague(cohort):
    """May see this cohort, as a trainee of it, but coordinates another."""
    user = UserFactory(first_name="Zwaan", last_name="Zand", coordinates=CohortFactory())
    TraineeFactory(cohort=cohort, user=user)
    return user


@pytest.fixture
def stranger(db):
    """Coordinates another cohort and has nothing to do with this one."""
    return UserFactory(coordinates=CohortFactory())


@pytest.fixture
def as_coordinator(english, coordinator, today):
    """The client of the coordinator, in English."""
    english.force_login(coordinator)
    return english


@pytest.fixture
def laid(cohort, coordinator):
    """Makes a draft that is ready, with whole periods as given: {(trainee, number): host}. What each gives up
    is counted from what the planner finds possible; `number`: of the first period that is planned."""

    def draft(places, *, number=1, **asked):
        facts = staffing.load(cohort)
        asked = asked_of(facts, Planning(cohort=cohort), first=facts.periods[number - 1], **asked)
        plan = start_plan(cohort=cohort, asked=asked, objective="fair", by=coordinator)
        for (trainee, place), host in places.items():
            PlanEntryFactory(plan=plan, trainee=trainee, host=host, number=place)
        problem = restore(plan.problem)
        plan.best_alone = dict(solve(replace(problem, seats=tuple(map(_roomy, problem.seats)))).best_alone)
        plan.losses = costs_of(plan, problem).of_all(map(spot_of, plan.entries.all()))
        plan.levels = [{"name": "largest", "value": plan.largest_loss, "bound": 0, "threshold": None}]
        plan.state = Plan.State.READY
        plan.save()
        return plan

    return draft


def _roomy(seat):
    return replace(seat, minimum=0, maximum=99)


@pytest.fixture
def plan(laid, noor, sander, gro, pro, lef):
    """Periods 2 and 3 are planned: Noor at Lefier and then Gemeente, Sander at Gemeente and then Lefier."""
    for rank, host in enumerate((lef, gro), 1):
        WishFactory(trainee=noor, host=host, rank=rank)
    return laid({(noor, 2): lef, (noor, 3): gro, (sander, 2): gro, (sander, 3): lef}, number=2)


@pytest.fixture
def url(plan, noor, periods):
    """The place of Noor in period 2."""
    return f"/plans/{plan.pk}/trainees/{noor.pk}/periods/{periods[1].pk}/"


@pytest.fixture
def body(lef, periods):
    def make(**changes):
        days = {"starts_on": periods[1].starts_on, "ends_on": periods[1].ends_on}
        return {"host": lef.pk, "pinned": "on", "seen": 1, **days} | changes

    return make


def shown(client, plan):
    return client.get(f"/plans/{plan.pk}/")
