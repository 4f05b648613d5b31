"""Two who publish, and one who publishes while another is still at it."""

import threading

import pytest
from django.db import connection

from curriculum import actions, drafting
from curriculum.models import Draft, Release, Session
from curriculum.releasing import review
from tests.curriculum.conftest import NEXT_FRIDAY
from tests.factories import DraftFactory
from trainees.models import Message
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict

pytestmark = pytest.mark.django_db(transaction=True)

ATTEMPTS = 4
ROUNDS = 50


@pytest.fixture
def publishing(cohort, coordinator, now):
    """An attempt to publish what the drafts are at this moment."""

    def prepare():
        seen = review(cohort, now=now).version

        def attempt():
            try:
                actions.publish_programme(cohort=cohort, seen=seen, by=coordinator, now=now)
            except (Refused, Conflict) as told:
                return type(told).__name__
            return "published"

        return attempt

    return prepare


def test_it_is_published_once_and_the_others_are_told(at_once, publishing, session, trainee):
    """200 attempts: 50 rounds of 4 at the same moment."""
    for number in range(1, ROUNDS + 1):
        draft = drafting.draft_of(Session.objects.get(pk=session.pk))
        draft.place = f"Zaal {number}"
        draft.save()
        draft.lecturers.set(session.lecturers.all())
        outcomes = at_once([publishing() for _each in range(ATTEMPTS)])
        assert sorted(outcomes) == sorted(["published", *["Conflict"] * (ATTEMPTS - 1)])
        assert Release.objects.count() == number
    assert Session.objects.get(pk=session.pk).sequence == ROUNDS
    assert Message.objects.filter(to=trainee.user).count() == ROUNDS


def test_a_draft_changed_meanwhile_is_published_whole_or_stays(
    at_once, publishing, session, coordinator, cohort
):
    """Whoever edits comes before the publication, which then does not go through, or after it."""
    for number in range(ROUNDS):
        Draft.objects.all().delete()
        draft = drafting.draft_of(Session.objects.with_module().get(pk=session.pk))
        draft.place = f"Zaal {number}"
        draft.save()
        draft.lecturers.set(session.lecturers.all())
        publish = publishing()

        def edit(draft=draft, number=number):
            draft.place = f"Kantine {number}"
            try:
                actions.change_draft(draft=draft, seen=1, known=draft.session.version, by=coordinator)
            except Conflict:
                return "told"
            return "drafted"

        published, edited = at_once([publish, edit])
        place = Session.objects.get(pk=session.pk).place
        drafted = list(Draft.objects.values_list("place", flat=True))
        assert (published, edited, place, drafted) in [
            ("published", "told", f"Zaal {number}", []),
            ("Conflict", "drafted", place, [f"Kantine {number}"]),
        ]


def test_it_could_go_wrong(at_once, publishing, session, cohort):
    """The same without the lock: several publish one draft."""
    DraftFactory(session=session, on=NEXT_FRIDAY)
    everybody_looked = threading.Barrier(ATTEMPTS)

    def unlocked(execute, sql, params, many, context):
        result = execute(sql.replace(" FOR NO KEY UPDATE", ""), params, many, context)
        if "MAX(" in sql and "curriculum_release" in sql:
            everybody_looked.wait(timeout=30)
        return result

    def defenceless(attempt):
        def run():
            with connection.execute_wrapper(unlocked):
                try:
                    return attempt()
                except Exception as error:  # noqa: BLE001, whatever goes wrong is what is shown
                    return type(error).__name__

        return run

    outcomes = at_once([defenceless(publishing()) for _each in range(ATTEMPTS)])
    assert set(outcomes) - {"published", "Conflict"}
