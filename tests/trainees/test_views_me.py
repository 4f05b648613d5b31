import json

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories import PauseFactory, SkillFactory, TraineeFactory, UserFactory
from trainees.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def as_trainee(english, trainee):
    english.force_login(trainee.user)
    return english


def page(response):
    return response.content.decode()


class TestMe:
    url = "/me/"

    def test_a_trainee_sees_what_is_kept(self, as_trainee, trainee):
        PauseFactory(trainee=trainee)
        trainee.skills.add(SkillFactory(name="Duits"))
        text = page(as_trainee.get(self.url))
        for part in (
            "You sign in as noor@example.org.", "Trainee of Lichting 2026", "31 August 2028", "Planologie",
            "Groningen", "4 January 2027 to 26 February 2027", "Duits", "not filled in",
        ):  # fmt: skip
            assert part in text

    @pytest.mark.parametrize(
        "name",
        [
            "me_edit",
            "my_data",
            "privacy",
            "account_change_password",
            "account_email",
            "mfa_index",
            "usersessions_list",
        ],
    )
    def test_leads_to_what_belongs_to_it(self, as_trainee, name):
        assert f'href="{reverse(name)}"' in page(as_trainee.get(self.url))

    def test_a_coordinator_sees_the_cohorts(self, as_coordinator, cohort):
        text = page(as_coordinator.get(self.url))
        assert f'href="{reverse("cohort", kwargs={"pk": cohort.pk})}">Lichting 2026</a>' in text

    def test_nothing_of_anybody_else(self, as_trainee):
        other = TraineeFactory(user__last_name="Wiersma")
        text = page(as_trainee.get(self.url))
        assert "Wiersma" not in text
        assert str(other.cohort) not in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, client, django_assert_num_queries, count):
        noor = UserFactory()
        for _number in range(count):
            trainee = TraineeFactory(user=noor)
            trainee.skills.add(SkillFactory())
            PauseFactory(trainee=trainee)
        client.force_login(noor)
        with django_assert_num_queries(6):
            assert page(client.get(self.url)).count("h-trainee-") == 2 * count

    def test_anonymous_signs_in_first(self, client):
        assert client.get(self.url).url == "/accounts/login/?next=/me/"

    def test_wrong_method(self, as_trainee):
        assert as_trainee.post(self.url).status_code == 405


class TestMeEdit:
    url = "/me/edit/"
    sent = {"first_name": "Noor", "last_name": "van Dijk", "phone": "06 12345678", "language": "en"}

    def test_saves(self, as_trainee, trainee):
        response = as_trainee.post(self.url, self.sent)
        assert response.url == reverse("me")
        noor = User.objects.get(pk=trainee.user_id)
        assert (noor.last_name, noor.phone, noor.language) == ("van Dijk", "06 12345678", "en")
        assert noor.sort_name == "dijk, noor, van"

    def test_the_language_changes_at_once(self, as_trainee, trainee):
        response = as_trainee.post(self.url, self.sent | {"language": "nl"})
        assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "nl"
        assert len(list(get_messages(response.wsgi_request))) == 1
        assert as_trainee.get("/me/").context["LANGUAGE_CODE"] == "nl"

    @pytest.mark.parametrize(
        ("changed", "errors"),
        [
            ({"first_name": ""}, {"first_name": ["This field is required."]}),
            (
                {"language": "fr"},
                {"language": ["Select a valid choice. fr is not one of the available choices."]},
            ),
        ],
    )
    def test_what_cannot_be(self, as_trainee, trainee, changed, errors):
        response = as_trainee.post(self.url, self.sent | changed)
        assert response.context["form"].errors == errors
        assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
        # The name at the top of the page is still the one that is saved.
        assert "<b>Noor Dijkema</b>" in page(response)

    def test_only_these_fields(self, as_trainee, trainee):
        as_trainee.post(
            self.url, self.sent | {"email": "kaper@example.org", "is_superuser": "on", "is_staff": "on"}
        )
        noor = User.objects.get(pk=trainee.user_id)
        assert (noor.email, noor.is_superuser, noor.is_staff) == ("noor@example.org", False, False)

    def test_anonymous_signs_in_first(self, client):
        assert client.post(self.url, self.sent).url == "/accounts/login/?next=/me/edit/"

    def test_wrong_method(self, as_trainee):
        assert as_trainee.delete(self.url).status_code == 405


class TestMyData:
    url = "/me/data/"

    def test_all_of_ones_own_and_nothing_else(self, as_trainee, trainee):
        PauseFactory(trainee=trainee)
        trainee.skills.add(SkillFactory(name="Duits"))
        TraineeFactory(cohort=trainee.cohort)
        response = as_trainee.get(self.url)
        assert response["Content-Disposition"] == 'attachment; filename="my-data-2026-11-18.json"'
        data = json.loads(response.content)
        assert data["person"]["email"] == "noor@example.org"
        assert data["traineeships"] == [
            {
                "cohort": "Lichting 2026",
                "first_day": "2026-09-01",
                "last_day": "2028-08-31",
                "stopped_at": None,
                "study": "Planologie",
                "city": "Groningen",
                "postcode": "",
                "skills": ["Duits"],
                "pauses": [{"first_day": "2027-01-04", "last_day": "2027-02-26"}],
            }
        ]
        assert data["coordinates"] == []

    def test_a_coordinator_by_name(self, as_coordinator):
        assert json.loads(as_coordinator.get(self.url).content)["coordinates"] == ["Lichting 2026"]

    def test_an_admin_coordinates_nothing_by_name(self, client, cohort):
        client.force_login(UserFactory(admin=True))
        assert json.loads(client.get(self.url).content)["coordinates"] == []

    def test_anonymous_signs_in_first(self, client):
        assert client.get(self.url).url == "/accounts/login/?next=/me/data/"

    def test_wrong_method(self, as_trainee):
        assert as_trainee.post(self.url).status_code == 405
