"""The page of somebody of a host: each trainee whom they supervise with the people around that trainee, and
who else comes to their organisation when."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements.hostpage import MOST, Stretch, stretch_of
from placements.models import Host, HostMember, Placement, Seat
from placements.spans import Span, said_day
from placements.staffing import grouped
from trainees.closures import dates
from trainees.models import Absence, ClosedDay, Cohort, User
from trainees.models.cohort import WEEKDAYS

AWAY_PART = {
    Absence.Part.MORNING: gettext_lazy("absent this morning"),
    Absence.Part.AFTERNOON: gettext_lazy("absent this afternoon"),
}


@dataclass(frozen=True)
class Absent:
    """Days on which a trainee is not there, as far as they lie within the placement. Nothing else is known
    to an organisation: not what kind of absence it is."""

    first: dt.date
    last: dt.date
    part: Absence.Part

    def is_on(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def said(self) -> str:
        days = dates(self.first, self.last)
        if self.part == Absence.Part.WHOLE:
            return days
        return _("%(days)s, %(part)s") % {"days": days, "part": self.part.label}


@dataclass(frozen=True)
class MyTrainee:
    """`today` says whether they are here today; `is_here` that they are, `is_now` that the placement runs."""

    placement: Placement
    is_now: bool
    is_here: bool
    today: str
    until: str
    work_days: str
    learning_day: str
    colleagues: tuple[HostMember, ...]
    absences: tuple[Absent, ...] = ()


@dataclass(frozen=True)
class MyHost:
    """One's own organisation: what it offers now and later, and who comes when."""

    host: Host
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class MyTrainees:
    """`trainees` are those whom somebody supervises; `cohorts` those of everybody at their organisations."""

    trainees: tuple[MyTrainee, ...]
    hosts: tuple[MyHost, ...]
    cohorts: tuple[Cohort, ...]
    sentence: str

    @property
    def now(self) -> list[MyTrainee]:
        return [mine for mine in self.trainees if mine.is_now]

    @property
    def coming(self) -> list[MyTrainee]:
        return [mine for mine in self.trainees if not mine.is_now]

    @property
    def coordinators(self) -> list[tuple[User, list[str]]]:
        """Each coordinator once, with the cohorts of these trainees for which to ask them."""
        found: dict[User, list[str]] = {}
        for cohort in self.cohorts:
            for coordination in cohort.coordinations.all():
                found.setdefault(coordination.user, []).append(str(cohort))
        return list(found.items())


def build(user: User, *, today: dt.date) -> MyTrainees:
    """Whom `user` supervises from today on, and who works at their organisations. Six queries, whatever the
    number."""
    at_hosts = Placement.objects.at_hosts_of(user, today=today)
    rows = list(at_hosts.with_people().with_contacts().with_absent_days(today).in_order()[:MOST])
    members = HostMember.objects.beside(user, today=today).in_force(today).with_user()
    by_host = grouped(members.in_order(), lambda member: member.host_id)
    own = {member.pk for found in by_host.values() for member in found if member.user_id == user.pk}
    holidays = ClosedDay.objects.for_all().of_kind(ClosedDay.Kind.PUBLIC).between(today, today).in_order()
    holiday = holidays.first()
    trainees = tuple(
        _mine(placement, by_host[placement.host_id], today, holiday.name if holiday else "")
        for placement in rows
        if placement.supervisor_id in own
    )
    return MyTrainees(
        trainees=trainees,
        hosts=_hosts(user, by_host, rows, today),
        cohorts=tuple(dict.fromkeys(placement.trainee.cohort for placement in rows)),
        sentence=_sentence(trainees),
    )


def _hosts(
    user: User, by_host: dict[int, list[HostMember]], rows: list[Placement], today: dt.date
) -> tuple[MyHost, ...]:
    """Each organisation of somebody with the periods that run or come."""
    periods = {placement.period_id for placement in rows}
    seats = Seat.objects.at_hosts_of(user, today=today).not_over(today, also=periods).with_period()
    there = grouped(rows, lambda placement: (placement.host_id, placement.period_id))
    offered = grouped(seats.by_date(), lambda seat: seat.host_id)
    return tuple(
        MyHost(
            members[0].host,
            tuple(
                stretch_of(seat, there.get((host, seat.period_id), []), today)
                for seat in offered.get(host, [])
                if seat.maximum or (host, seat.period_id) in there
            ),
        )
        for host, members in sorted(by_host.items(), key=lambda found: found[1][0].host.sort_name)
    )


def _mine(placement: Placement, members: list[HostMember], today: dt.date, holiday: str) -> MyTrainee:
    cohort = placement.trainee.cohort
    absences = _absences(placement)
    is_here, said = _today(placement, absences, today, holiday)
    return MyTrainee(
        placement=placement,
        is_now=placement.starts_on <= today,
        is_here=is_here,
        today=said,
        until=said_day(placement.ends_on),
        work_days=said_weekdays(cohort.work_weekdays),
        learning_day=said_weekdays([cohort.learning_weekday]),
        colleagues=tuple(member for member in members if member.pk != placement.supervisor_id),
        absences=absences,
    )


def _absences(placement: Placement) -> tuple[Absent, ...]:
    found = placement.absent_days  # type: ignore[attr-defined]
    return tuple(
        Absent(
            max(dt.date.fromisoformat(each["first"]), placement.starts_on),
            min(dt.date.fromisoformat(each["last"]), placement.ends_on),
            Absence.Part(each["part"]),
        )
        for each in found
    )


def _today(
    placement: Placement, absences: tuple[Absent, ...], today: dt.date, holiday: str
) -> tuple[bool, str]:
    """Whether the trainee works here today, and the words for it."""
    trainee, cohort = placement.trainee, placement.trainee.cohort
    if placement.starts_on > today:
        return False, _("begins on %(day)s") % {"day": said_day(placement.starts_on)}
    pause = next((p for p in trainee.pauses.all() if today in Span(p.starts_on, p.ends_on)), None)
    if pause:
        return False, _("not here up to and including %(day)s") % {"day": said_day(pause.ends_on)}
    if today.isoweekday() == cohort.learning_weekday:
        return False, _("learning day today")
    if holiday:
        return False, _("free today: %(name)s") % {"name": holiday}
    if today.isoweekday() in cohort.work_weekdays:
        away = next((absent for absent in absences if absent.is_on(today)), None)
        if away and away.part == Absence.Part.WHOLE:
            return False, _("absent today")
        if away:
            return True, str(AWAY_PART[away.part])
        return True, _("works with you today")
    return False, _("no work day today")


def _sentence(found: tuple[MyTrainee, ...]) -> str:
    here = [str(mine.placement.trainee) for mine in found if mine.is_here]
    if len(here) == 1:
        return _("%(name)s works with you today.") % {"name": here[0]}
    if here:
        return ngettext(
            "%(n)d trainee works with you today.", "%(n)d trainees work with you today.", len(here)
        ) % {"n": len(here)}
    return _("Nobody works with you today.") if found else ""


def said_weekdays(days: list[int]) -> str:
    """“Monday to Thursday”, “Monday, Wednesday”."""
    names = {number: str(name) for number, name in WEEKDAYS}
    wanted = sorted(days)
    if len(wanted) > 2 and wanted[-1] - wanted[0] == len(wanted) - 1:
        return _("%(first)s to %(last)s") % {"first": names[wanted[0]], "last": names[wanted[-1]]}
    return ", ".join(names[day] for day in wanted)
