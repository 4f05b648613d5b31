"""Sessions as entries of a calendar, for feeds and for the file in a mail."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from curriculum.models import Session
from wijkmakers.lib.agenda import Entry
from wijkmakers.lib.listing import addresses


def of_sessions(sessions: Iterable[Session]) -> Iterator[Entry]:
    """In the language that is active. Loaded `with_essentials()` and for calendars.

    A session that moves keeps its identity; one that was cancelled says so.
    """
    address = addresses("session")
    for session in sessions:
        url = settings.SITE_URL + address(session.pk)
        yield Entry(
            uid=str(session.uid),
            sequence=session.sequence,
            summary=session.name(),
            start=session.starts_at,
            end=session.ends_at,
            last_modified=session.changed_at,
            location=session.place,
            description="\n".join(_about(session, url)),
            url=url,
            is_cancelled=session.cancelled_at is not None,
        )


def _about(session: Session, url: str) -> Iterator[str]:
    yield session.kicker()
    if session.module and session.title:
        yield session.title
    yield from (_("Prepare: %(line)s") % {"line": line} for line in session.preparation_lines())
    yield url
