import pytest
from django.urls import reverse

from curriculum.models import Attendance, Draft, Session
from tests.curriculum.conftest import FRIDAY, NEXT_FRIDAY
from tests.factories import (
    AttendanceFactory,
    DraftFactory,
    MaterialFactory,
    PauseFactory,
    TraineeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


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
        for name in ("attendance", "session_edit", "session_text"):
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
        with django_assert_num_queries(10):
            client.get(reverse("session", args=[session.pk]))

    def test_a_cancelled_one_says_so(self, browse, trainee, coordinator, session, now):
        Session.objects.update(cancelled_at=now)
        for person in (trainee.user, coordinator):
            text = browse(person).get(reverse("session", args=[session.pk])).text
            assert "This session does not take place." in text
            assert reverse("attendance", args=[session.pk]) not in text

    def test_how_it_is_to_become_is_for_planners(self, browse, trainee, lecturer, coordinator, session):
        DraftFactory(session=session, on=NEXT_FRIDAY, place="Kantine")
        sentence = "In the draft this session is different."
        for person, told in ((coordinator, True), (trainee.user, False), (lecturer, False)):
            text = browse(person).get(reverse("session", args=[session.pk])).text
            assert (sentence in text, "Kantine" in text) == (told, told)


class TestSessionText:
    def test_changes_at_once_without_a_draft(self, browse, coordinator, lecturer, session):
        url = reverse("session_text", args=[session.pk])
        for seen, person in enumerate((coordinator, lecturer), 1):
            words = {"summary": "Kort", "preparation": f"lezen {seen}", "seen": seen}
            page = browse(person).post(url, words, follow=True)
            assert page.redirect_chain == [(reverse("session", args=[session.pk]), 302)]
            assert f"<li>lezen {seen}</li>" in page.text
        session.refresh_from_db()
        assert (session.summary, session.version, session.sequence) == ("Kort", 3, 0)
        assert not Draft.objects.exists()

    def test_two_at_once(self, browse, coordinator, session):
        client, url = browse(coordinator), reverse("session_text", args=[session.pk])
        client.post(url, {"preparation": "De hare", "seen": 1})
        page = client.post(url, {"preparation": "De mijne", "seen": 1})
        assert page.status_code == 409
        assert "De mijne" in page.text

    def test_who_may(self, browse, trainee, outsider, stranger, colleague, coordinator, session):
        url = reverse("session_text", args=[session.pk])
        people = (outsider, stranger, trainee.user, colleague)
        assert [browse(user).get(url).status_code for user in people] == [404, 404, 403, 403]
        assert browse(coordinator).put(url).status_code == 405
