"""Changes to the programme that nobody but planners sees until they are published."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from curriculum.actions.modules import set_lecturers
from curriculum.drafting import PLANNED, Row, draft_of, is_as_known
from curriculum.models import Draft, Session
from trainees.actions.people import NamedPerson
from trainees.models import Cohort, User
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import Conflict, remove_version, save_rows, save_version

SPOT = ("starts_at", "ends_at", "room", "place")
GONE = _("Somebody else published or dropped this meanwhile. Nothing is saved.")


@transaction.atomic
def add_draft(
    *, draft: Draft, by: User, lecturers: Iterable[User] = (), newcomer: NamedPerson | None = None
) -> Draft:
    """A session to be. When nobody is named, those who teach its module teach it."""
    hold(draft.cohort_id)
    save_version(draft, by=by)
    people = list(lecturers)
    if not people and not newcomer and draft.module:
        people = list(draft.module.lecturers.all())
    set_lecturers(draft, people, newcomer, by=by)
    return draft


@transaction.atomic
def change_draft(
    *,
    draft: Draft,
    seen: int,
    by: User,
    lecturers: Iterable[User] = (),
    newcomer: NamedPerson | None = None,
    known: int | None = None,
) -> Draft:
    """How a session is to become. What is as it is known after all needs no draft any more.

    `seen`: the version of the draft that was shown, 0 when there was none; `known`: that of its session.
    Raises Conflict when somebody drafted or published something else meanwhile.
    """
    hold(draft.cohort_id)
    if draft.session:
        session = Session.objects.get(pk=draft.session.pk)
        if known is not None and session.version != known:
            raise Conflict(session)
        other = Draft.objects.of_session(session).first()
        if other and other.pk != draft.pk:
            raise Conflict(other)
    elif draft.pk is None or not Draft.objects.among([int(draft.pk)]).exists():
        raise Refused(GONE)
    save_version(draft, by=by, seen=seen if draft.pk else None)
    set_lecturers(draft, lecturers, newcomer, by=by)
    if is_as_known(draft, draft.lecturers.values_list("pk", flat=True)):
        draft.delete()
    return draft


@transaction.atomic
def cancel_session(*, session: Session, by: User) -> None:
    """It is not to take place. Its texts and its place in calendars stay, should it take place after all."""
    [draft] = _take_up([Row(session)], by=by)
    draft.is_cancelled = True
    _save([draft], by=by)


@transaction.atomic
def restore_session(*, session: Session, by: User) -> None:
    """It is to take place after all, when and where it was."""
    [draft] = _take_up([Row(session)], by=by)
    draft.is_cancelled = False
    _save([draft], by=by)


@transaction.atomic
def swap_sessions(*, one: Row, other: Row, by: User, seen: dt.datetime | None = None) -> None:
    """Each takes the time and the place of the other; who gives them and what they are about stays.

    `seen`: when the first was to begin as it was shown. Raises Conflict when that is another moment now.
    """
    drafts = _take_up([one, other], by=by)
    if seen and drafts[0].starts_at != seen:
        raise Conflict(drafts[0])
    spots = [{name: getattr(draft, name) for name in SPOT} for draft in drafts]
    for draft, spot in zip(drafts, reversed(spots), strict=True):
        for name, value in spot.items():
            setattr(draft, name, value)
    _save(drafts, by=by)


@transaction.atomic
def split_session(
    *,
    row: Row,
    until: dt.datetime,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    number: int | None,
    by: User,
) -> Draft:
    """It ends at `until`; what is left is a session of its own, with the same lecturers, at the same place.

    `number`: which session of the module the rest is.
    """
    [draft] = _take_up([row], by=by)
    if not draft.starts_at < until < draft.ends_at:
        raise Refused(_("Choose a time between its beginning and its end."), field="until")
    rest = Draft(
        cohort_id=draft.cohort_id, module=draft.module, track=draft.track, number=number, title=draft.title,
        starts_at=starts_at, ends_at=ends_at, room=draft.room, place=draft.place,
    )  # fmt: skip
    lecturers = list(draft.lecturers.all())
    draft.ends_at = until
    _save([draft], by=by)
    save_version(rest, by=by)
    rest.lecturers.set(lecturers)
    return rest


@transaction.atomic
def drop_draft(*, draft: Draft, by: User, seen: int | None = None) -> None:
    """Everything about this session stays as it is known."""
    hold(draft.cohort_id)
    remove_version(draft, seen=seen)


@transaction.atomic
def drop_drafts(*, cohort: Cohort, by: User, until: dt.datetime) -> int:
    """The programme stays as it is known. Drafts touched after `until`, when the page was shown, remain."""
    hold(cohort.pk)
    drafts = Draft.objects.of_cohort(cohort).untouched_since(until)
    count = drafts.count()
    drafts.delete()
    return count


@transaction.atomic
def pin_session(*, planned: Session | Draft, stays: bool, by: User) -> None:
    """Laying out the programme again leaves it where it is, or may move it again. Nobody needs to be told."""
    hold(planned.cohort_id)
    current = type(planned).objects.among([planned.pk]).first()
    if current is None:
        raise Refused(GONE)
    current.is_pinned = stays
    save_version(current, by=by)


def hold(cohort_id: int) -> None:
    """Who changes or publishes the programme of a cohort does so one after the other."""
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort_id)


def _take_up(rows: Iterable[Row], *, by: User) -> list[Draft]:
    """The draft of each row as it is now, made where there is none. They are of one cohort."""
    rows = list(rows)
    hold(rows[0].planned.cohort_id)
    sessions = [row.known.pk for row in rows if row.known]
    drafted = Draft.objects.of_sessions(sessions).values_list("session", flat=True)
    missing = Session.objects.among(set(sessions) - set(drafted)).with_module().with_lecturers()
    for session in missing:
        draft = save_version(draft_of(session), by=by)
        draft.lecturers.set(session.lecturers.all())
    own = [row.planned.pk for row in rows if row.known is None]
    found = [*Draft.objects.of_sessions(sessions).with_everything()]
    found += Draft.objects.among(own).with_everything()
    of = {Row(draft.session, draft).key: draft for draft in found}
    try:
        return [of[row.key] for row in rows]
    except KeyError:
        raise Refused(GONE) from None


def _save(drafts: list[Draft], *, by: User) -> None:
    """What is as it is known after all needs no draft."""
    save_rows(drafts, fields=[*PLANNED, "is_cancelled"], by=by)
    as_known = [
        draft.pk for draft in drafts if is_as_known(draft, [person.pk for person in draft.lecturers.all()])
    ]
    Draft.objects.among(as_known).delete()
