"""The whole programme of a cohort laid out as drafts. For the worker: what it imports is large.

Saying what would help when not everything fits can take half a minute. Nobody waits for that: it is worked
out between two looks at the programme, and written only when the second finds what the first did.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.actions.drafts import hold
from curriculum.asking import Asked, ask, moments
from curriculum.drafting import PLANNED, Row, draft_of
from curriculum.findings import outcome_of
from curriculum.formerly import Drafted, Former, snapshot, versions
from curriculum.models import Draft, Programme
from curriculum.outcomes import Outcome
from curriculum.timetable.answers import Placed, Timetable
from curriculum.timetable.laying import lay
from trainees.models import User
from wijkmakers.lib.versions import add_rows, save_version

TRIES = 3
"""Somebody who changes the programme each time that it is laid out is not done yet."""


@dataclass(frozen=True)
class Laid:
    """A draft that will be there, and the keys of who gives it."""

    draft: Draft
    lecturers: tuple[int, ...]


def lay_out(
    *,
    programme: Programme,
    switches: Iterable[dt.date],
    by: User,
    now: dt.datetime,
    today: dt.date,
    keeps_drafts: bool = False,
) -> Outcome:
    """Lay everything that has not begun and is not fixed anew, as drafts; nobody else sees any of it.

    What was published moves as little as can be. Drafts that were not fixed go, unless `keeps_drafts`. What
    has no place is told in the outcome, never dropped in silence: published, it is cancelled in the draft.
    Raises TimeoutError when the programme was another one each time that it was laid out.
    """
    look = partial(_look, programme, tuple(switches), today=today, keeps_drafts=keeps_drafts)
    with transaction.atomic():
        asked = look()
    for _try in range(TRIES):
        timetable = lay(asked.problem)
        outcome = outcome_of(asked, timetable)
        with transaction.atomic():
            now_asked = look()
            if now_asked.problem == asked.problem:
                former = Former(snapshot(now_asked.cohort))
                _replace_drafts(now_asked, timetable, former, keeps_drafts=keeps_drafts, by=by)
                _note(now_asked.programme, outcome, former, by=by, now=now)
                return outcome
        asked = now_asked
    raise TimeoutError("The programme changed each time that it was laid out.")


def _look(
    programme: Programme, switches: tuple[dt.date, ...], *, today: dt.date, keeps_drafts: bool
) -> Asked:
    """What is asked now; nobody changes it before the transaction ends."""
    hold(programme.cohort_id)
    current = Programme.objects.with_cohort().held().get(pk=programme.pk)
    return ask(current, switches=switches, today=today, keeps_drafts=keeps_drafts)


def _note(programme: Programme, outcome: Outcome, former: Former, *, by: User, now: dt.datetime) -> None:
    """How it went, for who waits for it, and the way back."""
    programme.before_laying = former.data()
    programme.laid, programme.laid_at, programme.laid_by = outcome.data(), now, by
    programme.laying_asked_at = programme.laying_asked_by = None
    save_version(programme, by=by)


def _replace_drafts(
    asked: Asked, timetable: Timetable, former: Former, *, keeps_drafts: bool, by: User
) -> None:
    free = [] if keeps_drafts else [row.draft.pk for row in asked.replaced if row.draft]
    Draft.objects.among(free).delete()
    former.stood.update(versions(Drafted.of(asked.cohort).drafts))
    found = [_placed(asked, placed) for placed in timetable.placed if not placed.stays]
    found += [_without_place(asked.rows.get((left.of, left.number))) for left in timetable.left_out]
    laid = [each for each in found if each]
    add_rows([each.draft for each in laid], by=by)
    former.laid.update(versions(each.draft for each in laid))
    given = Draft.lecturers.through
    given.objects.bulk_create(
        given(draft_id=each.draft.pk, user_id=person) for each in laid for person in each.lecturers
    )


def _placed(asked: Asked, placed: Placed) -> Laid | None:
    """None when people know it so already."""
    session = (placed.session.of, placed.session.number)
    row = asked.rows.get(session)
    known = row.known if row else None
    draft = draft_of(known) if known else _new(asked, session, row)
    draft.starts_at, draft.ends_at = moments(asked, placed)
    lecturers = tuple(int(key) for key in placed.lecturers)
    if placed.room and int(placed.room) != draft.room_id:
        draft.room = asked.rooms[placed.room]
        draft.place = str(draft.room)
    if known is None:
        return Laid(draft, lecturers)
    # Who gives it besides the one that was asked for, gives it still.
    given = tuple(person.pk for person in known.lecturers.all())
    lecturers = given if set(lecturers) <= set(given) else lecturers
    same = all(getattr(known, name) == getattr(draft, name) for name in PLANNED)
    return None if same and given == lecturers else Laid(draft, lecturers)


def _new(asked: Asked, session: tuple[str, int], row: Row | None) -> Draft:
    """A session that nobody knows yet. What was drafted of it by hand, its words, is taken over."""
    key, number = session
    draft = Draft(cohort=asked.cohort, place=asked.cohort.place)
    module = asked.modules.get(key)
    if module:
        draft.module, draft.number, draft.track = module, number, module.track
    else:
        draft.track = asked.tracks[key]
        draft.title = _("Development day %(number)d") % {"number": number}
    if row and row.draft:
        for name in ("title", "summary", "preparation", "place", "room"):
            setattr(draft, name, getattr(row.draft, name))
    return draft


def _without_place(row: Row | None) -> Laid | None:
    """What people count on and no longer fits is cancelled, where everybody who plans sees it."""
    if row is None or row.known is None:
        return None
    draft = draft_of(row.known)
    draft.is_cancelled = True
    return Laid(draft, tuple(person.pk for person in row.known.lecturers.all()))
