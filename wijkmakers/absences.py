"""Report an absence, answer it, take it back: what it means is found in both wings, and told to whoever
has to know. A supervisor is told the days, a lecturer the sessions, and nobody why.

What has not gone yet about an absence always says what is so now, or does not go.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse

from trainees.absences import said_days
from trainees.actions import answer_leave, report_absence, withdraw_absence
from trainees.actions.telling import Letter, retell, tell
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
        tell(_letters(consequences, by), by=by, now=now)
    return consequences


@transaction.atomic
def answer(*, absence: Absence, approved: bool, by: User, now: dt.datetime) -> Consequences:
    """Say yes or no to leave that was asked for."""
    answered = answer_leave(absence=absence, approved=approved, by=by, now=now)
    consequences = _foresee(answered)
    tell([_answer(consequences)], by=by, now=now)
    # Who was not told yet that it was asked is told at once how it stands.
    letters = _letters(consequences, by) if approved else ()
    retell(letters, kind=Message.Kind.ABSENCE, about=answered.pk, by=by, now=now)
    return consequences


@transaction.atomic
def withdraw(*, absence: Absence, seen: int, by: User, now: dt.datetime, today: dt.date) -> Absence:
    """Take it back. When the trainee does so halfway, the days that are over stay as they were."""
    trainee = absence.trainee.user_id
    back = Absence(starts_on=absence.starts_on, ends_on=absence.ends_on, part=absence.part)
    withdraw_absence(absence=absence, seen=seen, by=by, today=today, keep_past=trainee == by.pk)
    if absence.state != Absence.State.WITHDRAWN:
        back.starts_on = today
    told = correct(absence=absence, by=by, now=now)
    if absence.created_by_id == trainee:
        told.add(trainee)
    consequences = Consequences(absence, False, (), ())
    words = _words(consequences) | {"days": _days(back), "ended_on": _ended_on(absence)}
    kind = Message.Kind.ABSENCE_WITHDRAWN
    letters = [
        _letter(consequences, to, kind, WITHDRAWN, words | {"own": to == trainee})
        for to in sorted(told - {by.pk})
    ]
    retell(letters, kind=kind, about=absence.pk, by=by, now=now)
    return absence


@transaction.atomic
def correct(*, absence: Absence, by: User, now: dt.datetime) -> set[int]:
    """What has not gone yet about an absence that became another says how it is now, or does not go. Answers
    the keys of those who were told before."""
    told: set[int] = set()
    consequences = _foresee(absence)
    letters: list[Letter] = []
    if absence.state not in (Absence.State.DECLINED, Absence.State.WITHDRAWN):
        letters += _letters(consequences, by)
    if absence.decided_at and absence.state != Absence.State.WITHDRAWN:
        letters.append(_answer(consequences))
    for kind in (Message.Kind.ABSENCE, Message.Kind.ABSENCE_ANSWERED):
        known = Message.objects.about_row(kind, absence.pk).receivers()
        these = [letter for letter in letters if letter.kind == kind and letter.to in known]
        told |= retell(these, kind=kind, about=absence.pk, by=by, now=now)
    return told


def _ended_on(absence: Absence) -> dt.date | None:
    return None if absence.state == Absence.State.WITHDRAWN else absence.ends_on


def _foresee(absence: Absence) -> Consequences:
    absence.trainee = Trainee.objects.with_user().with_pauses().get(pk=absence.trainee_id)
    return foresee(absence, own=absence.created_by_id == absence.trainee.user_id)


def _days(absence: Absence) -> partial[str]:
    """The days as they are now, in the language of whoever reads it later."""
    days = Absence(starts_on=absence.starts_on, ends_on=absence.ends_on, part=absence.part)
    return partial(said_days, days)


def _letters(consequences: Consequences, by: User) -> Iterator[Letter]:
    """That somebody is not there: one for each coordinator, and once it counts for the supervisors and the
    lecturers; not for who wrote it down, and not twice for who is more than one of these."""
    absence, kind = consequences.absence, Message.Kind.ABSENCE
    named = {by.pk, absence.trainee.user_id}
    about_them = Consequences(absence, False, consequences.missed, consequences.placements)
    words = _words(about_them) | {"sentences": partial(_missed, about_them)}
    listed = reverse("absence_list", args=[absence.trainee.cohort_id])
    for user in User.objects.coordinating(absence.trainee.cohort).in_order():
        if consequences.own and user.pk not in named:
            named.add(user.pk)
            yield _letter(consequences, user.pk, kind, MAIL, words | {"list_url": listed})
    if absence.state == Absence.State.ASKED:
        return
    for people, more in ((consequences.lecturers, {}), (consequences.supervisors, {"sentences": ()})):
        for user in people:
            if user.pk not in named:
                named.add(user.pk)
                yield _letter(consequences, user.pk, kind, MAIL, words | more)


def _answer(consequences: Consequences) -> Letter:
    absence = consequences.absence
    about_own = Consequences(absence, True, consequences.missed, consequences.placements)
    words = _words(about_own) | {
        "approved": absence.state == Absence.State.APPROVED,
        "sentences": partial(_seen, about_own),
    }
    kind = Message.Kind.ABSENCE_ANSWERED
    return _letter(about_own, absence.trainee.user_id, kind, ANSWERED, words)


def _letter(consequences: Consequences, to: int, kind: str, template: str, words: dict[str, Any]) -> Letter:
    """`version`: by it is seen later whether this is still so."""
    absence = consequences.absence
    data = {"first": absence.starts_on.isoformat(), "last": absence.ends_on.isoformat(), "part": absence.part}
    return Letter(
        to=to, kind=kind, about=absence.pk, cohort=absence.trainee.cohort, template=template, words=words,
        data={"trainee": str(absence.trainee), "version": absence.version, **data},
    )  # fmt: skip


def _words(consequences: Consequences) -> dict[str, Any]:
    absence = consequences.absence
    return {
        "trainee": str(absence.trainee),
        "cohort": absence.trainee.cohort,
        "days": _days(absence),
        "asked": absence.state == Absence.State.ASKED,
    }


def _missed(consequences: Consequences) -> list[str]:
    return list(consequences.missed_sentences())


def _seen(consequences: Consequences) -> list[str]:
    return [*consequences.missed_sentences(), *consequences.seen_by()]
