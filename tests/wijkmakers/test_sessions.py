"""How long somebody stays signed in, and what ends it sooner. Real logins: what signs people in counts."""

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories import CoordinatorFactory, TraineeFactory, UserFactory
from tests.wijkmakers.conftest import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PASSWORD = "vlieger-boven-de-wijk"
AWAY = "You did nothing here for 60 minutes"
OVER = "You have been signed out: that happens after 12 hours"
LOGIN = reverse("account_login")


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(user):
    """A browser of their own, that reads English."""
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = browser.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302, page(answer)
    return browser


def is_in(browser):
    return browser.get("/accounts/password/change/").status_code == 200


@pytest.fixture
def coordinator():
    return with_password(CoordinatorFactory().user)


@pytest.fixture
def trainee():
    return with_password(TraineeFactory().user)


@pytest.fixture
def minutes(today, time_machine):
    return lambda number: time_machine.shift(number * 60)


class TestAway:
    def test_a_coordinator_is_told_and_comes_back_to_the_same_page(self, coordinator, minutes):
        browser = sign_in(coordinator)
        minutes(61)
        answer = browser.get("/cohorts/?q=2026")
        assert answer.url == f"{LOGIN}?next=/cohorts/%3Fq%3D2026"
        assert AWAY in page(browser.get(answer.url))
        again = browser.post(answer.url, {"login": coordinator.email, "password": PASSWORD})
        assert again.url == "/cohorts/?q=2026"
        assert AWAY not in page(browser.get(again.url))

    def test_whoever_does_something_stays(self, coordinator, minutes):
        browser = sign_in(coordinator)
        for _ in range(5):
            minutes(59)
            assert browser.get("/cohorts/").status_code == 200

    def test_the_session_is_gone_from_the_database(self, coordinator, minutes):
        browser = sign_in(coordinator)
        minutes(61)
        browser.get("/help/")
        assert not Session.objects.exists()

    def test_an_admin_too(self, minutes):
        browser = sign_in(with_password(UserFactory(admin=True)))
        minutes(61)
        assert browser.get("/admin/").status_code == 302

    def test_a_trainee_may_be_away_for_hours(self, trainee, minutes):
        browser = sign_in(trainee)
        minutes(11 * 60)
        assert browser.get("/week/").status_code == 200

    def test_a_form_that_was_open_changes_nothing_and_its_page_comes_back(self, coordinator, minutes):
        browser = sign_in(coordinator)
        cohort = coordinator.coordinations.get().cohort
        minutes(61)
        url = f"/cohorts/{cohort.pk}/edit/"
        referer = {"Referer": f"http://testserver{url}?from=list#name"}
        answer = browser.post(url, {"name": "Anders"}, headers=referer)
        assert answer.url == f"{LOGIN}?next={url}%3Ffrom%3Dlist"
        cohort.refresh_from_db()
        assert cohort.name != "Anders"

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/x", "//evil.example", "javascript:x"])
    def test_a_form_of_elsewhere_sends_nobody_elsewhere(self, client, elsewhere):
        answer = client.post("/cohorts/new/", headers={"Referer": elsewhere})
        assert answer.url == f"{LOGIN}?next=/cohorts/new/"

    def test_taking_the_cookie_away_gives_no_time(self, coordinator, minutes):
        browser = sign_in(coordinator)
        minutes(59)
        browser.get("/cohorts/")
        minutes(2)
        del browser.cookies[settings.LAST_SEEN_COOKIE_NAME]
        assert not is_in(browser)

    def test_the_cookie_of_another_session_gives_no_time(self, coordinator, minutes):
        old = sign_in(coordinator)
        minutes(61)
        fresh = sign_in(coordinator).cookies[settings.LAST_SEEN_COOKIE_NAME].value
        old.cookies[settings.LAST_SEEN_COOKIE_NAME] = fresh
        assert not is_in(old)

    def test_the_cookie_is_kept_from_scripts(self, coordinator):
        cookie = sign_in(coordinator).cookies[settings.LAST_SEEN_COOKIE_NAME]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")

    @override_settings(SESSION_IDLE_MINUTES=5)
    def test_it_is_a_setting(self, coordinator, minutes):
        browser = sign_in(coordinator)
        minutes(6)
        assert "You did nothing here for 5 minutes" in page(browser.get("/help/"))

    def test_a_session_from_before_this_was_kept_ends(self, coordinator):
        browser = Client()
        browser.force_login(coordinator)
        session = browser.session
        del session["ends_at"]
        Session.objects.update(session_data=session.encode(dict(session.items())))
        assert not is_in(browser)

    def test_it_costs_no_query(self, coordinator, django_assert_num_queries):
        browser = sign_in(coordinator)
        with django_assert_num_queries(2):  # the session and the person
            assert browser.get("/help/").status_code == 200


