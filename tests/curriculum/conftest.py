"""A cohort with a curriculum, and the people around it. It is Wednesday 18 November 2026, ten o'clock."""

import datetime as dt

import pytest

from curriculum.models import Track
from tests.factories import (
    TODAY,
    CohortFactory,
    CurriculumFactory,
    ModuleFactory,
    ProgrammeFactory,
    SessionFactory,
    TrackFactory,
    TraineeFactory,
    UserFactory,
    local,
)

FRIDAY = dt.date(2026, 11, 20)
LAST_FRIDAY = dt.date(2026, 11, 13)
NEXT_FRIDAY = dt.date(2026, 11, 27)


@pytest.fixture(autouse=True)
def now(time_machine):
    moment = local(TODAY, 10)
    time_machine.move_to(moment, tick=False)
    return moment


@pytest.fixture
def cohort(db):
    return CohortFactory(name="Lichting 2026")


@pytest.fixture
def curriculum(cohort):
    made = CurriculumFactory(name="Wijkmakers 2026")
    ProgrammeFactory(cohort=cohort, curriculum=made)
    return made


@pytest.fixture
def track(curriculum):
    return TrackFactory(curriculum=curriculum, name="Inhoud")


@pytest.fixture
def vonk(curriculum):
    return TrackFactory(curriculum=curriculum, name="Vonk", kind=Track.Kind.DEVELOPMENT, position=1)


@pytest.fixture
def module(track):
    return ModuleFactory(
        curriculum=track.curriculum, track=track, number=1, title="Data en besluitvorming", session_count=3
    )


@pytest.fixture
def session(cohort, module, lecturer):
    """The second of three, this Friday."""
    made = SessionFactory(cohort=cohort, module=module, number=2, on=FRIDAY, place="Leerhuis, zaal 2")
    made.lecturers.add(lecturer)
    return made


@pytest.fixture
def past_session(cohort, module, lecturer):
    """The first of three, last Friday."""
    made = SessionFactory(cohort=cohort, module=module, number=1, on=LAST_FRIDAY)
    made.lecturers.add(lecturer)
    return made


@pytest.fixture
def trainee(cohort):
    return TraineeFactory(cohort=cohort, user=UserFactory(first_name="Noor", last_name="Dijkema"))


@pytest.fixture
def coordinator(cohort):
    return UserFactory(first_name="Marleen", last_name="Kuipers", coordinates=cohort)


@pytest.fixture
def lecturer(module):
    made = UserFactory(first_name="Anneke", last_name="Sikkens", email="anneke@example.org")
    module.lecturers.add(made)
    return made


@pytest.fixture
def stranger(db):
    """Coordinates another cohort: all content is theirs too, this cohort is not."""
    return UserFactory(coordinates=CohortFactory())


@pytest.fixture
def outsider(db):
    """A trainee of another cohort, which follows something else."""
    return TraineeFactory(cohort=ProgrammeFactory().cohort).user


@pytest.fixture
def colleague(cohort):
    """Coordinates another cohort, and is a trainee of this one: may see it, not change it."""
    made = UserFactory(coordinates=CohortFactory())
    TraineeFactory(cohort=cohort, user=made)
    return made


@pytest.fixture
def browse(english):
    """browse(user) -> the client of this person, in English."""

    def signed_in(user):
        english.force_login(user)
        return english

    return signed_in
