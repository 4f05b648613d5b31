"""The programme of a cohort as its planners see it: what is published, and over it what it is to become."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from curriculum.models import Draft, ReleaseChange, Session
from curriculum.models.planned import Planned
from trainees.models import Cohort

Kind = ReleaseChange.Kind
PLANNED = ("module_id", "number", "track_id", "title", "starts_at", "ends_at", "room_id", "place")


@dataclass(frozen=True)
class Row:
    """One session: `known` as people know it, `draft` as it is to become. One of the two is there."""

    known: Session | None
    draft: Draft | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"s{self.known.pk}" if self.known else f"d{self.draft.pk if self.draft else 0}"

    @property
    def planned(self) -> Planned:
        """How it is to be."""
        planned = self.draft or self.known
        if planned is None:
            raise ValueError("a row without a session and without a draft")
        return planned

    def is_about(self, draft: Draft) -> bool:
        """Whether this is the session that a draft, saved or not, is about."""
        if draft.session_id:
            return bool(self.known and self.known.pk == draft.session_id)
        return bool(self.draft and self.draft.pk == draft.pk)

    @property
    def is_off(self) -> bool:
        """It does not take place, or will not any more."""
        if self.draft:
            return self.draft.is_cancelled
        return bool(self.known and self.known.cancelled_at)

    @property
    def is_pinned(self) -> bool:
        return any(planned.is_pinned for planned in (self.known, self.draft) if planned)

    @property
    def kind(self) -> Kind | None:
        """What publishing does to it; None when it stays as it is known."""
        if self.draft is None:
            return None
        if self.known is None:
            return Kind.NEW
        if self.draft.is_cancelled:
            return Kind.CANCELLED
        if self.known.cancelled_at:
            return Kind.RESTORED
        return Kind.CHANGED if self.known.day() == self.draft.day() else Kind.MOVED

    @property
    def order(self) -> tuple[dt.datetime, int, int]:
        planned = self.planned
        return (planned.starts_at, self.known.pk if self.known else 0, self.draft.pk if self.draft else 0)


def rows(cohort: Cohort, *, since: dt.datetime | None = None, with_cancelled: bool = False) -> list[Row]:
    """In order of how they are to be; from a moment on, or all. Two queries.

    A session that was cancelled and stays so is left out, unless asked for.
    """
    sessions = Session.objects.of_cohort(cohort).with_essentials()
    if since:
        sessions = sessions.from_moment(since)
    found = _joined(sessions, Draft.objects.of_cohort(cohort).with_essentials())
    return [row for row in found if with_cancelled or row.draft or not row.is_off]


def all_rows(cohort: Cohort) -> list[Row]:
    """The same with what was cancelled, and with everything of each. Six queries."""
    sessions = Session.objects.of_cohort(cohort).with_module().with_lecturers()
    return _joined(sessions, Draft.objects.of_cohort(cohort).with_everything())


def _joined(sessions: Iterable[Session], drafts: Iterable[Draft]) -> list[Row]:
    known = {session.pk: session for session in sessions}
    drafts = list(drafts)
    by_session = {draft.session_id: draft for draft in drafts if draft.session_id}
    found = [Row(session, by_session.get(pk)) for pk, session in known.items()]
    found += [Row(None, draft) for draft in drafts if draft.session_id is None]
    return sorted(found, key=lambda row: row.order)


def clashes(found: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Neighbours that would be at the same time."""
    held = [row for row in found if not row.is_off]
    return [
        (first, second)
        for first, second in pairwise(held)
        if second.planned.starts_at < first.planned.ends_at
    ]


def draft_of(session: Session) -> Draft:
    """A draft, not saved yet, in which everything is as it is known."""
    values = {name: getattr(session, name) for name in (*PLANNED, "cohort_id")}
    return Draft(session=session, is_cancelled=bool(session.cancelled_at), **values)


def is_as_known(draft: Draft, lecturers: Iterable[int]) -> bool:
    """Whether this draft changes nothing about its session. `lecturers`: the keys of who gives the draft."""
    session = draft.session
    if session is None or draft.is_cancelled != bool(session.cancelled_at):
        return False
    if any(getattr(session, name) != getattr(draft, name) for name in PLANNED):
        return False
    return {person.pk for person in session.lecturers.all()} == set(lecturers)
