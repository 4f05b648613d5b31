"""What modules consist of and build on; rooms, days not available, and what a programme keeps to."""

import datetime as dt

import pytest

from tests.factories import (
    CoverageFactory,
    CurriculumFactory,
    DraftFactory,
    GoalFactory,
    LessonFactory,
    MaterialFactory,
    ModuleFactory,
    PrerequisiteFactory,
    ProgrammeFactory,
    RoomFactory,
    TrackFactory,
    UnavailableFactory,
    UserFactory,
)
from tests.rules import allows, breaks, change

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


class TestProgramme:
    def test_the_afternoon_comes_after_the_morning(self):
        programme = ProgrammeFactory()
        with breaks("programme_halves_in_order"):
            change(programme, afternoon_begins_at=dt.time(12, 29))
        with allows("programme_halves_in_order"):
            change(programme, afternoon_begins_at=dt.time(12, 30))

    @pytest.mark.parametrize(
        ("field", "most"),
        [("development_every", 52), ("quiet_before_switch", 26), ("quiet_after_switch", 26)],
    )
    def test_a_pace_within_a_year(self, field, most):
        programme = ProgrammeFactory()
        with breaks("programme_pace_within_a_year"):
            change(programme, **{field: most + 1})
        with allows("programme_pace_within_a_year"):
            change(programme, **{field: most})

    def test_a_percentage(self):
        programme = ProgrammeFactory()
        with breaks("programme_threshold_is_percentage"):
            change(programme, attendance_threshold=101)
        with allows("programme_threshold_is_percentage"):
            change(programme, attendance_threshold=100)

    @pytest.mark.parametrize(("refused", "taken"), [(0, 1), (367, 366)])
    def test_time_to_catch_up(self, refused, taken):
        programme = ProgrammeFactory()
        with breaks("programme_catch_up_within_a_year"):
            change(programme, catch_up_days=refused)
        with allows("programme_catch_up_within_a_year"):
            change(programme, catch_up_days=taken)


class TestGoal:
    def test_once(self):
        goal = GoalFactory(text="Je leest een wijk")
        with breaks("goal_once"):
            GoalFactory(text="je leest een WIJK", curriculum=goal.curriculum)
        with allows("goal_once"):
            GoalFactory(text="Je leest een wijk")

    def test_stays_in_the_curriculum(self):
        goal = GoalFactory()
        with breaks("goal_stays"):
            change(goal, curriculum=CurriculumFactory())
        with allows("goal_stays"):
            change(goal, curriculum=goal.curriculum)


class TestLesson:
    def test_once(self):
        lesson = LessonFactory()
        with breaks("lesson_once"):
            LessonFactory(module=lesson.module, number=1)
        with allows("lesson_once"):
            LessonFactory(module=lesson.module, number=2)
            LessonFactory(number=1)

    @pytest.mark.parametrize(("refused", "taken"), [(0, 1), (61, 60)])
    def test_numbered_from_one(self, refused, taken):
        with breaks("lesson_number_from_one"):
            LessonFactory(number=refused)
        with allows("lesson_number_from_one"):
            LessonFactory(number=taken)

    def test_stays_in_the_module(self):
        lesson = LessonFactory()
        with breaks("lesson_stays"):
            change(lesson, module=ModuleFactory())
        with allows("lesson_stays"):
            change(lesson, module=lesson.module)


class TestMaterialOfALesson:
    def test_of_its_own_module(self):
        lesson = LessonFactory()
        with breaks("material_of_own_lesson"):
            MaterialFactory(lesson=lesson)
        with allows("material_of_own_lesson"):
            MaterialFactory(module=lesson.module, lesson=lesson)

    def test_outlives_the_lesson(self):
        lesson = LessonFactory()
        material = MaterialFactory(module=lesson.module, lesson=lesson)
        with allows("material_of_own_lesson"):
            lesson.delete()
        material.refresh_from_db()
        assert material.lesson is None


