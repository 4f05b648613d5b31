import pytest

from tests.factories import TODAY, MessageFactory, UserFactory, local
from tests.rules import allows, breaks, change
from trainees.models import Message

pytestmark = pytest.mark.django_db

NOW = local(TODAY, 10)


def test_once():
    message = MessageFactory()
    with breaks("message_once"):
        MessageFactory(to=message.to, about=message.about, cohort=message.cohort)
    with allows("message_once"):
        MessageFactory(to=message.to, about=message.about + 1)
        MessageFactory(to=UserFactory(), about=message.about)


def test_somebody_can_be_told_of_both_sides():
    """Of their own placements, and as one of an organisation of who comes there."""
    message = MessageFactory()
    with allows("message_once"):
        MessageFactory(
            to=message.to, about=message.about, cohort=message.cohort, kind=Message.Kind.HOST_PLACEMENTS
        )


def test_what_waits_to_be_sent():
    message, sent = MessageFactory(), MessageFactory()
    Message.objects.filter(pk=sent.pk).update(sent_at=sent.created_at)
    assert list(Message.objects.waiting()) == [message]


def test_what_was_sent_cannot_be_cancelled():
    message = MessageFactory(sent_at=NOW)
    with breaks("message_sent_or_cancelled"):
        change(message, cancelled_at=NOW)
    with allows("message_sent_or_cancelled"):
        change(message, sent_at=None, cancelled_at=NOW)


@pytest.mark.parametrize("ending", ["sent_at", "cancelled_at"])
def test_what_was_given_up_is_neither_sent_nor_cancelled(ending):
    message = MessageFactory(failed_at=NOW)
    with breaks("message_failed_is_not_sent"):
        change(message, **{ending: NOW})
    with allows("message_failed_is_not_sent"):
        change(message, failed_at=None, **{ending: NOW})
