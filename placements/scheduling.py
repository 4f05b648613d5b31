"""How a cohort is divided into periods, and what happens when its dates or its switches move.

The plan is made first and shown; `actions.schedule_periods` makes the same plan again under a lock and
carries it out, so that what was shown is what happens.
"""

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from placements.models import Period, Placement, Seat
from placements.spans import ONE_DAY, Span
from trainees.models import Cohort, Trainee

MOST_PERIODS = 12
USUAL_PERIODS = 3
SHORTEST = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Plan:
    """`spans` are the periods as they will be; `periods` the rows that are there now, in the same order.

    trainee_moves: who began or ends together with the cohort goes along. placement_moves: so does what began
    or ended together with its period, inside the trainee's own time. in_the_way: what would come to lie
    outside its period, or whose period goes.
    """

    spans: tuple[Span, ...]
    periods: tuple[Period, ...]
    trainee_moves: tuple[tuple[Trainee, Span], ...]
    placement_moves: tuple[tuple[Placement, Span], ...]
    in_the_way: tuple[Placement, ...]

    @property
    def dropped(self) -> tuple[Period, ...]:
        return self.periods[len(self.spans) :]

    def touches_worked_days(self, today: dt.date) -> bool:
        """Whether a placement changes on days that have passed."""
        return any(
            (span.first != placement.starts_on and min(span.first, placement.starts_on) <= today)
            or (span.last != placement.ends_on and min(span.last, placement.ends_on) < today)
            for placement, span in self.placement_moves
        )


def plan(cohort: Cohort, *, starts_on: dt.date, ends_on: dt.date, switches: Sequence[dt.date]) -> Plan:
    """What it takes to let the cohort run in these days, with a period beginning on each of these switches.

    Three queries. `cohort` is as it is stored; `switches` are in order and lie inside the days.
    """
    firsts, lasts = [starts_on, *switches], [switch - ONE_DAY for switch in switches] + [ends_on]
    spans = tuple(Span(first, last) for first, last in zip(firsts, lasts, strict=True))
    periods = tuple(Period.objects.of_cohort(cohort).in_order())
    trainees = list(Trainee.objects.of_cohort(cohort).with_user().in_order())
    becomes = Span(starts_on, ends_on)
    time = {trainee.pk: _moved(_span(trainee), _span(cohort), becomes) for trainee in trainees}
    moves = [
        (placement, _placement_span(placement, periods, spans, time[placement.trainee_id]))
        for placement in Placement.objects.of_cohort(cohort).with_people().in_order()
    ]
    return Plan(
        spans=spans,
        periods=periods,
        trainee_moves=tuple((t, time[t.pk]) for t in trainees if time[t.pk] != _span(t)),
        placement_moves=tuple((p, span) for p, span in moves if span and span != _span(p)),
        in_the_way=tuple(p for p, span in moves if span is None),
    )


def equal_periods(first: dt.date, last: dt.date, count: int) -> list[tuple[dt.date, dt.date]]:
    """`count` stretches without a gap from the first up to the last day, of equal numbers of months.

    Where there are fewer whole months than stretches, of equal numbers of days. Raises ValueError when they
    would be shorter than a week.
    """
    days = (last - first).days + 1
    if days < count * SHORTEST.days:
        raise ValueError("too short for so many periods")
    after = last + dt.timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)
    if months >= count:
        begins = [_months_later(first, number * months // count) for number in range(count)]
    else:
        begins = [first + dt.timedelta(days=number * days // count) for number in range(count)]
    ends = [begin - dt.timedelta(days=1) for begin in begins[1:]]
    return list(zip(begins, [*ends, last], strict=True))


def dropped_seats(found: Plan) -> int:
    """How many organisations offered seats in periods that go."""
    return Seat.objects.of_periods(found.dropped).offered().count() if found.dropped else 0


def _placement_span(
    placement: Placement, periods: Sequence[Period], spans: Sequence[Span], own: Span
) -> Span | None:
    """The days of a placement after the change; None when it does not fit."""
    place = next(n for n, period in enumerate(periods) if period.pk == placement.period_id)
    if place >= len(spans):
        return None
    moved = _moved(_span(placement), _span(periods[place]), spans[place]).within(own)
    is_last = place == len(spans) - 1
    fits = moved and moved.first in spans[place] and (is_last or moved.last <= spans[place].last)
    return moved if fits else None


def _span(row: Cohort | Trainee | Period | Placement) -> Span:
    return Span(row.starts_on, row.ends_on)


def _moved(own: Span, was: Span, becomes: Span) -> Span:
    """`own` with its ends moved along where they stood at the ends of `was`."""
    return Span(
        becomes.first if own.first == was.first else own.first,
        becomes.last if own.last == was.last else own.last,
    )


def _months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
