"""Which final goals and themes the modules touch: shown, ticked, taken along."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from curriculum.models import Coverage, Goal
from tests.factories import CoverageFactory, GoalFactory, ModuleFactory, ThemeFactory
from tests.page_forms import own_form

pytestmark = pytest.mark.django_db


class TestCoverage:
    @pytest.fixture
    def covered(self, module):
        """Two modules, two goals and two themes, of each pair one in use."""
        home = module.curriculum
        module.theme = ThemeFactory(curriculum=home, name="wonen")
        module.study_hours = 12
        module.save()
        CoverageFactory(module=module, goal=GoalFactory(curriculum=home, text="Luisteren"))
        GoalFactory(curriculum=home, text="Rekenen", position=1)
        ThemeFactory(curriculum=home, name="zorg")
        ModuleFactory(curriculum=home, track=module.track, number=2, title="Los", session_count=1)
        return home

    def test_what_it_comes_to(self, browse, coordinator, covered):
        page = browse(coordinator).get(reverse("coverage", args=[covered.pk]))
        lines = page.context["table"].goals + page.context["table"].themes
        assert [(line.name, line.marks, line.sessions, line.hours) for line in lines] == [
            ("Luisteren", (True, False), 3, 12),
            ("Rekenen", (False, False), 0, 0),
            ("wonen", (True, False), 3, 12),
            ("zorg", (False, False), 0, 0),
        ]
        assert [gap.sentence for gap in page.context["gaps"]] == [
            "No module works towards this yet: Rekenen",
            "No module is about this theme yet: zorg",
            "This module works towards no final goal yet: Module 2 · Los",
        ]
        assert "There are 3 gaps." in page.text

    def test_without_goals(self, browse, coordinator, curriculum):
        page = browse(coordinator).get(reverse("coverage", args=[curriculum.pk]))
        assert "No final goals yet." in page.text
        assert page.context["gaps"] == []

    @pytest.mark.parametrize("name", ["coverage", "coverage_export"])
    def test_only_coordinators(self, browse, trainee, coordinator, curriculum, name):
        url = reverse(name, args=[curriculum.pk])
        assert browse(trainee.user).get(url).status_code == 404
        assert browse(coordinator).get(url).status_code == 200
        assert browse(coordinator).post(url).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, curriculum, track, rows, django_assert_num_queries):
        for number in range(rows):
            made = ModuleFactory(curriculum=curriculum, track=track, number=number + 1)
            CoverageFactory(module=made)
            ThemeFactory(curriculum=curriculum)
        client = browse(coordinator)
        with django_assert_num_queries(8):
            client.get(reverse("coverage", args=[curriculum.pk]))
        with django_assert_num_queries(8):
            client.get(reverse("coverage_edit", args=[curriculum.pk]))

    def test_as_a_spreadsheet(self, browse, coordinator, covered):
        answer = browse(coordinator).get(reverse("coverage_export", args=[covered.pk]))
        assert "coverage-wijkmakers-2026-2026-11-18.xlsx" in answer["Content-Disposition"]
        (sheet,) = load_workbook(io.BytesIO(answer.content)).worksheets
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[-4:] == [
            ["final goal", "Luisteren", "x", None, 1, 3, 12],
            ["final goal", "Rekenen", None, None, 0, 0, 0],
            ["theme", "wonen", "x", None, 1, 3, 12],
            ["theme", "zorg", None, None, 0, 0, 0],
        ]

    def sent(self, client, home, **changes):
        url = reverse("coverage_edit", args=[home.pk])
        return client.post(url, own_form(client.get(url)).sent | changes, follow=True)

    def test_ticked(self, browse, coordinator, covered):
        first, second = covered.modules.order_by("number")
        listening, counting = Goal.objects.in_order()
        zorg = covered.themes.get(name="zorg")
        page = self.sent(
            browse(coordinator), covered,
            **{f"goals_{first.pk}": [counting.pk], f"goals_{second.pk}": [listening.pk, counting.pk]},
            **{f"theme_{second.pk}": zorg.pk},
        )  # fmt: skip
        assert "5 changes are saved." in page.text
        assert set(Coverage.objects.values_list("module", "goal")) == {
            (first.pk, counting.pk), (second.pk, listening.pk), (second.pk, counting.pk),
        }  # fmt: skip
        second.refresh_from_db()
        assert (second.theme, second.version) == (zorg, 2)

    def test_two_who_tick_at_once_keep_both(self, browse, coordinator, covered):
        first, second = covered.modules.order_by("number")
        listening, counting = Goal.objects.in_order()
        client = browse(coordinator)
        url = reverse("coverage_edit", args=[covered.pk])
        body = own_form(client.get(url)).sent
        CoverageFactory(module=second, goal=listening)
        client.post(url, body | {f"goals_{first.pk}": [listening.pk, counting.pk]})
        assert Coverage.objects.count() == 3

    def test_untouched_changes_nothing(self, browse, coordinator, covered):
        page = self.sent(browse(coordinator), covered)
        assert "Nothing was changed." in page.text

    def test_a_goal_of_others_is_no_choice(self, browse, coordinator, covered, module):
        page = self.sent(browse(coordinator), covered, **{f"goals_{module.pk}": [GoalFactory().pk]})
        assert page.context["form"].errors
        assert Coverage.objects.count() == 1

    def test_editing_is_for_coordinators(self, browse, trainee, coordinator, curriculum):
        url = reverse("coverage_edit", args=[curriculum.pk])
        assert browse(trainee.user).get(url).status_code == 404
        assert browse(coordinator).delete(url).status_code == 405
