import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from tests.factories import AbsenceFactory, CohortFactory, PauseFactory, TraineeFactory, UserFactory
from tests.wijkmakers.conftest import page
from trainees.models import Absence, Message, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "lesson")]

FRIDAY = dt.date(2026, 11, 20)
SEEN_BY_ALL = "Your coordinator, your supervisor and the lecturer see it."


@pytest.fixture(autouse=True)
def english_mail(noor, placed, coordinator, lesson):
    User.objects.update(language="en")


@pytest.fixture
def own(english, noor, placed):
    english.force_login(noor.user)
    return english


@pytest.fixture
def as_coordinator(english, coordinator):
    english.force_login(coordinator)
    return english


@pytest.fixture
def stranger(db):
    return UserFactory(coordinates=CohortFactory())


@pytest.fixture
def colleague(cohort):
    """A trainee of this cohort who coordinates another."""
    user = UserFactory(coordinates=CohortFactory())
    TraineeFactory(cohort=cohort, user=user)
    return user


def sent(kind="absent", first="2026-11-18", last="", part="whole", told=None):
    told = f"{kind} {first} {last or first} {part}" if told is None else told
    return {"kind": kind, "starts_on": first, "ends_on": last, "part": part, "told": told}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def told(kind=Message.Kind.ABSENCE):
    return {str(message.to): message for message in Message.objects.filter(kind=kind)}


class TestMyAbsenceNew:
    url = "/my-absences/new/"

    def test_today_is_one_tap(self, own, noor):
        response = own.get(self.url)
        form = response.context["form"]
        assert set(form.fields) == {"kind", "starts_on", "ends_on", "part", "told", "seen"}
        assert "You miss no session. Your coordinator and your supervisor see it." in " ".join(
            response.context["told"]
        )
        shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        assert own.post(self.url, shown).url == "/my-absences/"
        absence = noor.absences.get()
        assert (absence.starts_on, absence.ends_on, absence.state) == (
            dt.date(2026, 11, 18), dt.date(2026, 11, 18), "reported"
        )  # fmt: skip

    def test_a_day_that_is_past(self, own, noor):
        assert "You can go back 14 days." in page(own.get(self.url))
        own.post(self.url, sent(first="2026-11-04"))
        assert noor.absences.get().starts_on == dt.date(2026, 11, 4)

    def test_not_before_the_first_day(self, own, noor, placed):
        placed.delete()
        noor.starts_on = dt.date(2026, 11, 16)
        noor.save()
        assert "You can go back" not in page(own.get(self.url))
        response = own.post(self.url, sent(first="2026-11-13"))
        assert response.context["form"].errors == {"starts_on": ["Choose 16-11-2026 or later."]}

    def test_in_the_weekend_the_next_day_stands_there(self, own, time_machine):
        time_machine.move_to(timezone.make_aware(dt.datetime(2026, 11, 21, 10)))
        own.force_login(User.objects.get(email="noor@example.org"))
        assert own.get(self.url).context["form"]["starts_on"].value() == dt.date(2026, 11, 23)

    def test_other_days_are_shown_first(self, own, noor):
        response = own.post(self.url, sent(first="20 november 2026", told="another"))
        assert not noor.absences.exists()
        assert "You miss Friday 20 November: Module 9, session 2 of 3." in page(response)
        again = {
            name: response.context["form"][name].value() for name in ("kind", "starts_on", "part", "told")
        }
        response = own.post(self.url, again)
        assert said(response) == [
            "You are reported absent: Friday 20 November 2026. "
            "You miss Friday 20 November: Module 9, session 2 of 3. " + SEEN_BY_ALL
        ]
        assert noor.absences.get().starts_on == FRIDAY

    def test_half_a_day_misses_a_part(self, own):
        response = own.post(self.url, sent(first="2026-11-20", part="morning", told=""))
        assert "You miss part of Friday 20 November: Module 9, session 2 of 3." in page(response)

    def test_a_pause_misses_nothing(self, own, noor):
        PauseFactory(trainee=noor, starts_on=FRIDAY, ends_on=FRIDAY)
        assert "You miss no session." in page(own.post(self.url, sent(first="2026-11-20", told="")))

    def test_leave_is_asked(self, own, noor, coordinator):
        response = own.post(self.url, sent("leave", "2026-11-20"))
        assert said(response) == [
            "You have asked for leave: Friday 20 November 2026. "
            "A coordinator answers first. When it is approved: "
            "You miss Friday 20 November: Module 9, session 2 of 3. " + SEEN_BY_ALL
        ]
        absence = noor.absences.get()
        assert (absence.state, absence.decided_by) == ("asked", None)
        assert list(told()) == ["Marleen Kuipers"]
        assert told()["Marleen Kuipers"].subject == "Noor Dijkema asks for leave: Friday 20 November 2026"

    def test_tells_who_has_to_know_and_what_is_theirs(self, own, coordinator):
        own.post(self.url, sent(first="2026-11-20"))
        messages = told()
        assert messages.keys() == {"Marleen Kuipers", "Bram Postma", "Anneke Sikkens"}
        assert "Module 9" in messages["Marleen Kuipers"].text
        assert "Module 9" in messages["Anneke Sikkens"].text
        assert messages["Bram Postma"].subject == "Noor Dijkema is not there: Friday 20 November 2026"
        assert messages["Bram Postma"].text == ""
        assert messages["Bram Postma"].data.keys() == {"trainee", "first", "last", "part", "version"}

    def test_twice_sent_is_once_reported(self, own, noor, coordinator):
        for _time in range(2):
            assert own.post(self.url, sent()).url == "/my-absences/"
        assert noor.absences.count() == 1
        assert Message.objects.count() == 2  # the coordinator and the supervisor

    @pytest.mark.parametrize(
        ("data", "errors"),
        [
            (
                sent(first="2026-11-03", last="2026-11-04"),
                {"starts_on": ["Choose 4-11-2026 or later. Was it longer ago? Ask your coordinator."]},
            ),
            (sent(first="2028-09-01"), {"starts_on": ["Choose 31-8-2028 or earlier."]}),
            (
                sent(first="2026-11-25", last="2026-11-24"),
                {"ends_on": ["The last day comes on or after the first day."]},
            ),
            (
                sent(first="2026-11-24", last="2026-11-25", part="morning"),
                {"part": ["Half a day is part of one day: it begins and ends on that day."]},
            ),
            (
                sent(first="2026-11-30", last="2026-12-04"),
                {"starts_on": ["This trainee is already reported absent on some of these days."]},
            ),
            (
                sent("ill"),
                {"kind": ["Select a valid choice. ill is not one of the available choices."]},
            ),
        ],
    )
    def test_what_cannot_be(self, own, noor, data, errors):
        AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 12, 1))
        response = own.post(self.url, data)
        assert response.context["form"].errors == errors
        assert noor.absences.count() == 1
        assert not Message.objects.exists()

    def test_only_trainees(self, client, coordinator):
        client.force_login(coordinator)
        assert client.get(self.url).status_code == 403

    def test_wrong_method(self, own):
        assert own.put(self.url).status_code == 405


