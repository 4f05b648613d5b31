"""Who works where in a demo cohort: wishes in order as far as the seats allow.

Not the planner: a demo needs a plausible past. Everybody gets another host each period.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from placements.actions import change_placement, place
from placements.models import Host, HostMember, Period, Placement, Seat, Wish
from trainees.actions import add_pause
from trainees.models import Cohort, Pause, Trainee, User
from wijkmakers.actions import extend, stop

ONE_DAY = dt.timedelta(days=1)
Seats = Mapping[tuple[str, int], int]


def assign(
    wishes: Mapping[str, Sequence[str]], seats: Seats, periods: Sequence[int], barred: Mapping[str, set[str]]
) -> dict[tuple[str, int], str]:
    """(person, period) -> host, by depth-first search; an empty dict when the seats do not suffice.

    wishes: person -> hosts, dearest first. seats: (host, period) -> how many. barred: hosts nobody may be
    sent to, per person.
    """
    cells = [(person, period) for period in periods for person in wishes]
    found: dict[tuple[str, int], str] = {}
    taken: Counter[tuple[str, int]] = Counter()

    def fill(place: int) -> bool:
        if place == len(cells):
            return True
        person, period = cells[place]
        before = {found.get((person, earlier)) for earlier in periods}
        for host in wishes[person]:
            if (
                host in before
                or host in barred.get(person, ())
                or taken[host, period] >= seats.get((host, period), 0)
            ):
                continue
            found[person, period] = host
            taken[host, period] += 1
            if fill(place + 1):
                return True
            del found[person, period]
            taken[host, period] -= 1
        return False

    return found if fill(0) else {}


def place_everybody(cohort: Cohort, *, until: int, today: dt.date, by: User, now: dt.datetime) -> None:
    """Placements up to and including period `until`; the coming ones still miss some people."""
    trainees = list(Trainee.objects.of_cohort(cohort).with_user().in_order().prefetch_related("skills"))
    hosts = {host.code: host for host in Host.objects.in_order()}
    periods = list(Period.objects.of_cohort(cohort).in_order())
    found = assign(
        _wishes(trainees, hosts),
        _seats(cohort),
        [period.number for period in periods],
        _barred(cohort, trainees),
    )
    for period in periods[:until]:
        coming = period.starts_on > today
        for place_in_list, trainee in enumerate(trainees):
            if coming and place_in_list % 6 == 3:
                continue
            host = hosts[found[trainee.user.email, period.number]]
            _place(trainee, host, period, unsupervised=coming and place_in_list % 6 == 1, by=by)
    if cohort.ends_on < today:
        extend(trainee=trainees[3], last_day=cohort.ends_on + 30 * ONE_DAY, seen=trainees[3].version, by=by)
    elif cohort.starts_on.year < today.year - (today.month < 9):
        _live(cohort, trainees, periods, by=by, now=now)


def _live(
    cohort: Cohort, trainees: list[Trainee], periods: list[Period], *, by: User, now: dt.datetime
) -> None:
    """What happens in a real cohort: somebody paused, somebody stopped, somebody changed half-way."""
    pause = Pause(
        trainee=trainees[4],
        starts_on=cohort.starts_on + 150 * ONE_DAY,
        ends_on=cohort.starts_on + 191 * ONE_DAY,
    )
    add_pause(pause=pause, by=by)
    leaver = trainees[-1]
    stop(trainee=leaver, last_day=cohort.starts_on + 302 * ONE_DAY, seen=leaver.version, by=by, now=now)
    _split(trainees[7], periods[1], by=by)


def _split(trainee: Trainee, period: Period, *, by: User) -> None:
    """Half-way through the period this trainee goes on to an organisation that has room."""
    placement = Placement.objects.of_trainee(trainee).get(period=period)
    last = period.ends_on
    middle = period.starts_on + (last - period.starts_on) // 2
    been = set(Placement.objects.of_trainee(trainee).values_list("host", flat=True))
    for seat in Seat.objects.of_cohort(trainee.cohort).offered().in_order().select_related("host"):
        taken = Placement.objects.at_seat(seat.host, period).count()
        if (
            seat.period_id == period.pk
            and seat.host_id not in been
            and taken < seat.maximum
            and not seat.skills.exists()
        ):
            placement.ends_on = middle
            change_placement(placement=placement, seen=placement.version, by=by)
            place(
                trainee=trainee,
                host=seat.host,
                period=period,
                supervisor=_supervisor(seat.host, trainee, until=last),
                by=by,
                starts_on=middle + ONE_DAY,
                ends_on=last,
            )
            return


def _place(trainee: Trainee, host: Host, period: Period, *, unsupervised: bool, by: User) -> None:
    last = min(period.ends_on, trainee.ends_on)
    place(
        trainee=trainee, host=host, period=period,
        starts_on=max(period.starts_on, trainee.starts_on), ends_on=last,
        supervisor=None if unsupervised else _supervisor(host, trainee, until=last), by=by,
    )  # fmt: skip


def _supervisor(host: Host, trainee: Trainee, *, until: dt.date) -> HostMember:
    members = list(HostMember.objects.of_host(host).not_gone(until).in_order())
    return members[trainee.pk % len(members)]


def _wishes(trainees: list[Trainee], hosts: Mapping[str, Host]) -> dict[str, list[str]]:
    """Wishes first, then what was not ranked."""
    ranked: dict[str, list[str]] = {trainee.user.email: [] for trainee in trainees}
    wished = Wish.objects.filter(trainee__in=trainees).order_by("trainee", "rank")
    for email, code in wished.values_list("trainee__user__email", "host__code"):
        ranked[email].append(code)
    return {
        email: [*codes, *(code for code in sorted(hosts) if code not in codes)]
        for email, codes in ranked.items()
    }


def _seats(cohort: Cohort) -> dict[tuple[str, int], int]:
    rows = Seat.objects.of_cohort(cohort).values_list("host__code", "period__number", "maximum")
    return {(code, number): maximum for code, number, maximum in rows}


def _barred(cohort: Cohort, trainees: list[Trainee]) -> dict[str, set[str]]:
    """Where somebody lacks a skill that is asked."""
    asked = Seat.objects.of_cohort(cohort).exclude(skills=None).values_list("host__code", "skills")
    barred: dict[str, set[str]] = {}
    for trainee in trainees:
        has = {skill.pk for skill in trainee.skills.all()}
        barred[trainee.user.email] = {code for code, skill in asked if skill not in has}
    return barred
