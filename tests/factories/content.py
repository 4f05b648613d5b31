"""What is taught: curricula, their modules and what those consist of, rooms."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from curriculum.models import (
    Coverage,
    Curriculum,
    Goal,
    Lesson,
    Material,
    Module,
    Prerequisite,
    Room,
    Theme,
    Track,
    Unavailable,
)
from tests.factories.people import UserFactory


class CurriculumFactory(DjangoModelFactory):
    class Meta:
        model = Curriculum

    name = factory.Sequence(lambda n: f"Curriculum {n}")


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


class MaterialFactory(DjangoModelFactory):
    class Meta:
        model = Material

    module = factory.SubFactory(ModuleFactory)
    title = factory.Sequence(lambda n: f"Leesstuk {n}")
    url = "https://example.org/leesstuk"


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal

    curriculum = factory.SubFactory(CurriculumFactory)
    text = factory.Sequence(lambda n: f"Je kunt iets {n}")


class LessonFactory(DjangoModelFactory):
    class Meta:
        model = Lesson

    module = factory.SubFactory(ModuleFactory)
    number = 1
    title = factory.Sequence(lambda n: f"Les over iets {n}")


def _after_the_last(curriculum):
    return Module.objects.of_curriculum(curriculum).last_number() + 1


class PrerequisiteFactory(DjangoModelFactory):
    """A module after another one of its curriculum."""

    class Meta:
        model = Prerequisite

    needs = factory.SubFactory(ModuleFactory)
    module = factory.SubFactory(
        ModuleFactory,
        curriculum=factory.SelfAttribute("..needs.curriculum"),
        track=factory.SelfAttribute("..needs.track"),
        number=factory.LazyAttribute(lambda module: _after_the_last(module.curriculum)),
    )


class CoverageFactory(DjangoModelFactory):
    class Meta:
        model = Coverage

    module = factory.SubFactory(ModuleFactory)
    goal = factory.SubFactory(GoalFactory, curriculum=factory.SelfAttribute("..module.curriculum"))


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    name = factory.Sequence(lambda n: f"Zaal {n}")


class UnavailableFactory(DjangoModelFactory):
    """A lecturer who is away; UnavailableFactory(of_room=True) is about a room."""

    class Meta:
        model = Unavailable

    class Params:
        of_room = factory.Trait(user=None, room=factory.SubFactory(RoomFactory))

    user = factory.SubFactory(UserFactory)
    starts_on = dt.date(2026, 12, 7)
    ends_on = dt.date(2026, 12, 18)
