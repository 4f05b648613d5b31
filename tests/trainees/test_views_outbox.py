"""The outbox of a cohort, and what is done with its messages."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import TODAY, DeliveryFactory, MessageFactory, UserFactory, local
from trainees import undelivered
from trainees.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NOW = local(TODAY, 10)
TAKEN = "This message is being sent or changed at this very moment. Look again in a moment."
SENT = "This message has been sent already, so it stays as it is."


@pytest.fixture(autouse=True)
def still(today, time_machine):
    """No second passes."""
    time_machine.move_to(NOW, tick=False)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def undo(response):
    return [message.extra_tags for message in get_messages(response.wsgi_request)]


def address(name, row):
    return reverse(name, args=[row.pk])


def in_state(state, **fields):
    """A message that is held, failed, sent or cancelled, or goes at ten past ten."""
    moment = {"going": {}, "failed": {"failed_at": NOW, "attempts": 8}}.get(state, {f"{state}_at": NOW})
    return MessageFactory(
        subject=f"Is {state}", text="Zo is het.", due_at=local(TODAY, 10, 10), **moment, **fields
    )


@pytest.fixture
def noor(cohort):
    return UserFactory(first_name="Noor", last_name="Dijkema", email="noor@example.org", language="en")


@pytest.fixture
def message(cohort, noor):
    return in_state("going", cohort=cohort, to=noor)


def kept(message):
    return Message.objects.get(pk=message.pk)


class TestOutbox:
    @pytest.fixture
    def url(self, cohort):
        return address("outbox", cohort)

    @pytest.mark.parametrize("state", ["going", "held", "failed", "sent", "cancelled"])
    def test_one_state_at_a_time_with_the_number_of_each(self, as_coordinator, cohort, url, state):
        for each in ("going", "held", "failed", "sent", "cancelled", "sent"):
            in_state(each, cohort=cohort)
        in_state(state)
        response = as_coordinator.get(url, {"state": state})
        assert {tab.state: tab.count for tab in response.context["tabs"]} == {
            "going": 1, "held": 1, "failed": 1, "sent": 2, "cancelled": 1,
        }  # fmt: skip
        assert {row.message.subject for row in response.context["rows"]} == {f"Is {state}"}

    def test_begins_with_what_waits(self, as_coordinator, url, message):
        in_state("sent", cohort=message.cohort)
        response = as_coordinator.get(url)
        assert [row.message for row in response.context["rows"]] == [message]
        assert "goes at 18 Nov 2026, 10:10" in response.text.replace("\xa0", " ")

    @pytest.mark.parametrize(
        ("fields", "person", "when"),
        [
            ({"due_at": NOW}, {}, "goes now"),
            ({}, {"is_active": False}, "does not go: this person may not sign in"),
            ({}, {"mail_pace": "daily"}, "goes in the mail of 18 Nov 2026, 17:00"),
            ({"due_at": local(TODAY, 17)}, {"mail_pace": "daily"}, "goes in the mail of 18 Nov 2026, 17:00"),
            (
                {"due_at": local(TODAY, 17, 1)},
                {"mail_pace": "daily"},
                "goes in the mail of 19 Nov 2026, 17:00",
            ),
            ({"attempts": 1}, {}, "refused 1 time, tried again at 18 Nov 2026, 10:10"),
            ({"attempts": 2}, {}, "refused 2 times, tried again at 18 Nov 2026, 10:10"),
        ],
    )
    def test_when_each_goes(self, as_coordinator, cohort, url, fields, person, when):
        MessageFactory(cohort=cohort, to=UserFactory(**person), **({"due_at": local(TODAY, 10, 10)} | fields))
        (row,) = as_coordinator.get(url).context["rows"]
        assert row.when.replace("\xa0", " ") == when

    def test_by_person(self, as_coordinator, cohort, url, message):
        in_state("going", cohort=cohort)
        response = as_coordinator.get(url, {"q": "dijkema noor"})
        assert [row.message for row in response.context["rows"]] == [message]
        assert response.context["tabs"][0].count == 1
        assert as_coordinator.get(url, {"q": "nobody"}).context["rows"] == []

    @pytest.mark.parametrize(
        "asked", [{"state": "x\x00"}, {"page": "x"}, {"q": "\x00"}, {"sort": "to__password"}]
    )
    def test_what_cannot_be_understood_is_left_out(self, as_coordinator, url, message, asked):
        assert len(as_coordinator.get(url, asked).context["rows"]) == 1

    def test_pages(self, as_coordinator, cohort, url):
        for _ in range(51):
            in_state("going", cohort=cohort)
        assert len(as_coordinator.get(url).context["rows"]) == 50
        assert len(as_coordinator.get(url, {"page": 2}).context["rows"]) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, as_coordinator, cohort, url, coordinator, django_assert_num_queries, count):
        for _ in range(count):
            in_state("held", cohort=cohort, held_by=coordinator, created_by=coordinator)
        with django_assert_num_queries(6):
            assert len(as_coordinator.get(url, {"state": "held"}).context["rows"]) == count

    def test_empty(self, as_coordinator, url):
        assert "Nothing is waiting." in as_coordinator.get(url).text

    def test_colleague_and_stranger(self, client, url, colleague, stranger):
        for person in (colleague, stranger):
            client.force_login(person)
            assert client.get(url).status_code == 404

    def test_wrong_method(self, as_coordinator, url):
        assert as_coordinator.post(url).status_code == 405


class TestMessage:
    def test_the_whole_mail_as_it_will_be(self, as_coordinator, message, coordinator):
        Message.objects.filter(pk=message.pk).update(created_by=coordinator)
        text = as_coordinator.get(address("message", message)).context["body"]
        assert text == (
            "Hello Noor,\n\nZo is het.\n\nRegards,\nMarleen Kuipers\nWijkmakers Traineeship\n\n-- \n"
            "Rather one mail a day, or a mail for each message? "
            "Choose it here: http://localhost:8000/me/edit/\n"
        )

    def test_what_came_of_it(self, as_coordinator, message):
        DeliveryFactory(message=message, refusal="550 no such user", tried_at=local(TODAY, 9))
        DeliveryFactory(message=message, tried_at=local(TODAY, 9, 30))
        text = as_coordinator.get(address("message", message)).text
        assert "The mail server said: 550 no such user" in text
        assert text.index("9:30") < text.index("9:00")

    def test_its_calendar_is_named(self, as_coordinator, cohort):
        url = address("message", in_state("going", cohort=cohort, calendar="BEGIN:VCALENDAR"))
        assert "wijkmakers.ics" in as_coordinator.get(url).text

    @pytest.mark.parametrize(
        ("state", "offered"),
        [
            ("going", {"edit", "cancel", "hold"}),
            ("held", {"edit", "cancel", "release"}),
            ("failed", {"edit", "cancel", "retry"}),
            ("sent", set()),
            ("cancelled", {"restore"}),
        ],
    )
    def test_what_can_be_done(self, as_coordinator, cohort, state, offered):
        message = in_state(state, cohort=cohort)
        text = as_coordinator.get(address("message", message)).text
        verbs = {"edit", "cancel", "hold", "release", "retry", "restore"}
        assert {verb for verb in verbs if address(f"message_{verb}", message) in text} == offered

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, as_coordinator, message, django_assert_num_queries, count):
        for _ in range(count):
            DeliveryFactory(message=message)
        with django_assert_num_queries(5):
            as_coordinator.get(address("message", message))


class TestMessageEdit:
    @pytest.fixture
    def url(self, message):
        return address("message_edit", message)

    sent = {"subject": "Anders", "text": "Toch niet.", "seen": 1}

    def test_other_words(self, as_coordinator, coordinator, message, url):
        response = as_coordinator.post(url, self.sent)
        assert response.url == address("message", message)
        now = kept(message)
        assert (now.subject, now.text, now.version) == ("Anders", "Toch niet.", 2)
        assert (now.changed_at, now.changed_by, now.sent_at) == (NOW, coordinator, None)

    def test_two_at_once_and_nothing_typed_is_lost(self, as_coordinator, message, url):
        as_coordinator.post(url, self.sent)
        response = as_coordinator.post(url, {"subject": "Van mij", "text": "Mijn tekst.", "seen": 1})
        assert response.status_code == 409
        assert response.context["form"]["text"].value() == "Mijn tekst."
        assert "Somebody else changed this at 10:00." in response.text
        assert kept(message).text == "Toch niet."
        assert as_coordinator.post(url, response.context["form"].data.dict()).status_code == 302
        assert kept(message).text == "Mijn tekst."

    @pytest.mark.parametrize("missing", ["subject", "text"])
    def test_neither_can_be_empty(self, as_coordinator, url, missing):
        errors = as_coordinator.post(url, self.sent | {missing: " "}).context["form"].errors
        assert errors == {missing: ["This field is required."]}

    @pytest.mark.parametrize("state", ["sent", "cancelled"])
    def test_what_has_gone_stays(self, as_coordinator, cohort, state):
        message = in_state(state, cohort=cohort)
        response = as_coordinator.post(address("message_edit", message), self.sent)
        assert response.url == address("message", message)
        assert kept(message).subject == f"Is {state}"


# name, the state it is for, and that it leads to
BUTTONS = [
    ("message_hold", "going", "held"),
    ("message_release", "held", "going"),
    ("message_cancel", "going", "cancelled"),
    ("message_cancel", "held", "cancelled"),
    ("message_cancel", "failed", "cancelled"),
    ("message_restore", "cancelled", "going"),
    ("message_retry", "failed", "going"),
]


class TestButtons:
    @pytest.mark.parametrize(("name", "before", "after"), BUTTONS)
    def test_each_does_what_it_says(self, as_coordinator, cohort, name, before, after):
        message = in_state(before, cohort=cohort)
        response = as_coordinator.post(address(name, message))
        assert response.url == address("message", message)
        assert kept(message).state == after

    @pytest.mark.parametrize("name", sorted({name for name, *_ in BUTTONS}))
    def test_what_has_been_sent_stays_so(self, as_coordinator, cohort, name):
        message = in_state("sent", cohort=cohort)
        response = as_coordinator.post(address(name, message))
        if response.status_code == 302:
            assert said(response) == [SENT]
        else:
            assert response.context["form"].non_field_errors() == [SENT]
        assert kept(message).state == "sent"

    def test_who_and_when(self, as_coordinator, coordinator, message):
        as_coordinator.post(address("message_hold", message))
        assert (kept(message).held_at, kept(message).held_by) == (NOW, coordinator)
        as_coordinator.post(address("message_cancel", message))
        assert (kept(message).cancelled_at, kept(message).cancelled_by) == (NOW, coordinator)

    @pytest.mark.parametrize(
        ("name", "other"),
        [("message_hold", "release"), ("message_release", "hold"), ("message_cancel", "restore")],
    )
    def test_undo(self, as_coordinator, message, name, other):
        assert undo(as_coordinator.post(address(name, message))) == [address(f"message_{other}", message)]

    def test_what_is_put_back_leaves_time_to_think(self, as_coordinator, cohort):
        message = in_state("cancelled", cohort=cohort)
        Message.objects.filter(pk=message.pk).update(due_at=NOW - dt.timedelta(days=3))
        as_coordinator.post(address("message_restore", message))
        assert kept(message).due_at == NOW + dt.timedelta(minutes=10)

    def test_what_failed_is_tried_now_by_a_job(self, as_coordinator, cohort):
        message = in_state("failed", cohort=cohort)
        as_coordinator.post(address("message_retry", message))
        assert (kept(message).attempts, kept(message).due_at) == (0, NOW)
        assert ProcrastinateJob.objects.filter(task_name="trainees.tasks.send_due").count() == 1

    def test_asked_first(self, as_coordinator, message):
        response = as_coordinator.get(address("message_cancel", message))
        assert "Withdraw the message to Noor Dijkema?" in response.text
        assert kept(message).state == "going"


class TestAll:
    @pytest.fixture
    def some(self, cohort):
        in_state("going")
        return [in_state(state, cohort=cohort) for state in ("going", "going", "held", "failed", "sent")]

    @pytest.mark.parametrize(
        ("name", "counts", "sentence"),
        [
            (
                "outbox_hold",
                {"held": 3, "failed": 1, "sent": 1},
                "2 messages do not go until you let them go.",
            ),
            ("outbox_release", {"going": 3, "failed": 1, "sent": 1}, "1 message goes."),
            ("outbox_cancel", {"cancelled": 3, "failed": 1, "sent": 1}, "3 messages are withdrawn."),
            ("outbox_retry", {"going": 3, "held": 1, "sent": 1}, "1 message goes."),
        ],
    )
    def test_of_this_cohort(self, as_coordinator, cohort, some, name, counts, sentence):
        response = as_coordinator.post(address(name, cohort), {"shown_at": NOW.isoformat()})
        assert said(response) == [sentence]
        found = Message.objects.of_cohort(cohort).count_per_state()
        assert {state: count for state, count in found.items() if count} == counts
        assert Message.objects.exclude(cohort=cohort).get().state == "going"

    def test_asked_first(self, as_coordinator, cohort, some):
        assert (
            "3 messages are waiting or held back."
            in as_coordinator.get(address("outbox_cancel", cohort)).text
        )
        assert Message.objects.cancelled().count() == 0

    def test_what_came_after_it_was_shown_still_goes(self, as_coordinator, cohort, some, time_machine):
        """A colleague has just published: whoever has to know is told."""
        page = as_coordinator.get(address("outbox_cancel", cohort))
        time_machine.move_to(NOW + dt.timedelta(minutes=1), tick=False)
        later = MessageFactory(cohort=cohort)
        shown = {"shown_at": page.context["form"]["shown_at"].value()}
        as_coordinator.post(address("outbox_cancel", cohort), shown)
        assert Message.objects.cancelled().count() == 3
        assert kept(later).state == "going"


MESSAGE_PAGES = ["message", "message_edit", "message_cancel"]
MESSAGE_BUTTONS = ["message_hold", "message_release", "message_retry", "message_restore"]
COHORT_BUTTONS = ["outbox_hold", "outbox_release", "outbox_retry"]


class TestAccess:
    @pytest.mark.parametrize("name", MESSAGE_PAGES + MESSAGE_BUTTONS)
    def test_only_who_coordinates_the_cohort(self, client, message, stranger, colleague, name):
        own = MessageFactory(cohort=message.cohort, to=colleague)
        for person, row, status in (
            (stranger, message, 404),
            (colleague, message, 404),
            (colleague, own, 403),
        ):
            client.force_login(person)
            method = client.get if name in MESSAGE_PAGES else client.post
            assert method(address(name, row)).status_code == status

    @pytest.mark.parametrize("name", [*COHORT_BUTTONS, "outbox_cancel"])
    def test_of_all(self, client, cohort, message, stranger, colleague, name):
        for person in (stranger, colleague):
            client.force_login(person)
            assert client.post(address(name, cohort)).status_code == 404
        assert kept(message).state == "going"

    def test_who_gets_it_has_no_outbox(self, client, message, noor):
        client.force_login(noor)
        assert client.get(address("message", message)).status_code == 404

    def test_wrong_method(self, as_coordinator, cohort, message):
        for name in MESSAGE_BUTTONS:
            assert as_coordinator.get(address(name, message)).status_code == 405
        for name in COHORT_BUTTONS:
            assert as_coordinator.get(address(name, cohort)).status_code == 405
        assert as_coordinator.post(address("message", message)).status_code == 405
        for name in ("message_edit", "message_cancel"):
            assert as_coordinator.delete(address(name, message)).status_code == 405
        assert as_coordinator.delete(address("outbox_cancel", cohort)).status_code == 405


class TestProblems:
    def found(self, cohort):
        return [problem.sentence for problem in undelivered.find(cohort, now=NOW)]

    def test_nothing(self, cohort, message):
        assert self.found(cohort) == []

    def test_failed_and_late(self, cohort, django_assert_num_queries):
        for _ in range(2):
            in_state("failed", cohort=cohort)
        late = {"cohort": cohort, "due_at": NOW - dt.timedelta(hours=1)}
        MessageFactory(**late)
        MessageFactory(**late, to=UserFactory(mail_pace="daily"))
        MessageFactory(**late, to=UserFactory(is_active=False))
        MessageFactory(**late, held_at=NOW)
        with translation.override("en"), django_assert_num_queries(1):
            assert self.found(cohort) == [
                "2 messages could not be delivered.",
                "1 message should have been sent by now.",
            ]

    def test_on_the_overview(self, as_coordinator, cohort):
        in_state("failed", cohort=cohort)
        text = as_coordinator.get(address("cohort", cohort)).text
        assert "1 message could not be delivered." in text
        assert f"{address('outbox', cohort)}?state=failed" in text
