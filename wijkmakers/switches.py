"""When people go on to another organisation: what one wing knows and the other plans around."""

import datetime as dt

from placements.models import Period
from trainees.models import Cohort


def switches_of(cohort: Cohort) -> list[dt.date]:
    """The first day of each period but the first."""
    periods = Period.objects.of_cohort(cohort).in_order()
    return [period.starts_on for period in periods if period.number > 1]