class TestTwelveHours:
    def test_is_the_longest_whatever_somebody_does(self, trainee, minutes):
        browser = sign_in(trainee)
        for _ in range(23):
            minutes(30)
            # Each of these saves the session.
            browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "x"})
            session = browser.session
            session["busy"] = True
            session.save()
        assert is_in(browser)
        minutes(31)
        answer = browser.get("/week/")
        assert answer.url == f"{LOGIN}?next=/week/"
        assert OVER in page(browser.get(answer.url))
        assert OVER not in page(browser.get(answer.url))

    def test_a_new_password_gives_no_new_twelve_hours(self, trainee, minutes):
        browser = sign_in(trainee)
        minutes(11 * 60)
        change_password(browser)
        assert is_in(browser)
        minutes(61)
        assert not is_in(browser)

    def test_signing_in_again_does(self, trainee, minutes):
        minutes(0)
        browser = sign_in(trainee)
        minutes(13 * 60)
        browser.get("/week/")
        browser.post(LOGIN, {"login": trainee.email, "password": PASSWORD})
        minutes(11 * 60)
        assert is_in(browser)


def change_password(browser, new="een-heel-andere-vlieger"):
    answer = browser.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302, page(answer)


class TestAtTheNextRequest:
    def test_signing_out(self, trainee):
        browser = sign_in(trainee)
        browser.post("/accounts/logout/")
        assert not is_in(browser)
        assert "You have been signed out: that" not in page(browser.get(LOGIN))

    def test_a_new_password_ends_the_other_browsers(self, trainee):
        here, there = sign_in(trainee), sign_in(trainee)
        change_password(here)
        assert is_in(here)
        assert there.get("/week/").url == f"{LOGIN}?next=/week/"
        assert OVER in page(there.get(LOGIN))

    def test_a_password_chosen_by_an_admin_does(self, trainee):
        browser = sign_in(trainee)
        trainee.set_password("door-de-beheerder-gekozen")
        trainee.save()
        assert not is_in(browser)

    def test_an_account_that_is_switched_off(self, trainee):
        browser = sign_in(trainee)
        trainee.is_active = False
        trainee.save()
        assert not is_in(browser)


class TestOwnSessions:
    """The page is a library's; that it is in our frame and does what it says is ours."""

    url = reverse("usersessions_list")

    def test_a_person_sees_and_ends_them(self, trainee):
        here, there = sign_in(trainee), sign_in(trainee)
        text = page(here.get(self.url))
        assert text.count('<th scope="row">') == 2
        assert text.count("this one") == 1
        assert "Sign out everywhere else" in text
        here.post(self.url)
        assert (is_in(here), is_in(there)) == (True, False)
        assert page(here.get(self.url)).count('<th scope="row">') == 1

    def test_what_is_over_is_not_shown(self, trainee):
        here, there = sign_in(trainee), sign_in(trainee)
        there.post("/accounts/logout/")
        assert page(here.get(self.url)).count('<th scope="row">') == 1

    def test_in_dutch(self, trainee):
        browser = sign_in(trainee)
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
        assert "Waar je bent ingelogd" in page(browser.get(self.url))

    def test_nobody_sees_or_ends_those_of_others(self, trainee, coordinator):
        theirs, mine = sign_in(trainee), sign_in(coordinator)
        own = UserSession.objects.get(user=coordinator)
        assert [session.pk for session in mine.get(self.url).context["sessions"]] == [own.pk]
        mine.post(self.url)
        assert is_in(theirs)

    def test_a_stranger(self, client):
        assert client.get(self.url).url == f"{LOGIN}?next={self.url}"
