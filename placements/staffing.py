"""Who is where in one cohort, and what hosts offer: four queries whatever the size, then plain data.

The board, the problems, the choice list and the seats all reason from this, so that they never disagree.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.db import connection
from django.utils.translation import gettext as _

from placements.models import Host
from placements.spans import Span, most_at_once
from trainees.models import Cohort

Row = TypeVar("Row")
Key = TypeVar("Key")


@dataclass(frozen=True)
class PeriodFact:
    pk: int
    number: int
    span: Span
    is_last: bool

    def __str__(self) -> str:
        return _("Period %(number)s") % {"number": self.number}


@dataclass(frozen=True)
class HostFact:
    pk: int
    code: str
    name: str
    look: str
    sector_pk: int
    sector: str

    @classmethod
    def of(cls, host: Host) -> "HostFact":
        """Of a row that was loaded with its sector."""
        return cls(host.pk, host.code, host.name, host.look, host.sector_id, host.sector.name)


@dataclass(frozen=True)
class SeatFact:
    """What a host offers in a period; without `maximum` it offers nothing there.

    `until`: the last day on which anybody can be there, where a draft supposes that the host withdraws.
    """

    pk: int
    host: HostFact
    period: PeriodFact
    minimum: int
    maximum: int
    skills: frozenset[str]
    until: dt.date | None = None

    def is_open(self, during: Span) -> bool:
        return self.until is None or during.last <= self.until


@dataclass(frozen=True)
class Stay:
    """A placement; `is_second_time`: a reason is stored why somebody works there again. `is_overtaken`: it
    was noted since that they are not sent there.

    supervisor_until: the last day of the supervisor at that host, where it is known.
    """

    pk: int
    trainee: int
    host: HostFact
    period: PeriodFact
    span: Span
    supervisor: int | None
    is_second_time: bool
    supervisor_until: dt.date | None = None
    is_overtaken: bool = False


@dataclass(frozen=True)
class Person:
    """A trainee; `wishes` are (host, rank), the dearest first; `exclusions` are (host, kind)."""

    pk: int
    name: str
    span: Span
    has_stopped: bool
    pauses: tuple[Span, ...]
    skills: frozenset[str]
    wishes: tuple[tuple[int, int], ...]
    exclusions: tuple[tuple[int, str], ...] = ()


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
        people=tuple(_person(row) for row in _rows(PEOPLE, cohort.pk)),
        stays=tuple(_stay(row, by_key) for row in _rows(STAYS, cohort.pk)),
        seats=tuple(_seat(row, by_key) for row in _rows(SEATS, cohort.pk)),
    )


# In SQL, because composing these four through the ORM takes several times as long as answering them, and the
# board is drawn all day. What they name is tried by the tests of this module.
PERIODS = """
    SELECT id, number, starts_on, ends_on FROM placements_period WHERE cohort_id = %s ORDER BY number, id
"""
PEOPLE = """
    SELECT t.id, u.first_name, u.last_name, u.email, t.starts_on, t.ends_on, t.stopped_at IS NOT NULL,
        ARRAY(SELECT ARRAY[p.starts_on, p.ends_on] FROM trainees_pause p
              WHERE p.trainee_id = t.id ORDER BY p.starts_on, p.id),
        ARRAY(SELECT s.name FROM trainees_skill s JOIN trainees_trainee_skills has ON has.skill_id = s.id
              WHERE has.trainee_id = t.id ORDER BY s.id),
        ARRAY(SELECT ARRAY[w.host_id, w.rank] FROM placements_wish w
              WHERE w.trainee_id = t.id ORDER BY w.rank, w.id),
        ARRAY(SELECT ARRAY[x.host_id::text, x.kind] FROM placements_exclusion x
              WHERE x.trainee_id = t.id ORDER BY x.id)
    FROM trainees_trainee t JOIN trainees_user u ON u.id = t.user_id
    WHERE t.cohort_id = %s ORDER BY u.sort_name, t.id
"""
HOST = "h.id, h.code, h.name, h.look, h.sector_id, s.name"
STAYS = f"""
    SELECT a.id, a.trainee_id, a.period_id, a.starts_on, a.ends_on, a.supervisor_id, m.ends_on,
        a.repeat_reason <> '', EXISTS (SELECT 1 FROM placements_exclusion x WHERE x.trainee_id = a.trainee_id
            AND x.host_id = a.host_id AND x.created_at > a.changed_at), {HOST}
    FROM placements_placement a JOIN trainees_trainee t ON t.id = a.trainee_id
    LEFT JOIN placements_hostmember m ON m.id = a.supervisor_id
    JOIN placements_host h ON h.id = a.host_id JOIN placements_sector s ON s.id = h.sector_id
    WHERE t.cohort_id = %s ORDER BY a.starts_on, a.id
"""  # noqa: S608 - nothing from outside
SEATS = f"""
    SELECT o.id, o.period_id, o.minimum, o.maximum,
        ARRAY(SELECT k.name FROM trainees_skill k JOIN placements_seat_skills asks ON asks.skill_id = k.id
              WHERE asks.seat_id = o.id ORDER BY k.id), {HOST}
    FROM placements_seat o JOIN placements_period p ON p.id = o.period_id
    JOIN placements_host h ON h.id = o.host_id JOIN placements_sector s ON s.id = h.sector_id
    WHERE p.cohort_id = %s ORDER BY s.position, s.name, h.sort_name, h.id, p.number
"""  # noqa: S608 - nothing from outside


def _rows(sql: str, cohort: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [cohort])
        return cursor.fetchall()


def periods_of(cohort: int) -> tuple[PeriodFact, ...]:
    """The periods of the cohort with this id, in order. One query."""
    rows = _rows(PERIODS, cohort)
    return tuple(
        PeriodFact(pk, number, Span(first, last), is_last=number == len(rows))
        for pk, number, first, last in rows
    )


def _person(row: tuple[Any, ...]) -> Person:
    pk, first_name, last_name, email, first, last, has_stopped, pauses, skills, wishes, exclusions = row
    return Person(
        pk=pk,
        name=f"{first_name} {last_name}".strip() or email,
        span=Span(first, last),
        has_stopped=has_stopped,
        pauses=tuple(Span(*days) for days in pauses),
        skills=frozenset(skills),
        wishes=tuple((host, rank) for host, rank in wishes),
        exclusions=tuple((int(host), kind) for host, kind in exclusions),
    )


def _stay(row: tuple[Any, ...], periods: dict[int, PeriodFact]) -> Stay:
    pk, trainee, period, first, last, supervisor, supervisor_until, is_second_time, is_overtaken, *host = row
    return Stay(
        pk=pk,
        trainee=trainee,
        host=HostFact(*host),
        period=periods[period],
        span=Span(first, last),
        supervisor=supervisor,
        is_second_time=is_second_time,
        supervisor_until=supervisor_until,
        is_overtaken=is_overtaken,
    )


def _seat(row: tuple[Any, ...], periods: dict[int, PeriodFact]) -> SeatFact:
    pk, period, minimum, maximum, skills, *host = row
    return SeatFact(
        pk=pk,
        host=HostFact(*host),
        period=periods[period],
        minimum=minimum,
        maximum=maximum,
        skills=frozenset(skills),
    )


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Rows by key, in the order they came."""
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)
