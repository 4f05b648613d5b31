import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories import (
    PauseFactory,
)
from trainees.models import Pause

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def page(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


class TestPauseNew:
    @pytest.fixture
    def url(self, trainee):
        return f"/trainees/{trainee.pk}/pauses/new/"

    def test_asks_two_days_and_no_reason(self, as_coordinator, url):
        response = as_coordinator.get(url)
        assert set(response.context["form"].fields) == {"starts_on", "ends_on", "seen"}
        assert "from 1 September 2026 up to and including 31 August 2028" in page(response)

    def test_saves(self, as_coordinator, trainee, coordinator, url):
        response = as_coordinator.post(url, {"starts_on": "4-1-2027", "ends_on": "26-2-2027"})
        assert response.url == reverse("trainee", kwargs={"pk": trainee.pk})
        assert said(response) == [
            "Noor Dijkema pauses from 4 January 2027 up to and including 26 February 2027."
        ]
        pause = trainee.pauses.get()
        assert (pause.starts_on, pause.ends_on) == (dt.date(2027, 1, 4), dt.date(2027, 2, 26))
        assert pause.created_by == coordinator

    @pytest.mark.parametrize(
        ("first", "last", "errors"),
        [
            (
                "1-2-2027",
                "1-1-2027",
                {"ends_on": ["The last day of a pause comes on or after its first day."]},
            ),
            ("1-8-2026", "1-10-2026", {"starts_on": ["Choose 1-9-2026 or later."]}),
            ("1-8-2028", "1-9-2028", {"ends_on": ["Choose 31-8-2028 or earlier."]}),
            ("1-5-2027", "1-6-2027", {"starts_on": ["This trainee already has a pause in these days."]}),
        ],
    )
    def test_what_cannot_be(self, as_coordinator, trainee, url, first, last, errors):
        PauseFactory(trainee=trainee, starts_on=dt.date(2027, 5, 10), ends_on=dt.date(2027, 5, 14))
        response = as_coordinator.post(url, {"starts_on": first, "ends_on": last})
        assert response.context["form"].errors == errors
        assert trainee.pauses.count() == 1

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.get(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague):
        own = colleague.trainee_set.get()
        client.force_login(colleague)
        assert client.get(f"/trainees/{own.pk}/pauses/new/").status_code == 403

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.delete(url).status_code == 405


class TestPauseRemove:
    @pytest.fixture
    def pause(self, trainee):
        return PauseFactory(trainee=trainee)

    @pytest.fixture
    def url(self, pause):
        return f"/pauses/{pause.pk}/remove/"

    def test_says_what_it_means_first(self, as_coordinator, pause, url):
        text = page(as_coordinator.get(url))
        assert (
            "Noor Dijkema then takes part again from 4 January 2027 up to and including 26 February 2027."
            in text
        )
        assert Pause.objects.filter(pk=pause.pk).exists()

    def test_removes(self, as_coordinator, trainee, url):
        response = as_coordinator.post(url, {"seen": 1})
        assert response.url == reverse("trainee", kwargs={"pk": trainee.pk})
        assert said(response) == ["The pause of Noor Dijkema is removed."]
        assert not trainee.pauses.exists()

    def test_a_stranger_finds_nothing(self, client, stranger, url):
        client.force_login(stranger)
        assert client.post(url).status_code == 404

    def test_a_colleague_may_not(self, client, colleague):
        own = PauseFactory(trainee=colleague.trainee_set.get())
        client.force_login(colleague)
        assert client.post(f"/pauses/{own.pk}/remove/").status_code == 403
        assert Pause.objects.filter(pk=own.pk).exists()

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.put(url).status_code == 405
