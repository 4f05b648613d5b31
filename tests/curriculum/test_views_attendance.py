import datetime as dt

import pytest
from django.urls import reverse

from curriculum.models import Attendance
from tests.curriculum.conftest import LAST_FRIDAY
from tests.factories import AbsenceFactory, AttendanceFactory, PauseFactory, TraineeFactory, UserFactory

pytestmark = pytest.mark.django_db

PRESENT, LATE, EXCUSED, ABSENT = Attendance.State.values


@pytest.fixture
def tess(cohort):
    return TraineeFactory(cohort=cohort, user=UserFactory(first_name="Tess", last_name="Mulder"))


def chosen(**states):
    """chosen(noor=(trainee, state, was)) -> what the list posts."""
    form = {}
    for trainee, state, was in states.values():
        form |= {f"state_{trainee.pk}": state, f"was_{trainee.pk}": was}
    return form


def counts(page):
    """{state: how many} as the page says."""
    return {state: count for state, _look, count in page.context["counts"] if count}


def recorded(session):
    return Attendance.objects.of_session(session).states()


class TestAttendance:
    def test_who_takes_part_that_day(self, browse, lecturer, past_session, trainee, tess, cohort):
        PauseFactory(trainee=TraineeFactory(cohort=cohort), starts_on=LAST_FRIDAY, ends_on=LAST_FRIDAY)
        TraineeFactory(cohort=cohort, starts_on=dt.date(2026, 12, 1))
        left = TraineeFactory(cohort=cohort, ends_on=dt.date(2026, 11, 1), user__last_name="Aalders")
        AttendanceFactory(session=past_session, trainee=left, state=ABSENT)
        page = browse(lecturer).get(reverse("attendance", args=[past_session.pk]))
        assert [(row.pk, row.was, row.is_open) for row in page.context["rows"]] == [
            (left.pk, ABSENT, False),
            (trainee.pk, "", True),
            (tess.pk, "", True),
        ]
        assert counts(page) == {ABSENT: 1}
        assert "<b>2</b> left" in page.text

    def test_recorded_by_the_lecturer(self, browse, lecturer, past_session, trainee, tess):
        url = reverse("attendance", args=[past_session.pk])
        page = browse(lecturer).post(url, chosen(noor=(trainee, LATE, ""), tess=(tess, "", "")), follow=True)
        assert page.redirect_chain == [(url, 302)]
        assert "Saved. 1 left: Tess Mulder." in page.text
        assert "saved 18 November 10:00 by Anneke Sikkens" in page.text
        assert recorded(past_session) == {trainee.pk: LATE}

    def test_complete(self, browse, coordinator, past_session, trainee):
        AttendanceFactory(session=past_session, trainee=trainee, state=LATE)
        url = reverse("attendance", args=[past_session.pk])
        page = browse(coordinator).post(url, chosen(noor=(trainee, PRESENT, LATE)), follow=True)
        assert "The attendance is complete." in page.text
        assert (counts(page), page.context["left"], page.context["unsaved"]) == ({PRESENT: 1}, 0, False)
        row = Attendance.objects.get()
        assert (row.state, row.version, row.changed_by) == (PRESENT, 2, coordinator)

    def test_both_keep_what_the_other_did_not_touch(self, browse, lecturer, past_session, trainee, tess):
        AttendanceFactory(session=past_session, trainee=tess, state=EXCUSED)
        url = reverse("attendance", args=[past_session.pk])
        browse(lecturer).post(url, chosen(noor=(trainee, PRESENT, ""), tess=(tess, "", "")))
        assert recorded(past_session) == {trainee.pk: PRESENT, tess.pk: EXCUSED}

    def test_where_both_chose_nothing_is_lost(self, browse, lecturer, past_session, trainee, tess):
        marleen = UserFactory(first_name="Marleen", last_name="Kuipers")
        AttendanceFactory(session=past_session, trainee=tess, state=EXCUSED, changed_by=marleen)
        client, url = browse(lecturer), reverse("attendance", args=[past_session.pk])
        page = client.post(url, chosen(noor=(trainee, PRESENT, ""), tess=(tess, ABSENT, "")))
        assert page.status_code == 409
        assert "Marleen Kuipers chose at 10:00: Excused. You chose: Absent" in page.text
        assert "Look at the marked names and save again." in page.text
        assert recorded(past_session) == {tess.pk: EXCUSED}
        rows = {row.pk: row for row in page.context["rows"]}
        assert [option.value for option in rows[tess.pk].options if option.chosen] == [ABSENT]
        again = chosen(noor=(trainee, PRESENT, rows[trainee.pk].was), tess=(tess, ABSENT, rows[tess.pk].was))
        assert client.post(url, again).status_code == 302
        assert recorded(past_session) == {trainee.pk: PRESENT, tess.pk: ABSENT}

    def test_not_before_the_day(self, browse, lecturer, session, trainee):
        client, url = browse(lecturer), reverse("attendance", args=[session.pk])
        sentence = "Attendance can be recorded from Friday 20 November on."
        page = client.get(url)
        assert sentence in page.text
        assert 'type="radio"' not in page.text
        assert sentence in client.post(url, chosen(noor=(trainee, PRESENT, ""))).text
        assert recorded(session) == {}

    @pytest.mark.parametrize("state", ["ziek", "\x00", "x" * 5000])
    def test_what_is_no_state(self, browse, lecturer, past_session, trainee, state):
        page = browse(lecturer).post(
            reverse("attendance", args=[past_session.pk]), chosen(noor=(trainee, state, ""))
        )
        assert page.context["form"].errors.keys() == {f"state_{trainee.pk}"}
        assert recorded(past_session) == {}

    def test_only_who_teaches_or_coordinates(
        self, browse, trainee, stranger, outsider, colleague, coordinator, past_session
    ):
        url = reverse("attendance", args=[past_session.pk])
        people = (trainee.user, stranger, outsider, colleague, coordinator)
        assert [browse(user).get(url).status_code for user in people] == [403, 404, 404, 403, 200]
        assert browse(trainee.user).post(url, chosen(noor=(trainee, PRESENT, ""))).status_code == 403
        assert browse(coordinator).put(url).status_code == 405

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, browse, lecturer, past_session, rows, django_assert_num_queries):
        for _each in range(rows):
            trainee = TraineeFactory(cohort=past_session.cohort)
            AttendanceFactory(session=past_session, trainee=trainee)
            past_session.lecturers.add(UserFactory())
        client = browse(lecturer)
        with django_assert_num_queries(8):
            client.get(reverse("attendance", args=[past_session.pk]))


