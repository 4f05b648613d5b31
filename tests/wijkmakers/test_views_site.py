import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from tests.factories import CohortFactory, HostMemberFactory, SessionFactory, TraineeFactory, UserFactory
from tests.wijkmakers.conftest import page

pytestmark = pytest.mark.django_db


class TestHome:
    def test_each_role_goes_on_to_what_it_comes_for(self, client):
        session = SessionFactory()
        lecturer = UserFactory()
        session.lecturers.add(lecturer)
        homes = {
            UserFactory(coordinates=CohortFactory()): "/cohorts/",
            TraineeFactory().user: "/week/",
            HostMemberFactory().user: "/my-trainees/",
            lecturer: "/my-sessions/",
            UserFactory(is_staff=True): "/admin/",
        }
        found = {}
        for user in homes:
            client.force_login(user)
            found[user] = client.get("/").url
        assert found == homes

    def test_who_has_no_role_yet_is_told_what_to_expect(self, english):
        english.force_login(UserFactory(first_name="Nieuw"))
        text = page(english.get("/"))
        assert "Welcome, Nieuw" in text
        assert "nothing is linked to it yet" in text

    def test_who_is_not_signed_in_goes_to_the_login(self, client):
        assert client.get("/").url == "/accounts/login/?next=/"

    def test_only_reads(self, client):
        client.force_login(UserFactory())
        assert client.post("/").status_code == 405


class TestThemeSwitch:
    def test_the_choice_is_kept_and_one_stays_where_one_was(self, client):
        response = client.post("/theme/", {"theme": "dark", "next": "/help/"})
        assert response.url == "/help/"
        assert 'data-theme="dark"' in page(client.get("/help/"))

    def test_nobody_is_sent_elsewhere(self, client):
        assert client.post("/theme/", {"theme": "dark", "next": "https://evil.example/"}).url == "/"

    @pytest.mark.parametrize("path", ["/theme/", "/language/"])
    def test_a_word_is_no_address(self, client, path):
        assert client.post(path, {"next": "x"}).url == "x"

    def test_an_unknown_theme_is_the_system_again(self, client):
        client.post("/theme/", {"theme": "dark"})
        client.post("/theme/", {"theme": "pink"})
        assert 'data-theme="' not in page(client.get("/help/"))

    def test_only_by_post(self, client):
        assert client.get("/theme/").status_code == 405


class TestLanguageSwitch:
    def test_the_page_is_english_from_then_on(self, client):
        assert '<html lang="nl"' in page(client.get("/help/"))
        assert client.post("/language/", {"language": "en", "next": "/help/"}).url == "/help/"
        assert '<html lang="en"' in page(client.get("/help/"))

    def test_who_is_signed_in_finds_the_choice_in_another_browser(self, client):
        user = UserFactory()
        client.force_login(user)
        client.post("/language/", {"language": "en"})
        client.cookies.clear()
        client.force_login(user)
        assert '<html lang="en"' in page(client.get("/help/"))

    def test_nobody_is_sent_elsewhere(self, client):
        assert client.post("/language/", {"language": "en", "next": "//evil.example"}).url == "/"

    def test_an_unknown_language_changes_nothing(self, client):
        client.post("/language/", {"language": "xx"})
        assert '<html lang="nl"' in page(client.get("/help/"))

    def test_only_by_post(self, client):
        assert client.get("/language/").status_code == 405


@pytest.mark.parametrize("path", ["/help/", "/privacy/", "/accessibility/"])
def test_pages_at_the_foot_are_for_all_the_world(client, path):
    text = page(client.get(path))
    assert text.count("<h1") == 1
    assert client.post(path).status_code == 405


class TestErrors:
    def test_a_form_that_was_open_too_long_says_what_to_do(self):
        strict = Client(enforce_csrf_checks=True)
        response = strict.post("/language/", {"language": "en"})
        assert response.status_code == 403
        assert "<h1" in page(response)

    def test_a_database_that_is_away_is_503_and_says_when_to_try_again(self, client):
        def away(execute, sql, params, many, context):
            if "placements_placement" in sql:
                raise OperationalError("connection refused")
            return execute(sql, params, many, context)

        client.force_login(TraineeFactory().user)
        client.raise_request_exception = False
        with connection.execute_wrapper(away):
            response = client.get("/week/")
        assert (response.status_code, response["Retry-After"]) == (503, "10")

    def test_a_mistake_of_ours_has_a_number_that_stands_in_the_log(self, english, caplog):
        def broken(execute, sql, params, many, context):
            if "placements_placement" in sql:
                raise ValueError("a mistake of ours")
            return execute(sql, params, many, context)

        english.force_login(TraineeFactory().user)
        english.raise_request_exception = False
        with connection.execute_wrapper(broken):
            response = english.get("/week/")
        assert response.status_code == 500
        (line,) = [record.getMessage() for record in caplog.records if record.name == "wijkmakers.views.site"]
        assert line.endswith(": GET /week/")
        assert line.split()[1].rstrip(":") in page(response)

    def test_what_does_not_exist_is_404_in_our_own_words(self, client):
        client.force_login(UserFactory())
        response = client.get("/cohorts/999999/")
        assert response.status_code == 404
        assert "<h1" in page(response)


class TestSecondFactor:
    @override_settings(REQUIRE_SECOND_FACTOR=True)
    def test_a_coordinator_sets_one_up_first(self, client):
        client.force_login(UserFactory(coordinates=CohortFactory()))
        assert client.get("/cohorts/").url == "/accounts/2fa/"

    @override_settings(REQUIRE_SECOND_FACTOR=True)
    def test_a_trainee_need_not(self, client):
        client.force_login(TraineeFactory().user)
        assert client.get("/").url == "/week/"


class TestHeaders:
    def test_the_browser_is_told_what_it_may_not_do(self, client):
        headers = client.get("/help/").headers
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
