"""What is kept about a person on the ground floor, for that person to take along."""

from typing import Any

from trainees.models import Absence, Cohort, Delivery, Feed, Message, Trainee, User


def own_data(user: User) -> dict[str, Any]:
    """Everything of this person in this app, and nothing of anybody else; dates and moments are ISO 8601."""
    return {
        "person": {
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "phone": user.phone,
            "language": user.language,
            "mail": user.mail_pace,
            "account_since": user.date_joined,
            "last_sign_in": user.last_login,
        },
        "traineeships": [_traineeship(trainee) for trainee in Trainee.objects.of_user(user).for_own_data()],
        "absences": [_absence(row) for row in Absence.objects.of_user(user).with_trainee().latest_first()],
        "messages": _messages(user),
        "calendars": [
            {"made_at": feed.created_at, "last_fetched_at": feed.used_at}
            for feed in Feed.objects.of_user(user)
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


def _absence(absence: Absence) -> dict[str, Any]:
    return {
        "cohort": absence.trainee.cohort.name,
        "kind": absence.kind,
        "first_day": absence.starts_on,
        "last_day": absence.ends_on,
        "part_of_the_day": absence.part,
        "state": absence.state,
        "reported_at": absence.created_at,
        "answered_at": absence.decided_at,
    }


def _messages(user: User) -> list[dict[str, Any]]:
    """What was told. What waits may still be changed or withdrawn before it is."""
    messages = list(Message.objects.of_user(user).sent().in_order())
    tries: dict[int, list[dict[str, Any]]] = {}
    for delivery in Delivery.objects.of_messages(messages).latest_first():
        tries.setdefault(delivery.message_id, []).append(
            {"at": delivery.tried_at, "address": delivery.address, "refused_because": delivery.refusal}
        )
    return [
        {
            "about": message.kind,
            "written_at": message.created_at,
            "what_it_says": message.data,
            "subject": message.subject,
            "text": message.text,
            "sent_at": message.sent_at,
            "tried": tries.get(message.pk, []),
        }
        for message in messages
    ]
