"""Cohorts and who runs them."""

from django.db import transaction

from trainees.actions.people import Found, NamedPerson, find_or_add_person
from trainees.models import Cohort, Coordinator, User
from wijkmakers.lib.versions import save_version


@transaction.atomic
def start_cohort(*, cohort: Cohort, by: User) -> Cohort:
    """A new cohort; whoever starts it runs it."""
    save_version(cohort, by=by)
    Coordinator.objects.create(cohort=cohort, user=by)
    return cohort


@transaction.atomic
def change_cohort(*, cohort: Cohort, seen: int, by: User) -> Cohort:
    return save_version(cohort, by=by, seen=seen)


@transaction.atomic
def add_coordinator(*, cohort: Cohort, person: NamedPerson, by: User) -> Found:
    """Let a person run this cohort as well; an account is made when there is none."""
    found = find_or_add_person(person, by=by)
    Coordinator.objects.create(cohort=cohort, user=found.user)
    return found


@transaction.atomic
def remove_coordinator(*, coordinator: Coordinator, by: User) -> None:
    """The database keeps the last one (rule cohort_keeps_a_coordinator)."""
    coordinator.delete()
