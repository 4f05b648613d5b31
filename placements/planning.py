"""From the rows of a cohort to a problem for the planner, and from its proposal back to days.

Which periods are planned anew is the coordinator's choice: what lies before them has been worked, or stands.
So does what lies before a day within the first of them, when something is decided from that day on.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from placements.rotation.problem import (
    Assignment,
    Exclusion,
    Host,
    Pair,
    Pin,
    Problem,
    Seat,
    Trainee,
    Weights,
)  # fmt: skip
from placements.spans import Span, most_at_once
from placements.staffing import HostFact, PeriodFact, Person, Staffing, Stay
from placements.supposing import Suppositions, Withdraws, suppose

Cells = Mapping[tuple[int, int], Stay]
"""(trainee, period) -> the placement there."""


@dataclass(frozen=True)
class Asked:
    """What the planner is asked beside the rows: the first period it plans, and whether placements that are
    there already in those periods stay as they are.

    `begins_on`: a day from which something is decided, in the first of the periods or before it; placements
    that have begun by then stay. `supposes`: what is taken to be so. `pins`: what stays, when that is not
    what stands already. `current`: what "fewest changes" counts from, when that is not what stands.
    """

    first: PeriodFact
    keeps: bool = True
    weights: Weights = field(default_factory=Weights)
    exclusions: tuple[Exclusion, ...] = ()
    pairs: tuple[Pair, ...] = ()
    gave_up: Mapping[int, int] | None = None
    seed: int = 1
    begins_on: dt.date | None = None
    supposes: Suppositions = ()
    pins: tuple[Pin, ...] | None = None
    current: Assignment | None = None


@dataclass(frozen=True)
class PlannedPlace:
    """Somebody at a host in these days; `kept`: a placement that is there already."""

    trainee: int
    period: int
    host: int
    span: Span
    kept: bool


def problem_of(staffing: Staffing, asked: Asked) -> Problem:
    """What the planner has to solve. Keys are the primary keys of the rows, as text."""
    supposed, since = suppose(staffing, asked.supposes, asked.begins_on), asked.begins_on
    periods = [period for period in supposed.periods if period.number >= asked.first.number]
    present = {
        person.pk: [period for period in periods if presence(supposed, person, period, since)]
        for person in supposed.people
    }
    people = [person for person in supposed.people if present[person.pk]]
    stays = _main_stays(supposed, people, present, since)
    pins = tuple(_pins(asked, stays, present))
    names = {str(person.pk) for person in people}
    hosts = _hosts(supposed, staffing)
    known = {str(host.pk) for host in hosts}
    return Problem(
        trainees=tuple(_trainee(supposed, person, present[person.pk], stays, asked) for person in people),
        hosts=tuple(Host(str(host.pk), str(host.sector_pk)) for host in hosts),
        periods=tuple(str(period.pk) for period in periods),
        seats=tuple(_seats(supposed, asked, periods, _as_pinned(stays, pins))),
        pins=tuple(pin for pin in pins if pin.host in known),
        exclusions=tuple(row for row in asked.exclusions if row.trainee in names and row.host in known),
        pairs=tuple(pair for pair in asked.pairs if {pair.first, pair.second} <= names),
        weights=asked.weights,
        current=stands(staffing, people, present, since) if asked.current is None else asked.current,
        seed=asked.seed,
    )


def stands(
    staffing: Staffing,
    people: Iterable[Person],
    present: Mapping[int, Iterable[PeriodFact]],
    since: dt.date | None,
) -> Assignment:
    """What is in force, also where that is supposed away: it becomes another, and that is a change."""
    stays = _main_stays(staffing, people, present, since)
    return {(str(trainee), str(period)): str(stay.host.pk) for (trainee, period), stay in stays.items()}


def _pins(asked: Asked, stays: Cells, present: Mapping[int, Iterable[PeriodFact]]) -> Iterable[Pin]:
    """Placements that are there, or what was asked to stay; not what is supposed to be free."""
    if asked.pins is None:
        for stay in stays.values():
            if asked.keeps or _has_begun(stay, asked.begins_on):
                yield _pin(stay)
        return
    there = {(str(pk), str(period.pk)) for pk, periods in present.items() for period in periods}
    agreed = {_pin(stay) for stay in stays.values()}
    for pin in asked.pins:
        cell = (pin.trainee, pin.period)
        freed = any(one.might_free(cell, pin.host) for one in asked.supposes)
        if cell in there and (pin in agreed or not freed):
            yield pin


def _pin(stay: Stay) -> Pin:
    return Pin(str(stay.trainee), str(stay.host.pk), str(stay.period.pk), again=stay.is_second_time)


def _as_pinned(stays: Cells, pins: Iterable[Pin]) -> Cells:
    """The placements that are there and stay."""
    wanted = {(pin.trainee, pin.period, pin.host) for pin in pins}
    return {cell: stay for cell, stay in stays.items() if (*map(str, cell), str(stay.host.pk)) in wanted}


def _has_begun(stay: Stay, since: dt.date | None) -> bool:
    return since is not None and stay.span.first < since


def only_concerned(problem: Problem, assignment: Assignment) -> Problem:
    """The same, but whoever keeps all that stands keeps it in any case: other ways are looked for only for
    those who become something else, and for places where nobody is yet."""
    stands = problem.current
    changed = {cell[0] for cell, host in assignment.items() if stands.get(cell, host) != host}
    pins = [
        problem.pinned.get(cell) or Pin(cell[0], host, cell[1])
        for cell, host in assignment.items()
        if cell in problem.pinned or (cell in stands and cell[0] not in changed)
    ]
    return replace(problem, pins=tuple(pins))


def places_of(
    staffing: Staffing,
    assignment: Assignment,
    *,
    begins_on: dt.date | None = None,
    supposes: Suppositions = (),
) -> list[PlannedPlace]:
    """The days of a plan: what is there already where it stays the same, the rest from the first day that
    somebody is there up to the last. What ends before `begins_on` stays whatever comes after it. Of a trainee
    or a period that is there no more nothing is left."""
    supposed = suppose(staffing, supposes, begins_on)
    people = {str(person.pk): person for person in supposed.people}
    periods = {str(period.pk): period for period in supposed.periods}
    found = []
    for (trainee, key), host in assignment.items():
        person, period = people.get(trainee), periods.get(key)
        if person is None or period is None:
            continue
        stays = [stay for stay in supposed.stays_of(person) if stay.period == period]
        over = [stay for stay in stays if begins_on and stay.span.last < begins_on]
        span = presence(supposed, person, period, begins_on)
        same = [stay for stay in stays if stay not in over] or _unchanged(
            staffing, person, period, host, span
        )
        if any(str(stay.host.pk) == host for stay in same):
            found += [_kept(stay) for stay in (*over, *same)]
        elif span:
            found += [_kept(stay) for stay in over]
            found.append(PlannedPlace(person.pk, period.pk, int(host), span, kept=False))
    return found


def _kept(stay: Stay) -> PlannedPlace:
    return PlannedPlace(stay.trainee, stay.period.pk, stay.host.pk, stay.span, kept=True)


def _unchanged(
    staffing: Staffing, person: Person, period: PeriodFact, host: str, span: Span | None
) -> list[Stay]:
    """What was released and stays all the same, with the days that it has."""
    stays = [stay for stay in staffing.stays_of(person) if stay.period == period]
    return [
        stay for stay in stays if str(stay.host.pk) == host and span and stay.span.within(span) == stay.span
    ]


def presence(
    staffing: Staffing, person: Person, period: PeriodFact, since: dt.date | None = None
) -> Span | None:
    """From the first day of the period on which somebody works up to the last; None if they are not there.
    `since`: days before it do not count."""
    reach = staffing.reach(person, period)
    if reach and since:
        reach = reach.within(Span(since, dt.date.max))
    if reach is None:
        return None
    there = [span for span in reach.without(person.pauses) if span.has_working_week(staffing.work_weekdays)]
    return Span(there[0].first, there[-1].last) if there else None


def _main_stays(
    staffing: Staffing,
    people: Iterable[Person],
    present: Mapping[int, Iterable[PeriodFact]],
    since: dt.date | None,
) -> Cells:
    """The placement in force in each period in which somebody is there; of several the longest."""
    found: dict[tuple[int, int], Stay] = {}
    for person in people:
        wanted = set(present[person.pk])
        for stay in sorted(staffing.stays_of(person), key=lambda stay: (stay.span.days, -stay.pk)):
            if stay.period in wanted and not (since and stay.span.last < since):
                found[person.pk, stay.period.pk] = stay
    return found


def _trainee(
    staffing: Staffing,
    person: Person,
    periods: Iterable[PeriodFact],
    stays: Cells,
    asked: Asked,
) -> Trainee:
    planned = {stay.pk for stay in stays.values()}
    hosts = {str(host.pk) for host in _hosts(staffing)}
    return Trainee(
        key=str(person.pk),
        periods=tuple(str(period.pk) for period in periods),
        wishes=tuple(str(host) for host, _rank in person.wishes if str(host) in hosts),
        skills=person.skills,
        worked=frozenset(str(stay.host.pk) for stay in staffing.stays_of(person) if stay.pk not in planned),
        gave_up=(asked.gave_up or {}).get(person.pk, 0),
    )


def _hosts(*facts: Staffing) -> tuple[HostFact, ...]:
    """Those with seats, and those where somebody is or was."""
    seated = (host for one in facts for host in one.hosts)
    return tuple(dict.fromkeys([*seated, *(stay.host for one in facts for stay in one.stays)]))


def _seats(staffing: Staffing, asked: Asked, periods: Iterable[PeriodFact], pinned: Cells) -> Iterable[Seat]:
    """Of people who follow each other in one seat each has it in the whole period, as far as the planner
    knows. Of a period that has begun nobody can undo that it was not filled."""
    withdraws = [one for one in asked.supposes if isinstance(one, Withdraws)]
    wanted = set(periods)
    for seat in staffing.seats:
        agreed = [
            stay.span for stay in pinned.values() if (stay.host, stay.period) == (seat.host, seat.period)
        ]
        closed = any(one.closes(seat) for one in withdraws)
        most = 0 if closed else seat.maximum + len(agreed) - most_at_once(agreed)
        if seat.period in wanted and most:
            runs = asked.begins_on is not None and seat.period.span.first < asked.begins_on
            least = min(seat.minimum, len(agreed) if runs else most)
            yield Seat(str(seat.host.pk), str(seat.period.pk), least, most, seat.skills)
