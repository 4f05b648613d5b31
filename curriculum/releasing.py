"""What publishing the drafts of a cohort would do now: what changes for whom, what stops it, what to mind."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum import days, drafting, ordering
from curriculum.changes import Change, Kind, Known, of_drafts
from curriculum.drafting import Row
from curriculum.formerly import version_of
from curriculum.models import Draft, Session, Unavailable
from curriculum.models.planned import Planned
from trainees.models import ClosedDay, Cohort, Trainee, User

SHORT_NOTICE = dt.timedelta(days=14)


@dataclass(frozen=True)
class Told:
    """Somebody for whom something changes. `teaches`: they give it, they do not follow it."""

    user: int
    name: str
    changes: tuple[Change, ...]
    teaches: bool = False


@dataclass(frozen=True)
class Publication:
    """`version`: stands for exactly these drafts, so that what is published is what somebody looked at."""

    cohort: Cohort
    changes: list[Change]
    drafts: list[Draft] = field(default_factory=list)
    blockers: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @cached_property
    def version(self) -> str:
        return version_of(self.drafts)

    @property
    def trainees(self) -> list[Told]:
        return [person for person in self.told if not person.teaches]

    @property
    def lecturers(self) -> list[Told]:
        return [person for person in self.told if person.teaches]


def review(cohort: Cohort, *, now: dt.datetime) -> Publication:
    """Looks at every draft of the cohort. Thirteen queries at most, whatever the size."""
    drafts = list(Draft.objects.of_cohort(cohort).with_everything().in_order())
    changes = of_drafts(drafts)
    if not changes:
        return Publication(cohort, [], drafts)
    rows = drafting.rows(cohort)
    return Publication(
        cohort,
        changes,
        drafts,
        blockers=[*_at_one_time(rows), *_twice(rows), *_too_late(changes, now)],
        warnings=[
            *_past(changes, now),
            *_soon(changes, now),
            *_unusual(cohort, changes),
            *_taken(cohort, changes),
            *_away(changes),
            *ordering.sentences(rows),
            *_without(changes),
        ],
        told=_told(cohort, changes),
    )


# What stops it


def _at_one_time(rows: list[Row]) -> Iterator[str]:
    for first, second in drafting.clashes(rows):
        yield _("%(first)s and %(second)s are at the same time on %(day)s.") % {
            "first": _called(first.planned),
            "second": _called(second.planned),
            "day": date_format(second.planned.day(), "l j F Y"),
        }


def _twice(rows: list[Row]) -> Iterator[str]:
    met: set[tuple[int | None, int | None]] = set()
    for row in rows:
        planned = row.planned
        key = (planned.module_id, planned.number)
        if planned.module_id and not row.is_off:
            if key in met:
                yield _("%(session)s is planned twice.") % {"session": _called(planned)}
            met.add(key)


def _too_late(changes: list[Change], now: dt.datetime) -> Iterator[str]:
    """What has begun is history and is not moved."""
    for change in changes:
        if change.before and change.kind != Kind.RESTORED and change.before.begin <= now:
            words = {"session": change.before, "day": date_format(change.before.day, "l j F")}
            yield _("%(session)s on %(day)s has begun already; it stays as it was.") % words


# What to think of


def _past(changes: list[Change], now: dt.datetime) -> Iterator[str]:
    """It was held, and nobody had planned it: its attendance can be recorded yet."""
    for change in changes:
        if change.after and change.after.begin <= now:
            words = {"session": change.after, "day": date_format(change.after.day, "l j F")}
            yield _("%(session)s on %(day)s lies in the past.") % words


def _soon(changes: list[Change], now: dt.datetime) -> Iterator[str]:
    near = [change for change in changes if now <= change.first < now + SHORT_NOTICE]
    if near:
        sentence = ngettext(
            "%(count)d change is within two weeks: %(sessions)s. Call who has to know.",
            "%(count)d changes are within two weeks: %(sessions)s. Call who has to know.",
            len(near),
        )
        yield sentence % {"count": len(near), "sessions": _listed(near)}


def _unusual(cohort: Cohort, changes: list[Change]) -> Iterator[str]:
    """Only days that somebody chose now; what was unusual already was known."""
    chosen = {c.after.day for c in changes if c.after and not (c.before and c.before.day == c.after.day)}
    if chosen:
        closed = list(ClosedDay.objects.for_cohort(cohort).between(min(chosen), max(chosen)).in_order())
        for day in sorted(chosen):
            yield from days.objections(cohort, day, closed)


def _taken(cohort: Cohort, changes: list[Change]) -> Iterator[str]:
    """A lecturer or a room that another cohort has at that time."""
    others = list(Session.objects.clashing_with_drafts(cohort).with_claims().in_order())
    for change in changes:
        for other in others:
            if change.after and change.draft and _overlap(change.draft, other):
                yield from _claims(change, change.draft, other)


def _claims(change: Change, draft: Draft, other: Session) -> Iterator[str]:
    words = {"session": change.about, "day": date_format(change.about.day, "l j F"), "cohort": other.cohort}
    for person in other.lecturers.all():
        if person.pk in dict(change.about.lecturers):
            yield _("%(name)s teaches %(cohort)s at that time: %(session)s on %(day)s.") % (
                words | {"name": person}
            )
    if other.room_id and other.room_id == draft.room_id:
        yield _("%(room)s is taken by %(cohort)s at that time: %(session)s on %(day)s.") % (
            words | {"room": other.room}
        )


def _overlap(one: Planned, other: Planned) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _away(changes: list[Change]) -> Iterator[str]:
    wanted = [change for change in changes if change.after]
    if not wanted:
        return
    first, last = min(c.about.day for c in wanted), max(c.about.day for c in wanted)
    away = list(Unavailable.objects.between(first, last).with_whom().in_order())
    for change in wanted:
        lecturers = dict(change.about.lecturers)
        room = change.draft.room_id if change.draft else None
        for row in away:
            concerned = row.user_id in lecturers if row.user_id else row.room_id == room
            if concerned and row.is_on(change.about.day):
                yield _("%(whom)s is not available on %(day)s: %(session)s.") % {
                    "whom": row.user or row.room,
                    "day": date_format(change.about.day, "l j F"),
                    "session": change.about,
                }


def _without(changes: list[Change]) -> Iterator[str]:
    after = [change for change in changes if change.after]
    untaught = [change for change in after if not change.about.lecturers]
    nowhere = [change for change in after if not change.about.place]
    if untaught:
        sentence = ngettext(
            "%(count)d session has no lecturer yet: %(sessions)s.",
            "%(count)d sessions have no lecturer yet: %(sessions)s.",
            len(untaught),
        )
        yield sentence % {"count": len(untaught), "sessions": _listed(untaught)}
    if nowhere:
        sentence = ngettext(
            "%(count)d session has no place yet: %(sessions)s.",
            "%(count)d sessions have no place yet: %(sessions)s.",
            len(nowhere),
        )
        yield sentence % {"count": len(nowhere), "sessions": _listed(nowhere)}


# Who is told


def _told(cohort: Cohort, changes: list[Change]) -> list[Told]:
    """Trainees who take part on a day that changes, then who gives or gave a session that does."""
    trainees = Trainee.objects.of_cohort(cohort).with_user().with_pauses().in_order()
    found = [
        Told(trainee.user_id, str(trainee), concerned)
        for trainee in trainees
        if (concerned := tuple(change for change in changes if _concerns(trainee, change)))
    ]
    teaching: dict[int, list[Change]] = {}
    for change in changes:
        sides = (known for known in (change.before, change.after) if known)
        for pk in dict.fromkeys(pk for known in sides for pk, _name in known.lecturers):
            teaching.setdefault(pk, []).append(change)
    people = User.objects.active().among(teaching).in_order()
    return found + [Told(user.pk, str(user), tuple(teaching[user.pk]), teaches=True) for user in people]


def _concerns(trainee: Trainee, change: Change) -> bool:
    sides: Iterable[Known] = (known for known in (change.before, change.after) if known)
    return any(
        trainee.starts_on <= known.day <= trainee.ends_on and not trainee.is_paused_on(known.day)
        for known in sides
    )


def _called(planned: Planned) -> str:
    if planned.module is None:
        return planned.title
    return _("Module %(module)d, session %(session)d") % {
        "module": planned.module.number,
        "session": planned.number,
    }


def _listed(changes: list[Change], *, shown: int = 4) -> str:
    names = [f"{change.about} ({date_format(change.about.day, 'j F')})" for change in changes[:shown]]
    more = len(changes) - shown
    if more > 0:
        names.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    return capfirst("; ".join(names))
