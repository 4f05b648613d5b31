"""The rotation board: who works where, month by month, ready to be drawn.

Rows are trainees, columns months, and a placement spans its months. Everything a template needs is
prepared here (words, addresses, classes): a board has some hundred cells.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import coverage, months, staffing
from placements.drawing import SOON, Drawing, Piece, Slot
from placements.spans import ONE_DAY, Span, said
from placements.staffing import PeriodFact, Person, Staffing
from trainees.models import Cohort
from wijkmakers.lib import looks
from wijkmakers.lib.days import said_month
from wijkmakers.lib.listing import addresses

# A pause, or a late start, is drawn when it takes at least half a month.
DRAWN = 15


@dataclass(frozen=True)
class PeriodHead:
    """`state` is done, now or coming; `columns` is its number of months."""

    pk: int
    number: int
    starts_on: dt.date
    ends_on: dt.date
    state: str
    columns: int

    def __str__(self) -> str:
        return _("Period %(number)s") % {"number": self.number}

    @property
    def when(self) -> str:
        return Span(self.starts_on, self.ends_on).short


@dataclass(frozen=True)
class Month:
    """`css` says whether a period begins here, and where the line “now” stands."""

    short: str
    title: str
    css: str


@dataclass(frozen=True)
class Cell:
    """One slot; several when there are more stretches than months. `is_next`: not the period's first."""

    columns: int
    is_next: bool
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class GivesUp:
    """What a draft costs somebody: `loss` of `best` points; `share`: of `best`, in per cent."""

    loss: int
    best: int
    share: int


@dataclass(frozen=True)
class Row:
    trainee: int
    name: str
    url: str
    cells: tuple[Cell, ...]
    gives_up: GivesUp | None = None


@dataclass(frozen=True)
class Board:
    """`is_draft`: what is on it is a draft, with what it costs each trainee."""

    cohort: int
    name: str
    today: dt.date
    staffing: Staffing
    periods: tuple[PeriodHead, ...]
    months: tuple[Month, ...]
    more_columns: int  # months after the last period, for who stays longer
    rows: tuple[Row, ...]
    seats: tuple[coverage.SeatRow, ...]
    sectors: tuple[coverage.SectorRow, ...]
    notice_days: int = SOON.days
    is_draft: bool = False

    @property
    def trainees(self) -> str:
        count = len(self.rows)
        return ngettext("%(n)d trainee", "%(n)d trainees", count) % {"n": count}

    @property
    def sector_aim(self) -> str:
        if coverage.all_in_reach(self.staffing):
            return _("everybody once in each sector")
        return _("how many trainees see each")

    @property
    def running(self) -> PeriodHead | None:
        return next((period for period in self.periods if period.state == "now"), None)

    def cell_of(self, trainee: int, day: dt.date) -> str:
        """The id of the cell in which this trainee's stretch with this day stands."""
        slots = (
            slot for row in self.rows if row.trainee == trainee for cell in row.cells for slot in cell.slots
        )
        return next((slot.id for slot in reversed(list(slots)) if slot.first <= day), "")


def build(cohort: Cohort, *, today: dt.date, back: str = "") -> Board:
    """The board of a cohort. Four queries, whatever the size.

    back: the page to return to after a change (see placements.forms.QueryForm); "" is the cohort's overview.
    """
    facts = staffing.load(cohort)
    return lay_out(facts, Drawing(facts, today, back), today=today)


def lay_out(
    facts: Staffing, draw: Drawing, *, today: dt.date, costs: Mapping[int, GivesUp] | None = None
) -> Board:
    """The board of a staffing, each stretch drawn by `draw`. `costs`: of a draft, by trainee."""
    grid = _grid(facts)
    url = addresses("trainee")
    return Board(
        cohort=facts.cohort,
        name=facts.name,
        today=today,
        staffing=facts,
        periods=_heads(facts, grid, today),
        months=_months(grid, today),
        more_columns=grid.end - grid.edges[-1] if facts.periods else 0,
        rows=tuple(
            Row(
                person.pk,
                person.name,
                url(person.pk),
                _cells(facts, grid, person, draw),
                costs.get(person.pk) if costs else None,
            )
            for person in facts.people
        ),
        seats=coverage.seat_rows(facts),
        sectors=coverage.sector_rows(facts),
        is_draft=costs is not None,
    )


