import pytest
from django.urls import reverse

from curriculum.models import Curriculum, Theme, Track
from tests.curriculum.conftest import LAST_FRIDAY
from tests.factories import (
    CohortFactory,
    CurriculumFactory,
    DraftFactory,
    ModuleFactory,
    ProgrammeFactory,
    SessionFactory,
    ThemeFactory,
    TrackFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


class TestCurriculumList:
    def test_counts(self, browse, coordinator, curriculum, module):
        CurriculumFactory(name="Leeg")
        page = browse(coordinator).get(reverse("curriculum_list"))
        rows = [
            (c.name, c.module_count, c.session_total, c.cohort_count) for c in page.context["listing"].page
        ]
        assert rows == [("Leeg", 0, 0, 0), ("Wijkmakers 2026", 1, 3, 1)]

    def test_nothing_yet(self, browse):
        page = browse(UserFactory(admin=True)).get(reverse("curriculum_list"))
        assert "No curriculum yet." in page.text

    def test_only_coordinators(self, browse, trainee, lecturer):
        url = reverse("curriculum_list")
        assert [browse(user).get(url).status_code for user in (trainee.user, lecturer)] == [403, 403]
        assert browse(UserFactory(admin=True)).post(url).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, rows, django_assert_num_queries):
        for _each in range(rows):
            ModuleFactory()
        client = browse(coordinator)
        with django_assert_num_queries(4):
            client.get(reverse("curriculum_list"))


class TestCurriculum:
    def test_modules_and_who_follows(
        self, browse, coordinator, curriculum, module, past_session, cohort, vonk
    ):
        ModuleFactory(curriculum=curriculum, track=vonk, number=2, session_count=1, study_hours=12)
        ProgrammeFactory(curriculum=curriculum)
        page = browse(coordinator).get(reverse("curriculum", args=[curriculum.pk]))
        assert "2 modules, 4 sessions, 12 hours of study." in page.text
        assert [m.number for m in page.context["modules"]] == [1, 2]
        ((follower, wall, _is_finished),) = page.context["walls"]
        assert (follower, wall.short) == (cohort, "0 of 2 done")
        assert [brick.state for brick in wall.bricks] == ["cur", ""]
        assert [(track.name, track.module_count) for track in page.context["tracks"]] == [
            ("Inhoud", 1),
            ("Vonk", 1),
        ]

    def test_only_coordinators(self, browse, trainee, stranger, curriculum):
        url = reverse("curriculum", args=[curriculum.pk])
        assert browse(trainee.user).get(url).status_code == 404
        assert browse(stranger).get(url).status_code == 200
        assert browse(stranger).post(url).status_code == 405
        assert browse(stranger).get(reverse("curriculum", args=[0])).status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, curriculum, rows, django_assert_num_queries):
        for _each in range(rows):
            made = ModuleFactory(curriculum=curriculum, theme=ThemeFactory(curriculum=curriculum))
            made.lecturers.add(UserFactory())
            cohort = CohortFactory()
            coordinator.coordinations.create(cohort=cohort)
            ProgrammeFactory(cohort=cohort, curriculum=curriculum)
            SessionFactory(cohort=cohort, module=made, on=LAST_FRIDAY)
        client = browse(coordinator)
        with django_assert_num_queries(11):
            client.get(reverse("curriculum", args=[curriculum.pk]))


class TestCurriculumNew:
    def test_begins_with_two_tracks(self, browse, coordinator):
        page = browse(coordinator).post(reverse("curriculum_new"), {"name": "Wijkmakers 2027"}, follow=True)
        made = Curriculum.objects.get()
        assert page.redirect_chain[-1][0] == reverse("curriculum", args=[made.pk])
        assert "Wijkmakers 2027 is there. Now add its modules." in page.text
        assert [(track.name, track.kind) for track in made.tracks.all()] == [
            ("Content", "content"),
            ("Personal development", "development"),
        ]

    def test_a_name_once(self, browse, coordinator, curriculum):
        page = browse(coordinator).post(reverse("curriculum_new"), {"name": "WIJKMAKERS 2026"})
        assert page.context["form"].errors == {"name": ["There is already a curriculum with this name."]}

    def test_only_coordinators(self, browse, trainee, coordinator):
        assert browse(trainee.user).post(reverse("curriculum_new"), {"name": "x"}).status_code == 403
        assert browse(coordinator).delete(reverse("curriculum_new")).status_code == 405


class TestCurriculumEdit:
    def test_it_is_saved(self, browse, coordinator, curriculum):
        change = {"name": "Wijkmakers A", "description": "De eerste.", "seen": curriculum.version}
        page = browse(coordinator).post(reverse("curriculum_edit", args=[curriculum.pk]), change, follow=True)
        assert "Wijkmakers A is saved." in page.text
        assert Curriculum.objects.get().description == "De eerste."

    def test_only_coordinators(self, browse, trainee, coordinator, curriculum):
        url = reverse("curriculum_edit", args=[curriculum.pk])
        assert browse(trainee.user).get(url).status_code == 404
        assert browse(coordinator).delete(url).status_code == 405


