"""Which passwords are refused, in words that somebody understands, and how to ask for a new one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.contrib.messages import get_messages
from django.core import mail
from django.core.exceptions import ValidationError
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.retry import RetryStrategy

from tests.factories import TraineeFactory, UserFactory
from tests.wijkmakers.conftest import page
from wijkmakers import tasks

OLD = "vlieger-boven-de-wijk"
REFUSED = {
    "elf-tekens1": "Dit wachtwoord is te kort. Kies minstens 12 tekens.",
    "x" * 65 + "y" * 64: "Je wachtwoord heeft hooguit 128 tekens.",
    "918273645546372819": "Dit wachtwoord bevat alleen cijfers.",
    "password12345": "Dit wachtwoord is te algemeen.",
    "noor-dijkema1": "Dit wachtwoord lijkt te veel op je achternaam.",
    "ndijkstra@example.org": "Dit wachtwoord lijkt te veel op je e-mailadres.",
}


@pytest.fixture
def noor(db, client):
    user = UserFactory(first_name="Noor", last_name="Noor-Dijkema", email="ndijkstra@example.org")
    user.set_password(OLD)
    user.save()
    TraineeFactory(user=user)
    client.force_login(user)
    return user


@pytest.mark.parametrize("password", REFUSED)
def test_refused_and_told_why(client, noor, password):
    answer = client.post(
        "/accounts/password/change/", {"oldpassword": OLD, "password1": password, "password2": password}
    )
    assert answer.status_code == 200
    assert REFUSED[password] in page(answer)
    noor.refresh_from_db()
    assert noor.check_password(OLD)


@pytest.mark.parametrize("password", ["twaalf-teken", "x" * 65 + "y" * 63])
def test_the_shortest_and_the_longest_will_do(client, noor, password):
    client.post(
        "/accounts/password/change/", {"oldpassword": OLD, "password1": password, "password2": password}
    )
    noor.refresh_from_db()
    assert noor.check_password(password)


@pytest.mark.parametrize("password", ["Noor-Dijkema!", "918273645546372819"])
def test_also_where_an_account_begins(noor, password):
    """A command and the administration ask the same validators."""
    with pytest.raises(ValidationError):
        validate_password(password, noor)


@pytest.fixture
def mail_is_away(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


class TestAskingForANewOne:
    url = "/accounts/password/reset/"

    @pytest.fixture
    def anneke(self, db):
        return UserFactory(first_name="Anneke", email="anneke@example.org", language="en")

    def asked(self):
        """The people for whom a link was asked for, of each job."""
        jobs = ProcrastinateJob.objects.filter(task_name="wijkmakers.tasks.send_password_link")
        return list(jobs.order_by("pk").values_list("args", flat=True))

    @pytest.mark.usefixtures("mail_is_away")
    def test_known_or_not_the_answer_is_the_same_and_no_mail_server_is_needed(self, client, anneke):
        pages = []
        for email in (anneke.email, "nobody@example.org"):
            answer = client.post(self.url, {"email": email})
            assert (answer.status_code, answer.url) == (302, "/accounts/password/reset/done/")
            pages.append(re.sub(r'value="\w{64}"', "", page(client.get(answer.url))))
        assert pages[0] == pages[1]
        assert self.asked() == [{"users": [anneke.pk]}, {"users": []}]

    def test_the_link_works_once(self, client, anneke):
        tasks.send_password_link(users=[anneke.pk])
        [sent] = mail.outbox
        assert (sent.to, sent.subject) == ([anneke.email], "Choose a new password")
        assert "Hello Anneke," in sent.body
        assert "The link works once, for 3 days." in sent.body
        link = re.search(r"http\S+", sent.body)[0].removeprefix("http://localhost:8000")
        form = client.get(link).url
        client.post(form, {"password1": "vlieger-boven-de-wijk", "password2": "vlieger-boven-de-wijk"})
        anneke.refresh_from_db()
        assert anneke.check_password("vlieger-boven-de-wijk")
        client.session.flush()
        assert "This link does not work any more" in page(client.get(link, headers={"Accept-Language": "en"}))

    def test_in_ones_own_language(self, noor):
        tasks.send_password_link(users=[noor.pk])
        assert noor.language == "nl"
        assert mail.outbox[0].subject != "Choose a new password"

    def test_not_to_who_may_not_sign_in_any_more(self, anneke):
        anneke.is_active = False
        anneke.save()
        tasks.send_password_link(users=[anneke.pk])
        assert mail.outbox == []

    @pytest.mark.usefixtures("mail_is_away")
    def test_it_is_tried_again(self, anneke):
        with pytest.raises(OSError) as away:  # noqa: PT011, that it is one of these is what counts
            tasks.send_password_link(users=[anneke.pk])
        strategy = tasks.send_password_link.retry_strategy
        assert isinstance(strategy, RetryStrategy)
        assert isinstance(away.value, tuple(strategy.retry_exceptions))


@pytest.mark.usefixtures("mail_is_away")
def test_a_mail_that_cannot_go_is_said_so(db, english):
    """Whoever confirms an address is signed in: nothing is given away."""
    user = UserFactory()
    user.set_password(OLD)
    user.save()
    english.post("/accounts/login/", {"login": user.email, "password": OLD})
    english.post("/accounts/reauthenticate/", {"password": OLD})
    answer = english.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert answer.status_code == 302
    assert said[-1] == "The mail could not be sent now. Try it again later."
    assert not [sentence for sentence in said if "new@example.org" in sentence]
    assert EmailAddress.objects.filter(email="new@example.org", verified=False).exists()
