import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Attendance, Session
from tests.curriculum.conftest import FRIDAY, NEXT_FRIDAY
from tests.factories import (
    AttendanceFactory,
    ClosedDayFactory,
    CohortFactory,
    MaterialFactory,
    ModuleFactory,
    PauseFactory,
    SessionFactory,
    TraineeFactory,
    UserFactory,
    local,
)

pytestmark = pytest.mark.django_db


def planned(what, day=FRIDAY, **changes):
    return {
        "what": what,
        "day": day.isoformat(),
        "begins": "9.30",
        "ends": "16u30",
        "place": "Leerhuis",
    } | changes


def filled_in(session, **changes):
    """What the form of this session posts."""
    return {
        "what": f"m{session.module_id}.{session.number}" if session.module else f"t{session.track_id}",
        "title": session.title,
        "day": session.day().isoformat(),
        "begins": "09:30",
        "ends": "16:30",
        "place": session.place,
        "lecturers": [person.pk for person in session.lecturers.all()],
        "seen": session.version,
    } | changes


def hidden(page, name):
    return page.context["form"][name].value()


class TestSession:
    def test_what_a_trainee_sees(self, browse, trainee, session, cohort):
        Session.objects.update(preparation="hoofdstuk 2 lezen\ncijfers meenemen")
        MaterialFactory(module=session.module, title="Drie soorten vragen")
        paused = TraineeFactory(cohort=cohort)
        PauseFactory(trainee=paused, starts_on=FRIDAY, ends_on=FRIDAY)
        AttendanceFactory(session=session, trainee=trainee, state=Attendance.State.EXCUSED)
        page = browse(trainee.user).get(reverse("session", args=[session.pk]))
        assert page.context["attendees"] == [(trainee, None)]
        assert "Who comes" in page.text
        assert 'class="crumb"><a href="/schedule/">Schedule</a>' in page.text
        assert "Friday 20 November 2026, 09:30–16:30." in page.text
        assert "Module 1, session 2 of 3" in page.text
        assert "<li>hoofdstuk 2 lezen</li><li>cijfers meenemen</li>" in page.text
        assert "Drie soorten vragen" in page.text
        assert (page.context["own"].label, page.context["attendance"]) == ("Excused", [])
        for name in ("attendance", "session_edit", "session_remove"):
            assert reverse(name, args=[session.pk]) not in page.text

    def test_who_was_there_is_for_those_who_record_it(
        self, browse, coordinator, lecturer, past_session, trainee
    ):
        AttendanceFactory(session=past_session, trainee=trainee)
        for person in (coordinator, lecturer):
            page = browse(person).get(reverse("session", args=[past_session.pk]))
            assert [(str(look.label), count) for look, count in page.context["attendance"]] == [
                ("Present", 1)
            ]
            assert "Who was there" in page.text
            [(shown, look)] = page.context["attendees"]
            assert (shown, str(look.label)) == (trainee, "Present")
            assert reverse("attendance", args=[past_session.pk]) in page.text
            assert (reverse("session_edit", args=[past_session.pk]) in page.text) == (person == coordinator)

    def test_of_the_past_nobody_comes_any_more(self, browse, coordinator, past_session, trainee):
        for person in (trainee.user, coordinator):
            text = browse(person).get(reverse("session", args=[past_session.pk])).text
            assert "Participants" in text
            assert "Who comes" not in text

    def test_who_has_nothing_to_do_with_it(self, browse, outsider, stranger, session):
        url = reverse("session", args=[session.pk])
        assert [browse(user).get(url).status_code for user in (outsider, stranger)] == [404, 404]

    def test_is_only_read(self, browse, trainee, session):
        assert browse(trainee.user).post(reverse("session", args=[session.pk])).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, lecturer, session, rows, django_assert_num_queries):
        for _each in range(rows):
            trainee = TraineeFactory(cohort=session.cohort)
            AttendanceFactory(session=session, trainee=trainee)
            MaterialFactory(module=session.module)
            session.lecturers.add(UserFactory())
        client = browse(lecturer)
        with django_assert_num_queries(9):
            client.get(reverse("session", args=[session.pk]))


