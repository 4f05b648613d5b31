"""The page that lays out a programme around the switches."""

import datetime as dt

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from curriculum.models import Draft, Module, Programme, Session
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
from trainees.models import Cohort
from wijkmakers import tasks
from wijkmakers.switches import switches_of

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


@pytest.fixture
def lay(planner, programme):
    """Asks for it, and is the worker as well; the page that comes then."""

    def act(**options):
        page = planner.post(url_of(programme), options)
        assert page.status_code == 302
        tasks.lay_out_programme(programme=programme.pk, keeps_drafts=bool(options))
        return planner.get(page.url)

    return act


def test_the_worker_is_asked_and_the_page_waits(planner, programme, coordinator):
    page = planner.post(url_of(programme), follow=True)
    assert page.redirect_chain == [(url_of(programme), 302)]
    assert "The programme is being laid out." in page.text
    assert "data-poll" in page.text
    assert "Lay out in the draft" not in page.text
    [job] = ProcrastinateJob.objects.filter(task_name="wijkmakers.tasks.lay_out_programme")
    assert job.args == {"programme": programme.pk, "keeps_drafts": False}
    again = planner.post(url_of(programme))
    assert "This programme is being laid out already. Wait for it." in again.text


def test_everything_fits(lay, planner, programme):
    page = lay()
    assert "3 sessions have a place in the draft. Everything fits." in page.text
    assert reverse("programme", args=[programme.cohort_id]) in page.text
    assert "data-poll" not in page.text
    assert Draft.objects.count() == 3
    assert not Session.objects.exists()
    Draft.objects.all().delete()
    page = planner.get(url_of(programme))
    assert "Nothing of it is in the draft any more." in page.text
    assert "have a place in the draft" not in page.text


def test_what_does_not_fit_is_told_with_what_would_help(lay, programme):
    ClosedDayFactory(starts_on=TODAY, ends_on=dt.date(2027, 1, 1), cohort=programme.cohort, name="Dicht")
    page = lay()
    assert "2 sessions have no place." in page.text
    assert "This would help:" in page.text
    assert "Learning on days of the kind “own closed day” as well" in page.text


def test_what_is_in_the_draft_can_stay(lay, programme):
    lay()
    first = Draft.objects.in_order().first()
    Draft.objects.filter(pk=first.pk).update(
        starts_at=local(dt.date(2026, 12, 18), 9, 30), ends_at=local(dt.date(2026, 12, 18), 16, 30)
    )
    lay(keeps_drafts="on")
    assert Draft.objects.get(pk=first.pk).day() == dt.date(2026, 12, 18)


def test_the_switches_are_those_of_the_periods(programme):
    assert switches_of(programme.cohort) == [programme.cohort.periods.get(number=2).starts_on]


def test_what_goes_wrong_is_told_and_changes_nothing(planner, programme):
    """Dates that cannot be right make the generator refuse; nobody waits for it."""
    planner.post(url_of(programme))
    programme.cohort.periods.all().delete()
    Cohort.objects.filter(pk=programme.cohort_id).update(ends_on=dt.date(2062, 8, 31))
    with pytest.raises(ValueError, match="lasts"):
        tasks.lay_out_programme(programme=programme.pk, keeps_drafts=False)
    page = planner.get(url_of(programme))
    assert "Laying it out went wrong, and nothing was changed." in page.text
    assert "The dates of this cohort cannot be right." in page.text
    assert not Draft.objects.exists()


def test_a_learning_day_in_the_afternoon(lay, programme):
    Cohort.objects.filter(pk=programme.cohort_id).update(day_starts_at="13:30", day_ends_at="17:30")
    Module.objects.update(is_half_day=True)
    assert "Everything fits." in lay().text
    assert {draft.hours() for draft in Draft.objects.all()} <= {"13:30–15:30", "15:30–17:30"}


def test_nobody_asked(programme):
    tasks.lay_out_programme(programme=programme.pk, keeps_drafts=False)
    assert Programme.objects.get().laid_at is None


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
    with django_assert_num_queries(13):
        planner.get(url_of(programme))
