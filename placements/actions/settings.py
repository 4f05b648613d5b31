"""What makes a plan good for a cohort."""

from django.db import transaction

from placements.models import Planning
from trainees.models import User
from wijkmakers.lib.versions import remove_version, save_version


@transaction.atomic
def change_planning(*, planning: Planning, seen: int, by: User) -> Planning:
    """Save what a cohort's plans go by, for the first time or changed."""
    return save_version(planning, by=by, seen=seen)


@transaction.atomic
def reset_planning(*, planning: Planning, by: User, seen: int | None = None) -> None:
    """From now on the cohort goes by what is usual."""
    remove_version(planning, seen=seen)
