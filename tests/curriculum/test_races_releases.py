"""Two who publish, and one who publishes while another is still at it."""

import re
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
LOCK = re.compile(r' FOR NO KEY UPDATE( OF "\w+")?')


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


def test_an_edit_could_be_lost(at_once, publishing, session, coordinator):
    """The same without the lock: somebody drafts after the publication was worked out, and before it takes
    the drafts away. They are told that it is drafted, and it is nowhere."""
    draft = DraftFactory(session=session, on=NEXT_FRIDAY)
    draft.lecturers.set(session.lecturers.all())
    is_worked_out, is_edited = threading.Event(), threading.Event()

    def late(execute, sql, params, many, context):
        if "MAX(" in sql and "curriculum_release" in sql:
            is_worked_out.set()
            is_edited.wait(timeout=30)
        return unlocked(execute, sql, params, many, context)

    def edit():
        is_worked_out.wait(timeout=30)
        draft.place = "Kantine"
        actions.change_draft(draft=draft, seen=1, known=1, by=coordinator)
        is_edited.set()
        return "drafted"

    def without_lock(attempt, wrapper):
        def run():
            with connection.execute_wrapper(wrapper):
                return attempt()

        return run

    outcomes = at_once([without_lock(publishing(), late), without_lock(edit, unlocked)])
    assert outcomes == ["published", "drafted"]
    assert not Draft.objects.exists()
    assert Session.objects.get().place != "Kantine"


def test_texts_changed_meanwhile_wait_for_the_publication(at_once, publishing, session, coordinator):
    """Each of the two counts in the version of the session, so who had it open is told of either."""
    draft = DraftFactory(session=session, on=NEXT_FRIDAY)
    draft.lecturers.set(session.lecturers.all())
    is_worked_out, is_described = threading.Event(), threading.Event()
    publish = publishing()

    def slow():
        def wrapper(execute, sql, params, many, context):
            if "MAX(" in sql and "curriculum_release" in sql:
                is_worked_out.set()
                is_described.wait(timeout=1)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(wrapper):
            return publish()

    def describe():
        mine = Session.objects.get(pk=session.pk)
        is_worked_out.wait(timeout=30)
        mine.preparation = "laarzen"
        try:
            actions.change_session_texts(session=mine, seen=1, by=coordinator)
        except Conflict:
            return "told"
        finally:
            is_described.set()
        return "described"

    assert at_once([slow, describe]) == ["published", "told"]
    stored = Session.objects.get()
    assert (stored.version, stored.preparation, stored.day()) == (2, "", NEXT_FRIDAY)


def unlocked(execute, sql, params, many, context):
    return execute(LOCK.sub("", sql), params, many, context)


def test_it_could_go_wrong(at_once, publishing, session, cohort):
    """The same without the lock: several publish one draft."""
    DraftFactory(session=session, on=NEXT_FRIDAY)
    everybody_looked = threading.Barrier(ATTEMPTS)

    def together(execute, sql, params, many, context):
        result = unlocked(execute, sql, params, many, context)
        if "MAX(" in sql and "curriculum_release" in sql:
            everybody_looked.wait(timeout=30)
        return result

    def defenceless(attempt):
        def run():
            with connection.execute_wrapper(together):
                try:
                    return attempt()
                except Exception as error:  # noqa: BLE001, whatever goes wrong is what is shown
                    return type(error).__name__

        return run

    outcomes = at_once([defenceless(publishing()) for _each in range(ATTEMPTS)])
    assert set(outcomes) - {"published", "Conflict"}