@dataclass(frozen=True)
class _Grid:
    """`edges`: where each period begins, and where the last one ends; `end`: where the table ends."""

    edges: list[int]
    end: int


def _grid(facts: Staffing) -> _Grid:
    low = months.edge(facts.span.first)
    high = max(months.edge(facts.span.last + ONE_DAY), low + max(len(facts.periods), 1))
    found = [*months.edges([period.span.first for period in facts.periods], low, high), high]
    latest = max([person.span.last for person in facts.people], default=facts.span.last)
    return _Grid(found, max(high, months.edge(latest + ONE_DAY)))


def _heads(facts: Staffing, grid: _Grid, today: dt.date) -> tuple[PeriodHead, ...]:
    return tuple(
        PeriodHead(
            pk=period.pk,
            number=period.number,
            starts_on=period.span.first,
            ends_on=period.span.last,
            state=period.span.state_on(today),
            columns=end - start,
        )
        for period, (start, end) in zip(facts.periods, pairwise(grid.edges), strict=True)
    )


def _months(grid: _Grid, today: dt.date) -> tuple[Month, ...]:
    return tuple(_month(number, grid, today) for number in range(grid.edges[0], grid.end))


def _month(number: int, grid: _Grid, today: dt.date) -> Month:
    first = months.first_day(number)
    title, css = said(first, "F Y"), "m"
    if number in grid.edges:
        css += " q"
    if number == months.number(today):
        title = _("%(month)s, now") % {"month": title}
        css += f" is-now {looks.at(months.fraction(today))}"
    return Month(short=said_month(first).lower().rstrip("."), title=title, css=css)


def _cells(facts: Staffing, grid: _Grid, person: Person, draw: Drawing) -> tuple[Cell, ...]:
    found: list[Cell] = []
    end = grid.edges[0]
    for period, (low, high) in zip(facts.periods, pairwise(grid.edges), strict=True):
        end = high
        if period.is_last and person.span.last > period.span.last:
            end = max(high, months.edge(person.span.last + ONE_DAY))
        found += _period_cells(_pieces(facts, person, period), person, period, low, end, draw)
    if facts.periods and end < grid.end:
        found.append(Cell(grid.end - end, False, ()))
    return tuple(found)


def _period_cells(
    pieces: list[Piece], person: Person, period: PeriodFact, low: int, high: int, draw: Drawing
) -> list[Cell]:
    shown = len(pieces)
    cut = min(shown, high - low)
    lefts = [*months.edges([piece.span.first for piece in pieces[:cut]], low, high), high]
    found = []
    for place, (left, right) in enumerate(pairwise(lefts)):
        here = range(place, shown if place == cut - 1 else place + 1)
        short = 2 * (right - left) <= high - low
        slots = tuple(draw.slot(pieces[n], person, period, n, short) for n in here)
        found.append(Cell(right - left, place > 0, slots))
    return found


def _pieces(facts: Staffing, person: Person, period: PeriodFact) -> list[Piece]:
    """The stretches of this period that are worth a cell, in order of date; at least one."""
    whole = Span(
        period.span.first, max(period.span.last, person.span.last) if period.is_last else period.span.last
    )
    stays = [stay for stay in facts.stays_of(person) if stay.period == period]
    away = [
        piece
        for piece in _away(person, whole)
        if not any(stay.span.within(piece.span) == stay.span for stay in stays)
    ]
    not_there = [piece.span for piece in away]
    found = [Piece(part, "stay", stay=stay) for stay in stays for part in stay.span.without(not_there)]
    found += away
    found += [Piece(span, "empty") for span in facts.unplaced(person, period)]
    return sorted(found, key=lambda piece: piece.span) or [Piece(whole, "away")]


def _away(person: Person, whole: Span) -> list[Piece]:
    found = [Piece(pause, "away", "pause") for pause in person.pauses]
    if person.span.first > whole.first:
        found.append(Piece(Span(whole.first, person.span.first - ONE_DAY), "away", "before"))
    if person.span.last < whole.last:
        found.append(Piece(Span(person.span.last + ONE_DAY, whole.last), "away", "after"))
    cut = [(piece, piece.span.within(whole)) for piece in found]
    return [
        Piece(span, "away", piece.why)
        for piece, span in cut
        if span and (span.days >= DRAWN or span == whole)
    ]
