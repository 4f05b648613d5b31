"""What is different about a session, before and after: as data that lasts, and as a sentence to read."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.models import Draft, ReleaseChange, Session
from curriculum.models.planned import Planned

Kind = ReleaseChange.Kind


@dataclass(frozen=True)
class Known:
    """What people know of a session. It outlives the rows it was taken from, so it names them in words.

    `starts_at` and `ends_at` are ISO moments; `lecturers`: the key and the name of each. `about`: what a
    session of a module is called besides that module; `room` and, of a day outside the modules, `track` by
    name.
    """

    module: int | None
    title: str
    number: int | None
    count: int | None
    starts_at: str
    ends_at: str
    place: str
    lecturers: tuple[tuple[int, str], ...] = ()
    about: str = ""
    room: str = ""
    track: str = ""

    @classmethod
    def of(cls, planned: Planned) -> Self:
        """Loaded with its module, track, room and lecturers."""
        module = planned.module
        return cls(
            module=module.number if module else None,
            title=module.title if module else planned.title,
            number=planned.number,
            count=module.session_count if module else None,
            starts_at=timezone.localtime(planned.starts_at).isoformat(),
            ends_at=timezone.localtime(planned.ends_at).isoformat(),
            place=planned.place,
            lecturers=tuple((person.pk, str(person)) for person in planned.lecturers.all()),
            about=planned.title if module else "",
            room=str(planned.room or ""),
            track="" if module else str(planned.track),
        )

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        lecturers = tuple((pk, name) for pk, name in data["lecturers"])
        return cls(**data | {"lecturers": lecturers})

    def data(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def begin(self) -> dt.datetime:
        return timezone.localtime(dt.datetime.fromisoformat(self.starts_at))

    @property
    def end(self) -> dt.datetime:
        return timezone.localtime(dt.datetime.fromisoformat(self.ends_at))

    @property
    def day(self) -> dt.date:
        return self.begin.date()

    @property
    def hours(self) -> str:
        return f"{self.begin:%H:%M}–{self.end:%H:%M}"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for _pk, name in self.lecturers)

    def __str__(self) -> str:
        """As one says it: "Module 9, session 2", or the title of a day outside the modules."""
        if self.module is None:
            return self.title
        if self.count == 1:
            return _("Module %(module)d") % {"module": self.module}
        return _("Module %(module)d, session %(session)d") % {"module": self.module, "session": self.number}


@dataclass(frozen=True)
class Change:
    """What happens to one session. Without `before` it is new; without `after` it is cancelled."""

    kind: Kind
    before: Known | None
    after: Known | None
    session: Session | None = None
    draft: Draft | None = None

    @property
    def about(self) -> Known:
        known = self.after or self.before
        if known is None:
            raise ValueError("a change without a before and an after")
        return known

    @property
    def first(self) -> dt.datetime:
        """The earliest moment at which somebody has to know."""
        return min(known.begin for known in (self.before, self.after) if known)

    @property
    def sentence(self) -> str:
        """ "Module 9, session 2 moves from Friday 20 to Friday 27 November"."""
        return SENTENCES[self.kind](self)

    def __str__(self) -> str:
        return self.sentence


def of_drafts(drafts: Iterable[Draft]) -> list[Change]:
    """What publishing these drafts changes, in order of the day they concern first.

    Loaded `with_everything()`. A draft in which all is as it was changes nothing.
    """
    changes = [change for draft in drafts if (change := _of_draft(draft))]
    return sorted(changes, key=lambda change: (change.first, change.about.title, change.about.number or 0))


def _of_draft(draft: Draft) -> Change | None:
    session, after = draft.session, Known.of(draft)
    if session is None:
        return Change(Kind.NEW, None, after, None, draft)
    before = Known.of(session)
    if session.cancelled_at:
        return None if draft.is_cancelled else Change(Kind.RESTORED, before, after, session, draft)
    if draft.is_cancelled:
        return Change(Kind.CANCELLED, before, None, session, draft)
    if before == after:
        return None
    kind = Kind.CHANGED if before.day == after.day else Kind.MOVED
    return Change(kind, before, after, session, draft)


def stored(row: ReleaseChange) -> Change:
    """A change as a release remembers it."""
    before, after = (Known.read(data) if data else None for data in (row.before, row.after))
    return Change(Kind(row.kind), before, after, row.session)


def _said_new(change: Change) -> str:
    return _("%(session)s on %(day)s, %(hours)s") % _words(change.about)


def _said_cancelled(change: Change) -> str:
    return _("%(session)s on %(day)s is cancelled") % _words(change.about)


def _said_restored(change: Change) -> str:
    return _("%(session)s takes place after all, on %(day)s, %(hours)s") % _words(change.about)


def _said_moved(change: Change) -> str:
    before, after = change.before, change.about
    if before is None:
        return _said_new(change)
    words = {"session": after, "before": _from(before, after), "after": _day(after)}
    sentence = _("%(session)s moves from %(before)s to %(after)s") % words
    return "; ".join([sentence, *_differences(before, after)])


def _said_changed(change: Change) -> str:
    before, after = change.before, change.about
    if before is None:
        return _said_new(change)
    what = "; ".join(_differences(before, after))
    return _("%(session)s on %(day)s: %(what)s") % (_words(after) | {"what": what})


def _differences(before: Known, after: Known) -> list[str]:
    """What is different besides the day."""
    found = []
    if str(before) != str(after):
        found.append(_("it was %(before)s") % {"before": before})
    if before.hours != after.hours:
        found.append(_("%(after)s instead of %(before)s") % {"before": before.hours, "after": after.hours})
    if before.place != after.place:
        place = {"before": before.place or _("no place yet"), "after": after.place or _("place follows")}
        moved = _("at %(after)s instead of %(before)s") if before.place else _("at %(after)s")
        found.append(moved % place)
    if before.lecturers != after.lecturers:
        found.append(_taught(after.names))
    return [*found, *_details(before, after)]


def _details(before: Known, after: Known) -> Iterator[str]:
    """What few will notice, and is never dropped in silence."""
    if before.about != after.about:
        yield _("title “%(title)s”") % {"title": after.about} if after.about else _("no title of its own")
    if before.room != after.room and before.place == after.place:
        yield _("room %(room)s") % {"room": after.room} if after.room else _("no room of ours")
    if before.track != after.track and before.track and after.track:
        yield _("now part of %(track)s") % {"track": after.track}


def _taught(names: tuple[str, ...]) -> str:
    if not names:
        return _("the lecturer follows")
    return ngettext("lecturer %(names)s", "lecturers %(names)s", len(names)) % {"names": ", ".join(names)}


def _words(known: Known) -> dict[str, Any]:
    return {"session": known, "day": _day(known), "hours": known.hours}


def _day(known: Known) -> str:
    return date_format(known.day, "l j F")


def _from(before: Known, after: Known) -> str:
    """Without the month when it is the same one."""
    same = (before.day.year, before.day.month) == (after.day.year, after.day.month)
    return date_format(before.day, "l j" if same else "l j F")


SENTENCES = {
    Kind.NEW: _said_new,
    Kind.MOVED: _said_moved,
    Kind.CHANGED: _said_changed,
    Kind.CANCELLED: _said_cancelled,
    Kind.RESTORED: _said_restored,
}