class TestTracks:
    def test_added_behind_the_others(self, browse, coordinator, track):
        new = {"name": "Vonk", "kind": "development"}
        page = browse(coordinator).post(reverse("track_new", args=[track.curriculum.pk]), new, follow=True)
        assert "Vonk is saved." in page.text
        assert [row.name for row in Track.objects.in_order()] == ["Inhoud", "Vonk"]

    def test_a_name_once_in_a_curriculum(self, browse, coordinator, track):
        new = {"name": "inhoud", "kind": "content"}
        page = browse(coordinator).post(reverse("track_new", args=[track.curriculum.pk]), new)
        assert page.context["form"].errors == {"name": ["There is already a track with this name."]}

    def test_changed(self, browse, coordinator, track):
        change = {"name": "Wijkmakers", "kind": "content", "seen": track.version}
        browse(coordinator).post(reverse("track_edit", args=[track.pk]), change)
        track.refresh_from_db()
        assert (track.name, track.version) == ("Wijkmakers", 2)

    def test_removed_when_nothing_uses_it(self, browse, coordinator, track, vonk):
        page = browse(coordinator).post(reverse("track_remove", args=[vonk.pk]), {"seen": 1}, follow=True)
        assert "Vonk is removed." in page.text
        assert list(Track.objects.all()) == [track]

    def test_stays_while_it_is_used(self, browse, coordinator, module, vonk, cohort):
        SessionFactory(cohort=cohort, development=True, track=vonk)
        for row, sentence in [
            (module.track, "1 module belongs to this track. Give it another track first."),
            (vonk, "1 session belongs to this track. Move or remove it first."),
        ]:
            page = browse(coordinator).post(reverse("track_remove", args=[row.pk]))
            assert sentence in page.text
        assert Track.objects.count() == 2

    def test_stays_while_a_draft_is_in_it(self, browse, coordinator, cohort, track, vonk):
        DraftFactory(cohort=cohort, module=None, number=None, title="Aftrap", track=vonk)
        page = browse(coordinator).get(reverse("track_remove", args=[vonk.pk]))
        assert "1 session belongs to this track. Move or remove it first." in page.text

    def test_one_stays(self, browse, coordinator, track):
        page = browse(coordinator).get(reverse("track_remove", args=[track.pk]))
        assert "This is the only track of the curriculum. Add another one first." in page.text

    @pytest.mark.parametrize("name", ["track_new", "track_edit", "track_remove"])
    def test_only_coordinators(self, browse, trainee, coordinator, track, name):
        url = reverse(name, args=[track.curriculum.pk if name == "track_new" else track.pk])
        assert browse(trainee.user).get(url).status_code == 404
        assert browse(coordinator).get(url).status_code == 200
        assert browse(coordinator).delete(url).status_code == 405


class TestThemes:
    def test_added_changed_removed(self, browse, coordinator, curriculum):
        client = browse(coordinator)
        client.post(reverse("theme_new", args=[curriculum.pk]), {"name": "wonen"})
        theme = Theme.objects.get()
        client.post(reverse("theme_edit", args=[theme.pk]), {"name": "zorg", "seen": theme.version})
        theme.refresh_from_db()
        assert theme.name == "zorg"
        page = client.post(reverse("theme_remove", args=[theme.pk]), {"seen": 2}, follow=True)
        assert "zorg is removed." in page.text
        assert not Theme.objects.exists()

    def test_stays_while_it_is_used(self, browse, coordinator, module):
        theme = ThemeFactory(curriculum=module.curriculum)
        ModuleFactory(curriculum=module.curriculum, track=module.track, theme=theme, number=2)
        page = browse(coordinator).post(reverse("theme_remove", args=[theme.pk]))
        assert "1 module is about this theme. Give it another theme first." in page.text
        assert Theme.objects.exists()

    @pytest.mark.parametrize("name", ["theme_new", "theme_edit", "theme_remove"])
    def test_only_coordinators(self, browse, trainee, coordinator, curriculum, name):
        theme = ThemeFactory(curriculum=curriculum)
        url = reverse(name, args=[curriculum.pk if name == "theme_new" else theme.pk])
        assert browse(trainee.user).get(url).status_code == 404
        assert browse(coordinator).get(url).status_code == 200
        assert browse(coordinator).delete(url).status_code == 405


def test_a_track_of_another_curriculum_is_no_choice(browse, coordinator, module):
    foreign = TrackFactory()
    form = {"number": 1, "title": "x", "track": foreign.pk, "session_count": 1, "seen": module.version}
    page = browse(coordinator).post(reverse("module_edit", args=[module.pk]), form)
    assert page.context["form"].errors.keys() == {"track"}
