"""From rows to what the programme generator is asked, and from its answer to drafts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Self

from django.utils import timezone

from curriculum import drafting
from curriculum.days import closed_days, learning_days
from curriculum.drafting import Row
from curriculum.models import Draft, Module, Prerequisite, Programme, Room, Session, Track, Unavailable
from curriculum.models.planned import Planned
from curriculum.timetable.answers import Placed
from curriculum.timetable.clock import moments_of
from curriculum.timetable.problem import (
    Cohort as AskedCohort,
)
from curriculum.timetable.problem import (
    Development,
    Fixed,
    Hours,
    Kept,
    Line,
    Numbered,
    Pace,
    Part,
    Problem,
    Time,
)
from curriculum.timetable.problem import (
    Module as AskedModule,
)
from trainees.models import Cohort
from wijkmakers.lib.clock import midnight

ONE_DAY = dt.timedelta(days=1)

Away = Mapping[str, frozenset[Time]]


@dataclass(frozen=True)
class Asked:
    """A problem, and the rows behind its names. `others`: what has its own date."""

    cohort: Cohort
    programme: Programme
    problem: Problem
    rows: dict[Numbered, Row]
    others: dict[str, Row]
    modules: dict[str, Module]
    tracks: dict[str, Track]
    rooms: dict[str, Room]

    @property
    def laid(self) -> AskedCohort:
        return self.problem.cohorts[0]

    @property
    def session_count(self) -> int:
        return len(self.laid.sessions)

    @property
    def open_days(self) -> int:
        """Learning days, those already used included."""
        return len(learning_days(self.cohort, self.laid.closed))

    @property
    def too_many(self) -> int:
        """Sessions more than learning days, when none of them takes half a day."""
        has_halves = any(not module.whole for module in self.laid.modules.values())
        return 0 if has_halves else self.session_count - self.open_days

    @property
    def standing(self) -> int:
        return sum(kept.stays for kept in self.laid.kept) + len(self.laid.fixed)

    @property
    def movable(self) -> int:
        return sum(not kept.stays for kept in self.laid.kept)

    @property
    def replaced(self) -> list[Row]:
        """What is drafted and is laid anew, unless drafts are kept."""
        return [row for row in self.rows.values() if row.draft and not row.is_off and not row.is_pinned]

    @property
    def has_drafts(self) -> bool:
        return any(row.draft for row in [*self.rows.values(), *self.others.values()])

    @property
    def free(self) -> int:
        return self.session_count - len(self.laid.kept)


def ask(
    programme: Programme, *, switches: Iterable[dt.date], today: dt.date, keeps_drafts: bool = False
) -> Asked:
    """Everything that laying out the programme of one cohort depends on. Fifteen queries at most.

    What has begun, is pinned or stands outside modules and development days stays; what was published may
    move; drafts are laid anew, unless `keeps_drafts`. Other cohorts have what they published and drafted.
    `switches`: the days on which people go on to another organisation.
    """
    facts = Facts.load(programme)
    standing = Standing(programme.cohort, programme, today, keeps_drafts=keeps_drafts)
    cohort = facts.cohort(standing, switches, begin=today + ONE_DAY)
    lecturers, rooms = away(cohort, programme.cohort)
    return Asked(
        programme.cohort,
        programme,
        Problem((cohort,), lecturers_away=lecturers, rooms_away=rooms),
        {facts.named[row.key]: row for row in facts.rows if row.key in facts.named},
        {row.key: row for row in facts.rows if row.key not in facts.named},
        {str(module.pk): module for module in facts.modules},
        {_days_of(track): track for track in facts.tracks},
        {str(room.pk): room for room in facts.rooms},
    )


def moments(asked: Asked, placed: Placed) -> tuple[dt.datetime, dt.datetime]:
    return moments_of(asked.laid, placed)


@dataclass(frozen=True)
class Facts:
    """The rows of a programme. `named`: row -> the session of a module, or which development day, it is."""

    programme: Programme
    rows: list[Row]
    modules: list[Module]
    tracks: list[Track]
    rooms: list[Room]
    closed: dict[dt.date, str]
    named: dict[str, Numbered]
    needs: dict[int, list[str]]

    @classmethod
    def load(cls, programme: Programme) -> Self:
        content = programme.curriculum_id
        rows = drafting.all_rows(programme.cohort)
        tracks = list(Track.objects.of_curriculum(content).in_order())
        needs = defaultdict(list)
        for needed in Prerequisite.objects.of_curriculum(content).in_order():
            needs[needed.module_id].append(str(needed.needs_id))
        return cls(
            programme,
            rows,
            list(Module.objects.of_curriculum(content).with_lecturers().in_order()),
            tracks,
            list(programme.rooms.in_order()),
            closed_days(programme.cohort),
            _named(rows, tracks),
            needs,
        )

    def cohort(self, standing: "Standing", switches: Iterable[dt.date], *, begin: dt.date) -> AskedCohort:
        cohort, programme = self.programme.cohort, self.programme
        morning, afternoon = halves_of(cohort, programme)
        kept = (standing.kept(row, self.named.get(row.key)) for row in self.rows)
        fixed = (standing.fixed(row) for row in self.rows if row.key not in self.named)
        return AskedCohort(
            key="c", first=cohort.starts_on, last=cohort.ends_on, weekday=cohort.learning_weekday,
            lines=tuple(self._lines()), closed=self.closed,
            switches=tuple(day for day in switches if cohort.starts_on <= day <= cohort.ends_on),
            rooms=tuple(str(room.pk) for room in self.rooms),
            fixed=tuple(each for each in fixed if each), kept=tuple(each for each in kept if each),
            begin=max(begin, cohort.starts_on),
            pace=Pace(quiet_after=programme.quiet_after_switch, quiet_before=programme.quiet_before_switch),
            whole=(cohort.day_starts_at, cohort.day_ends_at),
            morning=morning,
            afternoon=afternoon,
            zone=timezone.get_current_timezone_name(),
        )  # fmt: skip

    def _lines(self) -> Iterator[Line]:
        numbers, dropped = defaultdict(set), defaultdict(set)
        for row in self.rows:
            if row.key in self.named:
                key, number = self.named[row.key]
                numbers[key].add(number)
                if row.is_off:
                    dropped[key].add(number)
        for track in self.tracks:
            taught = tuple(
                self._module(module, numbers[str(module.pk)], dropped[str(module.pk)])
                for module in self.modules
                if module.track_id == track.pk
            )
            if taught:
                yield Line(str(track.pk), taught)
            if track.kind == Track.Kind.DEVELOPMENT:
                key = _days_of(track)
                yield Line(key, development=self._development(track, numbers[key], dropped[key]))

    def _module(self, module: Module, numbers: set[int], dropped: set[int]) -> AskedModule:
        beyond = set(range(module.session_count + 1, max(numbers, default=0))) - numbers
        return AskedModule(
            key=str(module.pk),
            sessions=max(module.session_count, *numbers, 0),
            whole=not module.is_half_day,
            heavy=(module.study_hours or 0) >= self.programme.heavy_from,
            lecturers=tuple(str(person.pk) for person in module.lecturers.all()),
            after=tuple(self.needs[module.pk]),
            dropped=frozenset(dropped | beyond),
        )

    def _development(self, track: Track, numbers: set[int], dropped: set[int]) -> Development:
        every = self.programme.development_every
        wanted = len(learning_days(self.programme.cohort, self.closed)) // every if every else 0
        return Development(
            days=max(wanted + len(dropped), *numbers, 0),
            lecturers=tuple(Session.objects.of_track(track).last_given_by()),
            dropped=frozenset(dropped),
        )


def _named(rows: list[Row], tracks: list[Track]) -> dict[str, Numbered]:
    """Row -> the session of a module that it is, or which day of a development track, by date."""
    found: dict[str, Numbered] = {}
    days = {track.pk: count(1) for track in tracks if track.kind == Track.Kind.DEVELOPMENT}
    for row in rows:
        planned = row.planned
        if planned.module_id and planned.number:
            found[row.key] = (str(planned.module_id), planned.number)
        elif planned.track_id in days:
            found[row.key] = (_days_of(planned.track), next(days[planned.track_id]))
    return found


@dataclass(frozen=True)
class Standing:
    """What is in the programme already, as the generator is told of it."""

    cohort: Cohort
    programme: Programme
    today: dt.date
    keeps_drafts: bool

    def kept(self, row: Row, session: Numbered | None) -> Kept | None:
        """A draft that is laid anew is nothing yet: only how people know it counts."""
        if session is None or row.is_off:
            return None
        held = row.draft if row.draft and (row.is_pinned or self.keeps_drafts) else row.known
        if held is None:
            return None
        usual = held.day().isoweekday() == self.cohort.learning_weekday
        stays = row.is_pinned or held is row.draft or held.day() <= self.today or not usual
        return Kept(
            *session,
            held.day(),
            self.part(held),
            stays=stays,
            lecturers=tuple(str(person.pk) for person in held.lecturers.all()),
            room=str(held.room_id or ""),
        )

    def fixed(self, row: Row) -> Fixed | None:
        """What is no module and no development day has its own date."""
        if row.is_off:
            return None
        planned = row.planned
        lecturers = tuple(str(person.pk) for person in planned.lecturers.all())
        room = str(planned.room_id or "")
        return Fixed(row.key, planned.day(), self.part(planned), lecturers=lecturers, room=room)

    def part(self, planned: Planned) -> Part:
        return part_of(planned, self.programme)


def halves_of(cohort: Cohort, programme: Programme) -> tuple[Hours, Hours]:
    """The morning and the afternoon of a learning day; two equal halves when it begins after noon or so."""
    begin, end = cohort.day_starts_at, cohort.day_ends_at
    noon, later = programme.morning_ends_at, programme.afternoon_begins_at
    if not begin < noon <= later < end:
        first = dt.datetime.combine(cohort.starts_on, begin)
        noon = later = (first + (dt.datetime.combine(cohort.starts_on, end) - first) / 2).time()
    return (begin, noon), (later, end)


def part_of(planned: Planned, programme: Programme) -> Part:
    """Which part of the day it takes, by the hours of this programme."""
    begin, end = timezone.localtime(planned.starts_at).time(), timezone.localtime(planned.ends_at).time()
    (_begin, noon), (later, _end) = halves_of(programme.cohort, programme)
    if begin >= later:
        return "afternoon"
    return "morning" if end <= noon else "day"


def away(asked: AskedCohort, cohort: Cohort) -> tuple[Away, Away]:
    """When lecturers and rooms cannot be had: they are not available, or another cohort has them.

    Only those that this cohort may have are looked at, however many others there are.
    """
    lecturers: dict[str, set[Time]] = defaultdict(set)
    rooms: dict[str, set[Time]] = defaultdict(set)
    people, places = _wanted(asked)
    unavailable = Unavailable.objects.of_any(people, places)
    for row in unavailable.between(cohort.starts_on, cohort.ends_on).in_order():
        kept = lecturers if row.user_id else rooms
        kept[str(row.user_id or row.room_id)] |= {(day, "day") for day in row.days(cohort.ends_on)}
    for taken in _elsewhere(cohort, people, places):
        times = _times(asked, taken)
        for person in taken.lecturers.all():
            if person.pk in people:
                lecturers[str(person.pk)] |= times
        if taken.room_id in places:
            rooms[str(taken.room_id)] |= times
    return (
        {key: frozenset(times) for key, times in lecturers.items()},
        {key: frozenset(times) for key, times in rooms.items()},
    )


def _wanted(asked: AskedCohort) -> tuple[set[int], set[int]]:
    """Lecturers and rooms that the cohort may have, or has."""
    people = {key for line in asked.lines for key in _people_of(line)}
    dated: tuple[Kept | Fixed, ...] = (*asked.kept, *asked.fixed)
    people |= {key for each in dated for key in each.lecturers}
    rooms = {*asked.rooms, *(each.room for each in dated if each.room)}
    return set(map(int, people)), set(map(int, rooms))


def _elsewhere(cohort: Cohort, people: set[int], rooms: set[int]) -> Iterator[Planned]:
    """When other cohorts have these on the learning days of this one, published and drafted."""
    begin = midnight(cohort.starts_on)
    end = midnight(cohort.ends_on + ONE_DAY)
    for rows in (Session.objects.taking_place(), Draft.objects.taking_place()):
        taken = rows.of_others(cohort).claiming(people, rooms)
        that_day = taken.between(begin, end).on_weekday(cohort.learning_weekday)
        yield from that_day.with_lecturers().in_order()


def _times(asked: AskedCohort, taken: Planned) -> set[Time]:
    begin, end = timezone.localtime(taken.starts_at), timezone.localtime(taken.ends_at)
    parts: tuple[Part, ...] = ("morning", "afternoon")
    return {
        (begin.date(), part)
        for part in parts
        if begin.time() < asked.hours(part)[1] and asked.hours(part)[0] < end.time()
    }


def _people_of(line: Line) -> Iterator[str]:
    for module in line.modules:
        yield from module.lecturers
    if line.development:
        yield from line.development.lecturers


def _days_of(track: Track) -> str:
    """The name of the development days of a track, beside that of its modules."""
    return f"d{track.pk}"
