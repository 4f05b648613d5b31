"""What is kept about a person on the ground floor, for that person to take along."""

from typing import Any

from trainees.models import Cohort, Message, Trainee, User


def own_data(user: User) -> dict[str, Any]:
    """Everything of this person in this app, and nothing of anybody else; dates and moments are ISO 8601."""
    return {
        "person": {
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "phone": user.phone,
            "language": user.language,
            "account_since": user.date_joined,
            "last_sign_in": user.last_login,
        },
        "traineeships": [_traineeship(trainee) for trainee in Trainee.objects.of_user(user).for_own_data()],
        "messages": [
            {"about": message.kind, "written_at": message.created_at, "what_it_says": message.data}
            for message in Message.objects.of_user(user).in_order()
        ],
        "coordinates": list(Cohort.objects.run_by(user).newest_first().values_list("name", flat=True)),
    }


def _traineeship(trainee: Trainee) -> dict[str, Any]:
    return {
        "cohort": trainee.cohort.name,
        "first_day": trainee.starts_on,
        "last_day": trainee.ends_on,
        "stopped_at": trainee.stopped_at,
        "study": trainee.study,
        "city": trainee.city,
        "postcode": trainee.postcode,
        "skills": [skill.name for skill in trainee.skills.all()],
        "pauses": [
            {"first_day": pause.starts_on, "last_day": pause.ends_on} for pause in trainee.pauses.all()
        ],
    }
