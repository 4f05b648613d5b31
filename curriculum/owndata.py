"""What is kept about a person in this wing, for that person to take along."""

from typing import Any

from curriculum.models import (
    Attendance,
    CatchUp,
    FeedbackGiven,
    Module,
    Session,
    Unavailable,
)
from trainees.models import User


def own_data(user: User) -> dict[str, Any]:
    """Everything of this person in this app, and nothing of anybody else; dates and moments are ISO 8601.

    That somebody gave feedback is known, what they said is not: nothing leads from it to who wrote.
    """
    return {
        "attendance": [
            _session(row.session) | {"attendance": row.state}
            for row in Attendance.objects.of_user(user).with_session().by_date()
        ],
        "to_catch_up": [
            _session(row.session) | {"before": row.due_on, "done_at": row.done_at}
            for row in CatchUp.objects.of_user(user).with_session().in_order()
        ],
        "feedback_given_about": [
            _session(row.session) for row in FeedbackGiven.objects.of_user(user).with_session().by_date()
        ],
        "sessions_given": [
            _session(row) | {"cancelled_at": row.cancelled_at}
            for row in Session.objects.given_by(user).with_module().in_order()
        ],
        "modules_taught": [
            {"curriculum": module.curriculum.name, "module": module.title}
            for module in Module.objects.taught_by(user).with_theme().in_order()
        ],
        "not_available": [_unavailable(row) for row in Unavailable.objects.of_user(user).in_order()],
    }


def _session(session: Session) -> dict[str, Any]:
    return {"cohort": session.cohort.name, "session": str(session), "begins_at": session.starts_at}


def _unavailable(row: Unavailable) -> dict[str, Any]:
    return {"first_day": row.starts_on, "last_day": row.ends_on, "only_on": row.get_weekday_display()}
