"""Changing the programme: everything is draft, and only its coordinators may."""

import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Draft, Session
from tests.curriculum.conftest import FRIDAY, NEXT_FRIDAY
from tests.factories import (
    ClosedDayFactory,
    CohortFactory,
    DraftFactory,
    ModuleFactory,
    RoomFactory,
    SessionFactory,
    UserFactory,
    local,
)

pytestmark = pytest.mark.django_db

PAGES = ["session_edit", "session_swap", "session_split", "session_cancel"]
BUTTONS = ["session_restore", "session_pin", "session_unpin"]
DRAFT_PAGES = ["draft_edit", "draft_swap", "draft_split"]
DRAFT_BUTTONS = ["draft_pin", "draft_unpin", "draft_drop"]


def planned(what, day=FRIDAY, **changes):
    return {
        "what": what,
        "day": day.isoformat(),
        "begins": "9.30",
        "ends": "16u30",
        "place": "Leerhuis",
    } | changes


def filled_in(planned, **changes):
    """What the form of this session or draft posts."""
    known = planned if isinstance(planned, Session) else planned.session
    return {
        "what": f"m{planned.module_id}.{planned.number}" if planned.module else f"t{planned.track_id}",
        "title": planned.title,
        "day": planned.day().isoformat(),
        "begins": "09:30",
        "ends": "16:30",
        "place": planned.place,
        "lecturers": [person.pk for person in planned.lecturers.all()],
        "seen": planned.version if isinstance(planned, Draft) else 0,
        "known": known.version if known else "",
    } | changes


@pytest.fixture
def draft(cohort, module):
    """The third of three, next Friday; nobody knows it yet."""
    return DraftFactory(cohort=cohort, module=module, number=3, on=NEXT_FRIDAY)


