"""What a draft takes to be so although the rows do not say it: of rows and agreements, each also a sentence.

Suppositions are applied to who is where in a cohort, before the planner is asked anything, so that the
problem is the one that the rows would give. Applied to rows that say the same already they change nothing: a
draft is not out of date because what it supposed has come true.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.naming import Names, hosts_named
from placements.rotation.problem import Cell
from placements.spans import ONE_DAY, Span, said_day
from placements.staffing import HostFact, Person, SeatFact, Staffing, Stay

Stored = dict[str, Any]
Fits = Callable[[Stay], bool]


@dataclass(frozen=True)
class Supposition:
    """`kind` is how it is stored. All fields are primary keys, days or numbers."""

    kind: ClassVar[str]

    def applied(self, facts: Staffing, since: dt.date | None) -> Staffing:
        """The staffing as it would be. `since`: the day from which something is decided, if any."""
        return facts

    def told(self, names: Names) -> str:
        raise NotImplementedError

    def frees(self, stay: Stay) -> bool:
        """Whether it is because of this that the placement does not go on."""
        return False

    def might_free(self, cell: Cell, host: str) -> bool:
        """The same of what the planner was told: a trainee in a period, and where they were."""
        return False

    def hosts(self) -> tuple[int, ...]:
        """Those that it names."""
        return tuple(getattr(self, field.name) for field in fields(self) if field.name == "host")


@dataclass(frozen=True)
class Seats(Supposition):
    """A host takes so many trainees in a period; it may be new there."""

    kind = "seats"
    host: int
    period: int
    minimum: int
    maximum: int

    def applied(self, facts: Staffing, since: dt.date | None) -> Staffing:
        host = next((host for host in _hosts(facts) if host.pk == self.host), None)
        period = next((period for period in facts.periods if period.pk == self.period), None)
        if host is None or period is None:
            return facts
        if facts.seat(host, period) is None:
            seat = SeatFact(0, host, period, self.minimum, self.maximum, frozenset())
            return replace(facts, seats=(*facts.seats, seat))
        return _with_seats(facts, {(self.host, self.period): (self.minimum, self.maximum)})

    def told(self, names: Names) -> str:
        words = {"host": names.host(str(self.host)), "number": names.number(str(self.period))}
        words |= {"n": self.maximum, "least": self.minimum}
        if not self.maximum:
            return _("%(host)s offers no seats in period %(number)d.") % words
        if self.minimum:
            return _("%(host)s takes at least %(least)d and at most %(n)d in period %(number)d.") % words
        return (
            ngettext(
                "%(host)s offers %(n)d seat in period %(number)d.",
                "%(host)s offers %(n)d seats in period %(number)d.",
                self.maximum,
            )
            % words
        )


@dataclass(frozen=True)
class Lifted(Supposition):
    """Somebody may be sent to a host after all."""

    kind = "lifted"
    trainee: int
    host: int

    def applied(self, facts: Staffing, since: dt.date | None) -> Staffing:
        def lift(person: Person) -> Person:
            left = tuple(row for row in person.exclusions if row[0] != self.host)
            return replace(person, exclusions=left)

        return _with_person(facts, self.trainee, lift)

    def told(self, names: Names) -> str:
        return _("%(name)s may be sent to %(host)s.") % _who_where(self, names)


@dataclass(frozen=True)
class Excluded(Supposition):
    """Somebody is not sent to a host; `why` is the kind of exclusion."""

    kind = "excluded"
    trainee: int
    host: int
    why: str

    def applied(self, facts: Staffing, since: dt.date | None) -> Staffing:
        def exclude(person: Person) -> Person:
            if self.host in dict(person.exclusions):
                return person
            return replace(person, exclusions=(*person.exclusions, (self.host, self.why)))

        return _with_person(facts, self.trainee, exclude)

    def told(self, names: Names) -> str:
        return _("%(name)s is not sent to %(host)s.") % _who_where(self, names)


@dataclass(frozen=True)
class Wishes(Supposition):
    """Somebody would like to work at these hosts, the dearest first."""

    kind = "wishes"
    trainee: int
    ranked: tuple[int, ...]

    def applied(self, facts: Staffing, since: dt.date | None) -> Staffing:
        wishes = tuple((host, rank) for rank, host in enumerate(self.ranked, 1))
        return _with_person(facts, self.trainee, lambda person: replace(person, wishes=wishes))

    def told(self, names: Names) -> str:
        words = {"name": names.person(str(self.trainee))}
        if not self.ranked:
            return _("%(name)s has no wishes.") % words
        hosts = ", ".join(names.host(str(host)) for host in self.ranked)
        return _("%(name)s wishes in this order: %(hosts)s.") % (words | {"hosts": hosts})

    def hosts(self) -> tuple[int, ...]:
        return self.ranked


@dataclass(frozen=True)
class Unpaired(Supposition):
    """Where these two work does not depend on each other. Pairs are no part of a staffing: see `asking`."""

    kind = "unpaired"
    first: int
    second: int

    def told(self, names: Names) -> str:
        who = {"first": names.person(str(self.first)), "second": names.person(str(self.second))}
        return _("Nothing is agreed about %(first)s and %(second)s.") % who


@dataclass(frozen=True)
class Released(Supposition):
    """What somebody has in a period need not stay. Days before those that are decided about have been worked,
    and whoever has begun does not come back there."""

    kind = "released"
    trainee: int
    host: int
    period: int

    def applied(self, facts: Staffing, since: dt.date | None) -> Staffing:
        return _ended(facts, self.frees, since)

    def told(self, names: Names) -> str:
        words = _who_where(self, names) | {"number": names.number(str(self.period))}
        return _("The placement of %(name)s at %(host)s in period %(number)d may change.") % words

    def frees(self, stay: Stay) -> bool:
        return (stay.trainee, stay.host.pk, stay.period.pk) == (self.trainee, self.host, self.period)

    def might_free(self, cell: Cell, host: str) -> bool:
        return (*cell, host) == (str(self.trainee), str(self.period), str(self.host))


@dataclass(frozen=True)
class Withdraws(Supposition):
    """A host has no place for anybody from this day on."""

    kind = "withdraws"
    host: int
    on: dt.date

    def applied(self, facts: Staffing, since: dt.date | None) -> Staffing:
        left = _ended(facts, self.frees, self.on)

        def close(seat: SeatFact) -> SeatFact:
            if not self.closes(seat):
                return seat
            # A seat in which somebody worked earlier in the period cannot be undone.
            most = min(seat.maximum, left.taken(seat))
            return replace(seat, minimum=min(seat.minimum, most), maximum=most, until=self.on - ONE_DAY)

        return replace(left, seats=tuple(map(close, facts.seats)))

    def told(self, names: Names) -> str:
        words = {"host": names.host(str(self.host)), "day": said_day(self.on)}
        return _("%(host)s has no place for anybody from %(day)s on.") % words

    def frees(self, stay: Stay) -> bool:
        return stay.host.pk == self.host and stay.span.last >= self.on

    def might_free(self, cell: Cell, host: str) -> bool:
        return host == str(self.host)

    def closes(self, seat: SeatFact) -> bool:
        """Whether nobody can begin there any more, also where earlier days of the period were worked."""
        return seat.host.pk == self.host and seat.period.span.last >= self.on


@dataclass(frozen=True)
class Stops(Supposition):
    """Somebody leaves after this day."""

    kind = "stops"
    trainee: int
    on: dt.date

    def applied(self, facts: Staffing, since: dt.date | None) -> Staffing:
        until = Span(dt.date.min, self.on)

        def stop(person: Person) -> Person:
            pauses = tuple(left for pause in person.pauses if (left := pause.within(until)))
            span = replace(person.span, last=self.on)
            return replace(person, span=span, has_stopped=True, pauses=pauses)

        return _ended(_with_person(facts, self.trainee, stop), self.frees, self.on + ONE_DAY)

    def told(self, names: Names) -> str:
        words = {"name": names.person(str(self.trainee)), "day": said_day(self.on)}
        return _("The last day of %(name)s is %(day)s.") % words

    def frees(self, stay: Stay) -> bool:
        return stay.trainee == self.trainee and stay.span.last > self.on

    def might_free(self, cell: Cell, host: str) -> bool:
        return cell[0] == str(self.trainee)


@dataclass(frozen=True)
class Stays(Supposition):
    """Somebody takes part until this day; their last placement runs on where there is room."""

    kind = "stays"
    trainee: int
    until: dt.date

    def applied(self, facts: Staffing, since: dt.date | None) -> Staffing:
        def extend(person: Person) -> Person:
            return replace(person, span=replace(person.span, last=self.until), has_stopped=False)

        person = next((person for person in facts.people if person.pk == self.trainee), None)
        return self._run_on(_with_person(facts, self.trainee, extend), person) if person else facts

    def told(self, names: Names) -> str:
        words = {"name": names.person(str(self.trainee)), "day": said_day(self.until)}
        return _("%(name)s stays until %(day)s.") % words

    def _run_on(self, facts: Staffing, person: Person) -> Staffing:
        """As `extend_last_placement` does it."""
        stay = max(facts.stays_of(person), key=lambda stay: stay.span.first, default=None)
        seat = facts.seat(stay.host, stay.period) if stay else None
        if stay is None or seat is None:
            return facts
        until = self.until if stay.period.is_last else min(self.until, stay.period.span.last)
        if until <= stay.span.last:
            return facts
        more = Span(stay.span.last + ONE_DAY, until)
        if seat.maximum < 1 + facts.taken(seat, more, besides=stay.pk):
            return facts
        longer = replace(stay, span=Span(stay.span.first, until))
        return replace(facts, stays=tuple(longer if one.pk == stay.pk else one for one in facts.stays))


Suppositions = tuple[Supposition, ...]
KINDS: dict[str, type[Supposition]] = {
    one.kind: one
    for one in (Seats, Lifted, Excluded, Wishes, Unpaired, Released, Withdraws, Stops, Stays)
}  # fmt: skip


def suppose(facts: Staffing, supposes: Iterable[Supposition], since: dt.date | None = None) -> Staffing:
    """The staffing as all of these would make it, one after the other. One query at most: for organisations
    that offer nothing in this cohort yet."""
    some = tuple(supposes)
    known = {host.pk for host in _hosts(facts)}
    new = {one.host for one in some if isinstance(one, Seats)} - known
    if new and facts.periods:
        period = facts.periods[0]
        seats = (SeatFact(0, host, period, 0, 0, frozenset()) for host in hosts_named(new))
        facts = replace(facts, seats=(*facts.seats, *seats))
    for one in some:
        facts = one.applied(facts, since)
    return facts


def as_of(supposes: Iterable[Supposition], today: dt.date) -> Suppositions:
    """What is left to become so: an organisation that withdrew some days ago had people until now."""
    return tuple(
        replace(one, on=max(one.on, today)) if isinstance(one, Withdraws) else one for one in supposes
    )


def store(supposes: Iterable[Supposition]) -> list[Stored]:
    """As a database can keep it; `restore` gives the same."""
    return [
        {"kind": one.kind} | {name: _plain(value) for name, value in vars(one).items()} for one in supposes
    ]


def written(supposes: Iterable[Supposition]) -> str:
    """As an address or a hidden field carries it."""
    return json.dumps(store(supposes), separators=(",", ":"))


def restore(stored: Iterable[Any]) -> Suppositions:
    """Raises ValueError for what was not stored by us."""
    return tuple(map(_restored, stored))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _restored(row: Any) -> Supposition:
    kind = KINDS.get(str(row.get("kind"))) if isinstance(row, dict) else None
    if kind is None or set(row) != {"kind", *(field.name for field in fields(kind))}:
        raise ValueError("no supposition")
    return kind(**{field.name: _read(field.type, row[field.name]) for field in fields(kind)})


def _read(what: Any, value: Any) -> Any:
    if what is dt.date:
        return _day(value)
    if what == tuple[int, ...] and isinstance(value, list):
        return tuple(_read(int, one) for one in value)
    if type(value) is not what or (what is int and not 0 <= value < 2**31):
        raise ValueError("no supposition")
    return value


def _day(value: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as wrong:
        raise ValueError("no supposition") from wrong


def _who_where(one: Lifted | Excluded | Released, names: Names) -> dict[str, object]:
    return {"name": names.person(str(one.trainee)), "host": names.host(str(one.host))}


def _hosts(facts: Staffing) -> Iterable[HostFact]:
    return dict.fromkeys((*facts.hosts, *(stay.host for stay in facts.stays)))


def _with_person(facts: Staffing, trainee: int, change: Callable[[Person], Person]) -> Staffing:
    people = tuple(change(person) if person.pk == trainee else person for person in facts.people)
    return replace(facts, people=people)


def _with_seats(facts: Staffing, offered: dict[tuple[int, int], tuple[int, int]]) -> Staffing:
    def changed(seat: SeatFact) -> SeatFact:
        least, most = offered.get((seat.host.pk, seat.period.pk), (seat.minimum, seat.maximum))
        return replace(seat, minimum=least, maximum=most)

    return replace(facts, seats=tuple(map(changed, facts.seats)))


def _ended(facts: Staffing, which: Fits, on: dt.date | None) -> Staffing:
    """These placements end the day before; those that had not begun by then, or any when there is no day, are
    gone."""
    kept = []
    for stay in facts.stays:
        if not which(stay):
            kept.append(stay)
        elif on and stay.span.first < on:
            kept.append(replace(stay, span=Span(stay.span.first, min(stay.span.last, on - ONE_DAY))))
    return replace(facts, stays=tuple(kept))
