"""The periods of a cohort that has none yet: as equal as its months allow."""

import datetime as dt

from placements.models import Period
from placements.scheduling import equal_periods
from trainees.models import Cohort, User
from wijkmakers.lib.constraints import rules_checked
from wijkmakers.lib.plans import Item, put
from wijkmakers.lib.versions import save_version


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
    return Item(str(period), period, put(period, {"starts_on": first, "ends_on": last}), new=True)
