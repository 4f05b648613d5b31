"""All weeks of a cohort in tables of a year: a row for each month, a cell for each of its weeks, and in that
a brick for each session. Every word of a cell is made here: there are a hundred.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from curriculum import drafting
from curriculum.drafting import Row
from curriculum.models import Track
from curriculum.programme import DRAFTED
from placements.models import Period
from trainees.models import ClosedDay, Cohort
from wijkmakers.lib.days import said_month
from wijkmakers.lib.listing import addresses

ONE_DAY = dt.timedelta(days=1)
ONE_WEEK = dt.timedelta(weeks=1)
MONTHS, WEEKS = 12, 5


@dataclass(frozen=True)
class Brick:
    """A session: `text` stands on it, `said` is what it says to who hears it, `look` are classes."""

    text: str
    said: str
    url: str
    look: str
    is_off: bool = False


@dataclass(frozen=True)
class Cell:
    """A week, by its learning day. `closed` names what closes it, `switch` the period that begins in it."""

    day: dt.date
    bricks: tuple[Brick, ...] = ()
    closed: str = ""
    switch: str = ""
    is_now: bool = False
    is_past: bool = False

    @property
    def is_free(self) -> bool:
        return not self.closed and all(brick.is_off for brick in self.bricks)


@dataclass(frozen=True)
class Month:
    """`cells`: always five; None where the month has no such week, or it is not of the cohort."""

    first: dt.date
    name: str
    cells: tuple[Cell | None, ...]
    is_now: bool


@dataclass(frozen=True)
class Year:
    number: int
    months: list[Month]

    @property
    def first(self) -> dt.date:
        return self.months[0].first

    @property
    def last(self) -> dt.date:
        return self.months[-1].first


@dataclass(frozen=True)
class Page:
    years: list[Year]
    session_count: int
    draft_count: int
    free_count: int


def build(cohort: Cohort, *, today: dt.date) -> Page:
    """Four queries, whatever the size."""
    rows = drafting.rows(cohort, with_cancelled=True)
    by_week: dict[dt.date, list[Row]] = defaultdict(list)
    for row in rows:
        by_week[_monday(row.planned.day())].append(row)
    closed = list(ClosedDay.objects.for_cohort(cohort).between(cohort.starts_on, cohort.ends_on).in_order())
    switches = {_monday(p.starts_on): p for p in Period.objects.of_cohort(cohort).later().in_order()}
    cells = [
        _cell(day, by_week[_monday(day)], closed, switches, today)
        for day in _learning_days(cohort, by_week)
        if cohort.starts_on <= day <= cohort.ends_on or _monday(day) in by_week
    ]
    months = _months(cells, today)
    return Page(
        years=[
            Year(place // MONTHS + 1, months[place : place + MONTHS])
            for place in range(0, len(months), MONTHS)
        ],
        session_count=sum(not row.is_off for row in rows),
        draft_count=sum(bool(row.draft) for row in rows),
        free_count=sum(cell.is_free and cell.day >= today for cell in cells),
    )


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * ONE_DAY


def _learning_days(cohort: Cohort, met: Iterable[dt.date]) -> list[dt.date]:
    """The learning day of each week from the first to the last of the cohort; sessions may lie beyond."""
    mondays = [_monday(cohort.starts_on), _monday(cohort.ends_on), *met]
    day = min(mondays) + (cohort.learning_weekday - 1) * ONE_DAY
    weeks = range((max(mondays) - min(mondays)).days // 7 + 1)
    return [day + week * ONE_WEEK for week in weeks]


def _cell(
    day: dt.date,
    rows: Iterable[Row],
    closed: Iterable[ClosedDay],
    switches: dict[dt.date, Period],
    today: dt.date,
) -> Cell:
    monday = _monday(day)
    switch = switches.get(monday)
    return Cell(
        day=day,
        bricks=tuple(_brick(row) for row in rows),
        closed=", ".join(dict.fromkeys(c.name for c in closed if c.starts_on <= day <= c.ends_on)),
        switch=_("Switch: %(period)s begins on %(day)s")
        % {"period": switch, "day": date_format(switch.starts_on, "j F")}
        if switch
        else "",
        is_now=monday == _monday(today),
        is_past=monday < _monday(today),
    )


def _brick(row: Row) -> Brick:
    planned = row.planned
    development = planned.track.kind == Track.Kind.DEVELOPMENT
    text = str(planned.module.number) if planned.module else _("Dev") if development else _("Day")
    words = [capfirst(date_format(planned.day(), "l j F")), planned.kicker(), planned.name()]
    if row.draft and row.kind:
        words.append(str(DRAFTED[row.kind]))
    elif row.is_off:
        words.append(_("cancelled"))
    look = [
        "is-module" if planned.module else "is-dev",
        "is-draft" if row.draft else "",
        "is-off" if row.is_off else "",
    ]
    known = row.known.pk if row.known else None
    url = addresses("session")(known) if known else addresses("draft_edit")(planned.pk)
    return Brick(text, ", ".join(words), url, " ".join(filter(None, look)), row.is_off)


def _months(cells: list[Cell], today: dt.date) -> list[Month]:
    months = []
    for first, found in groupby(cells, key=lambda cell: cell.day.replace(day=1)):
        places: list[Cell | None] = [None] * WEEKS
        for cell in found:
            places[(cell.day.day - 1) // 7] = cell
        months.append(
            Month(
                first,
                said_month(first),
                tuple(places),
                (first.year, first.month) == (today.year, today.month),
            )
        )
    return months
