import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse

from trainees.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def as_trainee(english, trainee):
    english.force_login(trainee.user)
    return english


def page(response):
    return response.content.decode()


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
