"""Report an absence, answer it, take it back: what it means is found in both wings, and told to whoever
has to know. A supervisor is told the days, a lecturer the sessions, and nobody why."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.urls import reverse

from trainees.absences import said_days
from trainees.actions import answer_leave, report_absence, withdraw_absence
from trainees.actions.telling import Letter, tell
from trainees.models import Absence, Message, Trainee, User
from wijkmakers.missing import Consequences, foresee

MAIL = "wijkmakers/mail/absence.txt"
ANSWERED = "wijkmakers/mail/absence_answered.txt"
WITHDRAWN = "wijkmakers/mail/absence_withdrawn.txt"


@transaction.atomic
def report(*, absence: Absence, by: User, now: dt.datetime) -> Consequences:
    """Save it; the same, sent twice, is saved and told once."""
    trainee = absence.trainee
    saved, is_new = report_absence(absence=absence, by=by, now=now)
    saved.trainee = trainee
    consequences = foresee(saved, own=trainee.user_id == by.pk)
    if is_new:
        tell(_letters(consequences, Message.Kind.ABSENCE, MAIL, by), by=by, now=now)
    return consequences


@transaction.atomic
def answer(*, absence: Absence, approved: bool, by: User, now: dt.datetime) -> Consequences:
    """Say yes or no to leave that was asked for."""
    answered = answer_leave(absence=absence, approved=approved, by=by, now=now)
    answered.trainee = Trainee.objects.with_user().with_pauses().get(pk=answered.trainee_id)
    consequences = foresee(answered, own=True)
    words = _words(consequences) | {"approved": approved, "sentences": partial(_seen, consequences)}
    kind = Message.Kind.ABSENCE_ANSWERED
    letters = [_letter(consequences, answered.trainee.user_id, kind, ANSWERED, words)]
    if approved:
        letters += _letters(consequences, Message.Kind.ABSENCE, MAIL, by)
    tell(letters, by=by, now=now)
    return consequences


@transaction.atomic
def withdraw(*, absence: Absence, seen: int, by: User, now: dt.datetime, today: dt.date) -> Absence:
    """Take it back. When the trainee does so halfway, the days that are over stay as they were."""
    own = absence.trainee.user_id == by.pk
    told = Message.objects.about_row(Message.Kind.ABSENCE, absence.pk).receivers()
    heard = Message.objects.about_row(Message.Kind.ABSENCE_WITHDRAWN, absence.pk).receivers()
    consequences = Consequences(absence, own, (), ())
    words = _words(consequences) | {"days": said_days_of(absence)}
    withdraw_absence(absence=absence, seen=seen, by=by, today=today, keep_past=own)
    kind = Message.Kind.ABSENCE_WITHDRAWN
    people = sorted(told - heard - {by.pk})
    tell([_letter(consequences, pk, kind, WITHDRAWN, words) for pk in people], by=by, now=now)
    return absence


def said_days_of(absence: Absence) -> partial[str]:
    """The days as they are now, in the language of whoever reads it later."""
    days = Absence(starts_on=absence.starts_on, ends_on=absence.ends_on, part=absence.part)
    return partial(said_days, days)


def _letters(consequences: Consequences, kind: str, template: str, by: User) -> Iterator[Letter]:
    """One for each coordinator, for the supervisors and the lecturers once it counts; not for who wrote it
    down, not twice for who is more than one of these, and not again for who was told before."""
    absence = consequences.absence
    told = Message.objects.about_row(kind, absence.pk).receivers() | {by.pk, absence.trainee.user_id}
    about_them = Consequences(absence, False, consequences.missed, consequences.placements)
    words = _words(about_them) | {"sentences": partial(_missed, about_them)}
    listed = reverse("absence_list", args=[absence.trainee.cohort_id])
    for user in User.objects.coordinating(absence.trainee.cohort).in_order():
        if consequences.own and user.pk not in told:
            told.add(user.pk)
            yield _letter(consequences, user.pk, kind, template, words | {"list_url": listed})
    if absence.state == Absence.State.ASKED:
        return
    for people, more in ((consequences.lecturers, {}), (consequences.supervisors, {"sentences": ()})):
        for user in people:
            if user.pk not in told:
                told.add(user.pk)
                yield _letter(consequences, user.pk, kind, template, words | more)


def _letter(consequences: Consequences, to: int, kind: str, template: str, words: dict) -> Letter:
    absence = consequences.absence
    data = {"first": absence.starts_on.isoformat(), "last": absence.ends_on.isoformat(), "part": absence.part}
    return Letter(
        to=to, kind=kind, about=absence.pk, cohort=absence.trainee.cohort, template=template, words=words,
        data={"trainee": str(absence.trainee), **data},
    )  # fmt: skip


def _words(consequences: Consequences) -> dict:
    absence = consequences.absence
    return {
        "trainee": str(absence.trainee),
        "cohort": absence.trainee.cohort,
        "days": said_days_of(absence),
        "asked": absence.state == Absence.State.ASKED,
    }


def _missed(consequences: Consequences) -> list[str]:
    return list(consequences.missed_sentences())


def _seen(consequences: Consequences) -> list[str]:
    return [*consequences.missed_sentences(), *consequences.seen_by()]