class TestSessionNew:
    def form(self, browse, coordinator, cohort, **asked):
        page = browse(coordinator).get(reverse("session_new", args=[cohort.pk]), asked)
        return page.context["form"]

    def test_asks_for_the_next_one_on_the_next_free_day(
        self, browse, coordinator, cohort, past_session, track
    ):
        other = ModuleFactory(curriculum=track.curriculum, track=track, number=2)
        DraftFactory(cohort=cohort, module=other, on=FRIDAY)
        ClosedDayFactory(starts_on=NEXT_FRIDAY, cohort=cohort)
        form = self.form(browse, coordinator, cohort)
        assert form["what"].value() == f"m{past_session.module_id}.2"
        assert form["day"].value() == dt.date(2026, 12, 4)
        assert (form["place"].value(), str(form["begins"].value())) == ("Wijkcentrum", "09:30:00")

    def test_when_all_is_planned_a_development_day(self, browse, coordinator, cohort, track, vonk):
        module = ModuleFactory(curriculum=track.curriculum, track=track, session_count=1)
        SessionFactory(cohort=cohort, module=module)
        assert self.form(browse, coordinator, cohort)["what"].value() == f"t{vonk.pk}"

    @pytest.mark.parametrize("asked", ["9" * 30, "x"])
    def test_what_is_asked_amiss_is_left_out(self, browse, coordinator, cohort, module, asked):
        form = self.form(browse, coordinator, cohort, module=asked, day=asked)
        assert form["what"].value() == f"m{module.pk}.1"

    def test_a_module_and_a_day_can_be_asked_for(self, browse, coordinator, cohort, module, track):
        other = ModuleFactory(curriculum=track.curriculum, track=track, number=2)
        form = self.form(browse, coordinator, cohort, module=other.pk, day="2027-01-15")
        assert (form["what"].value(), form["day"].value()) == (f"m{other.pk}.1", dt.date(2027, 1, 15))

    def test_it_comes_in_the_draft_with_the_lecturers_of_the_module(
        self, browse, coordinator, cohort, module, lecturer
    ):
        url = reverse("session_new", args=[cohort.pk])
        page = browse(coordinator).post(url, planned(f"m{module.pk}.1", preparation="lezen"), follow=True)
        made = Draft.objects.get()
        assert page.redirect_chain == [(reverse("programme", args=[cohort.pk]), 302)]
        assert "stands in the draft on Friday 20 November 2026. It is not published yet." in page.text
        assert (made.module, made.number, made.track, made.place) == (module, 1, module.track, "Leerhuis")
        assert (made.starts_at, made.ends_at) == (local(FRIDAY, 9, 30), local(FRIDAY, 16, 30))
        assert (made.preparation, list(made.lecturers.all())) == ("lezen", [lecturer])
        assert not Session.objects.exists()

    def test_a_development_day(self, browse, coordinator, cohort, vonk):
        url = reverse("session_new", args=[cohort.pk])
        page = browse(coordinator).post(url, planned(f"t{vonk.pk}"))
        assert page.context["form"].errors == {"title": ["Give a day outside the modules a title."]}
        newcomer = {"new_email": "vera@example.org", "new_first_name": "Vera", "new_last_name": "Onkenhout"}
        browse(coordinator).post(url, planned(f"t{vonk.pk}", title="Feedback geven", **newcomer))
        made = Draft.objects.get()
        assert (made.module, made.number, made.track, made.title) == (None, None, vonk, "Feedback geven")
        assert [person.email for person in made.lecturers.all()] == ["vera@example.org"]

    def test_a_room_is_its_place(self, browse, coordinator, cohort, module):
        room = RoomFactory(name="Zaal 9")
        url = reverse("session_new", args=[cohort.pk])
        browse(coordinator).post(url, planned(f"m{module.pk}.1", room=room.pk, place=""))
        assert Draft.objects.values_list("room", "place").get() == (room.pk, "Zaal 9")

    def test_what_cannot_be(self, browse, coordinator, cohort, module):
        url = reverse("session_new", args=[cohort.pk])
        page = browse(coordinator).post(url, planned(f"m{module.pk}.1", begins="16:30", ends="9:30"))
        assert page.context["form"].errors == {"ends": ["A session ends after it begins."]}
        page = browse(coordinator).post(url, planned(f"m{ModuleFactory().pk}.1"))
        assert page.context["form"].errors.keys() == {"what"}

    def test_first_a_curriculum(self, browse):
        cohort = CohortFactory(name="Lichting 2030")
        url = reverse("session_new", args=[cohort.pk])
        page = browse(UserFactory(coordinates=cohort)).get(url, follow=True)
        assert page.redirect_chain == [(reverse("programme_edit", args=[cohort.pk]), 302)]
        assert "Choose first which curriculum Lichting 2030 follows." in page.text

    def test_only_its_coordinators(self, browse, trainee, stranger, colleague, coordinator, cohort):
        url = reverse("session_new", args=[cohort.pk])
        codes = [browse(user).get(url).status_code for user in (trainee.user, stranger, colleague)]
        assert codes == [404, 404, 403]
        assert browse(coordinator).put(url).status_code == 405

    @pytest.mark.parametrize(
        ("days", "hours"),
        [
            ([dt.date(2026, 10, 23), dt.date(2026, 10, 30)], [7, 8]),
            ([dt.date(2027, 3, 26), dt.date(2027, 4, 2)], [8, 7]),
        ],
    )
    def test_the_same_time_before_and_after_the_clock_changes(
        self, browse, coordinator, cohort, module, days, hours
    ):
        url = reverse("session_new", args=[cohort.pk])
        for number, day in enumerate(days, 1):
            browse(coordinator).post(url, planned(f"m{module.pk}.{number}", day))
        drafts = Draft.objects.in_order()
        assert [draft.hours() for draft in drafts] == ["09:30–16:30", "09:30–16:30"]
        assert [draft.starts_at.astimezone(dt.UTC).hour for draft in drafts] == hours


