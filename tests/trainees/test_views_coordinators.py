import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories import CoordinatorFactory, UserFactory
from trainees.models import Coordinator, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


class TestCoordinatorNew:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/coordinators/new/"

    def test_somebody_who_already_coordinates(self, as_coordinator, cohort, url):
        other = CoordinatorFactory(user__first_name="Anneke", user__last_name="Sikkens").user
        UserFactory(first_name="Geen", last_name="Coördinator")
        offered = as_coordinator.get(url).context["form"].fields["person"].widget.choices
        assert list(offered) == [("", "Nobody of these"), (other.pk, f"Anneke Sikkens ({other.email})")]
        response = as_coordinator.post(url, {"person": other.pk})
        assert response.url == reverse("cohort_edit", kwargs={"pk": cohort.pk})
        assert said(response) == ["Anneke Sikkens now coordinates Lichting 2026."]
        assert cohort.coordinations.filter(user=other).exists()

    def test_somebody_new_by_address(self, as_coordinator, cohort, url):
        sent = {"email": "Anneke@Example.org", "first_name": "Anneke", "last_name": "Sikkens"}
        response = as_coordinator.post(url, sent)
        assert said(response) == [
            "Anneke Sikkens now coordinates Lichting 2026, and can sign in as anneke@example.org."
        ]
        anneke = User.objects.get(email="anneke@example.org")
        assert anneke.coordinations.get().cohort == cohort

    def test_somebody_known_by_address_alone(self, as_coordinator, cohort, url, trainee):
        response = as_coordinator.post(url, {"email": "NOOR@example.org"})
        assert said(response) == ["Noor Dijkema now coordinates Lichting 2026."]
        assert trainee.user.coordinations.get().cohort == cohort

    def test_somebody_known_under_another_name_keeps_it(self, as_coordinator, url, trainee):
        sent = {"email": "noor@example.org", "first_name": "Nora", "last_name": "Dijk"}
        response = as_coordinator.post(url, sent)
        assert said(response) == [
            "noor@example.org is known here as Noor Dijkema, who now coordinates Lichting 2026."
        ]
        trainee.user.refresh_from_db()
        assert trainee.user.first_name == "Noor"

    @pytest.mark.parametrize(
        ("sent", "errors"),
        [
            ({}, {"person": ["Choose somebody, or fill in an e-mail address."]}),
            ({"email": "geen adres"}, {"email": ["Enter a valid email address."]}),
            (
                {"email": "nieuw@example.org", "first_name": "Nieuw"},
                {"last_name": ["This person is not here yet. Fill in the name too."]},
            ),
        ],
    )
    def test_what_cannot_be(self, as_coordinator, url, sent, errors):
        assert as_coordinator.post(url, sent).context["form"].errors == errors
        assert Coordinator.objects.count() == 1

    def test_not_both(self, as_coordinator, url):
        other = CoordinatorFactory().user
        response = as_coordinator.post(url, {"person": other.pk, "email": other.email})
        assert response.context["form"].errors == {
            "email": ["Choose somebody or fill in an e-mail address, not both."]
        }

    def test_not_twice(self, as_coordinator, coordinator, url):
        response = as_coordinator.post(url, {"email": coordinator.email})
        assert response.context["form"].errors == {"email": ["This person already coordinates this cohort."]}

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.get(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague, cohort, url):
        client.force_login(colleague)
        assert client.post(url, {"email": colleague.email}).status_code == 403
        assert not cohort.coordinations.exists()

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.delete(url).status_code == 405


class TestCoordinatorRemove:
    @pytest.fixture
    def other(self, cohort):
        return CoordinatorFactory(cohort=cohort, user__first_name="Anneke", user__last_name="Sikkens")

    @pytest.fixture
    def url(self, other):
        return f"/coordinators/{other.pk}/remove/"

    def test_says_what_it_means_first(self, as_coordinator, url, other):
        text = as_coordinator.get(url).content.decode()
        assert "Remove Anneke Sikkens as coordinator?" in text
        assert "Anneke Sikkens no longer sees Lichting 2026" in text
        assert Coordinator.objects.filter(pk=other.pk).exists()

    def test_removes(self, as_coordinator, cohort, coordinator, url):
        response = as_coordinator.post(url)
        assert response.url == reverse("cohort_edit", kwargs={"pk": cohort.pk})
        assert said(response) == ["Anneke Sikkens no longer coordinates Lichting 2026."]
        assert [row.user for row in cohort.coordinations.all()] == [coordinator]

    def test_oneself(self, as_coordinator, coordinator, other):
        mine = reverse("coordinator_remove", kwargs={"pk": coordinator.coordinations.get().pk})
        assert "You no longer see Lichting 2026" in as_coordinator.get(mine).content.decode()
        assert as_coordinator.post(mine).url == reverse("home")
        assert not coordinator.coordinations.exists()

    def test_the_last_one_stays(self, as_coordinator, coordinator):
        last = coordinator.coordinations.get()
        response = as_coordinator.post(reverse("coordinator_remove", kwargs={"pk": last.pk}))
        assert response.context["form"].non_field_errors() == [
            "A cohort keeps at least one coordinator. Add another one first."
        ]
        assert Coordinator.objects.filter(pk=last.pk).exists()

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.post(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague, url, other):
        client.force_login(colleague)
        assert client.post(url).status_code == 403
        assert Coordinator.objects.filter(pk=other.pk).exists()

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.put(url).status_code == 405