class TestAttendanceFill:
    def test_the_rest_is_present(self, browse, lecturer, past_session, trainee, tess):
        url = reverse("attendance_fill", args=[past_session.pk])
        page = browse(lecturer).post(url, chosen(noor=(trainee, LATE, ""), tess=(tess, "", "")), follow=True)
        assert page.redirect_chain == [(reverse("attendance", args=[past_session.pk]), 302)]
        assert "The attendance is complete." in page.text
        assert recorded(past_session) == {trainee.pk: LATE, tess.pk: PRESENT}

    def test_leaves_what_somebody_else_recorded(self, browse, lecturer, past_session, trainee, tess):
        AttendanceFactory(session=past_session, trainee=tess, state=EXCUSED)
        url = reverse("attendance_fill", args=[past_session.pk])
        browse(lecturer).post(url, chosen(noor=(trainee, "", ""), tess=(tess, "", "")))
        assert recorded(past_session) == {trainee.pk: PRESENT, tess.pk: EXCUSED}

    def test_only_who_teaches_or_coordinates(self, browse, trainee, stranger, coordinator, past_session):
        url = reverse("attendance_fill", args=[past_session.pk])
        assert [browse(user).post(url).status_code for user in (trainee.user, stranger)] == [403, 404]
        assert browse(coordinator).get(url).status_code == 405
        assert recorded(past_session) == {}


class TestReportedAbsent:
    @pytest.fixture
    def away(self, trainee):
        return AbsenceFactory(trainee=trainee, starts_on=LAST_FRIDAY)

    def test_is_excused_unless_somebody_says_otherwise(self, browse, lecturer, past_session, away, tess):
        page = browse(lecturer).get(reverse("attendance", args=[past_session.pk]))
        rows = [(row.mine and row.mine.letter, row.was, row.away) for row in page.context["rows"]]
        assert rows == [("m", "", "Reported absent"), (None, "", "")]
        assert (page.context["left"], page.context["unsaved"]) == (1, True)

    @pytest.mark.parametrize("states", [{"state": "asked", "kind": "leave"}, {"state": "withdrawn"}])
    def test_not_when_it_does_not_count(self, browse, lecturer, past_session, trainee, states):
        AbsenceFactory(trainee=trainee, starts_on=LAST_FRIDAY, **states)
        [row] = browse(lecturer).get(reverse("attendance", args=[past_session.pk])).context["rows"]
        assert (row.mine, row.away) == (None, "")

    def test_half_the_day_is_only_said(self, browse, lecturer, past_session, trainee):
        AbsenceFactory(trainee=trainee, starts_on=LAST_FRIDAY, part="morning")
        [row] = browse(lecturer).get(reverse("attendance", args=[past_session.pk])).context["rows"]
        assert (row.mine, row.away) == (None, "Absent in the morning")

    def test_the_rest_is_present_and_they_are_excused(
        self, browse, lecturer, past_session, away, trainee, tess
    ):
        browse(lecturer).post(reverse("attendance_fill", args=[past_session.pk]))
        assert recorded(past_session) == {trainee.pk: EXCUSED, tess.pk: PRESENT}

    def test_reported_afterwards_nothing_changes_and_both_are_said(
        self, browse, lecturer, past_session, trainee, away, tess
    ):
        AttendanceFactory(session=past_session, trainee=trainee, state=LATE)
        url, client = reverse("attendance", args=[past_session.pk]), browse(lecturer)
        assert "Reported absent, but recorded: Late. Choose what is right." in client.get(url).text
        client.post(reverse("attendance_fill", args=[past_session.pk]), chosen(noor=(trainee, LATE, LATE)))
        assert recorded(past_session) == {trainee.pk: LATE, tess.pk: PRESENT}
        client.post(url, chosen(noor=(trainee, EXCUSED, LATE)))
        assert "but recorded" not in client.get(url).text

    def test_the_session_says_so_to_who_teaches(self, browse, lecturer, session, trainee, tess):
        AbsenceFactory(trainee=trainee, starts_on=session.day())
        url = reverse("session", args=[session.pk])
        assert browse(lecturer).get(url).text.count("Reported absent") == 1
        assert "Reported absent" not in browse(tess.user).get(url).text
