"""Organisations, their seats, and who works where."""

import factory
from factory.django import DjangoModelFactory

from placements.models import (
    LOOKS,
    Exclusion,
    Host,
    HostMember,
    Pair,
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
from tests.factories.people import CohortFactory, TraineeFactory, UserFactory


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
