import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories import TODAY, MessageFactory, local
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
    sent = {
        "first_name": "Noor", "last_name": "van Dijk", "phone": "06 12345678", "language": "en",
        "mail_pace": "each",
    }  # fmt: skip

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

    def test_one_mail_a_day(self, as_trainee, trainee):
        assert "A mail for each message" in page(as_trainee.get(self.url))
        as_trainee.post(self.url, self.sent | {"mail_pace": "daily"})
        assert User.objects.get(pk=trainee.user_id).mail_pace == "daily"
        assert "One mail a day with everything" in page(as_trainee.get("/me/"))

    @pytest.mark.parametrize(
        ("changed", "errors"),
        [
            ({"first_name": ""}, {"first_name": ["This field is required."]}),
            ({"mail_pace": ""}, {"mail_pace": ["This field is required."]}),
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


class TestMyMessages:
    url = "/me/messages/"

    @pytest.fixture
    def told(self, trainee):
        """Two that were sent, and some that nobody has read yet."""
        sent = [
            MessageFactory(
                to=trainee.user, cohort=trainee.cohort, subject=f"Nieuws {hour}", text="Zo.\n<b>Echt.</b>",
                sent_at=local(TODAY, hour),
            )
            for hour in (8, 9)
        ]  # fmt: skip
        for moment in ({}, {"held_at": local(TODAY, 9)}, {"cancelled_at": local(TODAY, 9)}):
            MessageFactory(to=trainee.user, cohort=trainee.cohort, subject="Nog niet", **moment)
        MessageFactory(cohort=trainee.cohort, subject="Van een ander", sent_at=local(TODAY, 9))
        return sent

    def test_what_was_sent_the_newest_first(self, as_trainee, told):
        response = as_trainee.get(self.url)
        assert list(response.context["rows"]) == told[::-1]
        assert "&lt;b&gt;Echt.&lt;/b&gt;" in page(response)

    def test_nothing_yet(self, as_trainee):
        assert "Nothing yet." in page(as_trainee.get(self.url))

    def test_pages(self, as_trainee, trainee):
        for _ in range(21):
            MessageFactory(to=trainee.user, cohort=trainee.cohort, sent_at=local(TODAY, 9))
        assert len(as_trainee.get(self.url).context["rows"]) == 20
        assert len(as_trainee.get(self.url, {"page": 2}).context["rows"]) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, as_trainee, trainee, django_assert_num_queries, count):
        for _ in range(count):
            MessageFactory(to=trainee.user, cohort=trainee.cohort, sent_at=local(TODAY, 9))
        with django_assert_num_queries(4):
            assert len(as_trainee.get(self.url).context["rows"]) == count

    def test_anonymous_signs_in_first(self, client):
        assert client.get(self.url).url == "/accounts/login/?next=/me/messages/"

    def test_wrong_method(self, as_trainee):
        assert as_trainee.post(self.url).status_code == 405
