"""The address of a calendar, and the page where somebody gets it."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests.factories import (
    TODAY,
    UserFactory,
    local,
)
from tests.wijkmakers.conftest import page
from tests.wijkmakers.subscribing import URL, ask
from trainees.models import Feed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.usefixtures("feed_of_noor")
class TestAddress:
    def test_the_answer_is_for_one_person_only(self, client, noor):
        response = ask(client)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Cache-Control"] == "private, no-cache"
        assert not response.cookies
        assert re.fullmatch(r'"[0-9a-f]{40}"', response["ETag"])
        assert b"X-WR-CALNAME:Wijkmakers Traineeship" in response.content

    def test_an_unknown_address_is_one_like_any_other(self, client):
        unknown, other = client.get("/feeds/guess.ics"), client.get("/sheep/guess.ics")
        assert (unknown.status_code, other.status_code) == (404, 404)
        assert bare(unknown, b"/feeds/") == bare(other, b"/sheep/")

    @pytest.mark.parametrize(
        "path", ["/feeds/.ics", "/feeds/secret", "/feeds/secret.ics/", "/feeds/se%00cret.ics"]
    )
    def test_nothing_near_it(self, client, path):
        assert client.get(path).status_code == 404

    def test_who_may_not_sign_in_any_more_has_none(self, client, noor):
        noor.user.is_active = False
        noor.user.save()
        assert client.get(URL).status_code == 404

    def test_a_head_is_the_same_without_the_body(self, client):
        response = client.head(URL)
        assert (response.status_code, response.content, response["ETag"]) == (200, b"", ask(client)["ETag"])

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_only_reads(self, client, method):
        assert getattr(client, method)(URL).status_code == 405

    def test_who_is_signed_in_makes_no_difference(self, client, coordinator):
        before = ask(client)
        client.force_login(coordinator)
        assert (ask(client).content, ask(client)["ETag"]) == (before.content, before["ETag"])

    def test_its_use_is_kept_once_a_day(self, client, feed_of_noor, time_machine, django_assert_num_queries):
        etag = ask(client)["ETag"]
        feed_of_noor.refresh_from_db()
        first = feed_of_noor.used_at
        assert timezone.localtime(first).date() == TODAY
        time_machine.move_to(local(TODAY, 23, 59))
        with django_assert_num_queries(2):
            client.get(URL, headers={"If-None-Match": etag})
        time_machine.move_to(local(TODAY + dt.timedelta(days=1), 0, 1))
        with django_assert_num_queries(3):
            client.get(URL, headers={"If-None-Match": etag})
        feed_of_noor.refresh_from_db()
        assert timezone.localtime(feed_of_noor.used_at).date() == TODAY + dt.timedelta(days=1)


class TestCalendar:
    def test_who_has_none_makes_one_and_sees_it_once(self, english, noor):
        english.force_login(noor.user)
        assert "Make my address" in page(english.get("/calendar/"))
        response = english.post("/calendar/new/")
        [address] = re.findall(r'readonly value="(http://testserver/feeds/[\w-]{43}\.ics)"', page(response))
        assert f'href="webcal{address[4:]}"' in page(response)
        assert "no-store" in response["Cache-Control"]
        assert address not in page(english.get("/calendar/"))
        assert ask(english, address)["Content-Type"].startswith("text/calendar")
        assert noor.user.feed.token_hash not in page(response)

    def test_a_new_one_ends_the_old(self, english, noor, feed_of_noor):
        english.force_login(noor.user)
        assert english.get("/calendar/new/").status_code == 200
        english.post("/calendar/new/", {"replaces": feed_of_noor.pk})
        assert english.get(URL).status_code == 404
        assert Feed.objects.get().user == noor.user

    def test_sent_twice_the_second_ends_nothing(self, english, noor):
        english.force_login(noor.user)
        english.post("/calendar/new/")
        kept = Feed.objects.get()
        response = english.post("/calendar/new/")
        assert "An address was made meanwhile." in page(response)
        assert Feed.objects.get() == kept

    def test_says_when_it_was_last_used_and_nothing_of_others(self, english, noor, feed_of_noor):
        english.force_login(noor.user)
        assert "not yet" in page(english.get("/calendar/"))
        ask(english)
        assert "Wednesday 18 November 2026" in page(english.get("/calendar/"))
        english.force_login(UserFactory())
        assert "18 November 2026" not in page(english.get("/calendar/"))

    def test_stopped_it_is_an_unknown_address(self, english, noor, feed_of_noor):
        english.force_login(noor.user)
        assert "Stop the calendar" in page(english.get("/calendar/remove/"))
        response = english.post("/calendar/remove/", follow=True)
        assert "Your calendar has stopped." in page(response)
        assert english.get(URL).status_code == 404

    def test_who_has_none_has_nothing_to_stop(self, english):
        english.force_login(UserFactory())
        assert english.get("/calendar/remove/").status_code == 404
        assert english.post("/calendar/remove/").status_code == 404

    def test_says_to_each_what_is_in_it(self, english, noor, placed, lesson, coordinator):
        for user, words in (
            (noor.user, "Your learning days"),
            (placed.supervisor.user, "learns or is absent"),
            (lesson.lecturers.get(), "The sessions that you give"),
            (coordinator, "All sessions of the cohorts"),
        ):
            english.force_login(user)
            assert words in page(english.get("/calendar/"))

    @pytest.mark.parametrize("path", ["/calendar/", "/calendar/new/", "/calendar/remove/"])
    def test_who_is_not_signed_in_goes_to_the_login(self, client, path):
        assert client.get(path).url == f"/accounts/login/?next={path}"

    def test_only_reads(self, english, noor):
        english.force_login(noor.user)
        assert english.post("/calendar/").status_code == 405
        assert english.put("/calendar/new/").status_code == 405
        assert english.put("/calendar/remove/").status_code == 405


def bare(response, place):
    """Without what stands in each page of itself: a token, and its own address."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content).replace(place, b"")
