"""The rotation board: who works where, month by month, ready to be drawn.

Rows are trainees, columns months, and a placement spans its months. Everything a template needs is
prepared here (words, addresses, classes): a board has some hundred cells.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import coverage, months, staffing
from placements.spans import ONE_DAY, Span, said, said_day
from placements.staffing import PeriodFact, Person, Staffing, Stay
from trainees.models import Cohort
from wijkmakers.lib import looks
from wijkmakers.lib.days import said_month
from wijkmakers.lib.listing import addresses

# What has to be arranged is asked for two months ahead; sooner would only be in the way.
SOON = dt.timedelta(days=60)
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
class Slot:
    """What stands in a cell.

    `kind`: a placement ("stay"), days without one ("empty"), or that somebody is not there ("away").
    `label` and `spoken` follow each other in the accessible name. `flag` is problem, warn or "".
    """

    kind: str
    id: str
    first: dt.date
    css: str
    label: str
    spoken: str
    period: int
    code: str = ""
    url: str = ""
    flag: str = ""
    flag_text: str = ""


@dataclass(frozen=True)
class Cell:
    """One slot; several when there are more stretches than months. `is_next`: not the period's first."""

    columns: int
    is_next: bool
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Row:
    trainee: int
    name: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Board:
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
    grid = _grid(facts)
    url = addresses("trainee")
    draw = _Draw(facts, today, back)
    return Board(
        cohort=cohort.pk,
        name=cohort.name,
        today=today,
        staffing=facts,
        periods=_heads(facts, grid, today),
        months=_months(grid, today),
        more_columns=grid.end - grid.edges[-1] if facts.periods else 0,
        rows=tuple(
            Row(person.pk, person.name, url(person.pk), _cells(facts, grid, person, draw))
            for person in facts.people
        ),
        seats=coverage.seat_rows(facts),
        sectors=coverage.sector_rows(facts),
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


@dataclass(frozen=True, order=True)
class _Piece:
    """A stretch of somebody's period: of one placement, empty, or away for a reason."""

    span: Span
    kind: str
    why: str = ""
    stay: Stay | None = None


def _cells(facts: Staffing, grid: _Grid, person: Person, draw: "_Draw") -> tuple[Cell, ...]:
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
    pieces: list[_Piece], person: Person, period: PeriodFact, low: int, high: int, draw: "_Draw"
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


def _pieces(facts: Staffing, person: Person, period: PeriodFact) -> list[_Piece]:
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
    found = [_Piece(part, "stay", stay=stay) for stay in stays for part in stay.span.without(not_there)]
    found += away
    found += [_Piece(span, "empty") for span in facts.unplaced(person, period)]
    return sorted(found, key=lambda piece: piece.span) or [_Piece(whole, "away")]


def _away(person: Person, whole: Span) -> list[_Piece]:
    found = [_Piece(pause, "away", "pause") for pause in person.pauses]
    if person.span.first > whole.first:
        found.append(_Piece(Span(whole.first, person.span.first - ONE_DAY), "away", "before"))
    if person.span.last < whole.last:
        found.append(_Piece(Span(person.span.last + ONE_DAY, whole.last), "away", "after"))
    cut = [(piece, piece.span.within(whole)) for piece in found]
    return [
        _Piece(span, "away", piece.why)
        for piece, span in cut
        if span and (span.days >= DRAWN or span == whole)
    ]


class _Draw:
    """The words, address and look of a stretch; addresses are resolved once for the whole board."""

    def __init__(self, facts: Staffing, today: dt.date, back: str) -> None:
        self.facts = facts
        self.today = today
        self.query = f"?back={back}" if back else ""
        self.edit_url = addresses("placement_edit")
        self.place_url = place_addresses()
        self.states = {"now": _("runs now"), "done": _("finished"), "coming": _("confirmed")}

    def slot(self, piece: _Piece, person: Person, period: PeriodFact, place: int, short: bool) -> Slot:
        where = cell_id(person.pk, period.number, place)
        if piece.stay:
            return self._stay(piece, piece.stay, person, where, short)
        if piece.kind == "empty":
            return self._empty(piece.span, person, period, where)
        label = self._not_there(piece, person)
        spoken = _(", %(trainee)s, period %(number)s") % {"trainee": person.name, "number": period.number}
        return Slot(
            "away", where, piece.span.first, "slot is-away", label, spoken if label else "", period.number
        )

    def _stay(self, piece: _Piece, stay: Stay, person: Person, where: str, short: bool) -> Slot:
        state = stay.span.state_on(self.today)
        flag, flag_text = self._flag(stay)
        css = ["slot", f"look-{stay.host.look}", {"done": "is-done"}.get(state, "")]
        css += [{"problem": "has-problem", "warn": "has-warn"}.get(flag, ""), "is-short" if short else ""]
        words = self.states[state]
        spoken = _(", %(trainee)s, period %(number)s, %(when)s, %(state)s") % {
            "trainee": person.name,
            "number": stay.period.number,
            "when": piece.span.spoken,
            "state": f"{words}, {flag_text}" if flag else words,
        }
        return Slot(
            "stay", where, piece.span.first, " ".join(filter(None, css)), stay.host.name, spoken,
            period=stay.period.number, code=stay.host.code, url=self.edit_url(stay.pk) + self.query,
            flag=flag, flag_text=flag_text,
        )  # fmt: skip

    def _flag(self, stay: Stay) -> tuple[str, str]:
        seat = self.facts.seat(stay.host, stay.period)
        if seat is None or self.facts.free(seat, stay.span) < 0:
            return "problem", _("too full")
        if lacks_supervisor(stay, self.today):
            leaves = supervisor_leaves(stay)
            words = _("no supervisor from %(day)s on") if leaves else _("no supervisor yet")
            return "warn", words % {"day": said_day(leaves)} if leaves else words
        return "", ""

    def _empty(self, span: Span, person: Person, period: PeriodFact, where: str) -> Slot:
        past, later = span.last < self.today, not is_pressing(span, self.today)
        words = {"trainee": person.name, "number": period.number, "when": span.spoken}
        if past:
            spoken = _(" for %(trainee)s, period %(number)s, %(when)s, finished") % words
        elif later:
            spoken = _(" for %(trainee)s, period %(number)s, %(when)s. No place yet.") % words
        else:
            spoken = _(" for %(trainee)s, period %(number)s, %(when)s. Problem: no place yet.") % words
        url = self.place_url(person.pk, period.pk, span.first) + self.query.replace("?", "&")
        css = "slot is-away" if past else "slot is-empty is-later" if later else "slot is-empty"
        label = _("No place") if past else _("Choose a place")
        return Slot("empty", where, span.first, css, label, spoken, period.number, url=url)

    @staticmethod
    def _not_there(piece: _Piece, person: Person) -> str:
        if piece.why == "before":
            return _("Starts on %(day)s") % {"day": said_day(person.span.first)}
        if piece.why == "after":
            return _("Stopped") if person.has_stopped else _("Finished")
        return _("Paused") if piece.why == "pause" else ""


def place_addresses() -> Callable[[int, int, dt.date], str]:
    """(trainee, period, a day of the empty stretch) -> where a place is chosen for it; resolved once."""
    before, between, after = reverse("placement_new", args=[0, 0]).split("/0/")
    return lambda trainee, period, day: f"{before}/{trainee}/{between}/{period}/{after}?on={day:%Y-%m-%d}"


def cell_id(trainee: int, number: int, place: int = 0) -> str:
    """The id of a cell: of a trainee, in the period with this number, counted within it from 0."""
    return f"cell-{trainee}-{number}" + (f"-{place + 1}" if place else "")


def is_pressing(span: Span, today: dt.date) -> bool:
    """Days without a place that run, or begin so soon that an organisation has to know by now."""
    return span.first <= today + SOON


def lacks_supervisor(stay: Stay, today: dt.date) -> bool:
    """Nobody to turn to: now, at the switch that is coming, or once the supervisor has left soon."""
    alone_from = stay.span.first if stay.supervisor is None else supervisor_leaves(stay)
    return alone_from is not None and stay.span.last >= today and alone_from <= today + SOON


def supervisor_leaves(stay: Stay) -> dt.date | None:
    """The first day of a placement without its supervisor, who leaves the host before it ends."""
    until = stay.supervisor_until
    if stay.supervisor is None or until is None or until >= stay.span.last:
        return None
    return max(until + ONE_DAY, stay.span.first)
