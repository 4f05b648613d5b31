"""The sheet with modules."""

import datetime as dt

import pytest
from django.utils.translation import override

from curriculum.models import Module, Programme, Theme
from tests import sheets
from tests.factories import (
    CohortFactory,
    CurriculumFactory,
    ModuleFactory,
    ProgrammeFactory,
    ThemeFactory,
    TrackFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FULL = ["Nr", "Module", "Thema", "Bijeenkomsten", "Studielast (uur)", "Na deze module kun je"]
READING = [1, "De wijk lezen", "onderzoek", 3]
TALKING = [2, "In gesprek", "bewoners", 2]


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def cohort():
    return ProgrammeFactory().cohort


def modules(*rows, header=sheets.MODULES):
    return sheets.xlsx(Modules=[header, *rows])


def told(content, cohort):
    return [where for _sheet, where, _sentence in sheets.problems(content, cohort)]


def changes(content, cohort):
    plan = sheets.planned(content, cohort).plan
    return [
        (change.key, change.old_text, change.new_text)
        for part in plan.parts
        for item in part.changed
        for change in item.changes
    ]


def titles():
    return [(module.number, module.title) for module in Module.objects.in_order()]


def test_a_new_module_has_all_that_the_row_says(by, cohort):
    track = TrackFactory(curriculum=cohort.programme.curriculum)
    sheets.imported(modules([*READING, 20, "kijken\nluisteren"], header=FULL), cohort, by=by)
    module = Module.objects.get()
    assert (module.number, module.title, module.session_count, module.study_hours) == (
        1,
        "De wijk lezen",
        3,
        20,
    )
    assert module.goals == "kijken\nluisteren"
    assert (module.theme.name, module.track, module.created_by) == ("onderzoek", track, by)


def test_without_a_track_for_content_there_comes_one(by, cohort):
    TrackFactory(curriculum=cohort.programme.curriculum, kind="development", name="Ontwikkeling")
    sheets.imported(modules(READING), cohort, by=by)
    assert Module.objects.get().track.kind == "content"


def test_a_theme_is_one_however_it_is_spelled(by, cohort):
    there = ThemeFactory(curriculum=cohort.programme.curriculum, name="Onderzoek")
    sheets.imported(modules(READING), cohort, by=by)
    assert Module.objects.get().theme == there
    assert Theme.objects.count() == 1


class TestModulesThatAreThere:
    @pytest.fixture(autouse=True)
    def there(self, by, cohort):
        sheets.imported(modules([*READING, 20, "kijken"], [*TALKING, 14, ""], header=FULL), cohort, by=by)

    def test_the_same_rows_change_nothing(self, cohort):
        assert changes(modules(READING, TALKING), cohort) == []

    def test_an_empty_cell_changes_nothing(self, cohort):
        assert changes(modules([1, "De wijk lezen", None, 3, None, None], header=FULL), cohort) == []

    def test_each_change_shows_old_and_new(self, by, cohort):
        content = modules([1, "De wijk lezen", "stad", 4])
        assert changes(content, cohort) == [("session_count", "3", "4"), ("theme", "onderzoek", "stad")]
        sheets.imported(content, cohort, by=by)
        assert changes(content, cohort) == []

    def test_a_module_keeps_its_name_when_numbers_swap(self, by, cohort):
        reading = Module.objects.get(title="De wijk lezen")
        sheets.imported(modules([2, *READING[1:]], [1, *TALKING[1:]]), cohort, by=by)
        assert titles() == [(1, "In gesprek"), (2, "De wijk lezen")]
        assert Module.objects.get(number=2) == reading

    def test_a_module_put_in_between_moves_the_others(self, by, cohort):
        sheets.imported(modules(READING, [2, "Nieuw", "", 1], [3, *TALKING[1:]]), cohort, by=by)
        assert titles() == [(1, "De wijk lezen"), (2, "Nieuw"), (3, "In gesprek")]

    def test_a_new_name_under_a_number_is_the_same_module(self, cohort):
        assert changes(modules([1, "De buurt lezen", "onderzoek", 3]), cohort) == [
            ("title", "De wijk lezen", "De buurt lezen")]  # fmt: skip

    def test_the_number_of_a_module_outside_the_file(self, cohort):
        assert told(modules([2, *READING[1:]]), cohort) == ["A2"]


@pytest.mark.parametrize(
    ("row", "places"),
    [
        ([1, "Iets anders", "", 1], ["A3"]),
        ([2, "de wijk  lezen", "", 1], ["B3"]),
        ([0, "Iets", "", 1], ["A3"]),
        (["twee", "Iets", "", 1], ["A3"]),
        ([2, None, "", 1], ["B3"]),
        ([2, "x" * 151, "", 1], ["B3"]),
        ([2, "Iets", "x" * 81, 1], ["C3"]),
        ([2, "Iets", "", 0], ["D3"]),
        ([2, "Iets", "", 61], ["D3"]),
        ([2, "Iets", "", None], ["D3"]),
    ],
)
def test_mistakes(cohort, row, places):
    assert told(modules(READING, row), cohort) == places


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_costs_the_same_for_one_and_for_three(cohort, django_assert_num_queries, count):
    for number in range(1, count + 1):
        ModuleFactory(
            curriculum=cohort.programme.curriculum, number=number, title=f"Module {number} over iets"
        )
    content = modules(*([number, f"Module {number} over iets", "wijk", 3] for number in range(1, count + 1)))
    with django_assert_num_queries(9):
        sheets.planned(content, cohort)


class TestEditionThatIsOver:
    """Only a cohort that has finished followed it."""

    @pytest.fixture
    def over(self):
        cohort = CohortFactory(starts_on=dt.date(2022, 9, 1), ends_on=dt.date(2024, 8, 31))
        programme = ProgrammeFactory(cohort=cohort, curriculum=CurriculumFactory(name="Wijkmakers 2022"))
        track = TrackFactory(curriculum=programme.curriculum)
        ModuleFactory(
            curriculum=programme.curriculum, track=track, number=1, title="De wijk lezen", session_count=3
        )
        return cohort

    def test_it_stays_as_it_was(self, by, over):
        with override("en"):
            outcome = sheets.imported(modules([1, "De wijk lezen", "", 5], TALKING), over, by=by)
        assert outcome.cohort is None
        [problem] = outcome.plan.problems
        assert (problem.sheet, problem.place.row) == ("Modules", 1)
        assert problem.sentence == (
            "Wijkmakers 2022 stays as it was, because only cohorts that have finished followed it. "
            "This sheet would change 2 modules: “De wijk lezen”, “In gesprek”. "
            "Make a new edition from it to change something, or leave this sheet out of the file."
        )
        assert Module.objects.get().session_count == 3

    def test_nothing_else_in_the_file_is_saved(self, by, over):
        rows = {"Trainees": [sheets.TRAINEES, sheets.NOOR], "Modules": [sheets.MODULES, READING]}
        assert sheets.imported(sheets.xlsx(**rows), over, by=by).cohort is None
        assert not over.trainees.exists()

    def test_the_same_rows_are_no_change(self, over):
        assert told(modules([1, "De wijk lezen", "", 3]), over) == []

    def test_a_new_cohort_gets_an_edition_of_its_own(self, by, over):
        coming = CohortFactory(starts_on=dt.date(2027, 9, 1), ends_on=dt.date(2029, 8, 31))
        chosen = over.programme.curriculum
        outcome = sheets.imported(modules(READING), coming, by=by, curriculum=chosen)
        assert len(outcome.plan.problems) == 1
        assert not Programme.objects.of_cohort(coming).exists()
