"""The page that lays out a programme around the switches."""

import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Draft, Programme, Session
from tests.factories import (
    TODAY,
    ClosedDayFactory,
    CohortFactory,
    ModuleFactory,
    ProgrammeFactory,
    TraineeFactory,
    UserFactory,
    local,
    make_periods,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(local(TODAY, 10), tick=False)


@pytest.fixture
def programme(db):
    cohort = CohortFactory(name="Lichting 2026", starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2027, 1, 8))
    make_periods(cohort, 2)
    made = ProgrammeFactory(cohort=cohort, development_every=0)
    ModuleFactory(curriculum=made.curriculum, number=1, session_count=3, title="De wijk lezen")
    return made


@pytest.fixture
def coordinator(programme):
    return UserFactory(coordinates=programme.cohort)


@pytest.fixture
def planner(english, coordinator):
    english.force_login(coordinator)
    return english


def url_of(programme):
    return reverse("programme_lay", args=[programme.cohort_id])


def test_says_what_is_asked_before_anything_is_laid(planner, programme):
    page = planner.get(url_of(programme))
    assert "3 sessions and development days for 19 open learning days." in page.text
    assert not Draft.objects.exists()


def test_everything_fits(planner, programme):
    page = planner.post(url_of(programme), follow=True)
    assert page.redirect_chain == [(reverse("programme", args=[programme.cohort_id]), 302)]
    assert "3 sessions have a place in the draft. Everything fits. Look at it, then publish." in page.text
    assert "3 changes are not published yet." in page.text
    assert Draft.objects.count() == 3
    assert not Session.objects.exists()


def test_what_does_not_fit_is_told_with_what_would_help(planner, programme):
    ClosedDayFactory(starts_on=TODAY, ends_on=dt.date(2027, 1, 1), cohort=programme.cohort, name="Dicht")
    page = planner.post(url_of(programme), follow=True)
    assert page.redirect_chain == [(url_of(programme), 302)]
    assert "2 sessions have no place." in page.text
    assert "This would help:" in page.text
    assert "Learning on days of the kind “own closed day” as well" in page.text
    # It stands there still when somebody comes back.
    assert "2 sessions have no place." in planner.get(url_of(programme)).text


def test_what_is_in_the_draft_can_stay(planner, programme):
    planner.post(url_of(programme))
    first = Draft.objects.in_order().first()
    Draft.objects.filter(pk=first.pk).update(
        starts_at=local(dt.date(2026, 12, 18), 9, 30), ends_at=local(dt.date(2026, 12, 18), 16, 30)
    )
    planner.post(url_of(programme), {"keeps_drafts": "on"})
    assert Draft.objects.get(pk=first.pk).day() == dt.date(2026, 12, 18)


def test_without_a_curriculum(planner, coordinator):
    cohort = CohortFactory()
    coordinator.coordinations.create(cohort=cohort)
    assert planner.get(reverse("programme_lay", args=[cohort.pk])).status_code == 404


def test_only_its_coordinators(english, planner, programme):
    url = url_of(programme)
    trainee = TraineeFactory(cohort=programme.cohort).user
    colleague = UserFactory(coordinates=CohortFactory())
    TraineeFactory(cohort=programme.cohort, user=colleague)
    stranger = UserFactory(coordinates=CohortFactory())
    assert planner.put(url).status_code == 405
    for user, code in ((trainee, 404), (stranger, 404), (colleague, 403)):
        english.force_login(user)
        assert [english.get(url).status_code, english.post(url).status_code] == [code, code]
    assert Programme.objects.get().laid is None


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(planner, programme, rows, django_assert_num_queries):
    for number in range(rows):
        ModuleFactory(curriculum=programme.curriculum, number=number + 2)
    with django_assert_num_queries(16):
        planner.get(url_of(programme))
