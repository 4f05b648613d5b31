"""A copy of an edition holds what the edition held, and an edition that is over stays as it was."""

import datetime as dt
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import translation

from curriculum import actions, editions
from curriculum.models import Coverage, Curriculum, Goal, Lesson, Material, Module, Prerequisite
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
from wijkmakers.lib.constraints import Refused

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 18)


@pytest.fixture
def full(module, lecturer):
    """An edition with something of everything: two modules, the second after the first."""
    home = module.curriculum
    module.theme = ThemeFactory(curriculum=home, name="wonen")
    module.save()
    later = ModuleFactory(curriculum=home, track=module.track, number=2, title="Daarna", is_half_day=True)
    PrerequisiteFactory(module=later, needs=module)
    CoverageFactory(module=later, goal=GoalFactory(curriculum=home, text="Je kunt luisteren", position=3))
    lesson = LessonFactory(module=module, number=2, title="Meten", preparation="Lees\nSchrijf")
    MaterialFactory(module=module, lesson=lesson, title="Kaart", is_required=True)
    sheet = Material(module=later, title="Blad", kind="csv", size=3)
    sheet.file.save("blad.csv", ContentFile(b"a,b"), save=False)
    sheet.save()
    return home


def copied(source, by, name="Wijkmakers 2027"):
    return actions.copy_curriculum(curriculum=source, copy=Curriculum(name=name), by=by)


def told(home):
    """All that an edition says, without whose row it is."""
    modules = Module.objects.of_curriculum(home).in_order()
    return {
        "tracks": [(track.name, track.kind, track.position) for track in home.tracks.in_order()],
        "goals": list(Goal.objects.of_curriculum(home).values_list("text", "position")),
        "modules": [
            (m.number, m.title, m.track.name, str(m.theme), m.session_count, m.is_half_day) for m in modules
        ],
        "lecturers": [list(m.lecturers.values_list("email", flat=True)) for m in modules],
        "needs": list(Prerequisite.objects.of_curriculum(home).values_list("module__title", "needs__title")),
        "covers": list(Coverage.objects.of_curriculum(home).values_list("module__title", "goal__text")),
        "lessons": list(Lesson.objects.of_curriculum(home).values_list("number", "title", "preparation")),
        "materials": list(
            Material.objects.of_curriculum(home).by_lesson().values_list(
                "module__title", "lesson__title", "title", "url", "kind", "size", "is_required", "position"
            )
        ),
    }  # fmt: skip


class TestCopy:
    def test_it_holds_the_same(self, full, coordinator):
        made = copied(full, coordinator)
        assert (made.name, made.copied_from, made.created_by) == ("Wijkmakers 2027", full, coordinator)
        assert told(made) == told(full)
        assert not made.programmes.exists()

    def test_each_has_its_own_file(self, full, coordinator, django_capture_on_commit_callbacks):
        made = copied(full, coordinator)
        old, new = (Material.objects.of_curriculum(home).get(kind="csv") for home in (full, made))
        assert old.file.name != new.file.name
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove_material(material=old, by=coordinator)
        assert not default_storage.exists(old.file.name)
        assert new.file.read() == b"a,b"

    def test_a_change_in_one_stays_out_of_the_other(self, full, coordinator, now):
        made = copied(full, coordinator)
        theirs = Module.objects.of_curriculum(made).get(number=1)
        theirs.title = "Anders"
        actions.change_module(module=theirs, seen=theirs.version, by=coordinator, now=now)
        assert [m.title for m in Module.objects.of_curriculum(full).in_order()] == [
            "Data en besluitvorming",
            "Daarna",
        ]

    def test_a_name_that_is_taken_leaves_no_file_behind(self, full, coordinator):
        before = Material.objects.count(), files()
        with pytest.raises(Exception, match="curriculum_name_once"):
            copied(full, coordinator, name="WIJKMAKERS 2026")
        assert (Material.objects.count(), files()) == before

    def test_what_goes_wrong_half_way_leaves_no_file_behind(self, full, coordinator):
        """The last row that is copied breaks a rule: all of it goes, with the files that were stored."""

        def broken(execute, sql, params, many, context):
            if sql.startswith('INSERT INTO "curriculum_material"'):
                raise RuntimeError("the disk is full")
            return execute(sql, params, many, context)

        before = files()
        with pytest.raises(RuntimeError), connection.execute_wrapper(broken):
            copied(full, coordinator)
        assert files() == before
        assert Curriculum.objects.count() == 1

    def test_a_file_that_has_gone_stops_nothing(self, full, coordinator):
        default_storage.delete(Material.objects.get(kind="csv").file.name)
        made = copied(full, coordinator)
        copy = Material.objects.of_curriculum(made).get(kind="csv")
        assert not default_storage.exists(copy.file.name)

    def test_as_many_queries_for_one_as_for_many(self, full, coordinator, django_assert_num_queries):
        for number in (3, 4, 5):
            extra = ModuleFactory(curriculum=full, track=full.tracks.get(), number=number)
            MaterialFactory(module=extra, lesson=LessonFactory(module=extra))
        with django_assert_num_queries(26):
            copied(full, coordinator)


