"""The admin of an edition that only finished cohorts followed: to look at."""

import datetime as dt

import pytest

from curriculum.editions import CLOSED
from curriculum.models import Coverage, Goal, Lesson, Material, Module, Prerequisite, Theme, Track
from tests.admin_pages import act, errors, new_url, row_url, save
from tests.factories import (
    CohortFactory,
    CoverageFactory,
    CurriculumFactory,
    GoalFactory,
    LessonFactory,
    MaterialFactory,
    ModuleFactory,
    PrerequisiteFactory,
    ProgrammeFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def over():
    """A module with everything, in an edition that only a finished cohort followed."""
    old = CohortFactory(starts_on=dt.date(2022, 9, 1), ends_on=dt.date(2024, 8, 31))
    edition = ProgrammeFactory(cohort=old, curriculum=CurriculumFactory(name="Wijkmakers 2022")).curriculum
    first = ModuleFactory(curriculum=edition, number=1, theme=ThemeFactory(curriculum=edition))
    module = ModuleFactory(curriculum=edition, track=first.track, number=2, title="De wijk lezen")
    PrerequisiteFactory(module=module, needs=first)
    CoverageFactory(module=module, goal=GoalFactory(curriculum=edition))
    LessonFactory(module=module)
    MaterialFactory(module=module)
    return module


def parts(module):
    """A row of everything that an edition holds."""
    kinds = (Track, Theme, Goal, Lesson, Prerequisite, Coverage, Material)
    return [module.curriculum, module, *(kind.objects.first() for kind in kinds)]


def test_each_page_is_to_look_at_and_says_why(admin, over):
    for row in parts(over):
        page = admin.get(row_url(row))
        assert str(CLOSED) in page.text, row
        assert not page.context["has_change_permission"], row
        assert not page.context["has_delete_permission"], row
        assert 'name="_save"' not in page.text, row
        assert [i for i in page.context["inline_admin_formsets"] if i.has_add_permission] == [], row


def test_what_is_sent_all_the_same_is_refused(admin, over):
    for row in parts(over):
        assert admin.post(row_url(row), {"title": "Anders", "name": "Anders"}).status_code == 403, row
        assert admin.post(row_url(row, "delete"), {"post": "yes"}).status_code == 403, row
    over.refresh_from_db()
    assert (over.title, over.version) == ("De wijk lezen", 1)


def test_nothing_is_added_to_it(admin, over):
    answer = save(
        admin, new_url(Module), curriculum=over.curriculum_id, number="3", title="Nieuw", track=over.track_id
    )
    assert errors(answer) == [str(CLOSED)]
    answer = save(admin, new_url(Lesson), module=over.pk, number="2", title="Op pad")
    assert errors(answer) == [str(CLOSED)]
    assert (Module.objects.count(), Lesson.objects.count()) == (2, 1)


def test_nothing_moves_into_it(admin, over):
    coverage = CoverageFactory()
    goal = Goal.objects.of_curriculum(over.curriculum).get()
    Coverage.objects.of_curriculum(over.curriculum).delete()
    answer = save(admin, row_url(coverage), module=over.pk, goal=goal.pk)
    assert errors(answer) == [str(CLOSED)]


def test_not_by_the_dozen_either(admin, over):
    assert act(admin, Lesson, "delete_selected", Lesson.objects.get(), post="yes").status_code == 403
    assert Lesson.objects.exists()


def test_it_opens_again_with_a_cohort_that_follows_it(admin, over):
    ProgrammeFactory(curriculum=over.curriculum)
    page = admin.get(row_url(over))
    assert str(CLOSED) not in page.text
    save(admin, row_url(over), title="De buurt lezen")
    over.refresh_from_db()
    assert over.title == "De buurt lezen"


def test_what_is_on_the_page_costs_one_question(admin, over, django_assert_num_queries):
    """However many rows and buttons want to know whether the edition is closed."""
    first = Module.objects.get(number=1)
    with django_assert_num_queries(10):
        admin.get(row_url(first))
    for number in range(1, 3):
        LessonFactory(module=first, number=number)
    with django_assert_num_queries(10):
        admin.get(row_url(first))