class TestEdit:
    def test_a_move_comes_in_the_draft(self, browse, coordinator, session):
        url = reverse("session_edit", args=[session.pk])
        page = browse(coordinator).post(url, filled_in(session, day="27-11-2026"), follow=True)
        assert "Data en besluitvorming stands in the draft on Friday 27 November 2026." in page.text
        assert "1 change is not published yet." in page.text
        made = Draft.objects.get()
        assert (made.session, made.day(), made.place) == (session, NEXT_FRIDAY, "Leerhuis, zaal 2")
        assert list(made.lecturers.all()) == list(session.lecturers.all())
        assert Session.objects.get().day() == FRIDAY

    def test_the_place_goes_to_another_room_with_it(self, browse, coordinator, session):
        old, new = RoomFactory(name="Zaal 1"), RoomFactory(name="Zaal 2")
        Session.objects.filter(pk=session.pk).update(room=old, place="Zaal 1")
        session.refresh_from_db()
        url = reverse("session_edit", args=[session.pk])
        client = browse(coordinator)
        client.post(url, filled_in(session, room=new.pk, place="Zaal 1"))
        draft = Draft.objects.get()
        assert (draft.room, draft.place) == (new, "Zaal 2")
        client.post(url, filled_in(draft, room=old.pk, place="Zaal 1, achterom"))
        assert Draft.objects.values_list("room", "place").get() == (old.pk, "Zaal 1, achterom")

    def test_the_form_shows_the_draft_that_is_there(self, browse, coordinator, session):
        DraftFactory(session=session, on=NEXT_FRIDAY, place="Kantine")
        form = browse(coordinator).get(reverse("session_edit", args=[session.pk])).context["form"]
        assert (form["day"].value(), form["place"].value()) == (NEXT_FRIDAY, "Kantine")
        assert "summary" not in form.fields

    def test_it_keeps_its_own_number(self, browse, coordinator, session, past_session):
        form = browse(coordinator).get(reverse("session_edit", args=[session.pk])).context["form"]
        module = session.module_id
        assert form["what"].value() == f"m{module}.2"
        groups = form["what"].field.choices
        assert [(str(group), [key for key, _label in found]) for group, found in groups] == [
            ("As it is now", [f"m{module}.2"]),
            ("Not planned yet", [f"m{module}.3"]),
            ("Outside the modules", [f"t{session.track_id}"]),
            ("Extra sessions", [f"m{module}.4"]),
        ]  # fmt: skip

    def test_two_at_once(self, browse, coordinator, session):
        client, url = browse(coordinator), reverse("session_edit", args=[session.pk])
        mine = filled_in(session, place="De mijne")
        client.post(url, filled_in(session, place="De hare"))
        page = client.post(url, mine)
        assert page.status_code == 409
        assert 'value="De mijne"' in page.text
        again = mine | {"seen": page.context["form"]["seen"].value()}
        assert client.post(url, again).status_code == 302
        assert Draft.objects.get().place == "De mijne"

    def test_published_meanwhile(self, browse, coordinator, session):
        client, url = browse(coordinator), reverse("session_edit", args=[session.pk])
        mine = filled_in(session, place="De mijne")
        Session.objects.update(version=5)
        page = client.post(url, mine)
        assert page.status_code == 409
        again = mine | {name: page.context["form"][name].value() for name in ("seen", "known")}
        assert client.post(url, again).status_code == 302

    def test_a_draft_that_nobody_knows(self, browse, coordinator, draft):
        url = reverse("draft_edit", args=[draft.pk])
        page = browse(coordinator).get(url)
        assert page.context["form"]["day"].value() == NEXT_FRIDAY
        browse(coordinator).post(url, filled_in(draft, day="4-12-2026", summary="Buiten"))
        draft.refresh_from_db()
        assert (draft.day(), draft.summary, draft.version) == (dt.date(2026, 12, 4), "Buiten", 2)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, session, rows, django_assert_num_queries):
        for number in range(rows):
            made = ModuleFactory(curriculum=session.track.curriculum, track=session.track)
            made.lecturers.add(UserFactory())
            SessionFactory(cohort=session.cohort, module=made, on=NEXT_FRIDAY + dt.timedelta(weeks=number))
            DraftFactory(cohort=session.cohort, module=made, number=2, on=NEXT_FRIDAY)
        client = browse(coordinator)
        with django_assert_num_queries(18):
            client.get(reverse("session_edit", args=[session.pk]))


