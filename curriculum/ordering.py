"""What the draft of a programme puts out of order: modules, and the sessions within one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.drafting import Row
from curriculum.models import Module, Prerequisite
from curriculum.models.planned import Planned
from wijkmakers.lib.words import said_all

Pair = tuple[int, int]
# So many sentences can be read while they stand there.
AT_ONCE = 2


@dataclass(frozen=True)
class Span:
    """From the beginning of a module up to its end. `numbers`: its sessions, in the order of their days."""

    module: Module
    track: int
    begins: dt.datetime
    ends: dt.datetime
    numbers: tuple[int, ...]


def sentences(rows: Iterable[Row], *, about: Collection[int] | None = None) -> Iterator[str]:
    """What somebody who plans may want to know; it stops nobody. One query.

    Modules of a track follow each other by number, and one that another has to come before is done first,
    also in another track. What people know already is not said again, unless the second is at stake.
    `about`: only what these modules (keys) have to do with.
    """
    rows = list(rows)
    planned = _spans(row.planned for row in rows if not row.is_off)
    known = _spans(row.known for row in rows if row.known and not row.known.cancelled_at)
    needed = set(Prerequisite.objects.between_modules(planned).pairs())
    pairs = (_too_soon(planned) - _too_soon(known)) | {
        pair for pair in needed if _begins_before(planned, *pair)
    }
    if about is not None:
        pairs = {pair for pair in pairs if pair[0] in about or pair[1] in about}
    yield from _of_modules(planned, pairs)
    yield from _of_sessions(planned, known, about)


def in_short(said: Sequence[str]) -> str:
    """The first of these sentences, and how many more there are."""
    more = len(said) - AT_ONCE
    first = " ".join(said[:AT_ONCE])
    if more <= 0:
        return first
    sentence = ngettext(
        "%(sentences)s You read %(count)d more when you publish.",
        "%(sentences)s You read %(count)d more when you publish.",
        more,
    )
    return sentence % {"sentences": first, "count": more}


def _spans(sessions: Iterable[Planned]) -> dict[int, Span]:
    """By module, in the order of their numbers."""
    of: dict[Module, list[Planned]] = defaultdict(list)
    for session in sessions:
        if session.module:
            of[session.module].append(session)
    found = []
    for module, held in of.items():
        held.sort(key=lambda session: (session.starts_at, session.number))
        last = max(session.ends_at for session in held)
        numbers = tuple(session.number or 0 for session in held)
        found.append(Span(module, held[0].track_id, held[0].starts_at, last, numbers))
    return {span.module.pk: span for span in sorted(found, key=lambda span: span.module.number)}


def _too_soon(spans: dict[int, Span]) -> set[Pair]:
    """(module, module with a lower number in its track that is not done by then)."""
    return {
        (one, other)
        for one, span in spans.items()
        for other, before in spans.items()
        if before.track == span.track
        and before.module.number < span.module.number
        and span.begins < before.ends
    }


def _begins_before(spans: dict[int, Span], module: int, needed: int) -> bool:
    return spans[module].begins < spans[needed].ends


def _of_modules(spans: dict[int, Span], pairs: set[Pair]) -> Iterator[str]:
    for pk, span in spans.items():
        undone = [_called(other) for key, other in spans.items() if (pk, key) in pairs]
        if undone:
            sentence = ngettext(
                "%(module)s begins before %(others)s is done.",
                "%(module)s begins before %(others)s are done.",
                len(undone),
            )
            names = {"module": capfirst(_called(span)), "others": said_all(undone)}
            yield sentence % names


def _of_sessions(
    spans: dict[int, Span], known: dict[int, Span], about: Collection[int] | None
) -> Iterator[str]:
    for pk, span in spans.items():
        before = known[pk].numbers if pk in known else ()
        backward = [(one, two) for one, two in pairwise(span.numbers) if two < one]
        if backward and span.numbers != before and (about is None or pk in about):
            one, two = backward[0]
            words = {"module": capfirst(_called(span)), "first": one, "second": two}
            yield _("%(module)s: session %(first)d comes before session %(second)d.") % words


def _called(span: Span) -> str:
    words = {"number": span.module.number, "title": span.module.title}
    return _("module %(number)d (%(title)s)") % words
