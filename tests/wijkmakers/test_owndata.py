"""What somebody takes along: all that is kept about them, whatever table it is in, and nothing of others."""

import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

import curriculum.owndata
import placements.owndata
import trainees.owndata
from tests import factories
from tests.factories import TODAY, local
from trainees.models import Trainee, User

pytestmark = pytest.mark.django_db

OURS = {"trainees", "placements", "curriculum"}
# Each column that says of whom a row is, and where that row stands in what they take along.
TAKEN_ALONG = {
    "Trainee.user": "traineeships",
    "Pause.trainee": "traineeships",
    "Coordinator.user": "coordinates",
    "Absence.trainee": "absences",
    "Message.to": "messages",
    "Feed.user": "calendars",
    "Wish.trainee": "wishes",
    "Exclusion.trainee": "not_sent_to",
    "Placement.trainee": "placements",
    "Attendance.trainee": "attendance",
    "CatchUp.trainee": "to_catch_up",
    "FeedbackGiven.trainee": "feedback_given_about",
    "Session.lecturers": "sessions_given",
    "Module.lecturers": "modules_taught",
    "Unavailable.user": "not_available",
}
LEFT_OUT = {
    "PlanEntry.trainee": "what a planner tried out is not about anybody until it is published",
    "Draft.lecturers": "what a planner tries out is not about anybody until it is published",
    "Pair.first": "it is about two people, and the other one is nobody's business",
    "Pair.second": "it is about two people, and the other one is nobody's business",
    "HostMember.user": "it is what the organisation says of its people; they find it on their own page",
}


def of_people():
    """Model.field of each column that points at a person, but for who did what to a row."""
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
                of_person = field.related_model in (User, Trainee) and not field.name.endswith("_by")
                if of_person and field.name != "coordinators":  # those rows are a model of their own
                    yield f"{model.__name__}.{field.name}"


def test_nobody_forgot_a_table():
    assert sorted(of_people()) == sorted(TAKEN_ALONG | LEFT_OUT)


def taken_along(user):
    """As it is written, read back."""
    found = (
        trainees.owndata.own_data(user)
        | placements.owndata.own_data(user)
        | curriculum.owndata.own_data(user)
    )
    return json.loads(json.dumps(found, cls=DjangoJSONEncoder))


@pytest.fixture
def cohort():
    return factories.CohortFactory(name="Lichting 2026", periods=3)


@pytest.fixture
def noor(cohort):
    """Noor has something in every table."""
    trainee = factories.TraineeFactory(
        cohort=cohort, user=factories.UserFactory(first_name="Noor", email="noor@example.org")
    )
    factories.SessionFactory(cohort=cohort, module__title="Data", module__curriculum__name="Editie 2026")
    everything_of(trainee)
    factories.FeedFactory(user=trainee.user, token="secret", used_at=local(TODAY, 10))
    return trainee


@pytest.fixture
def other(cohort):
    """So has somebody else of the same cohort, about the same session."""
    trainee = factories.TraineeFactory(cohort=cohort, user__last_name="Zilvermeeuw")
    everything_of(trainee, host=factories.HostFactory(name="Zilvermeeuw BV"))
    factories.FeedFactory(user=trainee.user)
    return trainee


def everything_of(trainee, **host):
    cohort, user = trainee.cohort, trainee.user
    session = cohort.sessions.first() or factories.SessionFactory(cohort=cohort)
    session.lecturers.add(user)
    session.module.lecturers.add(user)
    factories.CoordinatorFactory(cohort=cohort, user=user)
    factories.PauseFactory(trainee=trainee)
    factories.AbsenceFactory(trainee=trainee, leave=True)
    words = {"subject": f"Voor {user.last_name}", "text": "Dag."}
    message = factories.MessageFactory(
        to=user, cohort=cohort, sent_at=factories.local(factories.TODAY, 11), **words
    )
    factories.DeliveryFactory(message=message)
    factories.WishFactory(trainee=trainee, **host)
    factories.ExclusionFactory(trainee=trainee, **host)
    factories.PlacementFactory(trainee=trainee, **host)
    factories.AttendanceFactory(session=session, trainee=trainee)
    factories.CatchUpFactory(session=session, trainee=trainee)
    factories.FeedbackFactory(session=session, words=f"Van {user.last_name}")
    factories.FeedbackGivenFactory(session=session, trainee=trainee)
    factories.UnavailableFactory(user=user, weekday=1)


def test_something_of_every_table(noor):
    found = taken_along(noor.user)
    assert {name for name in TAKEN_ALONG.values() if not found[name]} == set()


def test_once_each_and_nothing_of_another(noor, other):
    found = taken_along(noor.user)
    assert {name: len(found[name]) for name in set(TAKEN_ALONG.values())} == dict.fromkeys(
        TAKEN_ALONG.values(), 1
    )
    written = json.dumps(found)
    assert "Zilvermeeuw" not in written
    assert other.user.email not in written


def test_what_is_secret_or_nobodys_is_left_out(noor):
    """The token of a calendar is a key, and feedback is of nobody."""
    written = json.dumps(taken_along(noor.user))
    assert noor.user.feed.token_hash not in written
    assert f"Van {noor.user.last_name}" not in written
    assert "usefulness" not in written


def test_of_the_programme(noor):
    found = taken_along(noor.user)
    day = {
        "cohort": "Lichting 2026", "session": "Data, les 1", "begins_at": "2026-11-20T08:30:00Z",
    }  # fmt: skip
    assert found["attendance"] == [day | {"attendance": "present"}]
    assert found["to_catch_up"] == [day | {"before": "2026-12-18", "done_at": None}]
    assert found["feedback_given_about"] == [day]
    assert found["sessions_given"] == [day | {"cancelled_at": None}]
    assert found["modules_taught"] == [{"curriculum": "Editie 2026", "module": "Data"}]
    assert found["not_available"] == [
        {"first_day": "2026-12-07", "last_day": "2026-12-18", "only_on": "maandag"}
    ]


def test_of_absence_and_mail(noor):
    found = taken_along(noor.user)
    [absence], [message], [calendar] = found["absences"], found["messages"], found["calendars"]
    assert {name: absence[name] for name in ("cohort", "kind", "first_day", "part_of_the_day", "state")} == {
        "cohort": "Lichting 2026", "kind": "leave", "first_day": "2026-11-18", "part_of_the_day": "whole",
        "state": "asked",
    }  # fmt: skip
    assert (message["subject"], message["text"]) == (f"Voor {noor.user.last_name}", "Dag.")
    assert message["tried"] == [
        {"at": "2026-11-18T10:00:00Z", "address": "noor@example.org", "refused_because": ""}
    ]
    assert calendar == {"made_at": "2026-11-18T08:00:00Z", "last_fetched_at": "2026-11-18T09:00:00Z"}
    assert found["person"]["mail"] == "each"


def test_a_message_that_has_not_gone_is_not_told(noor):
    """A coordinator may still withdraw it, or has."""
    now = factories.local(factories.TODAY, 10)
    for moments in ({}, {"held_at": now}, {"cancelled_at": now}, {"failed_at": now}):
        factories.MessageFactory(to=noor.user, cohort=noor.cohort, subject="Nog niet", **moments)
    assert "Nog niet" not in str(taken_along(noor.user)["messages"])


@pytest.mark.parametrize("count", [1, 3])
def test_queries(django_assert_num_queries, count):
    noor = factories.UserFactory()
    for _number in range(count):
        everything_of(factories.TraineeFactory(cohort__periods=3, user=noor))
    with django_assert_num_queries(17):
        taken_along(noor)
