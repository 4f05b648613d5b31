"""Sessions as entries of a calendar, for feeds and for the file in a mail, in the language that is active."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.models import CatchUp, Session
from trainees.agenda import site_url, uid
from wijkmakers.lib.agenda import Entry
from wijkmakers.lib.listing import addresses


def of_sessions(
    sessions: Iterable[Session], *, also: Callable[[Session], Iterable[str]] = lambda session: ()
) -> Iterator[Entry]:
    """Loaded `with_essentials()` or `for_calendars()`. `also`: more lines about a session.

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
            description="\n".join([*_about(session), *also(session), url]),
            url=url,
            is_cancelled=session.cancelled_at is not None,
        )


def of_catch_ups(catch_ups: Iterable[CatchUp]) -> Iterator[Entry]:
    """On the day by which each is to be done. Loaded `with_session()`."""
    url = site_url("week")
    for catch_up in catch_ups:
        session = catch_up.session
        yield Entry(
            uid=uid("catch-up", catch_up.pk),
            sequence=catch_up.version - 1,
            summary=_("Catch up on %(session)s") % {"session": session.name()},
            start=catch_up.due_on,
            last_modified=max(catch_up.changed_at, session.changed_at),
            description=f"{session.kicker()}\n{url}",
            url=url,
            is_busy=False,
        )


def of_learning_days(
    sessions: Iterable[Session], *, attending: Mapping[int, int], trainees: int
) -> Iterator[Entry]:
    """For who supervises so many trainees: the days on which they learn, and nothing of what or who.

    attending: {session id: how many of them}.
    """
    url = site_url("my_trainees")
    for session in sessions:
        count = attending[session.pk]
        several = ngettext(
            "Learning day of %(n)d of your trainees", "Learning day of %(n)d of your trainees", count
        )
        yield Entry(
            uid=uid("learning", session.uid),
            sequence=session.sequence,
            summary=_("Learning day of your trainee") if trainees == 1 else several % {"n": count},
            start=session.day(),
            last_modified=session.changed_at,
            description=url,
            url=url,
            is_busy=False,
            is_cancelled=session.cancelled_at is not None,
        )


def _about(session: Session) -> Iterator[str]:
    yield session.kicker()
    if session.module and session.title:
        yield session.title
    yield from (_("Prepare: %(line)s") % {"line": line} for line in session.preparation_lines())
