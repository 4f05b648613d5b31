"""What publishing a plan changes for whom, and what stands in the way. Nothing here asks the database.

Days before today have been worked: they stay as they are, whatever a plan says. So a placement that runs and
becomes another one ends yesterday, and what is new begins today at the earliest.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy, ngettext

from placements.spans import ONE_DAY, Span, most_at_once, said_day
from placements.staffing import HostFact, PeriodFact, Person, SeatFact, Staffing, Stay, grouped

NEW, HOST, DAYS, GONE = "new", "host", "days", "gone"
FEW = 2
"""Warnings of one kind that are told one by one."""

Asked = Collection[tuple[int, int]]
"""(trainee, period): what a plan decides about; all else is left as it is."""


@dataclass(frozen=True)
class Entry:
    """In the plan, somebody works here in these days. `pinned`: a coordinator wants it so, whatever rules
    about wishes and exclusions say."""

    trainee: int
    host: HostFact
    period: PeriodFact
    span: Span
    pinned: bool = False


@dataclass(frozen=True)
class Place:
    """Somebody at a host as it will stand; `stay` is the placement that it was until now, if any."""

    host: HostFact
    period: PeriodFact
    span: Span
    stay: Stay | None = None
    pinned: bool = False

    @property
    def is_as_it_was(self) -> bool:
        return self.stay is not None and self.stay.span == self.span

    @property
    def needs_no_reason(self) -> bool:
        """Nobody said in words why this person works there a second time."""
        return self.stay is None or not self.stay.is_second_time


@dataclass(frozen=True)
class Change:
    """What becomes different for one person.

    `kind`: NEW (only places are added) · HOST (another host) · DAYS (the same hosts, other days) · GONE
    (only places are taken away). `before` and `after`: what stands and will stand from today on, in order of
    date. `rows`: all placements of this person in what the plan decides about, as they will be, also what was
    worked; `stays`: as they are. `begins_on`: the first day on which somebody is elsewhere.
    """

    person: Person
    kind: str
    before: tuple[Place, ...]
    after: tuple[Place, ...]
    rows: tuple[Place, ...]
    stays: tuple[Stay, ...]
    begins_on: dt.date

    @property
    def removed(self) -> list[Stay]:
        """Placements of which nothing is left."""
        kept = {place.stay.pk for place in self.rows if place.stay}
        return [stay for stay in self.stays if stay.pk not in kept]

    @property
    def added(self) -> list[Place]:
        return [place for place in self.rows if place.stay is None]

    @property
    def altered(self) -> list[Place]:
        """Placements that keep their host and get other days."""
        return [place for place in self.rows if place.stay and not place.is_as_it_was]


@dataclass(frozen=True)
class Member:
    """Somebody of a host, with the days on which they belong to it where those are known."""

    pk: int
    host: int
    first: dt.date | None = None
    last: dt.date | None = None
    user: int = 0

    def is_there_on(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Remark:
    """Why a plan cannot be published, or what to think of before it is.

    `kind`, of blockers: "state" (it is not ready, or has been published) · "outdated" · "full" (host, period,
    `number` seats) · "closed" (person, host, period; `day` from which nobody can be there) · "twice" (person,
    host) · "stopped", "absent" (person is not there in those days) · "excluded" (person, host); of warnings:
    "notice" (person, `day` on which it changes, `number` of weeks) · "supervisor" (person, host).
    """

    kind: str
    person: Person | None = None
    host: HostFact | None = None
    period: PeriodFact | None = None
    day: dt.date | None = None
    number: int = 0

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.kind]) % {
            "name": self.person.name if self.person else "",
            "host": self.host.name if self.host else "",
            "period": self.period.number if self.period else 0,
            "day": said_day(self.day) if self.day else "",
            "number": self.number,
        }


SENTENCES = {
    "state": gettext_lazy("Only a plan that is ready and has not been published can be published."),
    "outdated": gettext_lazy(
        "This draft is out of date: what the planner was told has changed since. Make a new one."
    ),
    "full": gettext_lazy("%(host)s has too few seats in period %(period)d for this plan: %(number)d."),
    "closed": gettext_lazy("%(host)s has no place for anybody from %(day)s on, also not for %(name)s."),
    "twice": gettext_lazy("%(name)s would be at %(host)s a second time, and nobody said why."),
    "stopped": gettext_lazy("%(name)s has stopped, and is not there any more in all of these days."),
    "absent": gettext_lazy("%(name)s does not take part in all days of a place in this plan."),
    "excluded": gettext_lazy("%(name)s is not to be sent to %(host)s."),
    "notice": gettext_lazy("For %(name)s something changes on %(day)s: that is within %(number)d weeks."),
    "supervisor": gettext_lazy("%(name)s has no supervisor at %(host)s yet."),
}


@dataclass(frozen=True)
class Publication:
    """What publishing would do. Only without blockers it is done. `also`: what else becomes so, in words."""

    changes: tuple[Change, ...]
    blockers: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    members: tuple[Member, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def said_warnings(self) -> list[str]:
        """What lacks a supervisor in one sentence, where it is more than a few."""
        alone = [remark for remark in self.warnings if remark.kind == "supervisor"]
        if len(alone) <= FEW:
            return [remark.sentence for remark in self.warnings]
        found = [remark.sentence for remark in self.warnings if remark.kind != "supervisor"]
        by_host = grouped(alone, lambda remark: remark.host)
        whom = (
            f"{host.name if host else ''} ({', '.join(one.person.name for one in remarks if one.person)})"
            for host, remarks in by_host.items()
        )
        return [
            *found,
            ngettext(
                "%(n)d place has no supervisor yet: %(whom)s.",
                "%(n)d places have no supervisor yet: %(whom)s.",
                len(alone),
            )
            % {"n": len(alone), "whom": "; ".join(whom)},
        ]

    def supervisor_of(self, place: Place) -> int | None:
        """The key of the member who will supervise there: who did, or the only one the host has by then."""
        return _supervisor(place, self.members)


def changes_of(
    staffing: Staffing, entries: Iterable[Entry], asked: Asked, today: dt.date
) -> tuple[Change, ...]:
    """For whom what changes, by name; nobody for whom all stays as it is."""
    planned = grouped(entries, lambda entry: entry.trainee)
    found = (
        _change(staffing, person, planned.get(person.pk, []), asked, today) for person in staffing.people
    )
    return tuple(change for change in found if change)


def _change(
    staffing: Staffing, person: Person, entries: Iterable[Entry], asked: Asked, today: dt.date
) -> Change | None:
    stays = tuple(stay for stay in staffing.stays_of(person) if (person.pk, stay.period.pk) in asked)
    coming = _coming(entries, today)
    rows = _rows(stays, coming, today)
    before = _from(today, [_as_it_stands(stay) for stay in stays])
    after = _from(today, rows)
    old, new = _places(before), _places(after)
    if old == new:
        return None
    return Change(
        person=person,
        kind=_kind(before, after),
        before=tuple(before),
        after=tuple(after),
        rows=tuple(rows),
        stays=stays,
        begins_on=_first_difference(before, after, today),
    )


def _coming(entries: Iterable[Entry], today: dt.date) -> list[Entry]:
    """What is left of the plan from today on."""
    ahead = [entry for entry in entries if entry.span.last >= today]
    cut = [replace(entry, span=Span(max(entry.span.first, today), entry.span.last)) for entry in ahead]
    return sorted(cut, key=lambda entry: entry.span)


def _rows(stays: Iterable[Stay], coming: Iterable[Entry], today: dt.date) -> list[Place]:
    """What was worked, each entry joined to it where it goes on, and the rest of the entries."""
    yesterday = today - ONE_DAY
    left = {stay.pk: stay for stay in stays}
    rows = []
    for entry in coming:
        stay = next((one for one in left.values() if _goes_on(one, entry, today)), None)
        first = entry.span.first
        if stay:
            del left[stay.pk]
            first = stay.span.first if stay.span.first < today else first
        rows.append(Place(entry.host, entry.period, Span(first, entry.span.last), stay, entry.pinned))
    for stay in left.values():
        if stay.span.first < today:
            worked = Span(stay.span.first, min(stay.span.last, yesterday))
            rows.append(replace(_as_it_stands(stay), span=worked))
    return sorted(rows, key=lambda place: place.span)


def _goes_on(stay: Stay, entry: Entry, today: dt.date) -> bool:
    """Whether this is the same placement: nothing lies between what was worked and what is planned."""
    if (stay.host.pk, stay.period.pk) != (entry.host.pk, entry.period.pk):
        return False
    runs = stay.span.last >= today - ONE_DAY and entry.span.first == today
    return stay.span.first >= today or runs


def _as_it_stands(stay: Stay) -> Place:
    return Place(stay.host, stay.period, stay.span, stay)


def _from(today: dt.date, places: Iterable[Place]) -> list[Place]:
    return [place for place in places if place.span.last >= today]


def _places(places: Iterable[Place]) -> set[tuple[int, int, Span]]:
    return {(place.host.pk, place.period.pk, place.span) for place in places}


def _kind(before: Sequence[Place], after: Sequence[Place]) -> str:
    old, new = _places(before), _places(after)
    if not old - new:
        return NEW
    if not new - old:
        return GONE
    return DAYS if _hosts(before) == _hosts(after) else HOST


def _hosts(places: Iterable[Place]) -> list[int]:
    return [place.host.pk for place in places]


def _first_difference(before: Sequence[Place], after: Sequence[Place], today: dt.date) -> dt.date:
    """The first day on which somebody is elsewhere than stood there; today or later."""

    def host_on(day: dt.date, places: Iterable[Place]) -> int | None:
        return next((place.host.pk for place in places if day in place.span), None)

    spans = [place.span for place in (*before, *after)]
    days = sorted({max(day, today) for span in spans for day in (span.first, span.last + ONE_DAY)})
    return next((day for day in days if host_on(day, before) != host_on(day, after)), days[0])


def blockers_of(
    staffing: Staffing, changes: Collection[Change], seats: Collection[SeatFact] = ()
) -> tuple[Remark, ...]:
    """What the rules forbid of these changes, whatever the planner thought. `seats`: others that change."""
    return (
        *_full(staffing, changes, seats),
        *_closed(staffing, changes),
        *(remark for change in changes for remark in _personal(staffing, change)),
    )


def _full(staffing: Staffing, changes: Collection[Change], seats: Collection[SeatFact]) -> Iterator[Remark]:
    changed = {stay.pk for change in changes for stay in change.stays}
    rows = [(place.host, place.period, place.span) for change in changes for place in change.rows]
    rows += [(stay.host, stay.period, stay.span) for stay in staffing.stays if stay.pk not in changed]
    spans = grouped(rows, lambda row: (row[0].pk, row[1].pk))
    touched = {
        (place.host.pk, place.period.pk): (place.host, place.period)
        for change in changes
        for place in (*change.added, *change.altered)
    }
    touched |= {(seat.host.pk, seat.period.pk): (seat.host, seat.period) for seat in seats}
    for key, (host, period) in touched.items():
        seat = staffing.seat(host, period)
        maximum = seat.maximum if seat else 0
        if most_at_once(span for _host, _period, span in spans.get(key, ())) > maximum:
            yield Remark("full", host=host, period=period, number=maximum)


def _closed(staffing: Staffing, changes: Collection[Change]) -> Iterator[Remark]:
    """Who would be at a host that takes nobody any more, also where the plan leaves them as they stand."""
    people = {person.pk: person for person in staffing.people}
    changed = {stay.pk for change in changes for stay in change.stays}
    rows = [
        (change.person, place.host, place.period, place.span) for change in changes for place in change.rows
    ]
    for stay in staffing.stays:
        person = people[stay.trainee]
        # Whoever has stopped is not there any more, whatever stands.
        span = stay.span.within(person.span) if person.has_stopped else stay.span
        if span and stay.pk not in changed:
            rows.append((person, stay.host, stay.period, span))
    for person, host, period, span in rows:
        seat = staffing.seat(host, period)
        if seat and seat.until and not seat.is_open(span):
            yield Remark("closed", person, host, period, day=seat.until + ONE_DAY)


def _personal(staffing: Staffing, change: Change) -> Iterator[Remark]:
    person, written = change.person, (*change.added, *change.altered)
    for place in written:
        reach = staffing.reach(person, place.period)
        if reach is None or place.span.within(reach) != place.span:
            kind = "stopped" if person.has_stopped else "absent"
            yield Remark(kind, person, place.host, place.period)
    excluded = dict(person.exclusions)
    for place in change.added:
        if place.host.pk in excluded and not place.pinned:
            yield Remark("excluded", person, place.host, place.period)
    for host in _twice(staffing, change):
        yield Remark("twice", person, host)


def _twice(staffing: Staffing, change: Change) -> list[HostFact]:
    """Where somebody would be more than once without a reason."""
    decided = {stay.pk for stay in change.stays}
    others = [stay for stay in staffing.stays_of(change.person) if stay.pk not in decided]
    hosts = [stay.host for stay in others if not stay.is_second_time]
    hosts += [place.host for place in change.rows if place.needs_no_reason]
    return [host for host in dict.fromkeys(hosts) if hosts.count(host) > 1]


def warnings_of(
    changes: Iterable[Change], members: Collection[Member], *, today: dt.date, notice_weeks: int
) -> tuple[Remark, ...]:
    """What was promised otherwise, or is still to do. It does not stop anybody."""
    promised = today + dt.timedelta(weeks=notice_weeks)
    found = []
    for change in changes:
        if change.begins_on < promised:
            found.append(Remark("notice", change.person, day=change.begins_on, number=notice_weeks))
        found += [
            Remark("supervisor", change.person, place.host, place.period)
            for place in change.after
            if _supervisor(place, members) is None
        ]
    return tuple(found)


def _supervisor(place: Place, members: Iterable[Member]) -> int | None:
    if place.stay:
        return place.stay.supervisor
    there = [one.pk for one in members if one.host == place.host.pk and one.is_there_on(place.span.first)]
    return there[0] if len(there) == 1 else None
