"""What happens to trainees and placements when a cohort's own dates or its switches move.

The plan is made first and shown; `actions.schedule_periods` makes the same plan again under a lock and
carries it out, so that what was shown is what happens.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from placements.models import Period, Placement, Seat
from placements.spans import ONE_DAY, Span
from trainees.models import Cohort, Trainee


@dataclass(frozen=True)
class Plan:
    """`spans` are the periods as they will be; `periods` the rows that are there now, in the same order."""

    was: Span
    spans: tuple[Span, ...]
    periods: tuple[Period, ...]
    trainees: tuple[Trainee, ...]
    placements: tuple[Placement, ...]

    @property
    def becomes(self) -> Span:
        return Span(self.spans[0].first, self.spans[-1].last)

    @property
    def dropped(self) -> tuple[Period, ...]:
        return self.periods[len(self.spans) :]

    @cached_property
    def trainee_moves(self) -> dict[int, Span]:
        """Who began or ends together with the cohort goes along."""
        found = {trainee.pk: self._trainee_span(trainee) for trainee in self.trainees}
        return {
            trainee.pk: found[trainee.pk] for trainee in self.trainees if found[trainee.pk] != _span(trainee)
        }

    @cached_property
    def placement_moves(self) -> list[tuple[Placement, Span]]:
        """What began or ended together with its period goes along, inside the trainee's own time."""
        found = [(placement, self._placement_span(placement)) for placement in self.placements]
        return [(placement, span) for placement, span in found if span and span != _span(placement)]

    @cached_property
    def in_the_way(self) -> list[Placement]:
        """Placements that would come to lie outside their period, or whose period goes."""
        return [placement for placement in self.placements if not self._fits(placement)]

    def touches_worked_days(self, today: dt.date) -> bool:
        """Whether a placement changes on days that have passed."""
        return any(
            (span.first != placement.starts_on and min(span.first, placement.starts_on) <= today)
            or (span.last != placement.ends_on and min(span.last, placement.ends_on) < today)
            for placement, span in self.placement_moves
        )

    def _trainee_span(self, trainee: Trainee) -> Span:
        return _moved(_span(trainee), self.was, self.becomes)

    def _placement_span(self, placement: Placement) -> Span | None:
        """None: nothing of it would be left."""
        place = next(n for n, period in enumerate(self.periods) if period.pk == placement.period_id)
        if place >= len(self.spans):
            return None
        moved = _moved(_span(placement), _span(self.periods[place]), self.spans[place])
        own = next(trainee for trainee in self.trainees if trainee.pk == placement.trainee_id)
        return moved.within(self._trainee_span(own)) if moved.first <= moved.last else None

    def _fits(self, placement: Placement) -> bool:
        span = self._placement_span(placement)
        if span is None:
            return False
        place = next(n for n, period in enumerate(self.periods) if period.pk == placement.period_id)
        period = self.spans[place]
        is_last = place == len(self.spans) - 1
        return span.first in period and (is_last or span.last <= period.last)


def plan(cohort: Cohort, *, starts_on: dt.date, ends_on: dt.date, switches: Sequence[dt.date]) -> Plan:
    """What it takes to let the cohort run in these days, with a period beginning on each of these switches.

    Four queries. `switches` are in order and lie inside the days.
    """
    firsts = [starts_on, *switches]
    lasts = [switch - ONE_DAY for switch in switches] + [ends_on]
    now = Cohort.objects.get(pk=cohort.pk)
    placements = Placement.objects.of_cohort(cohort).with_people().in_order()
    return Plan(
        was=_span(now),
        spans=tuple(Span(first, last) for first, last in zip(firsts, lasts, strict=True)),
        periods=tuple(Period.objects.of_cohort(cohort).in_order()),
        trainees=tuple(Trainee.objects.of_cohort(cohort).with_user().in_order()),
        placements=tuple(placements),
    )


def dropped_seats(found: Plan) -> int:
    """How many organisations offered places in periods that go."""
    return Seat.objects.of_periods(found.dropped).offered().count() if found.dropped else 0


def _span(row: Cohort | Trainee | Period | Placement) -> Span:
    return Span(row.starts_on, row.ends_on)


def _moved(own: Span, was: Span, becomes: Span) -> Span:
    """`own` with its ends moved along where they stood at the ends of `was`."""
    return Span(
        becomes.first if own.first == was.first else own.first,
        becomes.last if own.last == was.last else own.last,
    )