class TestPrerequisite:
    def test_once(self):
        prerequisite = PrerequisiteFactory()
        with breaks("prerequisite_once"):
            PrerequisiteFactory(module=prerequisite.module, needs=prerequisite.needs)
        with allows("prerequisite_once"):
            PrerequisiteFactory(needs=prerequisite.needs)

    def test_of_another_module(self):
        module = ModuleFactory()
        with breaks("prerequisite_is_another"):
            PrerequisiteFactory(module=module, needs=module)
        with allows("prerequisite_is_another"):
            PrerequisiteFactory(needs=module)

    def test_comes_earlier_in_the_same_curriculum(self):
        first = ModuleFactory(number=1)
        second = ModuleFactory(number=2, curriculum=first.curriculum, track=first.track)
        with breaks("prerequisite_comes_earlier"):
            PrerequisiteFactory(module=first, needs=second)
        with breaks("prerequisite_comes_earlier"):
            PrerequisiteFactory(module=ModuleFactory(number=2), needs=first)
        with allows("prerequisite_comes_earlier"):
            PrerequisiteFactory(module=second, needs=first)

    def test_the_order_of_modules_keeps_to_it(self):
        first = ModuleFactory(number=1)
        inside = {"curriculum": first.curriculum, "track": first.track}
        second, third = (ModuleFactory(number=number, **inside) for number in (2, 3))
        PrerequisiteFactory(module=second, needs=first)
        with breaks("module_after_what_it_needs"):
            change(first, number=2)
            change(second, number=1)
        with allows("module_after_what_it_needs"):
            change(second, number=3)
            change(third, number=2)


class TestCoverage:
    def test_once(self):
        coverage = CoverageFactory()
        with breaks("coverage_once"):
            CoverageFactory(module=coverage.module, goal=coverage.goal)
        with allows("coverage_once"):
            CoverageFactory(module=coverage.module)

    def test_in_its_own_curriculum(self):
        module = ModuleFactory()
        with breaks("coverage_in_own_curriculum"):
            CoverageFactory(module=module, goal=GoalFactory())
        with allows("coverage_in_own_curriculum"):
            CoverageFactory(module=module, goal=GoalFactory(curriculum=module.curriculum))


def test_a_module_keeps_drafts_in_its_track():
    draft = DraftFactory()
    module, other = draft.module, TrackFactory(curriculum=draft.module.curriculum)
    with breaks("module_keeps_drafts"):
        change(module, track=other)
    with allows("module_keeps_drafts"):
        change(module, track=other)
        change(draft, track=other)


def test_room_name_once():
    RoomFactory(name="De Pijler, zaal 2")
    with breaks("room_name_once"):
        RoomFactory(name="de pijler, ZAAL 2")
    with allows("room_name_once"):
        RoomFactory(name="De Pijler, zaal 3")


class TestUnavailable:
    def test_of_a_lecturer_or_a_room(self):
        with breaks("unavailable_is_of_one"):
            UnavailableFactory(user=None)
        with breaks("unavailable_is_of_one"):
            UnavailableFactory(room=RoomFactory())
        with allows("unavailable_is_of_one"):
            UnavailableFactory()
            UnavailableFactory(of_room=True)

    def test_ends_on_or_after_the_first_day(self):
        away = UnavailableFactory()
        with breaks("unavailable_ends_after_start"):
            change(away, ends_on=away.starts_on - DAY)
        with allows("unavailable_ends_after_start"):
            change(away, ends_on=away.starts_on)

    @pytest.mark.parametrize(("refused", "taken"), [(0, 1), (8, 7), (8, None)])
    def test_a_day_of_the_week(self, refused, taken):
        away = UnavailableFactory()
        with breaks("unavailable_weekday_is_one"):
            change(away, weekday=refused)
        with allows("unavailable_weekday_is_one"):
            change(away, weekday=taken)

    def test_which_days(self):
        monday = dt.date(2026, 12, 7)
        always = UnavailableFactory.build(user=UserFactory.build())
        mondays = UnavailableFactory.build(user=UserFactory.build(), weekday=1)
        days = [monday - DAY, monday, monday + DAY, monday + 7 * DAY, monday + 12 * DAY]
        assert [always.is_on(day) for day in days] == [False, True, True, True, False]
        assert [mondays.is_on(day) for day in days] == [False, True, False, True, False]
