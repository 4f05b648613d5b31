"""Rooms, and the days on which a room or a lecturer is not there."""

import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Room, Unavailable
from tests.curriculum.conftest import FRIDAY
from tests.factories import DraftFactory, RoomFactory, SessionFactory, UnavailableFactory

pytestmark = pytest.mark.django_db

DAYS = {"starts_on": "7-12-2026", "ends_on": "18 december 2026", "weekday": ""}


class TestRoomList:
    def test_what_uses_them(self, browse, coordinator, cohort, module):
        room = RoomFactory(name="Zaal A", seats=12)
        RoomFactory(name="Zaal B")
        SessionFactory(cohort=cohort, module=module, room=room)
        cohort.programme.rooms.add(room)
        page = browse(coordinator).get(reverse("room_list"))
        rows = [(r.name, r.seats, r.programme_count, r.session_count) for r in page.context["listing"].page]
        assert rows == [("Zaal A", 12, 1, 1), ("Zaal B", None, 0, 0)]

    def test_nothing_yet(self, browse, coordinator):
        assert "No rooms yet." in browse(coordinator).get(reverse("room_list")).text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, rows, django_assert_num_queries):
        for _each in range(rows):
            RoomFactory()
        client = browse(coordinator)
        with django_assert_num_queries(4):
            client.get(reverse("room_list"))

    def test_only_coordinators(self, browse, trainee, lecturer, coordinator):
        url = reverse("room_list")
        assert [browse(user).get(url).status_code for user in (trainee.user, lecturer)] == [403, 403]
        assert browse(coordinator).post(url).status_code == 405


class TestRooms:
    def test_added_changed_removed(self, browse, coordinator):
        client = browse(coordinator)
        page = client.post(reverse("room_new"), {"name": "Zaal A", "seats": "12"}, follow=True)
        assert "Zaal A is saved." in page.text
        room = Room.objects.get()
        client.post(reverse("room_edit", args=[room.pk]), {"name": "Zaal B", "address": "Kade 8", "seen": 1})
        room.refresh_from_db()
        assert (room.name, room.address, room.seats, room.version) == ("Zaal B", "Kade 8", None, 2)
        client.post(reverse("room_remove", args=[room.pk]), {"seen": 2})
        assert not Room.objects.exists()

    def test_a_name_once(self, browse, coordinator):
        RoomFactory(name="Zaal A")
        page = browse(coordinator).post(reverse("room_new"), {"name": "zaal a"})
        assert page.context["form"].errors == {"name": ["There is already a room with this name."]}

    def test_stays_while_sessions_are_in_it(self, browse, coordinator, cohort, module):
        room = RoomFactory()
        SessionFactory(cohort=cohort, module=module, room=room)
        page = browse(coordinator).post(reverse("room_remove", args=[room.pk]), {"seen": 1})
        assert "1 session is in this room. Give it another room first." in page.text
        assert Room.objects.exists()

    def test_removing_says_what_goes_with_it(self, browse, coordinator, cohort, curriculum):
        room = UnavailableFactory(of_room=True).room
        cohort.programme.rooms.add(room)
        page = browse(coordinator).get(reverse("room_remove", args=[room.pk]))
        assert "1 cohort can no longer use it." in page.text
        assert "The days on which it is not available go with it." in page.text

    @pytest.mark.parametrize("name", ["room_new", "room_edit", "room_remove"])
    def test_only_coordinators(self, browse, trainee, coordinator, name):
        url = reverse(name, args=[] if name == "room_new" else [RoomFactory().pk])
        assert browse(trainee.user).get(url).status_code == (403 if name == "room_new" else 404)
        assert browse(coordinator).get(url).status_code == 200
        assert browse(coordinator).delete(url).status_code == 405


