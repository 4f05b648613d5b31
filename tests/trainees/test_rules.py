import pytest

from tests.factories import ClosedDayFactory, CohortFactory, PauseFactory, UserFactory
from trainees import rules
from trainees.models import ClosedDay

pytestmark = pytest.mark.django_db


def test_a_cohort_is_changed_by_its_coordinators(cohort, coordinator, colleague, stranger):
    assert rules.can_change_cohort(coordinator, cohort)
    assert rules.can_change_cohort(UserFactory(admin=True), cohort)
    assert not rules.can_change_cohort(colleague, cohort)
    assert not rules.can_change_cohort(stranger, cohort)


def test_a_cohort_is_started_by_any_coordinator(stranger, trainee):
    assert rules.can_start_cohort(stranger)
    assert rules.can_start_cohort(UserFactory(admin=True))
    assert not rules.can_start_cohort(trainee.user)


def test_a_trainee_and_a_pause_follow_their_cohort(trainee, coordinator, colleague):
    pause = PauseFactory(trainee=trainee)
    assert rules.can_change_trainee(coordinator, trainee)
    assert not rules.can_change_trainee(colleague, trainee)
    assert rules.can_remove_pause(coordinator, pause)
    assert not rules.can_remove_pause(trainee.user, pause)


def test_a_coordinator_is_removed_by_a_coordinator_of_the_same_cohort(cohort, coordinator, colleague):
    coordination = coordinator.coordinations.get()
    assert rules.can_remove_coordinator(coordinator, coordination)
    assert not rules.can_remove_coordinator(colleague, coordination)


def test_days_for_all_belong_to_every_coordinator(stranger, trainee):
    day = ClosedDayFactory()
    assert rules.can_change_closed_day(stranger, day)
    assert rules.can_remove_closed_day(stranger, day)
    assert not rules.can_change_closed_day(trainee.user, day)
    assert not rules.can_remove_closed_day(trainee.user, day)


def test_days_of_a_cohort_belong_to_its_coordinators(cohort, coordinator, stranger):
    day = ClosedDayFactory(cohort=cohort)
    assert rules.can_change_closed_day(coordinator, day)
    assert not rules.can_change_closed_day(stranger, day)
    assert not rules.can_remove_closed_day(UserFactory(coordinates=CohortFactory()), day)


def test_a_public_holiday_can_go_but_not_become_another_day(coordinator):
    day = ClosedDayFactory(kind=ClosedDay.Kind.PUBLIC)
    assert rules.can_remove_closed_day(coordinator, day)
    assert not rules.can_change_closed_day(coordinator, day)
