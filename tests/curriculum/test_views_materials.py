import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from curriculum.models import Material, Session
from tests.factories import LessonFactory, MaterialFactory, ModuleFactory, UserFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 drie soorten vragen"


@pytest.fixture
def pdf(module):
    made = Material(module=module, title="Drie soorten vragen", kind="pdf", size=len(PDF))
    made.file.save("vragen.pdf", ContentFile(PDF))
    return made


@pytest.fixture
def link(module):
    return MaterialFactory(module=module, title="Filmpje", position=1)


def stored():
    folders, _files = default_storage.listdir("material")
    return {
        f"{folder}/{name}" for folder in folders for name in default_storage.listdir(f"material/{folder}")[1]
    }


class TestMaterialNew:
    def test_a_file(self, browse, coordinator, module):
        new = {"title": "Drie soorten vragen", "file": SimpleUploadedFile("x.html.pdf", PDF)}
        page = browse(coordinator).post(reverse("material_new", args=[module.pk]), new, follow=True)
        made = Material.objects.get()
        assert "Drie soorten vragen is added." in page.text
        assert (made.kind, made.size, made.file.read()) == ("pdf", len(PDF), PDF)
        assert "." not in made.file.name
        assert len(made.file.name.rsplit("/")[-1]) >= 32
        assert f'<a href="{reverse("material_file", args=[made.pk])}">Drie soorten vragen</a>' in page.text
        assert "pdf · 28 bytes" in page.text.replace("\xa0", " ")

    def test_a_link(self, browse, lecturer, module):
        new = {"title": "Filmpje", "url": "example.org/film"}
        browse(lecturer).post(reverse("material_new", args=[module.pk]), new)
        assert Material.objects.get().url == "https://example.org/film"

    def test_for_a_session_and_needed(self, browse, lecturer, module):
        """The session needs no words before it can have material."""
        new = {"title": "Filmpje", "url": "example.org/film", "session_number": "2", "is_required": "on"}
        page = browse(lecturer).post(reverse("material_new", args=[module.pk]), new, follow=True)
        made = Material.objects.get()
        assert (made.lesson.number, made.lesson.title, made.is_required) == (2, "", True)
        assert "needed for session 2" in page.text

    def test_not_for_a_session_that_is_not_there(self, browse, lecturer, module):
        new = {"title": "Filmpje", "url": "example.org/film", "session_number": "4"}
        page = browse(lecturer).post(reverse("material_new", args=[module.pk]), new)
        assert page.context["form"].errors.keys() == {"session_number"}

    def test_one_of_the_two(self, browse, coordinator, module):
        for new in ({}, {"url": "https://example.org", "file": SimpleUploadedFile("x.pdf", PDF)}):
            page = browse(coordinator).post(reverse("material_new", args=[module.pk]), new | {"title": "x"})
            assert page.context["form"].errors == {"file": ["Give a file or a link, and not both."]}
        assert not Material.objects.exists()

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/x", "geen adres"])
    def test_only_links_of_the_web(self, browse, coordinator, module, url):
        page = browse(coordinator).post(reverse("material_new", args=[module.pk]), {"title": "x", "url": url})
        assert page.context["form"].errors.keys() == {"url"}

    def test_no_web_page(self, browse, coordinator, module):
        new = {"title": "x", "file": SimpleUploadedFile("x.pdf", b"<html><script>alert(1)</script>")}
        page = browse(coordinator).post(reverse("material_new", args=[module.pk]), new)
        assert "This kind of file cannot be shared." in page.context["form"].errors["file"][0]
        assert not Material.objects.exists()

    def test_a_title_once_leaves_no_file_behind(self, browse, coordinator, module, pdf):
        before = stored()
        new = {"title": "DRIE soorten vragen", "file": SimpleUploadedFile("y.pdf", PDF)}
        page = browse(coordinator).post(reverse("material_new", args=[module.pk]), new)
        assert page.context["form"].errors == {"title": ["This module already has material with this title."]}
        assert stored() == before

    def test_only_who_teaches_or_coordinates(self, browse, trainee, outsider, module):
        url = reverse("material_new", args=[module.pk])
        assert browse(trainee.user).post(url, {"title": "x"}).status_code == 403
        assert browse(outsider).post(url, {"title": "x"}).status_code == 404
        assert browse(UserFactory(admin=True)).put(url).status_code == 405


