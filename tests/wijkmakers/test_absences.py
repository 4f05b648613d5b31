"""What people are told about an absence is so at the moment that it goes."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import UserFactory
from trainees.actions.outbox import cancel_message, change_message, restore_message
from trainees.models import Absence, Message, MessageState, Trainee, User
from wijkmakers import absences
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "placed", "coordinator")]

MONDAY, WEDNESDAY, FRIDAY = (dt.date(2026, 11, day) for day in (16, 18, 20))
NOBODY: set[str] = set()


@pytest.fixture(autouse=True)
def english_mail(noor, placed, coordinator, lesson):
    User.objects.update(language="en")


def report(noor, by=None, first=FRIDAY, last=FRIDAY, kind=Absence.Kind.ABSENT):
    own = Trainee.objects.with_user().with_pauses().get(pk=noor.pk)
    absence = Absence(trainee=own, kind=kind, starts_on=first, ends_on=last)
    return absences.report(absence=absence, by=by or own.user, now=timezone.now()).absence


def withdraw(absence, by):
    return absences.withdraw(
        absence=absence, seen=absence.version, by=by, now=timezone.now(), today=WEDNESDAY
    )


def messages(kind=Message.Kind.ABSENCE):
    return {str(message.to): message for message in Message.objects.filter(kind=kind)}


def waiting():
    return {(str(message.to), message.subject) for message in Message.objects.waiting()}


def send():
    Message.objects.waiting().update(sent_at=timezone.now())


class TestWithdrawn:
    def test_who_was_not_told_yet_never_hears_of_it(self, noor):
        absence = report(noor)
        assert {name for name, _subject in waiting()} == {"Marleen Kuipers", "Bram Postma", "Anneke Sikkens"}
        withdraw(absence, noor.user)
        assert waiting() == NOBODY
        gone = messages()
        assert {message.state for message in gone.values()} == {MessageState.CANCELLED}
        assert {message.cancelled_by for message in gone.values()} == {noor.user}

    def test_held_and_given_up_do_not_go_either(self, noor):
        absence = report(noor)
        Message.objects.filter(to__first_name="Bram").update(held_at=timezone.now())
        Message.objects.filter(to__first_name="Anneke").update(failed_at=timezone.now())
        withdraw(absence, noor.user)
        assert {message.state for message in messages().values()} == {MessageState.CANCELLED}

    def test_who_was_told_is_told(self, noor):
        absence = report(noor)
        Message.objects.filter(to__first_name="Bram").update(sent_at=timezone.now())
        withdraw(absence, noor.user)
        assert waiting() == {("Bram Postma", "Noor Dijkema is there after all: Friday 20 November 2026")}

    def test_whom_a_coordinator_spared_stays_spared(self, noor, coordinator):
        absence = report(noor)
        cancel_message(message=messages()["Bram Postma"], by=coordinator, now=timezone.now())
        withdraw(absence, noor.user)
        assert waiting() == NOBODY
        assert messages()["Bram Postma"].cancelled_by == coordinator

    def test_the_trainee_hears_when_a_coordinator_does_it(self, noor, coordinator):
        withdraw(report(noor), coordinator)
        assert waiting() == {("Noor Dijkema", "Your absence is withdrawn: Friday 20 November 2026")}

    def test_not_of_what_a_coordinator_wrote_down_themselves(self, noor, coordinator):
        withdraw(report(noor, by=coordinator), coordinator)
        assert waiting() == NOBODY

    def test_halfway_it_says_the_days_that_are_left(self, noor):
        absence = report(noor, first=MONDAY, last=FRIDAY)
        Message.objects.filter(to__first_name="Bram").update(sent_at=timezone.now())
        withdraw(absence, noor.user)
        assert waiting() == {
            ("Marleen Kuipers", "Noor Dijkema is not there: 16 November 2026 to 17 November 2026"),
            ("Bram Postma", "Noor Dijkema is there after all: 18 November 2026 to 20 November 2026"),
        }
        bram = messages(Message.Kind.ABSENCE_WITHDRAWN)["Bram Postma"]
        assert bram.text == "The absence that you were told of ended on 17 November 2026."
        # The lecturer of Friday misses nobody.
        assert messages()["Anneke Sikkens"].state == MessageState.CANCELLED

    def test_withdrawn_for_the_second_time(self, noor, coordinator):
        absence = report(noor, first=MONDAY, last=FRIDAY)
        send()
        withdraw(absence, noor.user)
        withdraw(absence, coordinator)
        subjects = dict(waiting())
        assert subjects["Bram Postma"] == (
            "Noor Dijkema is there after all: 16 November 2026 to 17 November 2026"
        )

    def test_who_was_writing_it_is_told(self, noor, coordinator):
        absence = report(noor, first=MONDAY, last=FRIDAY)
        open_one = messages()["Bram Postma"]
        UserFactory()
        absences.correct(absence=absence, by=coordinator, now=timezone.now())
        with pytest.raises(Conflict):
            change_message(
                message=open_one, subject="x", text="y", seen=open_one.version, by=coordinator,
                now=timezone.now(),
            )  # fmt: skip


class TestAnswered:
    @pytest.fixture
    def second(self, cohort):
        return UserFactory(first_name="Ria", last_name="Boer", coordinates=cohort, language="en")

    @pytest.fixture
    def asked(self, noor, second):
        return report(noor, kind=Absence.Kind.LEAVE)

    def answer(self, absence, by, *, approved):
        absences.answer(absence=absence, approved=approved, by=by, now=timezone.now())
        absence.refresh_from_db()

    def test_approved_at_once(self, asked, coordinator):
        self.answer(asked, coordinator, approved=True)
        assert waiting() == {
            ("Noor Dijkema", "Your leave is approved: Friday 20 November 2026"),
            ("Ria Boer", "Noor Dijkema is not there: Friday 20 November 2026"),
            ("Bram Postma", "Noor Dijkema is not there: Friday 20 November 2026"),
            ("Anneke Sikkens", "Noor Dijkema is not there: Friday 20 November 2026"),
        }
        assert messages()["Marleen Kuipers"].state == MessageState.CANCELLED

    def test_declined_at_once(self, asked, coordinator):
        self.answer(asked, coordinator, approved=False)
        assert waiting() == {("Noor Dijkema", "Your leave is not approved: Friday 20 November 2026")}

    def test_approved_and_withdrawn_at_once(self, noor, asked, coordinator):
        self.answer(asked, coordinator, approved=True)
        withdraw(asked, noor.user)
        assert waiting() == NOBODY

    def test_approved_told_and_withdrawn_by_a_coordinator(self, asked, coordinator):
        self.answer(asked, coordinator, approved=True)
        send()
        withdraw(asked, coordinator)
        assert dict(waiting()).keys() == {"Noor Dijkema", "Ria Boer", "Bram Postma", "Anneke Sikkens"}


class TestPuttingBack:
    def test_what_is_not_so_any_more(self, noor, coordinator):
        withdraw(report(noor), noor.user)
        with pytest.raises(Refused, match="is daarna veranderd"):
            restore_message(message=messages()["Bram Postma"], by=coordinator, now=timezone.now())
        assert waiting() == NOBODY

    def test_what_is_still_so(self, noor, coordinator):
        report(noor)
        bram = messages()["Bram Postma"]
        cancel_message(message=bram, by=coordinator, now=timezone.now())
        restore_message(message=bram, by=coordinator, now=timezone.now())
        assert "Bram Postma" in dict(waiting())
