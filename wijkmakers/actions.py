"""What changes rows of the ground floor and of a wing at once."""

import datetime as dt

from django.db import transaction

from placements.actions import end_placements, extend_last_placement
from trainees.actions import extend_trainee, stop_trainee
from trainees.actions.trainees import Stopped
from trainees.models import Trainee, User


@transaction.atomic
def stop(*, trainee: Trainee, last_day: dt.date, seen: int, by: User, now: dt.datetime) -> Stopped:
    """A trainee leaves: later placements go, the running one ends on the last day, and so do absences."""
    end_placements(trainee=trainee, last_day=last_day, by=by)
    return stop_trainee(trainee=trainee, last_day=last_day, seen=seen, by=by, now=now)


@transaction.atomic
def extend(*, trainee: Trainee, last_day: dt.date, seen: int, by: User) -> Trainee:
    """A trainee stays longer: the last placement runs on to the new last day."""
    extended = extend_trainee(trainee=trainee, last_day=last_day, seen=seen, by=by)
    extend_last_placement(trainee=trainee, last_day=last_day, by=by)
    return extended
