"""When a cohort meets: programmes, sessions and drafts of them, releases, and who was there."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from curriculum.models import (
    Attendance,
    CatchUp,
    CheckIn,
    Draft,
    Feedback,
    FeedbackGiven,
    Programme,
    Release,
    ReleaseChange,
    Session,
)
from tests.factories.content import CurriculumFactory, ModuleFactory, TrackFactory
from tests.factories.people import TODAY, CohortFactory, TraineeFactory, local


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    cohort = factory.SubFactory(CohortFactory)
    curriculum = factory.SubFactory(CurriculumFactory)


class SessionFactory(DjangoModelFactory):
    """SessionFactory(module=…, number=1, on=date): on a learning day at the usual hours."""

    class Meta:
        model = Session

    class Params:
        on = dt.date(2026, 11, 20)
        development = factory.Trait(
            module=None, number=None, title="Ontwikkeldag", track=factory.SubFactory(TrackFactory)
        )

    cohort = factory.SubFactory(CohortFactory)
    module = factory.SubFactory(ModuleFactory)
    track = factory.SelfAttribute("module.track")
    number = 1
    starts_at = factory.LazyAttribute(lambda session: local(session.on, 9, 30))
    ends_at = factory.LazyAttribute(lambda session: local(session.on, 16, 30))
    place = "Wijkcentrum"


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory)
    trainee = factory.SubFactory(TraineeFactory)
    state = Attendance.State.PRESENT


class DraftFactory(DjangoModelFactory):
    """A session that only planners know of; DraftFactory(session=…) is how that one is to become."""

    class Meta:
        model = Draft

    class Params:
        on = dt.date(2026, 12, 4)

    session = None
    cohort = factory.Maybe(
        "session", factory.SelfAttribute("session.cohort"), factory.SubFactory(CohortFactory)
    )
    module = factory.Maybe(
        "session", factory.SelfAttribute("session.module"), factory.SubFactory(ModuleFactory)
    )
    track = factory.LazyAttribute(lambda draft: (draft.session or draft.module).track)
    number = factory.Maybe("session", factory.SelfAttribute("session.number"), 1)
    title = factory.Maybe("session", factory.SelfAttribute("session.title"), "")
    starts_at = factory.LazyAttribute(lambda draft: local(draft.on, 9, 30))
    ends_at = factory.LazyAttribute(lambda draft: local(draft.on, 16, 30))
    place = "Wijkcentrum"


class ReleaseFactory(DjangoModelFactory):
    class Meta:
        model = Release

    cohort = factory.SubFactory(CohortFactory)
    number = factory.Sequence(lambda n: n + 1)
    released_at = factory.LazyFunction(lambda: local(TODAY, 10))


class ReleaseChangeFactory(DjangoModelFactory):
    """A session that is new in a release of its cohort."""

    class Meta:
        model = ReleaseChange

    session = factory.SubFactory(SessionFactory)
    release = factory.SubFactory(ReleaseFactory, cohort=factory.SelfAttribute("..session.cohort"))
    kind = ReleaseChange.Kind.NEW
    after = factory.LazyAttribute(lambda change: {"title": str(change.session)})


class CatchUpFactory(DjangoModelFactory):
    class Meta:
        model = CatchUp

    session = factory.SubFactory(SessionFactory)
    trainee = factory.SubFactory(TraineeFactory, cohort=factory.SelfAttribute("..session.cohort"))
    due_on = dt.date(2026, 12, 18)


class CheckInFactory(DjangoModelFactory):
    class Meta:
        model = CheckIn

    session = factory.SubFactory(SessionFactory)
    opened_at = factory.SelfAttribute("session.starts_at")
    closes_at = factory.LazyAttribute(lambda check_in: check_in.opened_at + dt.timedelta(minutes=15))


class FeedbackFactory(DjangoModelFactory):
    class Meta:
        model = Feedback

    session = factory.SubFactory(SessionFactory)
    usefulness = 4


class FeedbackGivenFactory(DjangoModelFactory):
    class Meta:
        model = FeedbackGiven

    session = factory.SubFactory(SessionFactory)
    trainee = factory.SubFactory(TraineeFactory, cohort=factory.SelfAttribute("..session.cohort"))
