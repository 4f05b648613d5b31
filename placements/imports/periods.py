"""The periods of a cohort that has none yet: as equal as its months allow."""

import calendar
import datetime as dt

from django.utils.translation import gettext as _

from placements.models import Period
from trainees.models import Cohort, User
from wijkmakers.lib.constraints import rules_checked
from wijkmakers.lib.plans import Item, put
from wijkmakers.lib.versions import save_version

MOST_PERIODS = 12
SHORTEST = dt.timedelta(weeks=1)


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


class PeriodImport:
    """The periods that are there, or else those that would be made."""

    def __init__(self, cohort: Cohort, count: int) -> None:
        found = list(Period.objects.of_cohort(cohort).in_order()) if cohort.pk else []
        self.periods = found
        self.items: tuple[Item, ...] = ()
        if not found and count:
            spans = equal_periods(cohort.starts_on, cohort.ends_on, count)
            self.periods = [Period(cohort=cohort, number=number) for number in range(1, count + 1)]
            self.items = tuple(_item(period, *span) for period, span in zip(self.periods, spans, strict=True))

    def save(self, *, by: User) -> None:
        with rules_checked():
            for item in self.items:
                save_version(item.row, by=by)


def _item(period: Period, first: dt.date, last: dt.date) -> Item:
    name = _("Period %(number)s") % {"number": period.number}
    return Item(name, period, put(period, {"starts_on": first, "ends_on": last}), new=True)


def _months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
