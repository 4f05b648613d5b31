import pytest

from tests.factories import MessageFactory, UserFactory
from tests.rules import allows, breaks
from trainees.models import Message

pytestmark = pytest.mark.django_db


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