class TestUnavailableList:
    @pytest.fixture
    def three(self, lecturer):
        return [
            UnavailableFactory(user=lecturer, weekday=5),
            UnavailableFactory(of_room=True, room=RoomFactory(name="Zaal A"), starts_on=dt.date(2026, 12, 8)),
            UnavailableFactory(user=lecturer, starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 10, 2)),
        ]

    def shown(self, browse, coordinator, query=""):
        return list(browse(coordinator).get(reverse("unavailable_list") + query).context["listing"].page)

    def test_what_is_to_come(self, browse, coordinator, three):
        assert self.shown(browse, coordinator) == three[:2]
        page = browse(coordinator).get(reverse("unavailable_list"))
        assert "Every Friday from 7 December 2026 to 18 December 2026" in page.text

    def test_found(self, browse, coordinator, lecturer, three):
        room = three[1].room
        assert self.shown(browse, coordinator, f"?who=r{room.pk}") == [three[1]]
        assert self.shown(browse, coordinator, f"?who=u{lecturer.pk}&when=all") == [three[2], three[0]]
        assert self.shown(browse, coordinator, "?who=u0%00") == three[:2]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, rows, django_assert_num_queries):
        for number in range(rows):
            UnavailableFactory(of_room=True) if number else UnavailableFactory()
        client = browse(coordinator)
        with django_assert_num_queries(6):
            client.get(reverse("unavailable_list"))

    def test_only_coordinators(self, browse, trainee, lecturer, coordinator):
        url = reverse("unavailable_list")
        assert [browse(user).get(url).status_code for user in (trainee.user, lecturer)] == [403, 403]
        assert browse(coordinator).post(url).status_code == 405


class TestUnavailable:
    def test_of_a_lecturer(self, browse, coordinator, lecturer):
        page = browse(coordinator).post(
            reverse("unavailable_new"), DAYS | {"who": f"u{lecturer.pk}", "weekday": "5"}, follow=True
        )
        assert "The days of Anneke Sikkens are saved." in page.text
        made = Unavailable.objects.get()
        assert (made.user, made.room, made.starts_on, made.ends_on, made.weekday) == (
            lecturer, None, dt.date(2026, 12, 7), dt.date(2026, 12, 18), 5,
        )  # fmt: skip

    def test_from_a_lecturer_to_a_room(self, browse, coordinator, lecturer):
        days, room = UnavailableFactory(user=lecturer), RoomFactory()
        url = reverse("unavailable_edit", args=[days.pk])
        browse(coordinator).post(url, DAYS | {"who": f"r{room.pk}", "seen": 1})
        days.refresh_from_db()
        assert (days.user, days.room, days.version) == (None, room, 2)

    def test_the_last_day_comes_after_the_first(self, browse, coordinator, lecturer):
        body = DAYS | {"who": f"u{lecturer.pk}", "ends_on": "6-12-2026"}
        page = browse(coordinator).post(reverse("unavailable_new"), body)
        assert page.context["form"].errors == {"ends_on": ["The last day comes on or after the first day."]}

    def test_somebody_who_teaches_nothing_is_no_choice(self, browse, coordinator, trainee):
        body = DAYS | {"who": f"u{trainee.user.pk}"}
        page = browse(coordinator).post(reverse("unavailable_new"), body)
        assert page.context["form"].errors.keys() == {"who"}

    def test_there_is_no_room_for_a_reason(self, browse, coordinator):
        page = browse(coordinator).get(reverse("unavailable_new"))
        assert set(page.context["form"].fields) == {"seen", "who", "starts_on", "ends_on", "weekday"}

    def test_removed(self, browse, coordinator):
        days = UnavailableFactory()
        page = browse(coordinator).post(
            reverse("unavailable_remove", args=[days.pk]), {"seen": 1}, follow=True
        )
        assert "The days are removed." in page.text
        assert not Unavailable.objects.exists()

    @pytest.mark.parametrize("name", ["unavailable_new", "unavailable_edit", "unavailable_remove"])
    def test_only_coordinators(self, browse, trainee, lecturer, coordinator, name):
        own = UnavailableFactory(user=lecturer)
        url = reverse(name, args=[] if name == "unavailable_new" else [own.pk])
        expected = 403 if name == "unavailable_new" else 404
        assert [browse(user).get(url).status_code for user in (trainee.user, lecturer)] == [expected] * 2
        assert browse(coordinator).get(url).status_code == 200
        assert browse(coordinator).delete(url).status_code == 405


