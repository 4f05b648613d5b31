import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from curriculum.models import Attendance, Material, Programme, Track
from tests.factories import (
    AttendanceFactory,
    CohortFactory,
    CurriculumFactory,
    MaterialFactory,
    ModuleFactory,
    ProgrammeFactory,
    SessionFactory,
    ThemeFactory,
    TrackFactory,
    TraineeFactory,
)
from tests.rules import allows, breaks, change

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def test_curriculum_name_once():
    CurriculumFactory(name="Editie 2026")
    with breaks("curriculum_name_once"):
        CurriculumFactory(name="EDITIE 2026")
    with allows("curriculum_name_once"):
        CurriculumFactory(name="Editie 2027")


def test_one_curriculum_for_a_cohort():
    programme = ProgrammeFactory()
    with breaks("curriculum_programme_cohort_id_key"):
        Programme.objects.create(cohort=programme.cohort, curriculum=CurriculumFactory())
    with allows("curriculum_programme_cohort_id_key"):
        Programme.objects.create(cohort=CohortFactory(), curriculum=programme.curriculum)


class TestTrack:
    def test_name_once(self):
        track = TrackFactory(name="Inhoud")
        with breaks("track_name_once"):
            TrackFactory(name="inhoud", curriculum=track.curriculum)
        with allows("track_name_once"):
            TrackFactory(name="Inhoud")

    def test_kind_known(self):
        with breaks("track_kind_known"):
            TrackFactory(kind="sports")
        with allows("track_kind_known"):
            TrackFactory(kind=Track.Kind.DEVELOPMENT)

    def test_stays_in_the_curriculum(self):
        track = TrackFactory()
        with breaks("track_stays"):
            change(track, curriculum=CurriculumFactory())
        with allows("track_stays"):
            change(track, curriculum=track.curriculum)


class TestTheme:
    def test_name_once(self):
        theme = ThemeFactory(name="energie")
        with breaks("theme_name_once"):
            ThemeFactory(name="Energie", curriculum=theme.curriculum)
        with allows("theme_name_once"):
            ThemeFactory(name="Energie")

    def test_stays_in_the_curriculum(self):
        theme = ThemeFactory()
        with breaks("theme_stays"):
            change(theme, curriculum=CurriculumFactory())
        with allows("theme_stays"):
            change(theme, curriculum=theme.curriculum)


class TestModule:
    def test_title_once(self):
        module = ModuleFactory(title="De wijk lezen")
        with breaks("module_title_once"):
            ModuleFactory(title="de wijk lezen", curriculum=module.curriculum)
        with allows("module_title_once"):
            ModuleFactory(title="De wijk lezen")

    def test_number_once(self):
        module = ModuleFactory(number=1)
        with breaks("module_number_once"):
            ModuleFactory(number=1, curriculum=module.curriculum)
        with allows("module_number_once"):
            ModuleFactory(number=1)

    def test_numbers_may_trade_places(self):
        first = ModuleFactory(number=1)
        second = ModuleFactory(number=2, curriculum=first.curriculum)
        with allows("module_number_once"):
            change(first, number=2)
            change(second, number=1)

    def test_numbered_from_one(self):
        with breaks("module_number_from_one"):
            ModuleFactory(number=0)
        with allows("module_number_from_one"):
            ModuleFactory(number=1)

    @pytest.mark.parametrize("count", [0, 61])
    def test_no_module_without_sessions(self, count):
        with breaks("module_has_sessions"):
            ModuleFactory(session_count=count)

    @pytest.mark.parametrize("count", [1, 60])
    def test_so_many_sessions(self, count):
        with allows("module_has_sessions"):
            ModuleFactory(session_count=count)

    def test_stays_in_the_curriculum(self):
        module = ModuleFactory()
        with breaks("module_stays"):
            track = TrackFactory()
            change(module, curriculum=track.curriculum, track=track)
        with allows("module_stays"):
            change(module, curriculum=module.curriculum)

    def test_track_and_theme_of_its_own_curriculum(self):
        module = ModuleFactory()
        with breaks("module_in_own_curriculum"):
            change(module, track=TrackFactory())
        with breaks("module_in_own_curriculum"):
            change(module, theme=ThemeFactory())
        with allows("module_in_own_curriculum"):
            change(module, track=TrackFactory(curriculum=module.curriculum))
            change(module, theme=ThemeFactory(curriculum=module.curriculum))

    def test_keeps_sessions_in_its_track(self):
        session = SessionFactory()
        module, other = session.module, TrackFactory(curriculum=session.module.curriculum)
        with breaks("module_keeps_sessions"):
            change(module, track=other)
        with allows("module_keeps_sessions"):
            change(module, track=other)
            change(session, track=other)