class TestSessionNew:
    def test_asks_for_the_next_one_on_the_next_free_day(
        self, browse, coordinator, cohort, past_session, track
    ):
        SessionFactory(
            cohort=cohort, module=ModuleFactory(curriculum=track.curriculum, track=track, number=2)
        )
        ClosedDayFactory(starts_on=NEXT_FRIDAY, cohort=cohort)
        form = browse(coordinator).get(reverse("session_new", args=[cohort.pk])).context["form"]
        assert form["what"].value() == f"m{past_session.module_id}.2"
        assert form["day"].value() == dt.date(2026, 12, 4)
        assert (form["place"].value(), str(form["begins"].value())) == ("Wijkcentrum", "09:30:00")

    def test_when_all_is_planned_a_development_day(self, browse, coordinator, cohort, track, vonk):
        SessionFactory(
            cohort=cohort, module=ModuleFactory(curriculum=track.curriculum, track=track, session_count=1)
        )
        form = browse(coordinator).get(reverse("session_new", args=[cohort.pk])).context["form"]
        assert form["what"].value() == f"t{vonk.pk}"

    def test_a_module_can_be_asked_for(self, browse, coordinator, cohort, module, track):
        other = ModuleFactory(curriculum=track.curriculum, track=track, number=2)
        url = reverse("session_new", args=[cohort.pk])
        for asked, expected in [
            (other.pk, f"m{other.pk}.1"),
            ("9" * 30, f"m{module.pk}.1"),
            ("x", f"m{module.pk}.1"),
        ]:
            form = browse(coordinator).get(url, {"module": asked}).context["form"]
            assert form["what"].value() == expected

    def test_planned_with_the_lecturers_of_the_module(self, browse, coordinator, cohort, module, lecturer):
        url = reverse("session_new", args=[cohort.pk])
        page = browse(coordinator).post(url, planned(f"m{module.pk}.1", preparation="lezen"), follow=True)
        made = Session.objects.get()
        assert page.redirect_chain == [(reverse("programme", args=[cohort.pk]), 302)]
        assert "Data en besluitvorming is planned on Friday 20 November 2026." in page.text
        assert (made.module, made.number, made.track, made.place) == (module, 1, module.track, "Leerhuis")
        assert (made.starts_at, made.ends_at) == (local(FRIDAY, 9, 30), local(FRIDAY, 16, 30))
        assert list(made.lecturers.all()) == [lecturer]

    def test_a_development_day(self, browse, coordinator, cohort, vonk):
        url = reverse("session_new", args=[cohort.pk])
        page = browse(coordinator).post(url, planned(f"t{vonk.pk}"))
        assert page.context["form"].errors == {"title": ["Give a day outside the modules a title."]}
        browse(coordinator).post(
            url,
            planned(
                f"t{vonk.pk}",
                title="Feedback geven",
                new_email="vera@example.org",
                new_first_name="Vera",
                new_last_name="Onkenhout",
            ),
        )
        made = Session.objects.get()
        assert (made.module, made.number, made.track, made.title) == (None, None, vonk, "Feedback geven")
        assert [person.email for person in made.lecturers.all()] == ["vera@example.org"]

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            (NEXT_FRIDAY, "Friday 27 November 2026 is closed: Studiedag."),
            (
                dt.date(2026, 11, 19),
                "Thursday 19 November 2026 is not the learning day of this cohort, which is Friday.",
            ),
            (
                dt.date(2028, 9, 1),
                (
                    "Friday 1 September 2028 lies outside the cohort, which runs from 1 September 2026 "
                    "to 31 August 2028."
                ),
            ),
        ],
    )
    def test_an_unusual_day_only_when_somebody_says_so(
        self, browse, coordinator, cohort, module, day, sentence
    ):
        ClosedDayFactory(starts_on=NEXT_FRIDAY, cohort=cohort)
        client, url = browse(coordinator), reverse("session_new", args=[cohort.pk])
        page = client.post(url, planned(f"m{module.pk}.1", day))
        assert page.context["form"].consequences == [sentence]
        assert sentence in page.text
        assert not page.context["form"].errors
        again = planned(f"m{module.pk}.1", day, agreed_to=hidden(page, "agreed_to"))
        assert "Tick “On this day anyway”." in client.post(url, again).text
        assert not Session.objects.exists()
        assert client.post(url, again | {"agreed": "on"}).status_code == 302
        assert Session.objects.get().day() == day

    def test_agreeing_to_another_day_is_no_agreement(self, browse, coordinator, cohort, module):
        client, url = browse(coordinator), reverse("session_new", args=[cohort.pk])
        page = client.post(url, planned(f"m{module.pk}.1", dt.date(2026, 11, 19)))
        other = planned(
            f"m{module.pk}.1", dt.date(2026, 11, 18), agreed="on", agreed_to=hidden(page, "agreed_to")
        )
        page = client.post(url, other)
        assert page.context["form"].consequences[0].startswith("Wednesday 18 November 2026")
        assert not Session.objects.exists()

    def test_two_at_once_in_one_cohort(self, browse, coordinator, cohort, session, module):
        url = reverse("session_new", args=[cohort.pk])
        page = browse(coordinator).post(url, planned(f"m{module.pk}.1", begins="16:00", ends="17:00"))
        assert page.context["form"].errors == {"day": ["This cohort already has a session at this time."]}
        assert 'value="Leerhuis"' in page.text

    def test_what_cannot_be(self, browse, coordinator, cohort, module):
        url = reverse("session_new", args=[cohort.pk])
        page = browse(coordinator).post(url, planned(f"m{module.pk}.1", begins="16:30", ends="9:30"))
        assert page.context["form"].errors == {"ends": ["A session ends after it begins."]}
        page = browse(coordinator).post(url, planned(f"m{ModuleFactory().pk}.1"))
        assert page.context["form"].errors.keys() == {"what"}

    def test_first_a_curriculum(self, browse):
        cohort = CohortFactory(name="Lichting 2030")
        page = browse(UserFactory(coordinates=cohort)).get(
            reverse("session_new", args=[cohort.pk]), follow=True
        )
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
        sessions = Session.objects.in_order()
        assert [session.hours() for session in sessions] == ["09:30–16:30", "09:30–16:30"]
        assert [session.starts_at.astimezone(dt.UTC).hour for session in sessions] == hours


