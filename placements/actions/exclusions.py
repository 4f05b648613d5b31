"""Where a trainee is not sent, and who is kept apart or brought together."""

from django.db import transaction

from placements.models import Exclusion, Host, Pair
from trainees.models import Trainee, User
from wijkmakers.lib.versions import Conflict, remove_version, save_version


@transaction.atomic
def rule_out(*, trainee: Trainee, host: Host, kind: str, by: User) -> Exclusion:
    """Somebody is not sent to a host any more. Placements that are there stay."""
    return save_version(Exclusion(trainee=trainee, host=host, kind=kind), by=by)


@transaction.atomic
def lift_exclusion(*, exclusion: Exclusion, by: User, seen: int | None = None) -> None:
    """Somebody may be sent to this host again."""
    remove_version(exclusion, seen=seen)


@transaction.atomic
def add_pair(*, one: Trainee, other: Trainee, together: bool, by: User) -> Pair:
    """Keep two trainees apart, or bring them together at least once; in whatever order they are named."""
    first, second = sorted((one, other), key=lambda trainee: trainee.pk)
    return save_version(Pair(first=first, second=second, together=together), by=by)


@transaction.atomic
def remove_pair(*, pair: Pair, by: User, seen: int | None = None) -> None:
    """Where these two work no longer depends on each other."""
    remove_version(pair, seen=seen)


@transaction.atomic
def take_back_agreement(*, row: Exclusion | Pair, by: User) -> None:
    """Undo what this person just noted, while nobody has changed it. Raises Conflict otherwise."""
    if row.created_by_id != by.pk:
        raise Conflict(row)
    remove_version(row, seen=1)
