"""Somebody's traineeship: begin, change, pause, stop, extend."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from trainees.actions.absences import end_absences
from trainees.actions.people import Found, NamedPerson, change_person, find_or_add_person
from trainees.models import Pause, Skill, Trainee, User
from wijkmakers.lib.versions import remove_version, save_version


@dataclass(frozen=True)
class Stopped:
    """Who stopped, and how many absences were withdrawn and cut off by that."""

    trainee: Trainee
    withdrawn: int
    cut: int


@transaction.atomic
def add_trainee(*, trainee: Trainee, person: NamedPerson, skills: Iterable[str], by: User) -> Found:
    """Make a person, known or new, a trainee of the cohort; `trainee` holds everything but the person."""
    found = find_or_add_person(person, by=by)
    trainee.user = found.user
    save_version(trainee, by=by)
    trainee.skills.set(find_or_add_skills(skills))
    return found


@transaction.atomic
def change_trainee(
    *, trainee: Trainee, person: NamedPerson, skills: Iterable[str], seen: int, by: User
) -> Trainee:
    """Save a traineeship together with the person's name and phone; the e-mail address stays."""
    save_version(trainee, by=by, seen=seen)
    change_person(user=trainee.user, person=person, by=by)
    trainee.skills.set(find_or_add_skills(skills))
    return trainee


@transaction.atomic
def stop_trainee(*, trainee: Trainee, last_day: dt.date, seen: int, by: User, now: dt.datetime) -> Stopped:
    """Somebody leaves after `last_day`. Why is nobody's business: no reason is asked or kept.

    Pauses and absences after that day go, one that runs over it is cut off.
    """
    # Who reports an absence at this moment waits here, and then finds the new last day.
    Trainee.objects.select_for_update(no_key=True).get(pk=trainee.pk)
    withdrawn, cut = end_absences(trainee=trainee, last_day=last_day, by=by, now=now)
    Pause.objects.of_trainee(trainee).after(last_day).delete()
    for pause in Pause.objects.of_trainee(trainee).beyond(last_day).in_order():
        pause.ends_on = last_day
        save_version(pause, by=by)
    trainee.ends_on, trainee.stopped_at, trainee.stopped_by = last_day, now, by
    return Stopped(save_version(trainee, by=by, seen=seen), withdrawn, cut)


@transaction.atomic
def extend_trainee(*, trainee: Trainee, last_day: dt.date, seen: int, by: User) -> Trainee:
    """Somebody stays until `last_day`; who had stopped takes part again."""
    trainee.ends_on, trainee.stopped_at, trainee.stopped_by = last_day, None, None
    return save_version(trainee, by=by, seen=seen)


@transaction.atomic
def add_pause(*, pause: Pause, by: User) -> Pause:
    return save_version(pause, by=by)


@transaction.atomic
def remove_pause(*, pause: Pause, by: User, seen: int | None = None) -> None:
    remove_version(pause, seen=seen)


@transaction.atomic
def find_or_add_skills(wanted: Iterable[str]) -> list[Skill]:
    """The skills with these names, whatever their capitals; those that nobody had yet are made."""
    names = {name.lower(): name for name in wanted}
    known = list(Skill.objects.named(names))
    missing = names.keys() - {skill.name.lower() for skill in known}
    return known + Skill.objects.bulk_create(Skill(name=names[key]) for key in sorted(missing))