class TestOtherChanges:
    def test_swap(self, browse, coordinator, session, draft, past_session):
        url = reverse("session_swap", args=[session.pk])
        form = browse(coordinator).get(url).context["form"]
        assert [key for key, _label in form.fields["other"].choices] == ["", f"d{draft.pk}"]
        page = browse(coordinator).post(url, {"other": f"d{draft.pk}"}, follow=True)
        assert "They have changed places in the draft." in page.text
        draft.refresh_from_db()
        assert (draft.day(), Draft.objects.get(session=session).day()) == (FRIDAY, NEXT_FRIDAY)

    def test_swap_sent_twice(self, browse, coordinator, session, draft):
        """The second would put them back where they were."""
        url = reverse("session_swap", args=[session.pk])
        seen = browse(coordinator).get(url).context["form"]["seen"].value()
        shown = {"other": f"d{draft.pk}", "seen": seen}
        first, second = [browse(coordinator).post(url, shown) for _ in range(2)]
        assert (first.status_code, second.status_code) == (302, 409)
        draft.refresh_from_db()
        assert (draft.day(), Draft.objects.get(session=session).day()) == (FRIDAY, NEXT_FRIDAY)
        # Whoever then still wants it, looked at where it is now.
        shown["seen"] = second.context["form"]["seen"].value()
        assert browse(coordinator).post(url, shown).status_code == 302
        assert not Draft.objects.filter(session=session).exists()

    def test_swap_with_nothing(self, browse, coordinator, session, past_session):
        url = reverse("session_swap", args=[session.pk])
        for other in ("", f"s{past_session.pk}", f"s{SessionFactory().pk}"):
            assert browse(coordinator).post(url, {"other": other}).context["form"].errors.keys() == {"other"}
        assert "There is no other session to come." in browse(coordinator).get(url).text

    def test_split(self, browse, coordinator, session):
        url = reverse("session_split", args=[session.pk])
        form = browse(coordinator).get(url).context["form"]
        assert (form["until"].value(), form["ends"].value()) == (dt.time(13), dt.time(16, 30))
        rest = {"until": "12:00", "day": NEXT_FRIDAY.isoformat(), "begins": "13:00", "ends": "16:00"}
        page = browse(coordinator).post(url, rest, follow=True)
        assert "The session is split in the draft." in page.text
        assert [(each.number, each.day(), each.hours()) for each in Draft.objects.in_order()] == [
            (2, FRIDAY, "09:30–12:00"),
            (1, NEXT_FRIDAY, "13:00–16:00"),
        ]

    def test_split_amiss(self, browse, coordinator, session):
        url = reverse("session_split", args=[session.pk])
        rest = {"until": "17:00", "day": NEXT_FRIDAY.isoformat(), "begins": "13:00", "ends": "12:00"}
        page = browse(coordinator).post(url, rest)
        assert page.context["form"].errors == {"ends": ["A session ends after it begins."]}
        page = browse(coordinator).post(url, rest | {"ends": "14:00"})
        assert page.context["form"].errors == {"until": ["Choose a time between its beginning and its end."]}

    def test_cancel_says_whom_it_concerns(self, browse, coordinator, session, trainee):
        client, url = browse(coordinator), reverse("session_cancel", args=[session.pk])
        page = client.get(url)
        assert "When you publish, 1 trainee is told that it does not take place" in page.text
        assert "Anneke Sikkens" in page.text
        page = client.post(url, follow=True)
        assert "is cancelled in the draft." in page.text
        assert Draft.objects.get().is_cancelled
        client.post(reverse("session_restore", args=[session.pk]))
        assert not Draft.objects.exists()

    def test_what_has_begun_is_not_cancelled(self, browse, coordinator, past_session):
        url = reverse("session_cancel", args=[past_session.pk])
        assert "It has begun already, so it is not cancelled." in browse(coordinator).get(url).text
        browse(coordinator).post(url)
        assert not Draft.objects.exists()

    def test_pin_and_let_go(self, browse, coordinator, session, draft):
        for name, row in (("session", session), ("draft", draft)):
            for verb, stays in (("pin", True), ("unpin", False)):
                page = browse(coordinator).post(reverse(f"{name}_{verb}", args=[row.pk]))
                assert page.status_code == 302
                row.refresh_from_db()
                assert row.is_pinned is stays
        assert Draft.objects.count() == 1

    def test_drop_one(self, browse, coordinator, session, draft):
        changed = DraftFactory(session=session)
        page = browse(coordinator).post(reverse("draft_drop", args=[changed.pk]), follow=True)
        assert "The draft of Data en besluitvorming is dropped." in page.text
        assert list(Draft.objects.all()) == [draft]

    def test_drop_all(self, browse, coordinator, cohort, draft):
        url = reverse("programme_drop", args=[cohort.pk])
        page = browse(coordinator).get(url)
        assert "1 session in the draft goes." in page.text
        shown_at = page.context["form"]["shown_at"].value()
        page = browse(coordinator).post(url, {"shown_at": shown_at}, follow=True)
        assert "The programme is as people know it." in page.text
        assert not Draft.objects.exists()


