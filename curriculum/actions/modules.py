"""Modules, and their numbers: one goes in, the others make room."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.actions.editions import hold_edition
from curriculum.actions.removing import delete_unused, forget_files
from curriculum.models import Draft, Goal, Material, Module, Prerequisite, Session
from curriculum.models.planned import Planned
from trainees.actions import find_or_add_person
from trainees.actions.people import NamedPerson
from trainees.models import User
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import save_version


@transaction.atomic
def add_module(
    *,
    module: Module,
    by: User,
    now: datetime,
    lecturers: Iterable[User] = (),
    newcomer: NamedPerson | None = None,
    needs: Iterable[Module] | None = None,
    goals: Iterable[Goal] | None = None,
) -> Module:
    """A new module at its number; those from there on move up by one."""
    hold_edition(module.curriculum_id)
    others = Module.objects.of_curriculum(module.curriculum_id)
    if others.titled(module.title).exists():
        raise Refused(_("This curriculum already has a module with this title."), field="title")
    module.number = min(module.number or 10_000, others.last_number() + 1)
    others.from_number(module.number).shift(1, by=by, now=now)
    save_version(module, by=by)
    set_lecturers(module, lecturers, newcomer, by=by)
    _join(module, needs, goals)
    return module


@transaction.atomic
def change_module(
    *,
    module: Module,
    seen: int,
    by: User,
    now: datetime,
    lecturers: Iterable[User] = (),
    newcomer: NamedPerson | None = None,
    needs: Iterable[Module] | None = None,
    goals: Iterable[Goal] | None = None,
) -> Module:
    """Save what was changed. A new number moves the modules in between.

    Its sessions, and the drafts of them, follow its track. `needs` (modules before it) and `goals` (final
    goals it works towards) stay as they are when they are not given.
    """
    hold_edition(module.curriculum_id)
    before = Module.objects.get(pk=module.pk)
    _make_room(module, before.number, by=by, now=now)
    save_version(module, by=by, seen=seen)
    if before.track_id != module.track_id:
        for planned in (Session.objects, Draft.objects):
            planned.of_module(module).move_to_track(module.track, by=by, now=now)
    set_lecturers(module, lecturers, newcomer, by=by)
    _join(module, needs, goals)
    return module


@transaction.atomic
def remove_module(*, module: Module, by: User, now: datetime, seen: int | None = None) -> None:
    """With its material and the files of that; the modules after it move down by one."""
    hold_edition(module.curriculum_id)
    number = Module.objects.get(pk=module.pk).number
    files = Material.objects.of_module(module).file_names()
    delete_unused(module, seen=seen)
    Module.objects.of_curriculum(module.curriculum_id).from_number(number + 1).shift(-1, by=by, now=now)
    forget_files(files)


def set_lecturers(
    taught: Module | Planned, lecturers: Iterable[User], newcomer: NamedPerson | None, *, by: User
) -> None:
    """Exactly these people teach it, and the newcomer, who gets an account when there is none."""
    people = {person.pk: person for person in lecturers}
    if newcomer:
        found = find_or_add_person(newcomer, by=by).user
        people[found.pk] = found
    taught.lecturers.set(people.values())


def _make_room(module: Module, before: int, *, by: User, now: datetime) -> None:
    """The others shift for the move of this module from `before` to its number, kept within theirs."""
    others = Module.objects.of_curriculum(module.curriculum_id)
    module.number = max(1, min(module.number, others.last_number()))
    if module.number < before:
        others.from_number(module.number).up_to_number(before - 1).shift(1, by=by, now=now)
    elif module.number > before:
        others.from_number(before + 1).up_to_number(module.number).shift(-1, by=by, now=now)


def _join(module: Module, needs: Iterable[Module] | None, goals: Iterable[Goal] | None) -> None:
    """Raises Refused when the module would no longer come after what it needs, or before what needs it."""
    if needs is not None:
        module.prerequisites.set(needs)
    if goals is not None:
        module.covers.set(goals)
    wrong = Prerequisite.objects.of_module(module).out_of_order().with_both().in_order().first()
    if wrong:
        sentence = _("“%(needs)s” has to be done before “%(module)s”. Choose a number that keeps this order.")
        names = {"needs": wrong.needs.title, "module": wrong.module.title}
        raise Refused(sentence % names, field="number")
