"""Rows for tests, by traits: a cohort with periods, a trainee placed now, a session next Friday."""

import datetime as dt

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from curriculum.models import Attendance, Curriculum, Material, Module, Programme, Session, Theme, Track
from placements.models import (
    LOOKS,
    Exclusion,
    Host,
    HostMember,
    Pair,
    Period,
    Placement,
    Plan,
    PlanEntry,
    Planning,
    PlanStep,
    Seat,
    Sector,
    Wish,
)
from placements.rotation.problem import Problem
from placements.rotation.stored import store
from trainees.models import ClosedDay, Cohort, Coordinator, Message, Pause, Skill, Trainee, User

# A Wednesday in the first period of a cohort made here.
TODAY = dt.date(2026, 11, 18)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    first_name = factory.Sequence(lambda n: f"Voornaam{n}")
    last_name = factory.Sequence(lambda n: f"Achternaam{n:04d}")

    class Params:
        admin = factory.Trait(is_staff=True, is_superuser=True)

    @factory.post_generation
    def coordinates(self, create, cohort, **kwargs):
        if cohort:
            Coordinator.objects.create(cohort=cohort, user=self)


class CohortFactory(DjangoModelFactory):
    """CohortFactory(periods=3) has three equal periods of eight months."""

    class Meta:
        model = Cohort
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Lichting {n}")
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2028, 8, 31)
    place = "Wijkcentrum"

    @factory.post_generation
    def periods(self, create, count, **kwargs):
        if count:
            make_periods(self, count)


