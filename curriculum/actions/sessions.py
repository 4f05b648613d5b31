"""The programme of a cohort: sessions planned, moved and removed."""

from collections.abc import Iterable

from django.db import transaction

from curriculum.actions.modules import set_lecturers
from curriculum.models import Session
from trainees.actions.people import NamedPerson
from trainees.models import User
from wijkmakers.lib.versions import remove_version, save_version


@transaction.atomic
def plan_session(
    *, session: Session, by: User, lecturers: Iterable[User] = (), newcomer: NamedPerson | None = None
) -> Session:
    """A new session. When nobody is named, those who teach its module teach it."""
    save_version(session, by=by)
    people = list(lecturers)
    if not people and not newcomer and session.module:
        people = list(session.module.lecturers.all())
    set_lecturers(session, people, newcomer, by=by)
    return session


@transaction.atomic
def change_session(
    *,
    session: Session,
    seen: int,
    by: User,
    lecturers: Iterable[User] = (),
    newcomer: NamedPerson | None = None,
) -> Session:
    """Save what was changed; a session that moves stays the same session, with its attendance."""
    save_version(session, by=by, seen=seen)
    set_lecturers(session, lecturers, newcomer, by=by)
    return session


@transaction.atomic
def remove_session(*, session: Session, by: User, seen: int | None = None) -> None:
    """With the attendance that was recorded of it."""
    remove_version(session, seen=seen)
