"""A cohort, and the people around it. Everything happens on Wednesday 18 November 2026."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import TODAY, CohortFactory, TraineeFactory, UserFactory


@pytest.fixture
def today(time_machine):
    time_machine.move_to(timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10))))
    return TODAY


@pytest.fixture
def cohort(db):
    return CohortFactory(name="Lichting 2026")


@pytest.fixture
def trainee(cohort):
    user = UserFactory(first_name="Noor", last_name="Dijkema", email="noor@example.org")
    return TraineeFactory(cohort=cohort, user=user, city="Groningen", study="Planologie")


@pytest.fixture
def coordinator(cohort):
    return UserFactory(first_name="Marleen", last_name="Kuipers", coordinates=cohort)


@pytest.fixture
def colleague(cohort):
    """May see this cohort, as a trainee of it, but coordinates another."""
    user = UserFactory(coordinates=CohortFactory())
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
