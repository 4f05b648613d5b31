"""The frame around every page, the pages of accounts in it, and the pages for when something is wrong."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.messages import constants
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.factories import CohortFactory, UserFactory
from tests.wijkmakers.conftest import page

BROKEN = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"]


def headings(html):
    return re.findall(r"<h1>(.*?)</h1>", html)


def titles(html):
    return re.search(r"<title>(.*?) · ", html, re.DOTALL)[1]


def person():
    user = UserFactory()
    user.set_password("geheim-geheim-1")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


class TestWithoutARequest:
    """As when the database is away: the frame asks for nothing."""

    @pytest.mark.parametrize("template", BROKEN)
    def test_a_page_still_has_its_frame(self, template):
        with translation.override("en"):
            html = render_to_string(template, {})
        assert headings(html) == [titles(html)]
        assert '<main id="main"' in html
        assert '<html lang="en">' in html
        assert "<form" not in html
        assert 'aria-label="Main menu"' not in html

    def test_a_reference_number_is_shown(self):
        with translation.override("en"):
            assert "Reference number: K7F3." in render_to_string("500.html", {"reference": "K7F3"})

    @pytest.mark.django_db
    def test_a_database_that_knows_nobody_any_more_is_503(self, client):
        def away(execute, sql, params, many, context):
            raise OperationalError("connection refused")

        client.force_login(UserFactory())
        client.raise_request_exception = False
        with connection.execute_wrapper(away):
            response = client.get("/me/")
        assert (response.status_code, response["Retry-After"]) == (503, "10")
        assert len(headings(page(response))) == 1


@pytest.mark.django_db
class TestTheFrame:
    def test_who_you_are_and_where_you_are(self, english):
        english.force_login(
            UserFactory(first_name="Marleen", last_name="Kuipers", coordinates=CohortFactory())
        )
        html = page(english.get("/cohorts/"))
        assert "<b>Marleen Kuipers</b>coordinator" in html
        assert html.count('aria-current="page"') == 1
        assert re.search(
            r'<a href="/cohorts/" aria-current="page">.*?<span>Cohorts</span></a>', html, re.DOTALL
        )

    def test_below_an_entry_of_the_menu_it_stays_marked(self, english):
        cohort = CohortFactory()
        english.force_login(UserFactory(coordinates=cohort))
        html = page(english.get(f"/cohorts/{cohort.pk}/edit/"))
        assert '<a href="/cohorts/" aria-current="true">' in html
        assert html.count('aria-current="true"') == 1

    def test_a_stranger_sees_no_menu_but_can_choose_language_and_light(self, english):
        html = page(english.get("/help/"))
        assert 'aria-label="Main menu"' not in html
        assert 'aria-label="Sign out"' not in html
        assert '<button class="toolbtn" name="language" value="nl" lang="nl"' in html
        assert '<button class="toolbtn" name="theme" value="dark"' in html
        assert '<input type="hidden" name="next" value="/help/">' in html

    def test_signing_out_is_a_post(self, english):
        english.force_login(UserFactory())
        assert '<form method="post" action="/accounts/logout/">' in page(english.get("/help/"))

    @pytest.mark.parametrize(("level", "stays"), [("SUCCESS", False), ("WARNING", True), ("ERROR", True)])
    def test_a_problem_stays_until_it_is_closed(self, level, stays):
        request = RequestFactory().get("/")
        said = messages.storage.base.Message(getattr(constants, level), "Het is <gezegd>.")
        html = render_to_string("parts/_status.html", {"messages": [said]}, request)
        keep = " data-keep" if stays else ""
        assert f'<p class="is-{level.lower()}"{keep}><span>Het is &lt;gezegd&gt;.</span>' in html


@pytest.mark.django_db
class TestSigningIn:
    def test_labels_stand_above_the_fields_and_nothing_vanishes(self, english):
        html = page(english.get("/accounts/login/"))
        assert headings(html) == ["Sign in"]
        assert html.index('<label for="id_login">') < html.index('id="id_login"', html.index("<label"))
        assert "placeholder" not in html
        assert 'autocomplete="current-password"' in html

    def test_a_mistake_is_in_the_title_the_summary_and_the_field(self, english):
        html = page(english.post("/accounts/login/", {"login": "", "password": "x"}))
        assert titles(html) == "Error: Sign in"
        assert '<div class="errsum" role="alert" tabindex="-1" data-errors>' in html
        assert html.count("Fill in “Email”.") == 2

    def test_nobody_makes_an_account_alone(self, english):
        html = page(english.get("/accounts/signup/"))
        assert headings(html) == ["You cannot make an account yourself"]
        assert '<input type="password"' not in html
        response = english.post(
            "/accounts/signup/", {"email": "new@example.org", "password1": "x" * 14, "password2": "x" * 14}
        )
        assert headings(page(response)) == ["You cannot make an account yourself"]

    @pytest.mark.parametrize(
        ("path", "heading"),
        [
            ("/accounts/password/reset/", "Forgot your password"),
            ("/accounts/password/reset/done/", "Look in your mail"),
            ("/accounts/password/reset/key/x-y/", "This link does not work any more"),
            ("/accounts/password/reset/key/done/", "Your password has changed"),
            ("/accounts/inactive/", "This account is closed"),
        ],
    )
    def test_pages_before_signing_in(self, english, path, heading):
        html = page(english.get(path))
        assert (headings(html), titles(html)) == ([heading], heading)


@pytest.mark.django_db
class TestWhoOneIs:
    def test_nobody_takes_an_address_that_is_not_confirmed(self, english):
        """Else a trainee who takes the address of a coordinator to be becomes that coordinator."""
        user = person()
        EmailAddress.objects.all().delete()
        english.post("/accounts/login/", {"login": user.email, "password": "geheim-geheim-1"})
        new = "coordinator-to-be@example.org"
        english.post("/accounts/email/", {"email": new, "action_add": ""})
        english.post("/accounts/email/", {"email": new, "action_primary": ""})
        user.refresh_from_db()
        assert EmailAddress.objects.get(email=new).primary is False
        assert user.email != new

    def test_who_guesses_too_often_gets_a_page_of_ours_and_others_behind_the_proxy_go_on(
        self, english, settings
    ):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        user = person()

        def sign_in(email, password, address):
            data = {"login": email, "password": password}
            return english.post("/accounts/login/", data, headers={"x-forwarded-for": address})

        guesses = [sign_in(f"guess{n}@example.org", "x", "192.0.2.1") for n in range(31)]
        assert [guess.status_code for guess in guesses] == [200] * 30 + [429]
        assert "<h1>Too many attempts</h1>" in guesses[-1].text
        assert sign_in(user.email, "geheim-geheim-1", "192.0.2.2").status_code == 302


@pytest.mark.django_db
class TestHowYouSignIn:
    @pytest.fixture
    def signed_in(self, english):
        user = person()
        english.post("/accounts/login/", {"login": user.email, "password": "geheim-geheim-1"})
        english.post("/accounts/reauthenticate/", {"password": "geheim-geheim-1"})
        return english

    def test_one_says_who_one_is_again_before_changing_it(self, english):
        english.force_login(person())
        response = english.get("/accounts/2fa/totp/activate/", follow=True)
        assert headings(page(response)) == ["Is it you?"]

    @pytest.mark.parametrize(
        ("path", "heading"),
        [
            ("/accounts/password/change/", "Change password"),
            ("/accounts/email/", "E-mail address"),
            ("/accounts/sessions/", "Where you are signed in"),
            ("/accounts/2fa/", "Second step when signing in"),
            ("/accounts/2fa/totp/activate/", "Set up an app"),
            ("/accounts/2fa/webauthn/", "Passkeys and security keys"),
            ("/accounts/2fa/webauthn/add/", "Add a key"),
            ("/accounts/logout/", "Sign out"),
        ],
    )
    def test_pages_after_signing_in(self, signed_in, path, heading):
        html = page(signed_in.get(path))
        assert (headings(html), titles(html)) == ([heading], heading)
        assert "style=" not in html

    def test_a_wrong_code_is_told_at_the_field(self, signed_in):
        signed_in.get("/accounts/2fa/totp/activate/")
        html = page(signed_in.post("/accounts/2fa/totp/activate/", {"code": "1"}))
        assert titles(html) == "Error: Set up an app"
        assert '<a href="#id_code">Incorrect code.</a>' in html
