"""Who is where in one cohort, and what hosts offer: four queries whatever the size, then plain data.

The board, the problems, the choice list and the seats all reason from this, so that they never disagree.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from placements.models import Period, Placement, Seat, Wish
from placements.spans import Span, most_at_once
from trainees.models import Cohort, Pause, Skill, Trainee

Row = TypeVar("Row")
Key = TypeVar("Key")


@dataclass(frozen=True)
class PeriodFact:
    pk: int
    number: int
    span: Span
    is_last: bool


@dataclass(frozen=True)
class HostFact:
    pk: int
    code: str
    name: str
    look: str
    sector_pk: int
    sector: str


@dataclass(frozen=True)
class SeatFact:
    """What a host offers in a period; without `maximum` it offers nothing there."""

    pk: int
    host: HostFact
    period: PeriodFact
    minimum: int
    maximum: int
    skills: frozenset[str]


@dataclass(frozen=True)
class Stay:
    """A placement; `is_second_time`: a reason is stored why somebody works there again."""

    pk: int
    trainee: int
    host: HostFact
    period: PeriodFact
    span: Span
    supervisor: int | None
    is_second_time: bool


@dataclass(frozen=True)
class Person:
    """A trainee; `wishes` are (host, rank), the dearest first."""

    pk: int
    name: str
    span: Span
    has_stopped: bool
    pauses: tuple[Span, ...]
    skills: frozenset[str]
    wishes: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Staffing:
    cohort: int
    name: str
    span: Span
    work_weekdays: tuple[int, ...]
    periods: tuple[PeriodFact, ...]
    people: tuple[Person, ...]
    stays: tuple[Stay, ...]
    seats: tuple[SeatFact, ...]

    @cached_property
    def hosts(self) -> tuple[HostFact, ...]:
        """Those that offer something in this cohort, by sector and name."""
        return tuple(dict.fromkeys(seat.host for seat in self.seats))

    @cached_property
    def sectors(self) -> dict[int, str]:
        """Key and name of the sectors that a trainee of this cohort can see."""
        return {seat.host.sector_pk: seat.host.sector for seat in self.seats if seat.maximum}

    @cached_property
    def _by_person(self) -> dict[int, list[Stay]]:
        return grouped(self.stays, lambda stay: stay.trainee)

    @cached_property
    def _by_seat(self) -> dict[tuple[int, int], list[Stay]]:
        return grouped(self.stays, lambda stay: (stay.host.pk, stay.period.pk))

    @cached_property
    def _seats(self) -> dict[tuple[int, int], SeatFact]:
        return {(seat.host.pk, seat.period.pk): seat for seat in self.seats}

    def stays_of(self, person: Person) -> list[Stay]:
        """In order of date."""
        return self._by_person.get(person.pk, [])

    def stays_at(self, host: HostFact, period: PeriodFact) -> list[Stay]:
        return self._by_seat.get((host.pk, period.pk), [])

    def seat(self, host: HostFact, period: PeriodFact) -> SeatFact | None:
        return self._seats.get((host.pk, period.pk))

    def seats_in(self, period: PeriodFact) -> list[SeatFact]:
        """What is offered in a period, by sector and name of the host."""
        return [seat for seat in self.seats if seat.period == period and seat.maximum]

    def taken(self, seat: SeatFact, during: Span | None = None, besides: int | None = None) -> int:
        """The most trainees at once, as the database counts them; `besides` is a placement left out."""
        spans = (stay.span for stay in self.stays_at(seat.host, seat.period) if stay.pk != besides)
        return most_at_once(span for span in spans if during is None or span.overlaps(during))

    def free(self, seat: SeatFact, during: Span | None = None, besides: int | None = None) -> int:
        """Seats left; below zero when there are too many people."""
        return seat.maximum - self.taken(seat, during, besides)

    def period_on(self, day: dt.date) -> PeriodFact | None:
        return next((period for period in self.periods if day in period.span), None)

    def period_after(self, day: dt.date) -> PeriodFact | None:
        return next((period for period in self.periods if period.span.first > day), None)

    def reach(self, person: Person, period: PeriodFact) -> Span | None:
        """The days in which a placement of this person in this period may lie; the last one can run on."""
        last = max(period.span.last, person.span.last) if period.is_last else period.span.last
        return Span(period.span.first, last).within(person.span)

    def unplaced(self, person: Person, period: PeriodFact) -> list[Span]:
        """Stretches of the period in which this person ought to be somewhere and is not.

        Pauses do not count, and neither does what is shorter than a working week: a few days between two
        placements are no reason to look for a third.
        """
        reach = self.reach(person, period)
        if reach is None:
            return []
        taken = [*person.pauses, *(stay.span for stay in self.stays_of(person))]
        return [span for span in reach.without(taken) if span.has_working_week(self.work_weekdays)]


def load(cohort: Cohort) -> Staffing:
    """The staffing of a cohort. Four queries."""
    periods = periods_of(cohort.pk)
    by_key = {period.pk: period for period in periods}
    return Staffing(
        cohort=cohort.pk,
        name=cohort.name,
        span=Span(cohort.starts_on, cohort.ends_on),
        work_weekdays=tuple(cohort.work_weekdays),
        periods=periods,
        people=_people(cohort),
        stays=_stays(cohort, by_key),
        seats=_seats(cohort, by_key),
    )


def periods_of(cohort: int) -> tuple[PeriodFact, ...]:
    """The periods of the cohort with this id, in order. One query."""
    rows = list(
        Period.objects.of_cohort(cohort).in_order().values_list("pk", "number", "starts_on", "ends_on")
    )
    return tuple(
        PeriodFact(pk, number, Span(first, last), is_last=number == len(rows))
        for pk, number, first, last in rows
    )


def _people(cohort: Cohort) -> tuple[Person, ...]:
    mine = {"trainee": OuterRef("pk")}
    pauses = Pause.objects.filter(**mine).order_by("starts_on", "pk")
    wishes = Wish.objects.filter(**mine).order_by("rank", "pk")
    rows = (
        Trainee.objects.of_cohort(cohort)
        .in_order()
        .annotate(
            pause_days=ArraySubquery(pauses.values(days=JSONObject(first="starts_on", last="ends_on"))),
            skill_names=ArraySubquery(Skill.objects.filter(trainees=OuterRef("pk")).order_by("pk").values("name")),
            wished=ArraySubquery(wishes.values(wish=JSONObject(host="host_id", rank="rank"))),
        )
        .values(
            "pk", "user__first_name", "user__last_name", "user__email", "starts_on", "ends_on", "stopped_at",
            "pause_days", "skill_names", "wished",
        )
    )  # fmt: skip
    return tuple(_person(row) for row in rows)


def _person(row: dict[str, Any]) -> Person:
    day = dt.date.fromisoformat
    return Person(
        pk=row["pk"],
        name=f"{row['user__first_name']} {row['user__last_name']}".strip() or row["user__email"],
        span=Span(row["starts_on"], row["ends_on"]),
        has_stopped=row["stopped_at"] is not None,
        pauses=tuple(Span(day(pause["first"]), day(pause["last"])) for pause in row["pause_days"]),
        skills=frozenset(row["skill_names"]),
        wishes=tuple((wish["host"], wish["rank"]) for wish in row["wished"]),
    )


HOST = ("host__pk", "host__code", "host__name", "host__look", "host__sector", "host__sector__name")


def _host(row: dict[str, Any]) -> HostFact:
    return HostFact(*(row[name] for name in HOST))


def _stays(cohort: Cohort, periods: dict[int, PeriodFact]) -> tuple[Stay, ...]:
    rows = (
        Placement.objects.of_cohort(cohort)
        .order_by("starts_on", "pk")
        .values("pk", "trainee", "period", "starts_on", "ends_on", "supervisor", "repeat_reason", *HOST)
    )
    return tuple(
        Stay(
            pk=row["pk"],
            trainee=row["trainee"],
            host=_host(row),
            period=periods[row["period"]],
            span=Span(row["starts_on"], row["ends_on"]),
            supervisor=row["supervisor"],
            is_second_time=bool(row["repeat_reason"]),
        )
        for row in rows
    )


def _seats(cohort: Cohort, periods: dict[int, PeriodFact]) -> tuple[SeatFact, ...]:
    asked = Skill.objects.filter(seats=OuterRef("pk")).order_by("pk").values("name")
    rows = (
        Seat.objects.of_cohort(cohort)
        .order_by("host__sector__position", "host__sector__name", "host__sort_name", "host", "period__number")
        .annotate(asked=ArraySubquery(asked))
        .values("pk", "period", "minimum", "maximum", "asked", *HOST)
    )
    return tuple(
        SeatFact(
            pk=row["pk"],
            host=_host(row),
            period=periods[row["period"]],
            minimum=row["minimum"],
            maximum=row["maximum"],
            skills=frozenset(row["asked"]),
        )
        for row in rows
    )


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Rows by key, in the order they came."""
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)
