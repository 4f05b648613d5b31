"""What a trainee finds in a feed, read by two libraries."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from curriculum.models import Session
from tests.factories import (
    TODAY,
    AbsenceFactory,
    CatchUpFactory,
    ClosedDayFactory,
    CohortFactory,
    DraftFactory,
    HostFactory,
    PauseFactory,
    PlacementFactory,
    SessionFactory,
    TraineeFactory,
    UserFactory,
    local,
)
from tests.lib.calendars import READERS, READERS_OF_DAYS, by_icalendar
from tests.wijkmakers.conftest import follows
from tests.wijkmakers.subscribing import URL, ask, events, meet, summaries
from trainees.models import Absence, ClosedDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.usefixtures("feed_of_noor")
class TestTrainee:
    def test_everything_is_in_it(self, client, noor, placed, lesson):
        ClosedDayFactory(name="Studiedag", starts_on=dt.date(2026, 11, 27))
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 1))
        CatchUpFactory(trainee=noor, session=lesson, due_on=dt.date(2026, 12, 18))
        assert summaries(client) == [
            "Work at Lefier",
            "Data en besluitvorming",
            "Studiedag",
            "Absent",
            "Catch up on Data en besluitvorming",
            "Switch",
            "Switch",
        ]

    @pytest.mark.parametrize("reader", READERS)
    def test_a_session_with_when_where_and_what_to_prepare(self, client, lesson, reader):
        event = events(client, reader)[str(lesson.uid)]
        assert event["start"] == local(dt.date(2026, 11, 20), 9, 30)
        assert event["end"] == local(dt.date(2026, 11, 20), 16, 30)
        assert event["location"] == "Zaal 2"
        assert event["description"].splitlines() == [
            "Module 9, session 2 of 3",
            "Prepare: Lees hoofdstuk 2",
            f"http://localhost:8000/sessions/{lesson.pk}/",
        ]
        assert event["status"] == "CONFIRMED"

    @pytest.mark.parametrize("reader", READERS_OF_DAYS)
    def test_a_placement_is_on_work_days_only(self, client, noor, placed, lesson, reader):
        """Not on public holidays, in a pause, nor on a work day on which there is a session."""
        placed.starts_on, placed.ends_on = dt.date(2026, 11, 16), dt.date(2026, 11, 27)
        placed.save()
        ClosedDayFactory(kind=ClosedDay.Kind.PUBLIC, name="Feest", starts_on=dt.date(2026, 11, 17))
        meet(lesson, dt.date(2026, 11, 18), number=3)
        PauseFactory(trainee=noor, starts_on=dt.date(2026, 11, 25), ends_on=dt.date(2026, 12, 1))
        content = ask(client).content
        [placement] = [e for e in by_icalendar(content) if e["summary"] == "Work at Lefier"]
        assert placement["transparency"] == "TRANSPARENT"
        assert [day.day for day in reader(only(content, b"placement-"))] == [16, 19, 23, 24]

    def test_says_nobody_elses_name(self, client, noor, placed, lesson):
        lesson.lecturers.add(UserFactory(first_name="Anneke", last_name="Sikkens"))
        text = ask(client).content.decode()
        assert "Lefier" in text
        for name in ("Bram", "Postma", "Anneke", "Sikkens", noor.user.last_name, noor.user.email):
            assert name not in text

    def test_an_absence_says_nothing_of_its_kind_and_only_counts_when_it_stands(self, client, noor):
        days = [dt.date(2026, 12, day) for day in (1, 2, 3, 4, 7)]
        leave, ill, elsewhere = (
            AbsenceFactory(trainee=noor, starts_on=days[0], leave=True),
            AbsenceFactory(trainee=noor, starts_on=days[1], part=Absence.Part.MORNING),
            AbsenceFactory(trainee=noor, starts_on=days[2], kind=Absence.Kind.ELSEWHERE),
        )
        found = events(client)
        assert f"absence-{leave.pk}" not in found
        assert found[f"absence-{ill.pk}"]["summary"] == "Absent, only the morning"
        assert found[f"absence-{elsewhere.pk}"]["summary"] == "Absent"

    def test_only_sessions_of_days_on_which_somebody_takes_part(self, client, noor, lesson):
        paused = follows(lesson, 8)
        PauseFactory(trainee=noor, starts_on=paused.day(), ends_on=paused.day())
        late = follows(lesson, 20)
        noor.ends_on = late.day() - dt.timedelta(days=1)
        noor.save()
        assert set(events(client)) >= {str(lesson.uid)}
        assert not {str(paused.uid), str(late.uid)} & set(events(client))

    def test_a_switch_says_where_to_when_that_is_known(self, client, noor, placed):
        there = PlacementFactory(trainee=noor, number=2, host=HostFactory(name="Rizoem"))
        found = events(client)[f"switch-{there.period.pk}"]
        assert (found["summary"], found["start"]) == ("Switch: you begin at Rizoem", there.starts_on)

    def test_what_was_cancelled_says_so(self, client, lesson):
        lesson.cancelled_at = timezone.now()
        lesson.sequence = 1
        lesson.save()
        event = events(client)[str(lesson.uid)]
        assert (event["summary"], event["status"], event["sequence"]) == (
            "Cancelled: Data en besluitvorming", "CANCELLED", 1,
        )  # fmt: skip

    def test_drafts_and_others_stay_out(self, client, noor, placed, lesson):
        before = ask(client)
        DraftFactory(cohort=noor.cohort, module=lesson.module, number=3, title="Geheim plan")
        DraftFactory(session=lesson, place="Geheime zaal", on=dt.date(2026, 12, 11))
        SessionFactory(cohort=CohortFactory(), title="Van een ander")
        PlacementFactory(host__name="Andermans organisatie")
        AbsenceFactory(starts_on=TODAY)
        after = ask(client)
        assert after.content == before.content
        assert after["ETag"] == before["ETag"]

    def test_in_the_language_of_the_person(self, client, noor, placed):
        noor.user.language = "nl"
        noor.user.save()
        assert "Wissel" in summaries(client)
        assert client.get(URL, headers={"Accept-Language": "en"})["Content-Language"] == "nl"

    @pytest.mark.parametrize("reader", READERS)
    def test_local_times_stay_over_both_switches_of_the_clock(self, client, noor, lesson, reader):
        Session.objects.all().delete()
        days = [dt.date(2026, 10, 23), dt.date(2026, 10, 30), dt.date(2027, 3, 26), dt.date(2027, 4, 2)]
        for number, day in enumerate(days, 1):
            meet(lesson, day, number=number)
        starts = [event["start"] for event in reader(ask(client).content) if "session" in event["url"]]
        assert [start.astimezone(dt.UTC).hour for start in starts] == [7, 8, 8, 7]
        assert [(start.date(), start.hour, start.minute) for start in starts] == [
            (day, 9, 30) for day in days
        ]

    def test_of_two_traineeships_a_shared_closed_day_comes_once(self, client, noor):
        TraineeFactory(user=noor.user, cohort=CohortFactory(periods=1))
        ClosedDayFactory(name="Studiedag")
        assert summaries(client).count("Studiedag") == 1


def only(content, start):
    """Of all events those whose uid begins so."""
    one = re.compile(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", re.DOTALL)
    return one.sub(lambda found: found[0] if b"UID:" + start in found[0] else b"", content)