def files():
    found = []
    for folder in default_storage.listdir("material")[0] if default_storage.exists("material") else []:
        found += default_storage.listdir(f"material/{folder}")[1]
    return sorted(found)


class TestFollowers:
    def cohort(self, curriculum, first, last, name):
        made = CohortFactory(name=name, starts_on=dt.date(first, 9, 1), ends_on=dt.date(last, 8, 31))
        ProgrammeFactory(cohort=made, curriculum=curriculum)
        return made

    def test_by_how_far_they_are(self):
        home = CurriculumFactory()
        old = self.cohort(home, 2022, 2024, "A")
        now = self.cohort(home, 2025, 2027, "B")
        new = self.cohort(home, 2027, 2029, "C")
        found = editions.followers(home, today=TODAY)
        assert (found.finished, found.running, found.coming) == ((old,), (now,), (new,))
        assert not found.is_closed
        with translation.override("en"):
            assert found.touched == ["B follows this edition now.", "A has finished with it."]

    def test_closed_when_all_have_finished(self, coordinator):
        home = CurriculumFactory()
        self.cohort(home, 2022, 2024, "A")
        assert editions.followers(home, today=TODAY).is_closed
        with pytest.raises(Refused), editions.open_edition(home, today=TODAY):
            pytest.fail("it is closed")
        # On its last day a cohort still runs.
        with editions.open_edition(home, today=dt.date(2024, 8, 31)):
            pass

    def test_open_while_nobody_follows_it(self):
        assert editions.followers(CurriculumFactory(), today=TODAY) == editions.Followers()
        assert not editions.Followers().is_closed


@pytest.mark.parametrize(
    ("name", "taken", "following"),
    [
        ("Wijkmakers 2026", [], "Wijkmakers 2027"),
        ("Wijkmakers 2026", ["WIJKMAKERS 2027"], "Wijkmakers 2028"),
        ("Curriculum 2024-2026", [], "Curriculum 2024-2027"),
        ("Basis", [], "Basis (2)"),
        ("Basis", ["basis (2)"], "Basis (3)"),
        ("Zaal 12026", [], "Zaal 12026 (2)"),
    ],
)
def test_the_name_of_the_next_one(name, taken, following):
    assert editions.next_name(name, taken) == following


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Somebody changes a goal and a lesson in one transaction while the edition is copied."""

    def outcome(self, at_once, full, coordinator, locked):
        goals_read, changed = threading.Event(), threading.Event()

        def slow(execute, sql, params, many, context):
            if not locked:
                sql = sql.replace(" FOR NO KEY UPDATE", "")
            result = execute(sql, params, many, context)
            if sql.startswith("SELECT") and 'FROM "curriculum_goal"' in sql:
                goals_read.set()
                changed.wait(timeout=1)  # with the lock the other waits for us, and this runs out
            return result

        def copy():
            with connection.execute_wrapper(slow):
                copied(full, coordinator)

        def change():
            goals_read.wait(timeout=10)
            with connection.execute_wrapper(
                lambda run, sql, *rest: run(sql if locked else sql.replace(" FOR NO KEY UPDATE", ""), *rest)
            ):
                goal = Goal.objects.of_curriculum(full).get()
                goal.text = "Nieuw"
                lesson = Lesson.objects.of_curriculum(full).with_module().get()
                texts = {2: actions.LessonText("Nieuw", "")}
                with transaction.atomic():
                    actions.change_goal(goal=goal, seen=goal.version, by=coordinator)
                    actions.describe_lessons(
                        module=lesson.module, texts=texts, shown={2: actions.LessonText.of(lesson).key},
                        by=coordinator,
                    )  # fmt: skip
            changed.set()

        at_once([copy, change])
        made = Curriculum.objects.get(name="Wijkmakers 2027")
        return Goal.objects.of_curriculum(made).get().text, Lesson.objects.of_curriculum(made).get().title

    def test_the_copy_is_of_one_moment(self, at_once, full, coordinator):
        assert self.outcome(at_once, full, coordinator, locked=True) == ("Je kunt luisteren", "Meten")

    def test_it_could_go_wrong(self, at_once, full, coordinator):
        """The same without the lock: half of it is of before, half of after."""
        assert self.outcome(at_once, full, coordinator, locked=False) == ("Je kunt luisteren", "Nieuw")
