import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse

from curriculum.models import Attendance, CheckIn
from tests.curriculum.conftest import FRIDAY
from tests.factories import AttendanceFactory, CheckInFactory, TraineeFactory, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(time_machine, cohort):
    """at(hour, minute): it is that time on the day of the session, and the cohort checks itself in."""
    cache.clear()

    def move(hour, minute=0):
        moment = local(FRIDAY, hour, minute)
        time_machine.move_to(moment, tick=False)
        return moment

    move(9, 30)
    return move


@pytest.fixture
def switched_on(cohort, curriculum):
    cohort.programme.has_check_in = True
    cohort.programme.save()


@pytest.fixture
def opened(session, at, switched_on):
    return CheckInFactory(session=session, opened_at=at(9, 30), closes_at=session.ends_at)


class TestOpening:
    @pytest.fixture
    def url(self, session):
        return reverse("check_in_open", args=[session.pk])

    def test_opens_until_the_session_ends(self, browse, lecturer, session, at, switched_on, url):
        at(9, 15)
        page = browse(lecturer).post(url, follow=True)
        check_in = CheckIn.objects.get()
        assert (check_in.opened_by, check_in.closes_at) == (lecturer, session.ends_at)
        assert check_in.code(local(FRIDAY, 9, 15)) in page.text
        assert "0 of 0 are recorded." in page.text

    def test_twice_is_once(self, browse, lecturer, opened, url):
        browse(lecturer).post(url)
        assert CheckIn.objects.get().secret == opened.secret

    def test_again_with_another_secret(self, browse, lecturer, opened, url, session):
        browse(lecturer).post(reverse("check_in_close", args=[session.pk]))
        browse(lecturer).post(url)
        assert CheckIn.objects.get().secret != opened.secret

    @pytest.mark.parametrize("clock", [(8, 59), (16, 30)])
    def test_not_before_nor_after(self, browse, lecturer, at, switched_on, url, clock):
        at(*clock)
        page = browse(lecturer).post(url, follow=True)
        assert "Checking in opens half an hour before the session" in page.text
        assert not CheckIn.objects.exists()

    def test_only_where_it_is_switched_on(self, browse, lecturer, at, url):
        page = browse(lecturer).post(url, follow=True)
        assert "Trainees of this cohort do not record themselves." in page.text

    @pytest.mark.parametrize("name", ["check_in_open", "check_in_close"])
    def test_who_may_not(self, browse, trainee, stranger, lecturer, session, opened, name):
        url = reverse(name, args=[session.pk])
        assert [browse(user).post(url).status_code for user in (trainee.user, stranger)] == [403, 404]
        assert browse(lecturer).get(url).status_code == 405


class TestScreen:
    def test_turns_by_itself(self, browse, lecturer, session, opened, at, trainee):
        url = reverse("check_in", args=[session.pk])
        page = browse(lecturer).get(url)
        assert f">{opened.code(local(FRIDAY, 9, 30))}<" in page.text
        assert '<meta http-equiv="refresh" content="30">' in page.text
        assert opened.code(at(9, 40)) in browse(lecturer).get(url).text

    def test_closed(self, browse, lecturer, session, at, switched_on):
        page = browse(lecturer).get(reverse("check_in", args=[session.pk]))
        assert page.url == reverse("attendance", args=[session.pk])

    def test_the_code_is_not_for_trainees(self, browse, trainee, stranger, lecturer, session, opened):
        url = reverse("check_in", args=[session.pk])
        assert [browse(user).get(url).status_code for user in (trainee.user, stranger)] == [403, 404]
        assert browse(lecturer).post(url).status_code == 405


class TestMyCheckIn:
    @pytest.fixture
    def url(self, session):
        return reverse("my_check_in", args=[session.pk])

    @pytest.mark.parametrize(
        ("clock", "state"), [((9, 30), "present"), ((9, 45), "present"), ((9, 46), "late")]
    )
    def test_the_code_is_the_key(self, browse, trainee, opened, at, url, clock, state):
        page = browse(trainee.user).post(url, {"code": f" {opened.code(at(*clock))} "}, follow=True)
        assert f"You are recorded: {state}." in page.text
        row = Attendance.objects.get()
        assert (row.trainee, row.state, row.created_by) == (trainee, state, trainee.user)

    def test_the_week_leads_to_it_until_recorded(self, browse, trainee, opened, url, at):
        client = browse(trainee.user)
        assert url in client.get("/week/").text
        client.post(url, {"code": opened.code(at(9, 31))})
        assert url not in client.get("/week/").text

    def test_what_was_recorded_by_hand_stays(self, browse, trainee, opened, session, at, url):
        AttendanceFactory(session=session, trainee=trainee, state="absent")
        page = browse(trainee.user).post(url, {"code": opened.code(at(9, 31))}, follow=True)
        assert "You are recorded: absent." in page.text
        assert Attendance.objects.get().state == "absent"

    def test_a_code_of_a_minute_ago(self, browse, trainee, opened, at, url):
        old = opened.code(at(9, 31))
        at(9, 33)
        page = browse(trainee.user).post(url, {"code": old})
        assert page.context["form"].errors == {
            "code": ["This code is not on the screen any more. Look again."]
        }
        assert not Attendance.objects.exists()

    @pytest.mark.parametrize("code", ["", "12", "abcd", "12345", "\x00"])
    def test_what_is_no_code(self, browse, trainee, opened, url, code):
        assert browse(trainee.user).post(url, {"code": code}).context["form"].errors.keys() == {"code"}

    def test_five_guesses_in_ten_minutes(self, browse, trainee, opened, at, url):
        client, right = browse(trainee.user), opened.code(at(9, 40))
        wrong = f"{(int(right) + 1) % 10_000:04d}"
        for _guess in range(5):
            client.post(url, {"code": wrong})
        page = client.post(url, {"code": right})
        assert page.context["form"].errors["code"][0].startswith("You have tried five times.")
        assert not Attendance.objects.exists()
        now = at(9, 51)
        assert client.post(url, {"code": opened.code(now)}).status_code == 302

    def test_the_limit_holds_on_a_morning_when_everybody_checks_in(self, browse, trainee, opened, at, url):
        client = browse(trainee.user)
        for _guess in range(5):
            client.post(url, {"code": "x"})
        cache.set_many({f"z-{number}": number for number in range(400)})
        page = client.post(url, {"code": opened.code(at(9, 31))})
        assert page.context["form"].errors["code"][0].startswith("You have tried five times.")

    def test_closed(self, browse, trainee, opened, at, url):
        code = opened.code(at(16, 30))
        page = browse(trainee.user).post(url, {"code": code})
        assert "Checking in is closed. Ask the lecturer." in page.text

    def test_who_does_not_take_part(self, browse, outsider, coordinator, cohort, opened, trainee, url):
        left = TraineeFactory(cohort=cohort, ends_on=dt.date(2026, 11, 1))
        people = (outsider, coordinator, left.user)
        assert [browse(user).post(url, {"code": "1234"}).status_code for user in people] == [404, 404, 404]
        assert browse(trainee.user).put(url).status_code == 405