class TestWhoMay:
    @pytest.mark.parametrize("name", PAGES)
    def test_pages_of_a_session(
        self, browse, trainee, lecturer, stranger, colleague, coordinator, session, name
    ):
        url = reverse(name, args=[session.pk])
        people = (trainee.user, lecturer, stranger, colleague)
        assert [browse(user).get(url).status_code for user in people] == [404, 404, 404, 403]
        assert [browse(user).post(url).status_code for user in people] == [404, 404, 404, 403]
        assert browse(coordinator).put(url).status_code == 405

    @pytest.mark.parametrize("name", BUTTONS)
    def test_buttons_of_a_session(
        self, browse, trainee, lecturer, stranger, colleague, coordinator, session, name
    ):
        url = reverse(name, args=[session.pk])
        people = (trainee.user, lecturer, stranger, colleague)
        assert [browse(user).post(url).status_code for user in people] == [404, 404, 404, 403]
        assert browse(coordinator).get(url).status_code == 405

    @pytest.mark.parametrize("name", DRAFT_PAGES)
    def test_pages_of_a_draft(self, browse, trainee, lecturer, stranger, colleague, coordinator, draft, name):
        draft.lecturers.add(lecturer)
        url = reverse(name, args=[draft.pk])
        people = (trainee.user, lecturer, stranger, colleague)
        assert [browse(user).get(url).status_code for user in people] == [404, 404, 404, 404]
        assert browse(coordinator).put(url).status_code == 405

    @pytest.mark.parametrize("name", DRAFT_BUTTONS)
    def test_buttons_of_a_draft(
        self, browse, trainee, lecturer, stranger, colleague, coordinator, draft, name
    ):
        url = reverse(name, args=[draft.pk])
        people = (trainee.user, lecturer, stranger, colleague)
        assert [browse(user).post(url).status_code for user in people] == [404, 404, 404, 404]
        assert browse(coordinator).get(url).status_code == 405

    def test_dropping_all(self, browse, trainee, stranger, colleague, coordinator, cohort, draft):
        url = reverse("programme_drop", args=[cohort.pk])
        people = (trainee.user, stranger, colleague)
        assert [browse(user).post(url).status_code for user in people] == [404, 404, 403]
        assert browse(coordinator).put(url).status_code == 405
