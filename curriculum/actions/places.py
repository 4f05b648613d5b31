"""Rooms, and when a room or a lecturer is not there."""

from django.db import transaction

from curriculum.actions.removing import delete_unused
from curriculum.models import Room, Unavailable
from trainees.models import User
from wijkmakers.lib.versions import remove_version, save_version


@transaction.atomic
def add_room(*, room: Room, by: User) -> Room:
    return save_version(room, by=by)


@transaction.atomic
def change_room(*, room: Room, seen: int, by: User) -> Room:
    return save_version(room, by=by, seen=seen)


@transaction.atomic
def remove_room(*, room: Room, by: User, seen: int | None = None) -> None:
    """Raises Refused while sessions are in it. With the days on which it was not available."""
    delete_unused(room, seen=seen)


@transaction.atomic
def add_unavailable(*, days: Unavailable, by: User) -> Unavailable:
    return save_version(days, by=by)


@transaction.atomic
def change_unavailable(*, days: Unavailable, seen: int, by: User) -> Unavailable:
    return save_version(days, by=by, seen=seen)


@transaction.atomic
def remove_unavailable(*, days: Unavailable, by: User, seen: int | None = None) -> None:
    remove_version(days, seen=seen)
