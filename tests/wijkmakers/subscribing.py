"""A feed at an address that is known here, and what two libraries read in it."""

from tests.factories import FeedFactory, SessionFactory
from tests.lib.calendars import by_icalendar

URL = "/feeds/secret.ics"


def subscribes(user, *, language="en"):
    user.language = language
    user.save()
    return FeedFactory(user=user, token="secret")


def ask(client, url=URL, **headers):
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return response


def events(client, reader=by_icalendar):
    """{what its uid begins with: an event}"""
    return {event["uid"].partition("@")[0]: event for event in reader(ask(client).content)}


def summaries(client):
    return [event["summary"] for event in by_icalendar(ask(client).content)]


def meet(lesson, day, *, number):
    return SessionFactory(cohort=lesson.cohort, module=lesson.module, number=number, on=day)