class TestMyAbsences:
    def test_now_and_past(self, own, noor):
        now = AbsenceFactory(trainee=noor)
        later = AbsenceFactory(trainee=noor, leave=True, starts_on=FRIDAY)
        past = AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 11, 2))
        AbsenceFactory()
        context = own.get("/my-absences/").context
        assert [row["absence"] for row in context["coming"]] == [now, later]
        assert [row["absence"] for row in context["past"]] == [past]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, own, noor, rows, django_assert_num_queries):
        for day in range(rows):
            AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 11, 20 + day))
        with django_assert_num_queries(6):
            assert len(own.get("/my-absences/").context["coming"]) == rows

    def test_only_trainees(self, client, coordinator):
        client.force_login(coordinator)
        assert client.get("/my-absences/").status_code == 403

    def test_wrong_method(self, own):
        assert own.post("/my-absences/").status_code == 405


class TestAbsenceNew:
    @pytest.fixture
    def url(self, noor):
        return f"/trainees/{noor.pk}/absences/new/"

    def test_a_coordinator_may_also_write_down_the_past(self, as_coordinator, noor, placed, url):
        response = as_coordinator.post(url, sent("leave", "2026-11-16", "2026-11-20"))
        assert response.url == f"/trainees/{noor.pk}/"
        sentences = [
            "Noor Dijkema is reported absent: 16 November 2026 to 20 November 2026.",
            "Noor Dijkema misses Friday 20 November: Module 9, session 2 of 3.",
            "The supervisor and the lecturer see it.",
        ]
        assert said(response) == [" ".join(sentences)]
        absence = noor.absences.get()
        assert (absence.state, absence.decided_by) == ("approved", absence.created_by)
        assert told().keys() == {"Bram Postma", "Anneke Sikkens"}

    def test_who_may_not(self, client, stranger, colleague, coordinator, noor, url):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        client.force_login(colleague)
        own = colleague.trainee_set.get()
        assert client.get(f"/trainees/{own.pk}/absences/new/").status_code == 403
        client.force_login(coordinator)
        assert client.put(url).status_code == 405


