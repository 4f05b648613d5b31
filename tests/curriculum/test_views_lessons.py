"""What each session of a module is about."""

import pytest
from django.urls import reverse

from curriculum import actions
from curriculum.models import Lesson
from tests.factories import LessonFactory
from tests.page_forms import own_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(module):
    return reverse("lessons_edit", args=[module.pk])


def told():
    return list(Lesson.objects.in_order().values_list("number", "title", "preparation", "version"))


class TestLessonsEdit:
    def test_a_row_for_each_session(self, browse, coordinator, module, url):
        LessonFactory(module=module, number=2, title="Meten")
        page = browse(coordinator).get(url)
        assert [(row.number, row.title.value()) for row in page.context["form"].rows()] == [
            (1, ""),
            (2, "Meten"),
            (3, ""),
        ]

    def test_saved_together(self, browse, coordinator, module, url):
        LessonFactory(module=module, number=2, title="Meten")
        client = browse(coordinator)
        body = own_form(client.get(url)).sent
        body |= {"title_1": "Kijken", "preparation_1": "Lees\r\nSchrijf", "preparation_2": "Reken"}
        page = client.post(url, body, follow=True)
        assert "2 sessions are saved." in page.text
        assert told() == [(1, "Kijken", "Lees\nSchrijf", 1), (2, "Meten", "Reken", 2)]
        assert "<b>Kijken</b>" in page.text

    def test_untouched_changes_nothing(self, browse, coordinator, module, url):
        LessonFactory(module=module, number=1, title="Meten", preparation="Lees\nSchrijf")
        client = browse(coordinator)
        page = client.post(url, own_form(client.get(url)).sent, follow=True)
        assert "Nothing was changed." in page.text
        assert told() == [(1, "Meten", "Lees\nSchrijf", 1)]

    def test_what_is_beyond_the_module_stays_to_be_seen(self, browse, coordinator, module, url):
        LessonFactory(module=module, number=5, title="Terugkomen")
        page = browse(coordinator).get(url)
        assert [row.is_extra for row in page.context["form"].rows()] == [False, False, False, True, True]
        assert "Extra session 5" in page.text

    def test_two_at_once_in_different_sessions(self, browse, coordinator, module, url):
        client = browse(coordinator)
        body = own_form(client.get(url)).sent
        LessonFactory(module=module, number=2, title="Meten")
        assert client.post(url, body | {"title_1": "Kijken"}).status_code == 302
        assert [row[:2] for row in told()] == [(1, "Kijken"), (2, "Meten")]

    def test_two_at_once_in_one_session(self, browse, coordinator, module, url):
        client = browse(coordinator)
        body = own_form(client.get(url)).sent | {"title_1": "Kijken", "title_2": "Van mij"}
        LessonFactory(module=module, number=2, title="Van hen", preparation="Iets")
        page = client.post(url, body)
        assert page.status_code == 409
        assert page.context["form"].errors["title_2"] == [
            "Somebody else changed session 2 meanwhile. Save again to replace theirs."
        ]
        assert "Van hen" in page.text
        assert [row[:2] for row in told()] == [(2, "Van hen")]
        # The page that says so has everything typed, and saving it again replaces theirs.
        assert client.post(url, own_form(page).sent).status_code == 302
        assert [row[:3] for row in told()] == [(1, "Kijken", ""), (2, "Van mij", "")]

    def test_both_wrote_the_same(self, coordinator, module):
        lesson = LessonFactory(module=module, number=1, title="Meten")
        texts = {1: actions.LessonText("Meten", "")}
        blank = {1: actions.LessonText().key}
        assert actions.describe_lessons(module=module, texts=texts, shown=blank, by=coordinator) == 0
        lesson.refresh_from_db()
        assert lesson.version == 1

    def test_too_long(self, browse, coordinator, module, url):
        page = browse(coordinator).post(url, {"title_1": "x" * 151, "title_2": "Goed"})
        assert page.context["form"].errors.keys() == {"title_1"}
        assert not Lesson.objects.exists()

    def test_only_coordinators(self, browse, trainee, lecturer, coordinator, url):
        assert [browse(user).get(url).status_code for user in (trainee.user, lecturer)] == [404, 404]
        assert browse(coordinator).delete(url).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, module, url, rows, django_assert_num_queries):
        for number in range(rows):
            LessonFactory(module=module, number=number + 1)
        client = browse(coordinator)
        with django_assert_num_queries(5):
            client.get(url)
