"""The time of a cohort, its periods and its switches."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import scheduling
from placements.models import Period
from placements.scheduling import Plan
from placements.spans import Span
from trainees.models import Cohort, Trainee, User
from wijkmakers.lib.constraints import Refused, rules_checked
from wijkmakers.lib.versions import add_rows, save_rows, save_version

NAMED = 3


def schedule_periods(
    *, cohort: Cohort, starts_on: dt.date, ends_on: dt.date, switches: Sequence[dt.date], seen: int, by: User
) -> Cohort:
    """Let a cohort run in these days, with a new period on each of these switches (in order).

    Trainees and placements that begin or end together with the cohort or their period go along. Raises
    Refused, naming them, when placements stand in the way.
    """
    with rules_checked():
        cohort = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
        # The order in which placing locks too: trainees before periods.
        list(Trainee.objects.of_cohort(cohort).select_for_update(no_key=True).order_by("pk"))
        plan = scheduling.plan(cohort, starts_on=starts_on, ends_on=ends_on, switches=switches)
        if plan.in_the_way:
            raise Refused(said_in_the_way(plan))
        cohort.starts_on, cohort.ends_on = starts_on, ends_on
        save_version(cohort, by=by, seen=seen)
        _save_periods(cohort, plan, by=by)
        _move(plan.trainee_moves, by=by)
        _move(plan.placement_moves, by=by)
    return cohort


def said_in_the_way(plan: Plan) -> str:
    """Who is placed where, outside the new periods, and what to do."""
    shown = [
        _("%(name)s at %(host)s (%(days)s)")
        % {"name": each.trainee, "host": each.host, "days": Span(each.starts_on, each.ends_on)}
        for each in plan.in_the_way[:NAMED]
    ]
    more = len(plan.in_the_way) - len(shown)
    if more:
        shown.append(ngettext("%(n)d other", "%(n)d others", more) % {"n": more})
    return _(
        "Placements would come to lie outside their period: %(placements)s. Change or remove them first."
    ) % {"placements": "; ".join(shown)}


def _save_periods(cohort: Cohort, plan: Plan, *, by: User) -> None:
    Period.objects.filter(pk__in=[period.pk for period in plan.dropped]).delete()
    _move(
        [
            (period, span)
            for period, span in zip(plan.periods, plan.spans, strict=False)
            if (period.starts_on, period.ends_on) != (span.first, span.last)
        ],
        by=by,
    )
    known = len(plan.periods)
    new = enumerate(plan.spans[known:], known + 1)
    rows = [Period(cohort=cohort, number=number, starts_on=s.first, ends_on=s.last) for number, s in new]
    add_rows(rows, by=by)


def _move(rows: Sequence[tuple[Any, Span]], *, by: User) -> None:
    for row, span in rows:
        row.starts_on, row.ends_on = span.first, span.last
    save_rows([row for row, _span in rows], fields=["starts_on", "ends_on"], by=by)
