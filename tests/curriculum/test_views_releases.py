"""The page that publishes, and what was published."""

import pytest
from django.urls import reverse

from curriculum.models import Draft, Release, Session
from tests.curriculum.conftest import FRIDAY, NEXT_FRIDAY
from tests.factories import DraftFactory, ReleaseFactory, TraineeFactory, UserFactory
from trainees.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(session):
    made = DraftFactory(session=session, on=NEXT_FRIDAY, place=session.place)
    made.lecturers.set(session.lecturers.all())
    return made


@pytest.fixture
def release(browse, coordinator, cohort, moved, trainee):
    client, url = browse(coordinator), reverse("programme_publish", args=[cohort.pk])
    client.post(url, {"seen": client.get(url).context["form"]["seen"].value(), "note": "Dubbel geboekt."})
    return Release.objects.get()


class TestProgrammePublish:
    def test_shows_what_changes_for_whom(self, browse, coordinator, cohort, moved, trainee):
        page = browse(coordinator).get(reverse("programme_publish", args=[cohort.pk]))
        assert "1 change." in page.text
        assert "1 trainee and 1 lecturer are told." in page.text
        assert "Module 1, session 2 moves from Friday 20 to Friday 27 November" in page.text
        assert [(person.name, person.teaches) for person in page.context["publication"].told] == [
            ("Noor Dijkema", False),
            ("Anneke Sikkens", True),
        ]
        assert "1 change is within two weeks" in page.text
        assert Session.objects.get().day() == FRIDAY

    def test_publishes_and_tells(self, browse, coordinator, cohort, moved, trainee):
        client, url = browse(coordinator), reverse("programme_publish", args=[cohort.pk])
        seen = client.get(url).context["form"]["seen"].value()
        page = client.post(url, {"seen": seen, "note": "Dubbel geboekt."}, follow=True)
        made = Release.objects.get()
        assert page.redirect_chain == [(reverse("release", args=[made.pk]), 302)]
        assert "Messages to 2 people are in the outbox and go out soon." in page.text
        assert (Session.objects.get().day(), Draft.objects.count(), Message.objects.count()) == (
            NEXT_FRIDAY, 0, 2,
        )  # fmt: skip

    def test_the_draft_changed_since_it_was_shown(self, browse, coordinator, cohort, moved):
        client, url = browse(coordinator), reverse("programme_publish", args=[cohort.pk])
        seen = client.get(url).context["form"]["seen"].value()
        Draft.objects.update(version=2)
        page = client.post(url, {"seen": seen, "note": "Dubbel geboekt."})
        assert page.status_code == 409
        assert "Somebody else changed the draft meanwhile." in page.text
        assert "Dubbel geboekt." in page.text
        assert not Release.objects.exists()
        again = {"seen": page.context["form"]["seen"].value(), "note": "Dubbel geboekt."}
        assert client.post(url, again).status_code == 302

    def test_what_stops_it(self, browse, coordinator, cohort, session, module):
        DraftFactory(cohort=cohort, module=module, number=1, on=FRIDAY)
        client, url = browse(coordinator), reverse("programme_publish", args=[cohort.pk])
        page = client.get(url)
        assert "The draft cannot be published as it is." in page.text
        assert "are at the same time on Friday 20 November 2026." in page.text
        page = client.post(url, {"seen": page.context["form"]["seen"].value()})
        assert page.context["form"].non_field_errors()
        assert not Release.objects.exists()

    def test_nothing_to_publish(self, browse, coordinator, cohort, session):
        page = browse(coordinator).get(reverse("programme_publish", args=[cohort.pk]))
        assert "There is nothing to publish: everything is as it is known." in page.text
        assert '<button class="btn btn--go">' not in page.text

    def test_only_its_coordinators(self, browse, trainee, stranger, colleague, coordinator, cohort, moved):
        url = reverse("programme_publish", args=[cohort.pk])
        for method in ("get", "post"):
            people = (trainee.user, stranger, colleague)
            assert [getattr(browse(user), method)(url).status_code for user in people] == [404, 404, 403]
        assert browse(coordinator).put(url).status_code == 405


class TestReleaseList:
    def test_the_newest_first(self, browse, coordinator, release, cohort):
        ReleaseFactory(cohort=cohort, number=2)
        page = browse(coordinator).get(reverse("release_list", args=[cohort.pk]))
        assert [(each.number, each.change_count) for each in page.context["releases"]] == [(2, 0), (1, 1)]
        assert "The programme was published 2 times." in page.text
        assert "Dubbel geboekt." in page.text

    def test_not_yet(self, browse, coordinator, cohort):
        page = browse(coordinator).get(reverse("release_list", args=[cohort.pk]))
        assert "Here stands what changed each time you published." in page.text

    def test_only_its_coordinators(self, browse, trainee, stranger, colleague, coordinator, cohort):
        url = reverse("release_list", args=[cohort.pk])
        people = (trainee.user, stranger, colleague)
        assert [browse(user).get(url).status_code for user in people] == [404, 404, 403]
        assert browse(coordinator).post(url).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, cohort, rows, django_assert_num_queries):
        for number in range(rows):
            ReleaseFactory(cohort=cohort, number=number + 1, released_by=UserFactory())
        client = browse(coordinator)
        with django_assert_num_queries(5):
            client.get(reverse("release_list", args=[cohort.pk]))


class TestRelease:
    def test_what_changed_readable_for_ever(self, browse, coordinator, release):
        Session.objects.all().delete()
        page = browse(coordinator).get(reverse("release", args=[release.pk]))
        assert "Module 1, session 2 moves from Friday 20 to Friday 27 November" in page.text
        assert "Published on Wednesday 18 November 2026 at 10:00. 1 change." in page.text
        assert "Dubbel geboekt." in page.text

    def test_for_a_trainee_without_the_tools_of_planners(self, browse, release, trainee, session):
        page = browse(trainee.user).get(reverse("release", args=[release.pk]))
        assert reverse("session", args=[session.pk]) in page.text
        assert reverse("release_list", args=[release.cohort_id]) not in page.text
        assert reverse("outbox", args=[release.cohort_id]) not in page.text

    def test_not_for_others(self, browse, release, stranger, coordinator):
        url = reverse("release", args=[release.pk])
        people = (stranger, TraineeFactory().user, UserFactory())
        assert [browse(user).get(url).status_code for user in people] == [404, 404, 404]
        assert browse(coordinator).post(url).status_code == 405
