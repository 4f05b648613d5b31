"""Messages on their way: what a mail looks like, what the post may answer, and who gets one mail a day."""

import datetime as dt
import email
import smtplib

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import TODAY, CohortFactory, MessageFactory, UserFactory, local
from tests.post import Post
from trainees import tasks
from trainees.actions import sending
from trainees.actions.telling import Letter, tell
from trainees.models import Delivery, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NOW = local(TODAY, 10)
CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def noor():
    return UserFactory(first_name="Noor", last_name="Dijkema", email="noor@example.org", language="en")


@pytest.fixture
def message(cohort, noor, coordinator):
    return MessageFactory(
        cohort=cohort,
        to=noor,
        subject="Iets nieuws",
        text="Zo is het nu.",
        due_at=NOW,
        created_by=coordinator,
    )


@pytest.fixture
def at_a_post(settings):
    """A mail server of our own instead of Django's list."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "127.0.0.1", False, False

    def at(post):
        settings.EMAIL_PORT = post.port
        return post

    return at


def send(now=NOW, *, digests=False):
    """All that may go now; what became of the last."""
    act, outcome = (sending.send_next_digest if digests else sending.send_next), sending.Outcome.DONE
    with sending.Post() as post:
        while outcome is sending.Outcome.DONE:
            outcome = act(post=post, now=now)
    return outcome


def kept(message):
    return Message.objects.get(pk=message.pk)


class TestTell:
    def letter(self, cohort, to, **fields):
        given = {
            "kind": "placements", "about": 1, "template": "placements/mail/host_placements.txt",
            "words": {"cohort": "A & B", "hosts": []},
        }  # fmt: skip
        return Letter(to=to.pk, cohort=cohort, **(given | fields))

    def test_in_the_language_of_each_and_as_it_is_written(self, cohort, noor, coordinator):
        other = UserFactory(language="nl")
        words = {"change": "new", "begins_on": dt.date(2027, 5, 1), "places": [{"name": "A & B"}]}
        letters = [
            self.letter(cohort, person, template="placements/mail/placements.txt", words=words)
            for person in (noor, other)
        ]
        english, dutch = tell(letters, by=coordinator, now=NOW)
        assert english.subject == "Where you will work from 1 May 2027 on"
        assert "1 mei 2027" in dutch.subject
        assert "\n* A & B\n" in english.text
        assert (english.created_by, english.due_at) == (coordinator, NOW + dt.timedelta(minutes=10))

    def test_a_calendar_in_that_language_too(self, cohort, noor, coordinator):
        letter = self.letter(cohort, noor, calendar=CALENDAR.encode)
        (message,) = tell([letter], by=coordinator, now=NOW)
        assert kept(message).calendar == CALENDAR

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_and_one_job_when_the_time_has_come(
        self, cohort, coordinator, count, django_assert_num_queries
    ):
        letters = [self.letter(cohort, UserFactory()) for _ in range(count)]
        # Two for the savepoint of a test, the people, the messages and the job.
        with django_assert_num_queries(5):
            tell(letters, by=coordinator, now=NOW)
        job = ProcrastinateJob.objects.get(task_name="trainees.tasks.send_due")
        assert job.scheduled_at == NOW + dt.timedelta(minutes=10)

    def test_nobody_to_tell(self, coordinator):
        assert tell([], by=coordinator, now=NOW) == []
        assert not ProcrastinateJob.objects.filter(task_name="trainees.tasks.send_due").exists()


class TestMail:
    def test_one_that_can_be_answered(self, message, coordinator):
        send()
        (sent,) = mail.outbox
        assert (sent.to, sent.subject, sent.reply_to) == (
            ["noor@example.org"], "Iets nieuws", [coordinator.email],
        )  # fmt: skip
        assert sent.body.startswith("Hello Noor,\n\nZo is het nu.\n\nRegards,\nMarleen Kuipers\n")
        assert sent.body.endswith("Choose it here: http://localhost:8000/me/edit/\n")
        assert sent.from_email == settings.DEFAULT_FROM_EMAIL
        assert sent.message()["Auto-Submitted"] == "auto-generated"

    def test_who_made_it_known_need_not_be_who_tells_it(self, message):
        """A trainee who is away is not who writes to the lecturer."""
        Message.objects.filter(pk=message.pk).update(created_by=UserFactory(first_name="Zwaan"))
        send()
        assert "Zwaan" not in mail.outbox[0].body
        assert mail.outbox[0].reply_to == [settings.CONTACT_EMAIL]

    def test_the_calendar_goes_with_it(self, message):
        Message.objects.update(calendar=CALENDAR)
        send()
        part = email.message_from_bytes(mail.outbox[0].message().as_bytes()).get_payload()[1]
        assert part.get_content_type() == "text/calendar"
        assert (part.get_param("method"), part.get_param("charset")) == ("PUBLISH", "utf-8")
        assert part.get_filename() == "wijkmakers.ics"
        assert part.get_payload(decode=True).decode() == CALENDAR

    def test_a_subject_stays_one_header(self, message):
        Message.objects.update(subject="Een\r\nBcc: kaper@example.org")
        send()
        assert mail.outbox[0].message()["Subject"] == "Een Bcc: kaper@example.org"
        assert mail.outbox[0].recipients() == ["noor@example.org"]

    def test_its_identity_is_that_of_the_row(self, message):
        send()
        Message.objects.update(sent_at=None)
        send()
        first, second = (sent.message()["Message-ID"] for sent in mail.outbox)
        assert first == second
        assert first.startswith(f"<{message.pk}.")
        assert first.endswith("@example.org>")

    def test_it_is_noted(self, message, noor):
        send()
        assert kept(message).sent_at == NOW
        delivery = Delivery.objects.get()
        assert (delivery.message, delivery.address, delivery.tried_at, delivery.refusal) == (
            message, noor.email, NOW, "",
        )  # fmt: skip
        assert delivery.mail_id == mail.outbox[0].message()["Message-ID"]


class TestWhatGoes:
    @pytest.mark.parametrize(
        "fields",
        [
            {"due_at": NOW + dt.timedelta(seconds=1)},
            {"held_at": NOW},
            {"cancelled_at": NOW},
            {"sent_at": NOW},
            {"failed_at": NOW},
        ],
    )
    def test_not(self, message, fields):
        Message.objects.update(**fields)
        assert send() is sending.Outcome.NOTHING
        assert mail.outbox == []

    def test_not_to_who_may_not_sign_in(self, message, noor):
        type(noor).objects.filter(pk=noor.pk).update(is_active=False)
        send()
        send(digests=True)
        assert mail.outbox == []

    def test_what_is_due_longest_first(self, cohort):
        for minutes in (1, 3, 2):
            MessageFactory(cohort=cohort, subject=minutes, due_at=NOW - dt.timedelta(minutes=minutes))
        send()
        assert [sent.subject for sent in mail.outbox] == ["3", "2", "1"]

    def test_as_many_queries_whatever_waits(self, cohort, django_assert_num_queries):
        for _ in range(3):
            MessageFactory(cohort=cohort, due_at=NOW)
        with sending.Post() as post, django_assert_num_queries(6):
            sending.send_next(post=post, now=NOW)


class TestRefused:
    def test_an_address_that_does_not_exist_holds_up_nobody(self, message, at_a_post):
        other = MessageFactory(cohort=message.cohort, due_at=NOW)
        refused = {"noor@example.org": "550 no such user"}
        with at_a_post(Post(refused=refused)) as post:
            send()
            assert [to for to, _ in post.mails] == [other.to.email]
        assert (kept(message).attempts, kept(message).due_at) == (1, NOW + dt.timedelta(minutes=1))
        assert Delivery.objects.get(message=message).refusal == "550 no such user"
        assert kept(other).state == "sent"

    def test_it_is_believed_the_second_time(self, message, at_a_post):
        with at_a_post(Post(refused={"noor@example.org": "550 no such user"})):
            for minutes in (0, 1):
                send(NOW + dt.timedelta(minutes=minutes))
        assert (kept(message).state, kept(message).failed_at) == ("failed", NOW + dt.timedelta(minutes=1))

    def test_later_is_tried_for_most_of_a_day(self, message, at_a_post):
        now = NOW
        with at_a_post(Post(refused={"noor@example.org": "451 come back later"})) as post:
            pauses = []
            for _ in range(7):
                send(now)
                pauses.append((kept(message).due_at - now) // dt.timedelta(minutes=1))
                now = kept(message).due_at
            assert (pauses, kept(message).state) == ([1, 5, 15, 60, 180, 360, 720], "going")
            post.refused = {}
            send(now)
        assert kept(message).state == "sent"
        assert Delivery.objects.count() == 8

    def test_then_it_has_failed(self, message, at_a_post):
        Message.objects.update(attempts=7)
        with at_a_post(Post(refused={"noor@example.org": "451 come back later"})):
            send()
        assert kept(message).state == "failed"

    def test_nobody_at_the_post(self, message, at_a_post):
        """One is tried and the others wait: it makes no sense to knock three hundred times."""
        MessageFactory(cohort=message.cohort, due_at=NOW)
        with at_a_post(Post()):
            pass
        assert send() is sending.Outcome.AWAY
        assert "Connection refused" in Delivery.objects.get().refusal
        assert Message.objects.going().count() == 2

    def test_a_post_that_hangs_up_is_called_again(self, message, at_a_post):
        with at_a_post(Post()) as post, sending.Post() as ours:
            sending.send_next(post=ours, now=NOW)
            ours._connection.connection.close()
            MessageFactory(cohort=message.cohort, due_at=NOW)
            assert sending.send_next(post=ours, now=NOW) is sending.Outcome.AWAY
            assert sending.send_next(post=ours, now=NOW + dt.timedelta(hours=1)) is sending.Outcome.DONE
            assert len(post.mails) == 2

    def test_a_mail_that_cannot_be_written_holds_up_nobody(self, message):
        UserFactory._meta.model.objects.filter(pk=message.to_id).update(email="noor\n@example.org")
        other = MessageFactory(cohort=message.cohort, due_at=NOW)
        send()
        assert [sent.to for sent in mail.outbox] == [[other.to.email]]
        assert "BadHeaderError" in Delivery.objects.get(message=message).refusal

    @pytest.mark.parametrize(
        ("error", "refusal"),
        [
            (
                smtplib.SMTPRecipientsRefused({"a": (550, b"no\0 such\r\nuser")}),
                ("550 no such user", True, False),
            ),
            (smtplib.SMTPRecipientsRefused({"a": (451, b"later")}), ("451 later", False, False)),
            (smtplib.SMTPSenderRefused(553, b"not you", "a"), ("553 not you", True, False)),
            (smtplib.SMTPDataError(452, b"full"), ("452 full", False, False)),
            (smtplib.SMTPServerDisconnected("gone"), ("SMTPServerDisconnected: gone", False, True)),
            (TimeoutError("timed out"), ("TimeoutError: timed out", False, True)),
            (ValueError("x" * 400), (f"ValueError: {'x' * 288}", False, False)),
        ],
    )
    def test_what_the_post_means(self, error, refusal):
        assert sending.refusal_of(error) == sending.Refusal(*refusal)


class TestDigest:
    @pytest.fixture
    def daily(self, cohort, coordinator, noor):
        """Three messages of this morning for Noor, who wants one mail a day."""
        type(noor).objects.filter(pk=noor.pk).update(mail_pace="daily")
        return [
            MessageFactory(
                cohort=cohort, to=noor, subject=f"Over {number}", text=f"Tekst {number}.", calendar=CALENDAR,
                due_at=NOW, created_by=coordinator,
            )
            for number in (1, 2, 3)
        ]  # fmt: skip

    def test_nothing_before_five(self, daily):
        send(local(TODAY, 16, 59))
        send(local(TODAY, 16, 59), digests=True)
        assert mail.outbox == []

    def test_one_mail_with_all(self, daily):
        send(local(TODAY, 17), digests=True)
        (sent,) = mail.outbox
        assert sent.subject == "3 messages for you, 18 November 2026"
        assert "Over 1\n------\nTekst 1.\n\n\nOver 2\n------\nTekst 2." in sent.body
        assert sent.body.count("Hello Noor,") == sent.body.count("Marleen Kuipers") == 1
        assert [part.get_filename() for part in sent.attachments] == [
            "wijkmakers-1.ics", "wijkmakers-2.ics", "wijkmakers-3.ics",
        ]  # fmt: skip
        assert Message.objects.sent().count() == Delivery.objects.count() == 3
        assert Delivery.objects.values("mail_id").distinct().count() == 1

    def test_one_message_looks_as_it_always_does(self, daily):
        Message.objects.exclude(pk=daily[0].pk).delete()
        send(local(TODAY, 17), digests=True)
        assert mail.outbox[0].subject == "Over 1"

    def test_a_worker_that_was_away_at_five_sends_it_later(self, daily):
        send(local(TODAY, 22), digests=True)
        assert len(mail.outbox) == 1

    def test_what_comes_after_five_waits_for_tomorrow(self, daily, cohort, noor):
        send(local(TODAY, 17), digests=True)
        MessageFactory(cohort=cohort, to=noor, due_at=local(TODAY, 17, 1))
        send(local(TODAY, 23), digests=True)
        assert len(mail.outbox) == 1
        send(local(TODAY + dt.timedelta(days=1), 17), digests=True)
        assert len(mail.outbox) == 2

    def test_held_is_not_in_it(self, daily):
        Message.objects.filter(pk=daily[1].pk).update(held_at=NOW)
        send(local(TODAY, 17), digests=True)
        assert "Over 2" not in mail.outbox[0].body
        assert kept(daily[1]).state == "held"

    def test_refused_it_is_tried_again_that_evening_as_the_same_mail(self, daily, at_a_post):
        with at_a_post(Post(refused={"noor@example.org": "451 later"})) as post:
            send(local(TODAY, 17), digests=True)
            post.refused = {}
            send(local(TODAY, 17, 1), digests=True)
            ids = set(Delivery.objects.values_list("mail_id", flat=True))
            assert ids == {post.mails[0][1]["Message-ID"]}
        assert Message.objects.sent().count() == 3

    def test_the_identity_is_that_of_the_first_and_the_day(self, daily):
        send(local(TODAY, 17), digests=True)
        identity = mail.outbox[0].message()["Message-ID"]
        assert identity.startswith(f"<{daily[0].pk}.")
        assert identity.endswith(".20261118@example.org>")

    @pytest.mark.parametrize("day", [dt.date(2026, 10, 25), dt.date(2027, 3, 28)])
    def test_five_o_clock_is_five_o_clock_when_the_clock_changes(self, daily, day):
        Message.objects.update(due_at=local(day, 9))
        send(local(day, 16, 59), digests=True)
        assert mail.outbox == []
        send(local(day, 17), digests=True)
        assert len(mail.outbox) == 1


class TestJob:
    def test_sends_both(self, message, cohort, time_machine):
        MessageFactory(cohort=cohort, to=UserFactory(mail_pace="daily"), due_at=NOW)
        time_machine.move_to(local(TODAY, 17, 30))
        tasks.send_due()
        assert len(mail.outbox) == 2
        assert timezone.localtime(kept(message).sent_at).hour == 17

    def test_other_cohorts_are_no_matter(self, message):
        MessageFactory(cohort=CohortFactory(), due_at=NOW)
        tasks.send_due()
        assert len(mail.outbox) == 2