class TestAbsenceList:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/absences/"

    def test_asked_then_coming_then_past(self, as_coordinator, noor, url):
        asked = AbsenceFactory(trainee=noor, leave=True, starts_on=dt.date(2026, 10, 1))
        coming = AbsenceFactory(trainee=noor)
        past = AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 11, 2))
        gone = AbsenceFactory(trainee=noor, starts_on=FRIDAY, state=Absence.State.WITHDRAWN)
        AbsenceFactory()
        context = as_coordinator.get(url).context
        found = {name: [row["absence"] for row in context[name]] for name in ("asked", "coming", "past")}
        assert found == {"asked": [asked], "coming": [coming], "past": [gone, past]}

    def test_filters(self, as_coordinator, noor, cohort, url):
        own = AbsenceFactory(trainee=noor)
        AbsenceFactory(trainee__cohort=cohort)
        AbsenceFactory(trainee=noor, kind=Absence.Kind.ELSEWHERE, starts_on=FRIDAY)
        context = as_coordinator.get(url, {"trainee": noor.pk, "kind": "absent"}).context
        assert [row["absence"] for row in context["coming"]] == [own]
        assert len(as_coordinator.get(url, {"trainee": "x", "kind": "\x00"}).context["coming"]) == 3

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries(self, as_coordinator, cohort, url, rows, django_assert_num_queries):
        for _each in range(rows):
            trainee = TraineeFactory(cohort=cohort)
            AbsenceFactory(trainee=trainee, leave=True)
            AbsenceFactory(trainee=trainee, starts_on=FRIDAY)
            AbsenceFactory(trainee=trainee, starts_on=dt.date(2026, 11, 2))
        with django_assert_num_queries(9):
            assert len(as_coordinator.get(url).context["asked"]) == rows

    def test_anybody_who_is_still_here_can_be_reported(self, as_coordinator, noor, cohort, url):
        gone = TraineeFactory(cohort=cohort, ends_on=dt.date(2026, 10, 30))
        TraineeFactory()
        page = as_coordinator.get(url).content.decode()
        assert f"/trainees/{noor.pk}/absences/new/" in page
        assert page.count("/absences/new/") == 1, gone

    def test_who_may_not(self, client, stranger, noor, coordinator, url):
        for user in (stranger, noor.user):
            client.force_login(user)
            assert client.get(url).status_code == 404
        client.force_login(coordinator)
        assert client.post(url).status_code == 405


class TestAbsenceAnswer:
    @pytest.fixture
    def asked(self, noor, placed):
        return AbsenceFactory(trainee=noor, leave=True, starts_on=FRIDAY)

    def test_approve(self, as_coordinator, coordinator, cohort, asked):
        response = as_coordinator.post(f"/absences/{asked.pk}/approve/")
        assert response.url == f"/cohorts/{cohort.pk}/absences/"
        assert said(response) == ["The leave of Noor Dijkema is approved."]
        asked.refresh_from_db()
        assert (asked.state, asked.decided_by) == ("approved", coordinator)
        assert told().keys() == {"Bram Postma", "Anneke Sikkens"}
        [answer] = told(Message.Kind.ABSENCE_ANSWERED).values()
        assert (str(answer.to), answer.subject) == (
            "Noor Dijkema", "Your leave is approved: Friday 20 November 2026"
        )  # fmt: skip
        assert "Module 9" in answer.text

    def test_decline(self, as_coordinator, asked):
        response = as_coordinator.post(f"/absences/{asked.pk}/decline/")
        assert said(response) == ["The leave of Noor Dijkema is not approved."]
        asked.refresh_from_db()
        assert asked.state == "declined"
        assert told() == {}
        assert told(Message.Kind.ABSENCE_ANSWERED).keys() == {"Noor Dijkema"}

    def test_once(self, as_coordinator, asked):
        as_coordinator.post(f"/absences/{asked.pk}/approve/")
        response = as_coordinator.post(f"/absences/{asked.pk}/decline/")
        assert said(response)[-1] == "This is no longer waiting for an answer."
        asked.refresh_from_db()
        assert asked.state == "approved"

    @pytest.mark.parametrize("verb", ["approve", "decline"])
    def test_who_may_not(self, client, stranger, noor, colleague, coordinator, asked, verb):
        url = f"/absences/{asked.pk}/{verb}/"
        for user in (stranger, noor.user):
            client.force_login(user)
            assert client.post(url).status_code == 404
        client.force_login(colleague)
        own = AbsenceFactory(trainee=colleague.trainee_set.get(), leave=True)
        assert client.post(f"/absences/{own.pk}/{verb}/").status_code == 403
        client.force_login(coordinator)
        assert client.get(url).status_code == 405
        asked.refresh_from_db()
        assert asked.state == "asked"


