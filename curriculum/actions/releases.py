"""Drafts become what everybody knows, and exactly those concerned are told."""

import datetime as dt
from collections.abc import Iterable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum import agenda
from curriculum.actions.drafts import hold
from curriculum.changes import Change, Kind
from curriculum.drafting import PLANNED
from curriculum.models import Draft, Lesson, Programme, Release, ReleaseChange, Session
from curriculum.releasing import Publication, Told, review
from trainees.actions.telling import Letter, tell
from trainees.models import Cohort, Message, User
from wijkmakers.lib.agenda import to_ics
from wijkmakers.lib.constraints import Refused, rules_checked
from wijkmakers.lib.versions import Conflict, add_rows, save_rows

CHANGED = [*PLANNED, "sequence", "cancelled_at", "cancelled_by"]


def publish_programme(*, cohort: Cohort, seen: str, by: User, now: dt.datetime, note: str = "") -> Release:
    """Write what was drafted, keep a list of it, and tell exactly those concerned; all or nothing.

    Raises Conflict when the drafts are not those that were `seen` (Publication.version), and Refused with the
    first thing that stands in the way.
    """
    with rules_checked():
        hold(cohort.pk)
        # Who changes the texts of a session, which does not wait for a publication, waits for this one.
        list(Session.objects.being_drafted(cohort).held().in_order())
        publication = review(cohort, now=now)
        if publication.version != seen:
            raise Conflict(publication)
        if publication.blockers:
            raise Refused(publication.blockers[0])
        if not publication.changes:
            raise Refused(_("There is nothing to publish: everything is as it is known."))
        sessions = _write(publication, by=by, now=now)
        release = _keep(publication, sessions, note=note, by=by, now=now)
        Draft.objects.of_cohort(cohort).delete()
        Programme.objects.of_cohort(cohort).forget_former()
        _tell(release, publication, sessions, by=by, now=now)
    return release


def _write(publication: Publication, *, by: User, now: dt.datetime) -> list[Session]:
    """The session of each change, in their order."""
    sessions = [_become(change, by=by, now=now) for change in publication.changes]
    add_rows([session for session in sessions if session.pk is None], by=by)
    known = [session for session, change in zip(sessions, publication.changes, strict=True) if change.session]
    save_rows(known, fields=CHANGED, by=by)
    _describe(publication.changes, sessions)
    _teach(publication.changes, sessions)
    return sessions


def _become(change: Change, *, by: User, now: dt.datetime) -> Session:
    draft, session = change.draft, change.session
    if draft is None:
        raise ValueError("a change that is not of a draft")
    values = {name: getattr(draft, name) for name in PLANNED}
    if session is None:
        return Session(
            cohort_id=draft.cohort_id, summary=draft.summary, preparation=draft.preparation,
            is_pinned=draft.is_pinned, **values,
        )  # fmt: skip
    if change.kind == Kind.CANCELLED:
        session.cancelled_at, session.cancelled_by = now, by
    else:
        session.cancelled_at = session.cancelled_by = None
        for name, value in values.items():
            setattr(session, name, value)
    session.sequence += 1
    return session


def _describe(changes: Iterable[Change], sessions: Iterable[Session]) -> None:
    """New sessions take over what their curriculum says of them, so that they keep it when that changes."""
    new = [session for change, session in zip(changes, sessions, strict=True) if change.kind == Kind.NEW]
    lessons = Lesson.objects.of_modules({session.module_id for session in new if session.module_id})
    described = {(lesson.module_id, lesson.number): lesson for lesson in lessons}
    found = [(session, described.get((session.module_id, session.number))) for session in new]
    for session, lesson in found:
        if lesson:
            session.title = session.title or lesson.title
            session.preparation = session.preparation or lesson.preparation
    Session.objects.bulk_update([session for session, lesson in found if lesson], ["title", "preparation"])


def _teach(changes: Iterable[Change], sessions: Iterable[Session]) -> None:
    """Those who give the drafts give the sessions."""
    given = Session.lecturers.through
    taught = [pair for pair in zip(changes, sessions, strict=True) if pair[0].kind != Kind.CANCELLED]
    given.objects.filter(session__in=[session.pk for _change, session in taught]).delete()
    given.objects.bulk_create(
        given(session_id=session.pk, user_id=person)
        for change, session in taught
        for person, _name in change.about.lecturers
    )


def _keep(
    publication: Publication, sessions: list[Session], *, note: str, by: User, now: dt.datetime
) -> Release:
    number = Release.objects.of_cohort(publication.cohort).last_number() + 1
    release = Release.objects.create(
        cohort=publication.cohort, number=number, note=note, released_at=now, released_by=by
    )
    ReleaseChange.objects.bulk_create(
        ReleaseChange(
            release=release,
            session=session,
            kind=change.kind,
            position=position,
            before=change.before.data() if change.before else None,
            after=change.after.data() if change.after else None,
        )
        for position, (change, session) in enumerate(zip(publication.changes, sessions, strict=True))
    )
    return release


def _tell(
    release: Release, publication: Publication, sessions: list[Session], *, by: User, now: dt.datetime
) -> None:
    of = {id(change): session for change, session in zip(publication.changes, sessions, strict=True)}
    fresh = Session.objects.among([session.pk for session in sessions]).with_essentials()
    loaded = {session.pk: session for session in fresh}
    tell(
        (
            _letter(release, person, [loaded[of[id(change)].pk] for change in person.changes])
            for person in publication.told
        ),
        by=by,
        now=now,
    )


def _letter(release: Release, person: Told, sessions: list[Session]) -> Letter:
    return Letter(
        to=person.user,
        kind=Message.Kind.TEACHING if person.teaches else Message.Kind.PROGRAMME,
        about=release.pk,
        cohort=release.cohort,
        template="curriculum/mail/teaching.txt" if person.teaches else "curriculum/mail/programme.txt",
        words={
            "release": release,
            "changes": person.changes,
            "is_first": all(change.kind == Kind.NEW for change in person.changes),
            "path": reverse("my_sessions" if person.teaches else "schedule"),
        },
        data={"changes": [_plain(change) for change in person.changes], "note": release.note},
        calendar=partial(_calendar, sessions),
    )


def _plain(change: Change) -> dict[str, object]:
    return {
        "change": str(change.kind),
        "before": change.before.data() if change.before else None,
        "after": change.after.data() if change.after else None,
    }


def _calendar(sessions: list[Session]) -> bytes:
    return to_ics(agenda.of_sessions(sessions), cancelled=_("Cancelled"))
