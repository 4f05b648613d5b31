"""People on the ground floor: cohorts, trainees, when they are not there, and what they are told."""

import datetime as dt

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from placements.models import Period
from trainees.models import (
    Absence,
    ClosedDay,
    Cohort,
    Coordinator,
    Delivery,
    Feed,
    Message,
    Pause,
    Skill,
    Trainee,
    User,
)
from trainees.models.feed import hashed

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


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    cohort = factory.SubFactory(CohortFactory)
    to = factory.SubFactory(UserFactory)
    kind = Message.Kind.PLACEMENTS
    about = factory.Sequence(lambda n: n + 1)


class DeliveryFactory(DjangoModelFactory):
    class Meta:
        model = Delivery

    message = factory.SubFactory(MessageFactory)
    tried_at = factory.LazyFunction(lambda: local(TODAY, 11))
    address = factory.SelfAttribute("message.to.email")
    mail_id = factory.Sequence(lambda n: f"<message-{n}@example.org>")


class AbsenceFactory(DjangoModelFactory):
    """AbsenceFactory(leave=True) was asked for."""

    class Meta:
        model = Absence

    class Params:
        leave = factory.Trait(kind=Absence.Kind.LEAVE, state=Absence.State.ASKED)

    trainee = factory.SubFactory(TraineeFactory)
    starts_on = TODAY
    ends_on = factory.SelfAttribute("starts_on")


class FeedFactory(DjangoModelFactory):
    """FeedFactory(token="…"): the calendar at that secret address."""

    class Meta:
        model = Feed

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    user = factory.SubFactory(UserFactory)
    token_hash = factory.LazyAttribute(lambda feed: hashed(feed.token))
    created_at = factory.LazyFunction(lambda: local(TODAY, 9))


def local(day, hour, minute=0):
    """A moment on the clock of the programme."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))
