import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import translation

from curriculum.models import Attendance, Material, Module, Programme, Session, Track
from tests.admin_pages import choices, errors, list_url, listed, new_url, row_url, save
from tests.factories import (
    TODAY,
    AttendanceFactory,
    CoordinatorFactory,
    CurriculumFactory,
    MaterialFactory,
    ModuleFactory,
    SessionFactory,
    TrackFactory,
    TraineeFactory,
    UserFactory,
)
from tests.rules import settled

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class TestModule:
    def test_its_sessions_follow_its_track(self, admin):
        session = SessionFactory()
        other = TrackFactory(curriculum=session.module.curriculum)
        settled()
        url = row_url(session.module)
        assert save(admin, url, track=other.pk)["Location"] == list_url(Module)
        session.refresh_from_db()
        assert session.track == other

    def test_a_track_of_elsewhere(self, admin):
        module = ModuleFactory()
        settled()
        answer = save(admin, row_url(module), track=TrackFactory().pk)
        assert errors(answer) == ["The track and the theme of a module belong to its own curriculum."]

    def test_lecturers(self, admin):
        module, noor = ModuleFactory(), UserFactory()
        save(admin, row_url(module), lecturers=[noor.pk])
        assert list(module.lecturers.all()) == [noor]

    def test_the_others_move_up_when_it_goes(self, admin):
        first = ModuleFactory(number=1)
        second = ModuleFactory(number=2, curriculum=first.curriculum, track=first.track)
        admin.post(row_url(first, "delete"), {"post": "yes"})
        second.refresh_from_db()
        assert second.number == 1


class TestMaterial:
    def test_a_file(self, admin):
        module = ModuleFactory()
        asked = {"module": module.pk, "title": "Reader", "file": SimpleUploadedFile("reader.pdf", PDF)}
        answer = save(admin, new_url(Material), **asked)
        assert answer.status_code == 302, errors(answer)
        reader = Material.objects.get()
        assert (reader.kind, reader.size, reader.created_by) == ("pdf", len(PDF), admin.user)

    def test_a_file_that_is_none(self, admin):
        asked = {
            "module": ModuleFactory().pk,
            "title": "Reader",
            "file": SimpleUploadedFile("a.pdf", b"MZ\x90\x00"),
        }
        answer = save(admin, new_url(Material), **asked)
        assert len(errors(answer)) >= 1
        assert not Material.objects.exists()

    def test_neither_file_nor_link(self, admin):
        asked = {"module": ModuleFactory().pk, "title": "Reader"}
        answer = save(admin, new_url(Material), **asked)
        assert errors(answer) == ["Give a file or a link, and not both."]

    def test_its_file_goes_with_it(self, admin, django_capture_on_commit_callbacks):
        asked = {
            "module": ModuleFactory().pk,
            "title": "Reader",
            "file": SimpleUploadedFile("reader.pdf", PDF),
        }
        save(admin, new_url(Material), **asked)
        reader = Material.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(row_url(reader, "delete"), {"post": "yes"})
        assert not default_storage.exists(reader.file.name)

    def test_a_link_is_changed(self, admin):
        material = MaterialFactory()
        save(admin, row_url(material), title="Leesstuk")
        material.refresh_from_db()
        assert (material.title, material.version) == ("Leesstuk", 2)

    def test_the_list_by_kind_of_file_names_links_too(self, admin):
        link = MaterialFactory()
        asked = {"module": link.module.pk, "title": "Reader", "file": SimpleUploadedFile("reader.pdf", PDF)}
        save(admin, new_url(Material), **asked)
        reader = Material.objects.get(title="Reader")
        for choice, found in [("link", [link]), ("pdf", [reader]), ("", [link, reader])]:
            changes = admin.get(
                reverse("admin:curriculum_material_changelist"), {"kind": choice} if choice else {}
            )
            assert sorted(changes.context["cl"].queryset, key=lambda row: row.pk) == found
            assert [label for _, label in changes.context["cl"].filter_specs[0].lookup_choices] == [
                "link",
                "pdf",
            ]


class TestSession:
    def test_two_at_one_time(self, admin):
        session = SessionFactory()
        settled()
        asked = {
            "cohort": session.cohort_id, "track": session.track_id, "module": session.module_id, "number": 2,
            "starts_at_0": "20-11-2026", "starts_at_1": "10:00",
            "ends_at_0": "20-11-2026", "ends_at_1": "12:00",
        }  # fmt: skip
        answer = save(admin, new_url(Session), **asked)
        assert errors(answer) == ["This cohort already has a session at this time."]

    def test_attendance_on_its_page(self, admin):
        attendance = AttendanceFactory()
        url = row_url(attendance.session)
        answer = save(admin, url, **{"attendances-0-state": "late"})
        assert answer.status_code == 302, errors(answer)
        attendance.refresh_from_db()
        assert (attendance.state, attendance.version, attendance.changed_by) == ("late", 2, admin.user)

    def test_coming_and_over(self, admin):
        session = SessionFactory(on=TODAY)
        with time_machine.travel(session.starts_at):
            assert listed(admin.get(list_url(Session, "?when=coming"))) == [session.pk]
            assert listed(admin.get(list_url(Session, "?when=over"))) == []


def test_a_curriculum_for_a_cohort(admin):
    cohort, curriculum = CoordinatorFactory().cohort, CurriculumFactory()
    url = row_url(cohort)
    asked = {"programme-TOTAL_FORMS": 1, "programme-0-curriculum": curriculum.pk, "programme-0-seen": 0}
    answer = save(admin, url, **asked)
    assert answer.status_code == 302, errors(answer)
    assert Programme.objects.get(cohort=cohort).curriculum == curriculum


def test_tracks_with_their_curriculum(admin):
    TrackFactory(name="Inhoud", curriculum__name="Editie 2026")
    assert choices(admin, "curriculum.Module.track", "inhoud") == ["Inhoud · Editie 2026"]


def test_a_track_stays_where_it_is(admin):
    track = TrackFactory()
    assert "curriculum" not in admin.get(row_url(track)).context["adminform"].form.fields
    assert "curriculum" in admin.get(new_url(Track)).context["adminform"].form.fields


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_with_many_rows_asks_no_more(admin, django_assert_num_queries, count):
    session = SessionFactory()
    for _ in range(count):
        AttendanceFactory(session=session, trainee=TraineeFactory(cohort=session.cohort))
    with django_assert_num_queries(7):
        admin.get(row_url(session))


def test_a_very_long_list_is_not_counted(admin):
    """PostgreSQL's own estimate will do, as long as nothing filters the list."""
    attendance = AttendanceFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 4000000 WHERE relname = 'curriculum_attendance'")
    page = admin.get(list_url(Attendance))
    assert (page.context["cl"].result_count, listed(page)) == (4_000_000, [attendance.pk])
    assert admin.get(list_url(Attendance, "?state=late")).context["cl"].result_count == 0