class TestMaterial:
    @pytest.mark.parametrize(("url", "file"), [("", ""), ("https://example.org/", "material/2026/a.pdf")])
    def test_a_file_or_a_link(self, url, file):
        material = MaterialFactory()
        with breaks("material_is_file_or_link"):
            change(material, url=url, file=file)

    @pytest.mark.parametrize(("url", "file"), [("https://example.org/", ""), ("", "material/2026/a.pdf")])
    def test_one_of_both(self, url, file):
        material = MaterialFactory()
        with allows("material_is_file_or_link"):
            change(material, url=url, file=file)

    def test_title_once(self):
        material = MaterialFactory(title="Reader")
        with breaks("material_title_once"):
            Material.objects.create(module=material.module, title="reader", url="https://example.org/2")
        with allows("material_title_once"):
            MaterialFactory(title="Reader")


class TestSession:
    def test_ends_after_it_begins(self):
        session = SessionFactory()
        with breaks("session_ends_after_start"):
            change(session, ends_at=session.starts_at)
        with allows("session_ends_after_start"):
            change(session, ends_at=session.starts_at + MINUTE)

    def test_one_at_a_time(self):
        morning = SessionFactory()
        afternoon = {
            "cohort": morning.cohort, "module": morning.module, "number": 2,
            "ends_at": morning.ends_at + 60 * MINUTE,
        }  # fmt: skip
        with breaks("session_one_at_a_time"):
            SessionFactory(**afternoon, starts_at=morning.ends_at - MINUTE)
        with allows("session_one_at_a_time"):
            SessionFactory(**afternoon, starts_at=morning.ends_at)

    def test_another_cohort_meets_at_the_same_time(self):
        session = SessionFactory()
        with allows("session_one_at_a_time"):
            SessionFactory(module=session.module)

    def test_two_may_trade_times(self):
        first = SessionFactory(on=dt.date(2026, 11, 20))
        second = SessionFactory(on=dt.date(2026, 11, 27), cohort=first.cohort, module=first.module, number=2)
        with allows("session_one_at_a_time"):
            change(first, starts_at=second.starts_at, ends_at=second.ends_at)
            change(second, starts_at=first.starts_at, ends_at=first.ends_at)

    def test_number_once(self):
        session = SessionFactory()
        again = {"cohort": session.cohort, "module": session.module, "on": dt.date(2026, 11, 27)}
        with breaks("session_number_once"):
            SessionFactory(**again, number=1)
        with allows("session_number_once"):
            SessionFactory(**again, number=2)

    def test_many_days_outside_the_modules(self):
        day = SessionFactory(development=True)
        with allows("session_number_once"):
            SessionFactory(development=True, cohort=day.cohort, on=dt.date(2026, 11, 27))

    @pytest.mark.parametrize("number", [None, 0])
    def test_a_session_of_a_module_has_a_number(self, number):
        with breaks("session_number_with_module"):
            SessionFactory(number=number)

    def test_a_day_outside_the_modules_has_none(self):
        day = SessionFactory(development=True)
        with breaks("session_number_with_module"):
            change(day, number=1)
        with allows("session_number_with_module"):
            change(day, number=None)

    def test_is_named(self):
        day = SessionFactory(development=True)
        with breaks("session_is_named"):
            change(day, title="")
        with allows("session_is_named"):
            SessionFactory(title="")

    def test_module_of_the_track(self):
        session = SessionFactory()
        with breaks("session_module_of_track"):
            change(session, track=TrackFactory(curriculum=session.module.curriculum))
        with allows("session_module_of_track"):
            change(session, module=ModuleFactory(track=session.track, curriculum=session.module.curriculum))


class TestAttendance:
    def test_once(self):
        attendance = AttendanceFactory()
        with breaks("attendance_once"):
            AttendanceFactory(session=attendance.session, trainee=attendance.trainee)
        with allows("attendance_once"):
            AttendanceFactory(session=attendance.session, trainee=TraineeFactory())

    def test_state_known(self):
        with breaks("attendance_state_known"):
            AttendanceFactory(state="ill")
        with allows("attendance_state_known"):
            AttendanceFactory(state=Attendance.State.LATE)


def test_what_a_form_finds_on_its_own():
    module = ModuleFactory()
    session = SessionFactory.build(cohort=CohortFactory(), module=module, number=None, track=module.track)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        session.full_clean()
    assert refused.value.messages == ["Say which session of the module this is."]
