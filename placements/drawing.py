"""How one stretch of the board is drawn: its words, its address and its look."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from placements.spans import ONE_DAY, Span, said_day
from placements.staffing import PeriodFact, Person, Staffing, Stay
from wijkmakers.lib.listing import addresses

# What has to be arranged is asked for two months ahead; sooner would only be in the way.
SOON = dt.timedelta(days=60)


@dataclass(frozen=True)
class Slot:
    """What stands in a cell.

    `kind`: a placement ("stay"), days without one ("empty"), or that somebody is not there ("away").
    `label` and `spoken` follow each other in the accessible name. `flag` is problem, warn or "". Without a
    `url` nothing can be changed there.
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
    is_fixed: bool = False


@dataclass(frozen=True, order=True)
class Piece:
    """A stretch of somebody's period: of one placement, empty, or away for a reason."""

    span: Span
    kind: str
    why: str = ""
    stay: Stay | None = None


class Drawing:
    """The words, address and look of a stretch; addresses are resolved once for the whole board."""

    def __init__(self, facts: Staffing, today: dt.date, back: str) -> None:
        self.facts = facts
        self.today = today
        self.query = f"?back={back}" if back else ""
        self.edit_url = addresses("placement_edit")
        self.place_url = place_addresses("placement_new")
        self.states = {"now": _("runs now"), "done": _("finished"), "coming": _("confirmed")}

    def slot(self, piece: Piece, person: Person, period: PeriodFact, place: int, short: bool) -> Slot:
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

    def _stay(self, piece: Piece, stay: Stay, person: Person, where: str, short: bool) -> Slot:
        look, words = self._state(stay)
        flag, flag_text = self._flag(stay)
        css = ["slot", f"look-{stay.host.look}", look]
        css += [{"problem": "has-problem", "warn": "has-warn"}.get(flag, ""), "is-short" if short else ""]
        spoken = _(", %(trainee)s, period %(number)s, %(when)s, %(state)s") % {
            "trainee": person.name,
            "number": stay.period.number,
            "when": piece.span.spoken,
            "state": f"{words}, {flag_text}" if flag else words,
        }
        return Slot(
            "stay", where, piece.span.first, " ".join(filter(None, css)), stay.host.name, spoken,
            period=stay.period.number, code=stay.host.code, url=self._address(stay, person),
            flag=flag, flag_text=flag_text, is_fixed=self._is_fixed(stay),
        )  # fmt: skip

    def _state(self, stay: Stay) -> tuple[str, str]:
        """The class of its look, and its state in words."""
        state = stay.span.state_on(self.today)
        return "is-done" if state == "done" else "", self.states[state]

    def _address(self, stay: Stay, person: Person) -> str:
        """Where this place is changed, or "" where it is not."""
        del person
        return self.edit_url(stay.pk) + self.query

    def _is_fixed(self, stay: Stay) -> bool:
        """Whether a draft keeps it where it is."""
        del stay
        return False

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
    def _not_there(piece: Piece, person: Person) -> str:
        if piece.why == "before":
            return _("Starts on %(day)s") % {"day": said_day(person.span.first)}
        if piece.why == "after":
            return _("Stopped") if person.has_stopped else _("Finished")
        return _("Paused") if piece.why == "pause" else ""


def place_addresses(name: str, *within: int) -> Callable[[int, int, dt.date], str]:
    """(trainee, period, a day of the stretch) -> where a place is chosen for it; resolved once. `within`: the
    keys that come first in the address."""
    before, between, after = reverse(name, args=[*within, 0, 0]).split("/0/")
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