class TestMaterialEdit:
    def test_another_file_and_the_old_one_goes(
        self, browse, coordinator, pdf, django_capture_on_commit_callbacks
    ):
        old = pdf.file.name
        change = {
            "title": "Vragen",
            "file": SimpleUploadedFile("z.png", b"\x89PNG\r\n\x1a\n"),
            "seen": pdf.version,
        }
        with django_capture_on_commit_callbacks(execute=True):
            browse(coordinator).post(reverse("material_edit", args=[pdf.pk]), change)
        pdf.refresh_from_db()
        assert (pdf.title, pdf.kind, pdf.size) == ("Vragen", "png", 8)
        assert not default_storage.exists(old)
        assert default_storage.exists(pdf.file.name)

    def test_only_the_title(self, browse, coordinator, pdf, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            browse(coordinator).post(
                reverse("material_edit", args=[pdf.pk]), {"title": "Vragen", "seen": pdf.version}
            )
        pdf.refresh_from_db()
        assert (pdf.title, pdf.kind, pdf.file.read()) == ("Vragen", "pdf", PDF)

    def test_a_taken_title_keeps_the_file(self, browse, coordinator, pdf, link):
        page = browse(coordinator).post(
            reverse("material_edit", args=[pdf.pk]), {"title": link.title, "seen": pdf.version}
        )
        assert page.context["form"].errors.keys() == {"title"}
        assert default_storage.exists(pdf.file.name)

    def test_a_link(self, browse, lecturer, link):
        change = {"title": "Film", "url": "https://example.org/nieuw", "seen": link.version}
        page = browse(lecturer).post(reverse("material_edit", args=[link.pk]), change, follow=True)
        assert "Film is saved." in page.text
        link.refresh_from_db()
        assert link.url == "https://example.org/nieuw"

    def test_only_who_teaches_or_coordinates(self, browse, trainee, outsider, link):
        url = reverse("material_edit", args=[link.pk])
        assert browse(trainee.user).get(url).status_code == 403
        assert browse(outsider).get(url).status_code == 404
        assert browse(UserFactory(admin=True)).put(url).status_code == 405


class TestMaterialRemove:
    def test_with_its_file(self, browse, coordinator, pdf, django_capture_on_commit_callbacks):
        url = reverse("material_remove", args=[pdf.pk])
        assert "The file is removed as well." in browse(coordinator).get(url).text
        with django_capture_on_commit_callbacks() as later:
            page = browse(coordinator).post(url, {"seen": 1}, follow=True)
        assert "Drie soorten vragen is removed." in page.text
        assert default_storage.exists(pdf.file.name)
        for callback in later:
            callback()
        assert not default_storage.exists(pdf.file.name)
        assert not Material.objects.exists()

    def test_a_module_takes_its_files_along(
        self, browse, coordinator, module, pdf, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            browse(coordinator).post(reverse("module_remove", args=[module.pk]), {"seen": 1})
        assert not default_storage.exists(pdf.file.name)

    def test_only_who_teaches_or_coordinates(self, browse, trainee, outsider, link):
        url = reverse("material_remove", args=[link.pk])
        assert browse(trainee.user).post(url).status_code == 403
        assert browse(outsider).post(url).status_code == 404
        assert browse(UserFactory(admin=True)).put(url).status_code == 405


class TestOrder:
    def test_up_and_down(self, browse, lecturer, module):
        first, second, third = MaterialFactory.create_batch(3, module=module)
        client = browse(lecturer)
        page = client.post(reverse("material_up", args=[third.pk]))
        assert page.url == reverse("module", args=[module.pk]) + "#material"
        assert list(Material.objects.in_order()) == [first, third, second]
        client.post(reverse("material_down", args=[first.pk]))
        assert list(Material.objects.in_order()) == [third, first, second]
        client.post(reverse("material_up", args=[third.pk]))
        assert list(Material.objects.in_order()) == [third, first, second]

    @pytest.mark.parametrize("name", ["material_up", "material_down"])
    def test_only_who_teaches_or_coordinates(self, browse, trainee, outsider, coordinator, link, name):
        url = reverse(name, args=[link.pk])
        assert browse(trainee.user).post(url).status_code == 403
        assert browse(outsider).post(url).status_code == 404
        assert browse(coordinator).get(url).status_code == 405


class TestMaterialFile:
    def test_a_download_that_nothing_can_run(self, browse, trainee, pdf):
        Material.objects.update(title='Vragen: "één"/twee')
        answer = browse(trainee.user).get(reverse("material_file", args=[pdf.pk]))
        assert answer.getvalue() == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Vragen%20%C3%A9%C3%A9ntwee.pdf"

    def test_only_who_may_see_the_module(self, browse, client, outsider, lecturer, coordinator, pdf):
        url = reverse("material_file", args=[pdf.pk])
        assert client.get(url).url.startswith(reverse("account_login"))
        codes = [browse(user).get(url).status_code for user in (outsider, lecturer, coordinator)]
        assert codes == [404, 200, 200]
        assert browse(coordinator).post(url).status_code == 405

    def test_a_link_is_no_file(self, browse, coordinator, link):
        assert browse(coordinator).get(reverse("material_file", args=[link.pk])).status_code == 404

    def test_a_file_that_is_away(self, browse, coordinator, pdf):
        default_storage.delete(pdf.file.name)
        assert browse(coordinator).get(reverse("material_file", args=[pdf.pk])).status_code == 404


def test_two_modules_may_have_the_same_title(browse, coordinator, module, link):
    other = ModuleFactory(curriculum=module.curriculum, track=module.track, number=2)
    browse(coordinator).post(
        reverse("material_new", args=[other.pk]), {"title": link.title, "url": "https://example.org"}
    )
    assert Material.objects.count() == 2


class TestOfSessions:
    """Material stands with the session it is for, and keeps its order there."""

    @pytest.fixture
    def four(self, module):
        first, second = (LessonFactory(module=module, number=number) for number in (1, 2))
        return [
            MaterialFactory(module=module, title="Alles", position=3),
            MaterialFactory(module=module, title="Een A", lesson=first, position=1),
            MaterialFactory(module=module, title="Een B", lesson=first, position=2, is_required=True),
            MaterialFactory(module=module, title="Twee", lesson=second, position=0),
        ]

    def titles(self, rows):
        return [material.title for material in rows]

    def test_on_the_page_of_the_module(self, browse, coordinator, module, four):
        sessions = browse(coordinator).get(reverse("module", args=[module.pk])).context["sessions"]
        assert [(each.number, self.titles(each.materials)) for each in [sessions.whole, *sessions.each]] == [
            (0, ["Alles"]),
            (1, ["Een A", "Een B"]),
            (2, ["Twee"]),
            (3, []),
        ]

    def test_on_the_page_of_the_session(self, browse, trainee, session, four):
        """Of the second session: its own, and what is for the whole module."""
        page = browse(trainee.user).get(reverse("session", args=[session.pk]))
        assert self.titles(page.context["materials"]) == ["Alles", "Twee"]

    def test_moved_among_its_own(self, browse, lecturer, module, four):
        client = browse(lecturer)
        client.post(reverse("material_up", args=[four[2].pk]))
        assert self.titles(Material.objects.by_lesson()) == ["Alles", "Een B", "Een A", "Twee"]
        client.post(reverse("material_up", args=[four[2].pk]))
        client.post(reverse("material_down", args=[four[0].pk]))
        assert self.titles(Material.objects.by_lesson()) == ["Alles", "Een B", "Een A", "Twee"]

    def test_to_another_session(self, browse, lecturer, four):
        material = four[3]
        body = {"title": "Twee", "url": "https://example.org", "session_number": "3", "seen": 1}
        client = browse(lecturer)
        client.post(reverse("material_edit", args=[material.pk]), body)
        material.refresh_from_db()
        assert material.lesson.number == 3
        client.post(reverse("material_edit", args=[material.pk]), body | {"session_number": "", "seen": 2})
        material.refresh_from_db()
        assert material.lesson is None

    def test_what_is_needed_next(self, session, past_session, four):
        needed = dict(Session.objects.with_required().values_list("pk", "required"))
        assert [each[0] for each in needed[past_session.pk]] == [four[2].pk]
        assert needed[session.pk] == []
