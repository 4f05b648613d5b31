"""What is kept about a person in this wing, for that person to take along."""

from typing import Any

from placements.models import Exclusion, Placement, Wish
from trainees.models import User


def own_data(user: User) -> dict[str, Any]:
    """Everything of this person in this app, and nothing of anybody else; dates are ISO 8601."""
    return {
        "wishes": [
            {"cohort": wish.trainee.cohort.name, "rank": wish.rank, "organisation": wish.host.name}
            for wish in Wish.objects.of_user(user).with_people().in_order()
        ],
        "not_sent_to": [
            {"cohort": row.trainee.cohort.name, "organisation": row.host.name, "why": row.kind}
            for row in Exclusion.objects.of_user(user).with_people().in_order()
        ],
        "placements": [_placement(row) for row in Placement.objects.of_user(user).with_people().by_date()],
    }


def _placement(placement: Placement) -> dict[str, Any]:
    return {
        "cohort": placement.trainee.cohort.name,
        "organisation": placement.host.name,
        "first_day": placement.starts_on,
        "last_day": placement.ends_on,
        "why_a_second_time": placement.repeat_reason,
    }