class TestWhatItHits:
    """FRIDAY has a session of the lecturer."""

    around = {"starts_on": "16-11-2026", "ends_on": "27-11-2026"}

    def test_the_coordinator_is_told_of_sessions_and_drafts(
        self, browse, coordinator, lecturer, session, past_session
    ):
        draft = DraftFactory(cohort=session.cohort, module=session.module, number=3, on=dt.date(2026, 11, 27))
        draft.lecturers.add(lecturer)
        page = browse(coordinator).post(
            reverse("unavailable_new"), self.around | {"who": f"u{lecturer.pk}"}, follow=True
        )
        assert "2 sessions are planned on these days:" in page.text
        assert f'<a href="{reverse("session", args=[session.pk])}">Friday 20 November, ' in page.text
        assert f'<a href="{reverse("draft_edit", args=[draft.pk])}">Friday 27 November, ' in page.text
        assert "(draft)" in page.text

    def test_the_lecturer_of_what_is_published(self, browse, lecturer, session):
        DraftFactory(cohort=session.cohort, module=session.module, number=3).lecturers.add(lecturer)
        url = reverse("my_unavailable_new")
        page = browse(lecturer).post(url, self.around | {"weekday": "5"}, follow=True)
        assert "1 session is planned on these days:" in page.text
        assert "(draft)" not in page.text

    @pytest.mark.parametrize("away", [{"weekday": "4"}, {"starts_on": "21-11-2026"}])
    def test_nothing(self, browse, lecturer, session, away):
        page = browse(lecturer).post(reverse("my_unavailable_new"), self.around | away, follow=True)
        assert "Your days are saved." in page.text
        assert "planned on these days" not in page.text

    def test_a_room(self, browse, coordinator, session):
        room = RoomFactory()
        session.room = room
        session.save()
        page = browse(coordinator).post(
            reverse("unavailable_new"), self.around | {"who": f"r{room.pk}"}, follow=True
        )
        assert "1 session is planned on these days:" in page.text


class TestMyUnavailable:
    def test_added_changed_removed(self, browse, lecturer):
        client = browse(lecturer)
        page = client.post(
            reverse("my_unavailable_new"), DAYS | {"weekday": str(FRIDAY.isoweekday())}, follow=True
        )
        assert "Your days are saved." in page.text
        assert "Every Friday from 7 December 2026 to 18 December 2026" in page.text
        days = Unavailable.objects.get()
        assert days.user == lecturer
        client.post(reverse("my_unavailable_edit", args=[days.pk]), DAYS | {"seen": 1})
        days.refresh_from_db()
        assert (days.weekday, days.version) == (None, 2)
        client.post(reverse("my_unavailable_remove", args=[days.pk]), {"seen": 2})
        assert not Unavailable.objects.exists()

    def test_two_at_once(self, browse, lecturer):
        days = UnavailableFactory(user=lecturer)
        url = reverse("my_unavailable_edit", args=[days.pk])
        page = browse(lecturer).post(url, DAYS | {"seen": 0})
        assert page.status_code == 409
        assert "2026-12-07" in page.text

    @pytest.mark.parametrize("name", ["my_unavailable_edit", "my_unavailable_remove"])
    def test_only_ones_own(self, browse, lecturer, trainee, name):
        other = reverse(name, args=[UnavailableFactory().pk])
        own = reverse(name, args=[UnavailableFactory(user=lecturer).pk])
        assert browse(lecturer).get(other).status_code == 404
        assert browse(lecturer).get(own).status_code == 200
        assert browse(lecturer).delete(own).status_code == 405
        assert browse(trainee.user).get(own).status_code == 404

    def test_only_lecturers(self, browse, lecturer, trainee):
        url = reverse("my_unavailable_new")
        assert browse(trainee.user).get(url).status_code == 403
        assert browse(lecturer).delete(url).status_code == 405
