"""When the sessions of a demo cohort are: module after module on open learning days, in order.

The programme generator of the product will do far more; a demo needs two plausible years.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

ONE_DAY = dt.timedelta(days=1)
DEVELOPMENT_EVERY = 5
DEVELOPMENT_TITLES = [
    "Kennismaken met jezelf", "Feedback geven", "Grenzen stellen", "Overtuigen en luisteren", "Intervisie",
    "Omgaan met weerstand", "Kracht en valkuil", "Presenteren", "Balans", "Je volgende stap",
]  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """A learning day: `module` and `number` of its session, or a development day with a `title`."""

    date: dt.date
    module: int | None
    number: int | None
    title: str = ""


def learning_days(
    first: dt.date, last: dt.date, weekday: int, closed: list[tuple[dt.date, dt.date]]
) -> Iterator[dt.date]:
    """The learning weekdays (1 = Monday) from `first` to `last` outside the closed stretches."""
    day = first + ONE_DAY * ((weekday - first.isoweekday()) % 7)
    while day <= last:
        if not any(begin <= day <= end for begin, end in closed):
            yield day
        day += 7 * ONE_DAY


def lay(days: Iterator[dt.date], counts: list[int]) -> list[Slot]:
    """Modules 1, 2, 3 … with so many sessions each; every fifth learning day is a development day."""
    sessions = iter(
        [(module, number) for module, count in enumerate(counts, 1) for number in range(1, count + 1)]
    )
    slots, development = [], 0
    for place, day in enumerate(days, 1):
        if place % DEVELOPMENT_EVERY == 0:
            slots.append(Slot(day, None, None, DEVELOPMENT_TITLES[development % len(DEVELOPMENT_TITLES)]))
            development += 1
            continue
        following = next(sessions, None)
        if following is None:
            break
        slots.append(Slot(day, *following))
    return slots
