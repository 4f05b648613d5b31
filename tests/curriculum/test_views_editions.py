"""Copying an edition, its final goals, and pages of an edition that is over."""

import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Curriculum, Goal
from tests.factories import (
    CohortFactory,
    CoverageFactory,
    CurriculumFactory,
    GoalFactory,
    LessonFactory,
    MaterialFactory,
    ModuleFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db

CLOSED = "Only cohorts that have finished followed this edition."


@pytest.fixture
def over(coordinator):
    """An edition that only a finished cohort followed."""
    made = CurriculumFactory(name="Wijkmakers 2022")
    old = CohortFactory(name="Lichting 2022", starts_on=dt.date(2022, 9, 1), ends_on=dt.date(2024, 8, 31))
    ProgrammeFactory(cohort=old, curriculum=made)
    return made


class TestCurriculumCopy:
    def url(self, curriculum):
        return reverse("curriculum_copy", args=[curriculum.pk])

    def test_it_says_what_goes_along(self, browse, coordinator, module):
        LessonFactory(module=module)
        MaterialFactory(module=module)
        page = browse(coordinator).get(self.url(module.curriculum))
        assert page.context["form"].initial == {"name": "Wijkmakers 2027"}
        assert page.context["content"] == {
            "tracks": 1, "themes": 0, "goals": 0, "modules": 1, "lessons": 1, "files": 0, "links": 1,
        }  # fmt: skip
        assert "1 module with its lecturers, its order and what it works towards" in page.text

    def test_it_is_made(self, browse, coordinator, module):
        page = browse(coordinator).post(self.url(module.curriculum), {"name": "Wijkmakers 2027"}, follow=True)
        made = Curriculum.objects.get(name="Wijkmakers 2027")
        assert page.redirect_chain[-1][0] == reverse("curriculum", args=[made.pk])
        assert "Wijkmakers 2027 is there, with everything from Wijkmakers 2026." in page.text
        assert [m.title for m in made.modules.all()] == ["Data en besluitvorming"]
        assert "Made from" in page.text

    def test_a_name_once(self, browse, coordinator, curriculum):
        page = browse(coordinator).post(self.url(curriculum), {"name": "wijkmakers 2026"})
        assert page.context["form"].errors == {"name": ["There is already a curriculum with this name."]}
        assert Curriculum.objects.count() == 1

    def test_also_of_one_that_is_over(self, browse, coordinator, over):
        browse(coordinator).post(self.url(over), {"name": "Wijkmakers 2023"})
        assert Curriculum.objects.get(name="Wijkmakers 2023").copied_from == over

    def test_only_coordinators(self, browse, trainee, lecturer, coordinator, curriculum):
        url = self.url(curriculum)
        assert [browse(user).get(url).status_code for user in (trainee.user, lecturer)] == [404, 404]
        assert browse(coordinator).delete(url).status_code == 405


class TestOver:
    """Only finished cohorts followed it."""

    def test_the_edition_says_so(self, browse, coordinator, over):
        page = browse(coordinator).get(reverse("curriculum", args=[over.pk]))
        assert CLOSED in page.text
        assert reverse("curriculum_copy", args=[over.pk]) in page.text
        assert reverse("module_new", args=[over.pk]) not in page.text
        assert "Also followed by cohorts of others: Lichting 2022." in page.text

    @pytest.mark.parametrize(
        "name", ["curriculum_edit", "track_new", "theme_new", "goal_new", "module_new", "coverage_edit"]
    )
    def test_its_forms_say_so_instead(self, browse, coordinator, over, name):
        page = browse(coordinator).get(reverse(name, args=[over.pk]))
        assert CLOSED in page.text
        assert '<form method="post" class="form"' not in page.text

    def test_what_is_sent_anyway_is_refused(self, browse, coordinator, over):
        page = browse(coordinator).post(reverse("goal_new", args=[over.pk]), {"text": "Je kunt luisteren"})
        assert CLOSED in str(page.context["form"].non_field_errors())
        assert "Je kunt luisteren" in page.text
        assert not Goal.objects.exists()

    def test_nothing_of_it_is_removed_or_moved(self, browse, coordinator, over):
        first, second = (GoalFactory(curriculum=over, position=place) for place in (0, 1))
        page = browse(coordinator).post(reverse("goal_remove", args=[first.pk]), {"seen": 1})
        assert CLOSED in page.text
        assert browse(coordinator).post(reverse("goal_up", args=[second.pk])).status_code == 403
        assert list(Goal.objects.in_order()) == [first, second]

    def test_its_material_stays_too(self, browse, coordinator, over):
        material = MaterialFactory(module=ModuleFactory(curriculum=over))
        page = browse(coordinator).get(reverse("material_edit", args=[material.pk]))
        assert CLOSED in page.text
        assert browse(coordinator).post(reverse("material_up", args=[material.pk])).status_code == 403

    def test_a_cohort_that_runs_opens_it(self, browse, coordinator, over, cohort):
        ProgrammeFactory(cohort=cohort, curriculum=over)
        page = browse(coordinator).get(reverse("goal_new", args=[over.pk]))
        assert "Lichting 2026 follows this edition now. Lichting 2022 has finished with it." in page.text
        assert "What you change here changes for them too." in page.text
        assert reverse("curriculum_copy", args=[over.pk]) in page.text


class TestGoals:
    def test_added_changed_removed(self, browse, coordinator, curriculum):
        client = browse(coordinator)
        page = client.post(
            reverse("goal_new", args=[curriculum.pk]), {"text": "Je kunt \r\n luisteren"}, follow=True
        )
        assert "The final goal “Je kunt luisteren” is saved." in page.text
        goal = Goal.objects.get()
        client.post(reverse("goal_edit", args=[goal.pk]), {"text": "Je luistert", "seen": 1})
        goal.refresh_from_db()
        assert (goal.text, goal.version) == ("Je luistert", 2)
        client.post(reverse("goal_remove", args=[goal.pk]), {"seen": 2})
        assert not Goal.objects.exists()

    def test_one_goes_after_the_others(self, browse, coordinator, curriculum):
        GoalFactory(curriculum=curriculum, position=4)
        browse(coordinator).post(reverse("goal_new", args=[curriculum.pk]), {"text": "Laatste"})
        assert [goal.position for goal in Goal.objects.in_order()] == [4, 5]

    def test_once(self, browse, coordinator, curriculum):
        GoalFactory(curriculum=curriculum, text="Je luistert")
        page = browse(coordinator).post(reverse("goal_new", args=[curriculum.pk]), {"text": "je luistert"})
        assert page.context["form"].errors == {"text": ["This curriculum already has this final goal."]}

    def test_removing_says_which_modules_work_towards_it(self, browse, coordinator, module):
        goal = CoverageFactory(module=module).goal
        page = browse(coordinator).get(reverse("goal_remove", args=[goal.pk]))
        assert "1 module works towards it. The module stays." in page.text

    @pytest.mark.parametrize(("verb", "order"), [("up", "bac"), ("down", "acb")])
    def test_moved(self, browse, coordinator, curriculum, verb, order):
        for place, text in enumerate("abc"):
            GoalFactory(curriculum=curriculum, text=text, position=place)
        goal = Goal.objects.get(text="b")
        page = browse(coordinator).post(reverse(f"goal_{verb}", args=[goal.pk]))
        assert page.url == reverse("curriculum", args=[curriculum.pk]) + "#goals"
        assert "".join(goal.text for goal in Goal.objects.in_order()) == order

    @pytest.mark.parametrize("name", ["goal_new", "goal_edit", "goal_remove"])
    def test_only_coordinators(self, browse, trainee, coordinator, curriculum, name):
        goal = GoalFactory(curriculum=curriculum)
        url = reverse(name, args=[curriculum.pk if name == "goal_new" else goal.pk])
        assert browse(trainee.user).get(url).status_code == 404
        assert browse(coordinator).get(url).status_code == 200
        assert browse(coordinator).delete(url).status_code == 405

    @pytest.mark.parametrize("name", ["goal_up", "goal_down"])
    def test_only_coordinators_move(self, browse, trainee, coordinator, curriculum, name):
        url = reverse(name, args=[GoalFactory(curriculum=curriculum).pk])
        assert browse(trainee.user).post(url).status_code == 404
        assert browse(coordinator).get(url).status_code == 405
