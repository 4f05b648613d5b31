"""A cohort in its first period, with Noor in it. Everything happens on Wednesday 18 November 2026."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import (
    TODAY,
    CohortFactory,
    HostFactory,
    HostMemberFactory,
    ModuleFactory,
    PlacementFactory,
    ProgrammeFactory,
    SessionFactory,
    TraineeFactory,
    UserFactory,
)
from tests.wijkmakers.subscribing import subscribes


@pytest.fixture
def today(time_machine):
    time_machine.move_to(timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10))))
    return TODAY


@pytest.fixture
def cohort(db):
    return CohortFactory(name="Lichting 2026", periods=3)


@pytest.fixture
def coordinator(cohort):
    return UserFactory(first_name="Marleen", last_name="Kuipers", coordinates=cohort)


@pytest.fixture
def noor(cohort):
    user = UserFactory(first_name="Noor", last_name="Dijkema", email="noor@example.org")
    return TraineeFactory(cohort=cohort, user=user)


@pytest.fixture
def placed(noor):
    host = HostFactory(name="Lefier", code="LEF", look="teal", work_hours="09:00–17:00")
    bram = UserFactory(first_name="Bram", last_name="Postma")
    return PlacementFactory(trainee=noor, host=host, supervisor=HostMemberFactory(host=host, user=bram))


@pytest.fixture
def lesson(cohort):
    """This Friday: the second of three sessions of module 9."""
    module = ModuleFactory(number=9, title="Data en besluitvorming", session_count=3)
    ProgrammeFactory(cohort=cohort, curriculum=module.curriculum)
    anneke = UserFactory(first_name="Anneke", last_name="Sikkens")
    session = SessionFactory(
        cohort=cohort, module=module, number=2, place="Zaal 2", preparation="Lees hoofdstuk 2\n"
    )
    session.lecturers.add(anneke)
    return session


@pytest.fixture
def feed_of_noor(noor):
    return subscribes(noor.user)


def page(response):
    return response.content.decode()


def follows(session, weeks):
    """The session that many weeks later."""
    return SessionFactory(
        cohort=session.cohort, module=session.module, number=session.number + weeks,
        on=dt.date(2026, 11, 20) + weeks * dt.timedelta(weeks=1),
    )  # fmt: skip
