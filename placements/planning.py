"""From the rows of a cohort to a problem for the planner, and from its proposal back to days.

Which periods are planned anew is the coordinator's choice: what lies before them has been worked, or stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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
from placements.spans import Span
from placements.staffing import HostFact, PeriodFact, Person, SeatFact, Staffing, Stay


@dataclass(frozen=True)
class Asked:
    """What the planner is asked beside the rows: the first period it plans, and whether placements that are
    there already in those periods stay as they are."""

    first: PeriodFact
    keeps: bool = True
    weights: Weights = field(default_factory=Weights)
    exclusions: tuple[Exclusion, ...] = ()
    pairs: tuple[Pair, ...] = ()
    gave_up: Mapping[int, int] | None = None
    seed: int = 1


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
    periods = [period for period in staffing.periods if period.number >= asked.first.number]
    present = {
        person.pk: [period for period in periods if presence(staffing, person, period)]
        for person in staffing.people
    }
    people = [person for person in staffing.people if present[person.pk]]
    stays = _main_stays(staffing, people, periods)
    names = {str(person.pk) for person in people}
    known = {str(host.pk) for host in _hosts(staffing)}
    return Problem(
        trainees=tuple(_trainee(staffing, person, present[person.pk], stays, asked) for person in people),
        hosts=tuple(Host(str(host.pk), str(host.sector_pk)) for host in _hosts(staffing)),
        periods=tuple(str(period.pk) for period in periods),
        seats=tuple(
            _seat(seat, stays, keeps=asked.keeps)
            for seat in staffing.seats
            if seat.period in periods and seat.maximum
        ),
        pins=tuple(_pin(stay) for stay in stays.values() if asked.keeps),
        exclusions=tuple(row for row in asked.exclusions if row.trainee in names and row.host in known),
        pairs=tuple(pair for pair in asked.pairs if {pair.first, pair.second} <= names),
        weights=asked.weights,
        current={(str(stay.trainee), str(stay.period.pk)): str(stay.host.pk) for stay in stays.values()},
        seed=asked.seed,
    )


def _pin(stay: Stay) -> Pin:
    return Pin(str(stay.trainee), str(stay.host.pk), str(stay.period.pk), again=stay.is_second_time)


def places_of(staffing: Staffing, assignment: Assignment) -> list[PlannedPlace]:
    """The days of a plan: what is there already where it stays the same, the rest from the first day that
    somebody is there up to the last."""
    people = {str(person.pk): person for person in staffing.people}
    periods = {str(period.pk): period for period in staffing.periods}
    found = []
    for (trainee, key), host in assignment.items():
        person, period = people[trainee], periods[key]
        kept = [stay for stay in staffing.stays_of(person) if stay.period == period]
        if any(str(stay.host.pk) == host for stay in kept):
            found += [PlannedPlace(person.pk, period.pk, stay.host.pk, stay.span, kept=True) for stay in kept]
        elif span := presence(staffing, person, period):
            found.append(PlannedPlace(person.pk, period.pk, int(host), span, kept=False))
    return found


def presence(staffing: Staffing, person: Person, period: PeriodFact) -> Span | None:
    """From the first day of the period on which somebody works up to the last; None if they are not there."""
    reach = staffing.reach(person, period)
    if reach is None:
        return None
    there = [span for span in reach.without(person.pauses) if span.has_working_week(staffing.work_weekdays)]
    return Span(there[0].first, there[-1].last) if there else None


def _main_stays(
    staffing: Staffing, people: Iterable[Person], periods: Iterable[PeriodFact]
) -> dict[tuple[int, int], Stay]:
    """(trainee, period) -> the placement in force there; of several the longest."""
    found: dict[tuple[int, int], Stay] = {}
    wanted = set(periods)
    for person in people:
        for stay in sorted(staffing.stays_of(person), key=lambda stay: (stay.span.days, -stay.pk)):
            if stay.period in wanted and presence(staffing, person, stay.period):
                found[person.pk, stay.period.pk] = stay
    return found


def _trainee(
    staffing: Staffing,
    person: Person,
    periods: Iterable[PeriodFact],
    stays: Mapping[tuple[int, int], Stay],
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


def _hosts(staffing: Staffing) -> tuple[HostFact, ...]:
    """Those with seats, and those where somebody is or was."""
    return tuple(dict.fromkeys([*staffing.hosts, *(stay.host for stay in staffing.stays)]))


def _seat(seat: SeatFact, stays: Mapping[tuple[int, int], Stay], *, keeps: bool) -> Seat:
    """People who follow each other in one seat are both agreed: what stands never contradicts the seats."""
    agreed = (
        sum((stay.host, stay.period) == (seat.host, seat.period) for stay in stays.values()) if keeps else 0
    )
    return Seat(str(seat.host.pk), str(seat.period.pk), seat.minimum, max(seat.maximum, agreed), seat.skills)