def make_periods(cohort, count):
    """Equal numbers of months; the first and last day are the cohort's."""
    months = (
        (cohort.ends_on.year - cohort.starts_on.year) * 12 + cohort.ends_on.month - cohort.starts_on.month + 1
    )
    firsts = [_add_months(cohort.starts_on, number * months // count) for number in range(count)]
    lasts = [first - dt.timedelta(days=1) for first in firsts[1:]] + [cohort.ends_on]
    with transaction.atomic():
        return [
            Period.objects.create(cohort=cohort, number=number, starts_on=first, ends_on=last)
            for number, (first, last) in enumerate(zip(firsts, lasts, strict=True), 1)
        ]


def _add_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1)


class CoordinatorFactory(DjangoModelFactory):
    class Meta:
        model = Coordinator

    cohort = factory.SubFactory(CohortFactory)
    user = factory.SubFactory(UserFactory)


class SkillFactory(DjangoModelFactory):
    class Meta:
        model = Skill
        django_get_or_create = ["name"]

    name = "rijbewijs"


class TraineeFactory(DjangoModelFactory):
    class Meta:
        model = Trainee

    user = factory.SubFactory(UserFactory)
    cohort = factory.SubFactory(CohortFactory)
    starts_on = factory.SelfAttribute("cohort.starts_on")
    ends_on = factory.SelfAttribute("cohort.ends_on")


class PauseFactory(DjangoModelFactory):
    class Meta:
        model = Pause

    trainee = factory.SubFactory(TraineeFactory)
    starts_on = dt.date(2027, 1, 4)
    ends_on = dt.date(2027, 2, 26)


class ClosedDayFactory(DjangoModelFactory):
    class Meta:
        model = ClosedDay

    kind = ClosedDay.Kind.OWN
    name = "Studiedag"
    starts_on = dt.date(2026, 11, 27)
    ends_on = factory.SelfAttribute("starts_on")


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector

    name = factory.Sequence(lambda n: f"perspectief {n}")


class HostFactory(DjangoModelFactory):
    class Meta:
        model = Host

    name = factory.Sequence(lambda n: f"Organisatie {n}")
    code = factory.Sequence(lambda n: "".join(chr(65 + n // 26**place % 26) for place in (2, 1, 0)))
    sector = factory.SubFactory(SectorFactory)
    look = factory.Sequence(lambda n: LOOKS[n % len(LOOKS)][0])


class HostMemberFactory(DjangoModelFactory):
    class Meta:
        model = HostMember

    host = factory.SubFactory(HostFactory)
    user = factory.SubFactory(UserFactory)


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    host = factory.SubFactory(HostFactory)
    period = factory.LazyAttribute(lambda seat: CohortFactory(periods=3).periods.get(number=1))
    maximum = 2


class WishFactory(DjangoModelFactory):
    class Meta:
        model = Wish

    trainee = factory.SubFactory(TraineeFactory)
    host = factory.SubFactory(HostFactory)
    rank = 1


class ExclusionFactory(DjangoModelFactory):
    class Meta:
        model = Exclusion

    trainee = factory.SubFactory(TraineeFactory)
    host = factory.SubFactory(HostFactory)
    kind = Exclusion.Kind.VETO


class PairFactory(DjangoModelFactory):
    """Two trainees of one cohort, kept apart."""

    class Meta:
        model = Pair

    first = factory.SubFactory(TraineeFactory)
    second = factory.SubFactory(TraineeFactory, cohort=factory.SelfAttribute("..first.cohort"))


class PlanningFactory(DjangoModelFactory):
    class Meta:
        model = Planning

    cohort = factory.SubFactory(CohortFactory)


class PlacementFactory(DjangoModelFactory):
    """PlacementFactory(trainee=…, number=2): in period 2 of the trainee's cohort, at a seat made for it."""

    class Meta:
        model = Placement

    class Params:
        number = 1
        supervised = factory.Trait(
            supervisor=factory.SubFactory(HostMemberFactory, host=factory.SelfAttribute("..host"))
        )

    trainee = factory.SubFactory(TraineeFactory, cohort__periods=3)
    host = factory.SubFactory(HostFactory)
    period = factory.LazyAttribute(
        lambda placement: placement.trainee.cohort.periods.get(number=placement.number)
    )
    starts_on = factory.SelfAttribute("period.starts_on")
    ends_on = factory.SelfAttribute("period.ends_on")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        Seat.objects.get_or_create(host=kwargs["host"], period=kwargs["period"], defaults={"maximum": 2})
        return super()._create(model_class, *args, **kwargs)


NOTHING_ASKED = Problem((), (), (), ())


class PlanFactory(DjangoModelFactory):
    """A draft that is ready; PlanFactory(waiting=True) has not been worked out."""

    class Meta:
        model = Plan

    class Params:
        waiting = factory.Trait(state=Plan.State.WAITING)

    cohort = factory.SubFactory(CohortFactory, periods=3)
    number = factory.Sequence(lambda n: n + 1)
    state = Plan.State.READY
    problem = factory.LazyFunction(lambda: store(NOTHING_ASKED))


class PlanEntryFactory(DjangoModelFactory):
    """PlanEntryFactory(trainee=…, number=2): in a plan of the trainee's cohort, in its period 2."""

    class Meta:
        model = PlanEntry

    class Params:
        number = 1

    trainee = factory.SubFactory(TraineeFactory, cohort__periods=3)
    plan = factory.SubFactory(PlanFactory, cohort=factory.SelfAttribute("..trainee.cohort"))
    host = factory.SubFactory(HostFactory)
    period = factory.LazyAttribute(lambda entry: entry.trainee.cohort.periods.get(number=entry.number))
    starts_on = factory.SelfAttribute("period.starts_on")
    ends_on = factory.SelfAttribute("period.ends_on")


class PlanStepFactory(DjangoModelFactory):
    class Meta:
        model = PlanStep

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = PlanStep.Kind.MOVED


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    cohort = factory.SubFactory(CohortFactory)
    to = factory.SubFactory(UserFactory)
    kind = Message.Kind.PLACEMENTS
    about = factory.Sequence(lambda n: n + 1)


class CurriculumFactory(DjangoModelFactory):
    class Meta:
        model = Curriculum

    name = factory.Sequence(lambda n: f"Curriculum {n}")


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    cohort = factory.SubFactory(CohortFactory)
    curriculum = factory.SubFactory(CurriculumFactory)


class TrackFactory(DjangoModelFactory):
    class Meta:
        model = Track

    curriculum = factory.SubFactory(CurriculumFactory)
    name = factory.Sequence(lambda n: f"Leerlijn {n}")
    kind = Track.Kind.CONTENT


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    curriculum = factory.SubFactory(CurriculumFactory)
    name = factory.Sequence(lambda n: f"thema {n}")


class ModuleFactory(DjangoModelFactory):
    class Meta:
        model = Module

    curriculum = factory.SubFactory(CurriculumFactory)
    track = factory.SubFactory(TrackFactory, curriculum=factory.SelfAttribute("..curriculum"))
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Module over iets {n}")
    session_count = 2


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


class MaterialFactory(DjangoModelFactory):
    class Meta:
        model = Material

    module = factory.SubFactory(ModuleFactory)
    title = factory.Sequence(lambda n: f"Leesstuk {n}")
    url = "https://example.org/leesstuk"


def local(day, hour, minute=0):
    """A moment on the clock of the programme."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))