class TestAbsenceWithdraw:
    def test_disappears_everywhere(self, own, noor, coordinator):
        own.post("/my-absences/new/", sent(first="2026-11-20"))
        absence = noor.absences.get()
        Message.objects.update(sent_at=timezone.now())
        url = f"/absences/{absence.pk}/withdraw/"
        assert "It disappears from the week" in page(own.get(url))
        response = own.post(url, {"seen": absence.version})
        assert said(response)[-1] == "Withdrawn: Friday 20 November 2026."
        assert not Absence.objects.standing().exists()
        assert "Reported absent" not in page(own.get("/week/"))
        messages = told(Message.Kind.ABSENCE_WITHDRAWN)
        assert messages.keys() == {"Marleen Kuipers", "Bram Postma", "Anneke Sikkens"}
        assert messages["Bram Postma"].subject == "Noor Dijkema is there after all: Friday 20 November 2026"

    def test_halfway_what_is_over_stays(self, own, noor):
        absence = AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 11, 16), ends_on=FRIDAY)
        url = f"/absences/{absence.pk}/withdraw/"
        assert "You are there again from today on." in page(own.get(url))
        own.post(url, {"seen": absence.version})
        absence.refresh_from_db()
        assert (absence.state, absence.ends_on) == ("reported", dt.date(2026, 11, 17))

    def test_a_coordinator_corrects_all_of_it(self, as_coordinator, noor):
        absence = AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 11, 2))
        as_coordinator.post(f"/absences/{absence.pk}/withdraw/", {"seen": absence.version})
        absence.refresh_from_db()
        assert absence.state == "withdrawn"

    def test_changed_meanwhile(self, own, noor):
        absence = AbsenceFactory(trainee=noor, version=2)
        assert own.post(f"/absences/{absence.pk}/withdraw/", {"seen": 1}).status_code == 409

    def test_who_may_not(self, client, own, stranger, colleague, noor):
        past = AbsenceFactory(trainee=noor, starts_on=dt.date(2026, 11, 2))
        url = f"/absences/{past.pk}/withdraw/"
        assert own.get(url).status_code == 403
        assert own.put(url).status_code == 405
        for user in (stranger, colleague):
            client.force_login(user)
            assert client.post(url).status_code == 404


class TestWhereItShows:
    def test_week(self, own, noor):
        AbsenceFactory(trainee=noor)
        text = page(own.get("/week/"))
        assert "You are reported absent today. On Thursday you work at Lefier." in text
        assert text.count("Reported absent") == 1

    def test_trainee_page(self, as_coordinator, noor):
        AbsenceFactory(trainee=noor, leave=True, starts_on=FRIDAY)
        text = page(as_coordinator.get(f"/trainees/{noor.pk}/"))
        assert "Friday 20 November 2026" in text
        assert "Approve" in text

    def test_overview(self, as_coordinator, cohort, noor):
        AbsenceFactory(trainee=noor, leave=True)
        text = page(as_coordinator.get(f"/cohorts/{cohort.pk}/"))
        assert "A request for leave waits for an answer" in text
        assert reverse("absence_list", args=[cohort.pk]) in text
