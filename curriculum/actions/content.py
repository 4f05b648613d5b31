"""Curricula with their tracks and themes, and which cohort follows which."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.actions.editions import hold_edition
from curriculum.actions.removing import delete_unused
from curriculum.models import Curriculum, Programme, Room, Theme, Track
from trainees.models import Cohort, User
from wijkmakers.lib.versions import save_version


@transaction.atomic
def start_curriculum(*, curriculum: Curriculum, by: User) -> Curriculum:
    """A new curriculum, with the two tracks that nearly every traineeship has."""
    save_version(curriculum, by=by)
    usual = [(_("Content"), Track.Kind.CONTENT), (_("Personal development"), Track.Kind.DEVELOPMENT)]
    for position, (name, kind) in enumerate(usual):
        save_version(Track(curriculum=curriculum, name=name, kind=kind, position=position), by=by)
    return curriculum


@transaction.atomic
def change_curriculum(*, curriculum: Curriculum, seen: int, by: User) -> Curriculum:
    return save_version(curriculum, by=by, seen=seen)


@transaction.atomic
def add_track(*, track: Track, by: User) -> Track:
    """A new track comes after the others."""
    hold_edition(track.curriculum_id)
    track.position = Track.objects.of_curriculum(track.curriculum).count()
    return save_version(track, by=by)


@transaction.atomic
def change_track(*, track: Track, seen: int, by: User) -> Track:
    hold_edition(track.curriculum_id)
    return save_version(track, by=by, seen=seen)


@transaction.atomic
def remove_track(*, track: Track, by: User, seen: int | None = None) -> None:
    hold_edition(track.curriculum_id)
    delete_unused(track, seen=seen)


@transaction.atomic
def add_theme(*, theme: Theme, by: User) -> Theme:
    hold_edition(theme.curriculum_id)
    return save_version(theme, by=by)


@transaction.atomic
def change_theme(*, theme: Theme, seen: int, by: User) -> Theme:
    hold_edition(theme.curriculum_id)
    return save_version(theme, by=by, seen=seen)


@transaction.atomic
def remove_theme(*, theme: Theme, by: User, seen: int | None = None) -> None:
    hold_edition(theme.curriculum_id)
    delete_unused(theme, seen=seen)


@transaction.atomic
def follow_curriculum(
    *, cohort: Cohort, curriculum: Curriculum, by: User, seen: int | None = None
) -> Programme:
    """This cohort follows this curriculum from now on. `seen`: the version shown of its programme."""
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    programme = Programme.objects.of_cohort(cohort).first() or Programme(cohort=cohort)
    programme.curriculum = curriculum
    return save_version(programme, by=by, seen=seen if programme.pk else None)


@transaction.atomic
def change_programme(*, programme: Programme, rooms: Iterable[Room], seen: int, by: User) -> Programme:
    """Save which curriculum a cohort follows, and what its programme goes by."""
    Cohort.objects.select_for_update(no_key=True).get(pk=programme.cohort_id)
    save_version(programme, by=by, seen=seen)
    programme.rooms.set(rooms)
    return programme