class TestSessionEdit:
    def test_words_change_at_once(self, browse, coordinator, session):
        change = filled_in(session, title="Van vraag naar data")
        page = browse(coordinator).post(reverse("session_edit", args=[session.pk]), change, follow=True)
        assert page.redirect_chain == [(reverse("session", args=[session.pk]), 302)]
        session.refresh_from_db()
        assert (session.title, session.version) == ("Van vraag naar data", 2)
        assert session.lecturers.count() == 1

    def test_a_move_shows_first_whom_it_touches(self, browse, coordinator, session, trainee):
        client, url = browse(coordinator), reverse("session_edit", args=[session.pk])
        move = filled_in(session, day="27-11-2026", place="Kantine")
        page = client.post(url, move)
        before = "Friday 20 November 2026, 09:30–16:30, Leerhuis, zaal 2"
        assert page.context["form"].consequences == [
            f"From {before} to Friday 27 November 2026, 09:30–16:30, Kantine.",
            "1 trainee sees this change.",
            "It is taught by Anneke Sikkens.",
        ]
        assert Session.objects.get().day() == FRIDAY
        client.post(url, move | {"agreed": "on", "agreed_to": hidden(page, "agreed_to")})
        session.refresh_from_db()
        assert (session.day(), session.place) == (NEXT_FRIDAY, "Kantine")

    def test_nobody_teaches_it_any_more(self, browse, coordinator, session):
        browse(coordinator).post(reverse("session_edit", args=[session.pk]), filled_in(session, lecturers=[]))
        assert not session.lecturers.exists()

    def test_it_keeps_its_own_number(self, browse, coordinator, session, past_session):
        form = browse(coordinator).get(reverse("session_edit", args=[session.pk])).context["form"]
        module = session.module_id
        assert form["what"].value() == f"m{module}.2"
        assert [
            (str(group), [key for key, _label in parts]) for group, parts in form.fields["what"].choices
        ] == [
            ("As it is now", [f"m{module}.2"]),
            ("Not planned yet", [f"m{module}.3"]),
            ("Outside the modules", [f"t{session.track_id}"]),
            ("Extra sessions", [f"m{module}.4"]),
        ]

    def test_two_at_once(self, browse, coordinator, session):
        client, url = browse(coordinator), reverse("session_edit", args=[session.pk])
        mine = filled_in(session, title="De mijne")
        client.post(url, filled_in(session, title="De hare"))
        page = client.post(url, mine)
        assert page.status_code == 409
        assert 'value="De mijne"' in page.text

    def test_only_its_coordinators(
        self, browse, trainee, lecturer, stranger, colleague, coordinator, session
    ):
        url = reverse("session_edit", args=[session.pk])
        people = (trainee.user, lecturer, stranger, colleague)
        assert [browse(user).get(url).status_code for user in people] == [404, 404, 404, 403]
        assert browse(coordinator).put(url).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, coordinator, session, rows, django_assert_num_queries):
        for number in range(rows):
            made = ModuleFactory(curriculum=session.track.curriculum, track=session.track)
            made.lecturers.add(UserFactory())
            SessionFactory(cohort=session.cohort, module=made, on=NEXT_FRIDAY + dt.timedelta(weeks=number))
        client = browse(coordinator)
        with django_assert_num_queries(12):
            client.get(reverse("session_edit", args=[session.pk]))


class TestSessionRemove:
    def test_says_whom_it_touches(self, browse, coordinator, session, trainee):
        client, url = browse(coordinator), reverse("session_remove", args=[session.pk])
        page = client.get(url)
        assert "It disappears from the schedule of 1 trainee." in page.text
        assert "It is taught by Anneke Sikkens." in page.text
        page = client.post(url, {"seen": 1}, follow=True)
        assert "Data en besluitvorming on Friday 20 November 2026 is removed." in page.text
        assert not Session.objects.exists()

    def test_with_attendance_only_when_somebody_says_so(self, browse, coordinator, past_session, trainee):
        AttendanceFactory(session=past_session, trainee=trainee)
        client, url = browse(coordinator), reverse("session_remove", args=[past_session.pk])
        page = client.post(url)
        assert "Tick “Remove the attendance as well”." in page.text
        assert "The attendance of 1 trainee is recorded here." in page.text
        assert Session.objects.exists()
        client.post(url, {"anyway": "on", "seen": 1})
        assert not Attendance.objects.exists()

    def test_only_its_coordinators(
        self, browse, trainee, lecturer, stranger, colleague, coordinator, session
    ):
        url = reverse("session_remove", args=[session.pk])
        people = (trainee.user, lecturer, stranger, colleague)
        assert [browse(user).post(url).status_code for user in people] == [404, 404, 404, 403]
        assert browse(coordinator).put(url).status_code == 405
