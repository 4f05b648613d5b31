"""The path of one trainee along hosts: where they were, are and will be, and how long until the switch."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.drawing import place_addresses
from placements.models import Placement
from placements.spans import Span, said_day
from placements.staffing import HostFact, PeriodFact, Person, Staffing, Stay, periods_of
from placements.whys import Where
from trainees.models import Trainee

NEAR = 14  # days; what is further away is counted in weeks


@dataclass(frozen=True)
class Step:
    """A placement, or days for which there is none yet; `why`: the sentence that tells why it is there.

    `state` is past, now or coming; `left` counts down to the end of what runs, or to the beginning of what
    comes next; `url` is where a coordinator changes it.
    """

    when: str
    days: str
    state: str
    left: str
    url: str
    placement: Placement | None = None
    why: str = ""

    @property
    def css(self) -> str:
        look = f"look-{self.placement.host.look}" if self.placement else ""
        return f"{look} {({'past': 'is-past', 'now': 'is-now'}).get(self.state, '')}".strip()


@dataclass(frozen=True)
class Path:
    """`sentence` says where this trainee is today; `countdown` tells them how long until they switch."""

    sentence: str
    steps: tuple[Step, ...]
    countdown: str = ""


def build(trainee: Trainee, *, today: dt.date, whys: Mapping[Where, str] | None = None) -> Path:
    """The path of a trainee. Two queries, and one more when `trainee` was loaded without its pauses.

    `trainee` comes from `Trainee.objects.with_user().with_pauses()`, `whys` from the module of that name.
    """
    placements = list(Placement.objects.of_trainee(trainee).with_place().by_date())
    facts = _facts(trainee, placements)
    placed = [_step(placement, today, whys or {}) for placement in placements]
    open_ends = _open_ends(facts, today)
    steps = sorted([*placed, *open_ends], key=lambda step: step[0])
    counted = tuple(step for _first, step in _with_next(steps, today))
    return Path(_sentence(facts, today), counted, _countdown(steps, today))


def _facts(trainee: Trainee, placements: list[Placement]) -> Staffing:
    """The staffing of this one trainee, so that the same rules count as on the board."""
    cohort = trainee.cohort
    periods = periods_of(cohort.pk)
    person = Person(
        pk=trainee.pk,
        name=str(trainee),
        span=Span(trainee.starts_on, trainee.ends_on),
        has_stopped=trainee.stopped_at is not None,
        pauses=tuple(Span(pause.starts_on, pause.ends_on) for pause in trainee.pauses.all()),
        skills=frozenset(),
        wishes=(),
    )
    by_key = {period.pk: period for period in periods}
    return Staffing(
        cohort=cohort.pk,
        name=cohort.name,
        span=Span(cohort.starts_on, cohort.ends_on),
        work_weekdays=tuple(cohort.work_weekdays),
        periods=periods,
        people=(person,),
        stays=tuple(_stay(placement, by_key) for placement in placements),
        seats=(),
    )


def _stay(placement: Placement, periods: dict[int, PeriodFact]) -> Stay:
    return Stay(
        pk=placement.pk,
        trainee=placement.trainee_id,
        host=HostFact.of(placement.host),
        period=periods[placement.period_id],
        span=Span(placement.starts_on, placement.ends_on),
        supervisor=placement.supervisor_id,
        is_second_time=bool(placement.repeat_reason),
    )


def _step(placement: Placement, today: dt.date, whys: Mapping[Where, str]) -> tuple[dt.date, Step]:
    span = Span(placement.starts_on, placement.ends_on)
    url = reverse("placement_edit", args=[placement.pk]) + "?back=trainee"
    why = whys.get((placement.period_id, placement.host_id), "")
    return span.first, Step(span.short, str(span), _state(span, today), "", url, placement, why)


def _open_ends(facts: Staffing, today: dt.date) -> list[tuple[dt.date, Step]]:
    """Days, now or to come, for which nobody has chosen a place."""
    url = place_addresses("placement_new")
    person = facts.people[0]
    return [
        (
            span.first,
            Step(
                span.short,
                str(span),
                _state(span, today),
                "",
                url(person.pk, period.pk, span.first) + "&back=trainee",
            ),
        )
        for period in facts.periods
        for span in facts.unplaced(person, period)
        if span.last >= today
    ]


def _with_next(steps: list[tuple[dt.date, Step]], today: dt.date) -> list[tuple[dt.date, Step]]:
    """Count down where somebody is now, and else to the first thing that comes."""
    counted, found = False, []
    for first, step in steps:
        left = ""
        if step.placement and step.state == "now":
            left, counted = _left(step.placement.ends_on - today), True
        elif step.placement and step.state == "coming" and not counted:
            left, counted = _until(first - today), True
        found.append((first, replace(step, left=left)))
    return found


def _countdown(steps: list[tuple[dt.date, Step]], today: dt.date) -> str:
    """“6 weeks until Rizoem”, to the trainee; "" when nothing comes after this."""
    first, step = next(((first, step) for first, step in steps if step.state == "coming"), (None, None))
    if first is None or step is None:
        return ""
    days = (first - today).days
    if step.placement:
        words = {"host": step.placement.host.name}
        if days <= NEAR:
            return ngettext("%(n)d day until %(host)s", "%(n)d days until %(host)s", days) % (
                words | {"n": days}
            )
        weeks = {"n": days // 7}
        return ngettext("%(n)d week until %(host)s", "%(n)d weeks until %(host)s", days // 7) % (
            words | weeks
        )
    if days <= NEAR:
        return ngettext(
            "%(n)d day until your switch; where to is not known yet",
            "%(n)d days until your switch; where to is not known yet",
            days,
        ) % {"n": days}
    return ngettext(
        "%(n)d week until your switch; where to is not known yet",
        "%(n)d weeks until your switch; where to is not known yet",
        days // 7,
    ) % {"n": days // 7}


def _left(time: dt.timedelta) -> str:
    days = time.days + 1
    if days <= NEAR:
        return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return ngettext("%(n)d week left", "%(n)d weeks left", days // 7) % {"n": days // 7}


def _until(time: dt.timedelta) -> str:
    days = time.days
    if days <= NEAR:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("in %(n)d week", "in %(n)d weeks", days // 7) % {"n": days // 7}


def _sentence(facts: Staffing, today: dt.date) -> str:
    person = facts.people[0]
    words = {"name": person.name, "first": said_day(person.span.first), "last": said_day(person.span.last)}
    if today < person.span.first:
        return _("%(name)s begins on %(first)s.") % words
    if today > person.span.last:
        return (
            _("%(name)s stopped on %(last)s.") if person.has_stopped else _("%(name)s finished on %(last)s.")
        ) % words
    pause = next((pause for pause in person.pauses if today in pause), None)
    if pause:
        return _("%(name)s pauses up to and including %(day)s.") % (words | {"day": said_day(pause.last)})
    stay = next((stay for stay in facts.stays if today in stay.span), None)
    if stay:
        words |= {"host": stay.host.name, "day": said_day(stay.span.last)}
        return _("%(name)s works at %(host)s up to and including %(day)s.") % words
    return _("%(name)s has no place now.") % words


def _state(span: Span, today: dt.date) -> str:
    if today in span:
        return "now"
    return "past" if span.last < today else "coming"
