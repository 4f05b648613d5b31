"""How laying out a programme went: what has no place, why, and what would help, in sentences."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainees.models import ClosedDay
from wijkmakers.lib.words import said_all


@dataclass(frozen=True)
class LeftOut:
    """Sessions of a module, or days of a development track, without a place. `reason`: days, as counted."""

    name: str
    numbers: tuple[int, ...]
    reason: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """A rule that could be relaxed: what is gained. `name`: whom or what it is about, in words."""

    kind: str
    name: str
    amount: int
    solved: int
    days: float


@dataclass(frozen=True)
class Outcome:
    """`asked` and `open` are whole learning days; `is_best`: no better programme exists."""

    placed: int
    moved: int = 0
    against_pace: int = 0
    is_best: bool = True
    asked: float = 0
    open: float = 0
    left_out: tuple[LeftOut, ...] = ()
    ways: tuple[Way, ...] = ()

    @property
    def missing(self) -> int:
        return sum(len(each.numbers) for each in self.left_out)

    def data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        left_out = tuple(
            LeftOut(each["name"], tuple(each["numbers"]), each["reason"]) for each in data["left_out"]
        )
        ways = tuple(Way(**each) for each in data["ways"])
        return cls(**data | {"left_out": left_out, "ways": ways})


# In words


def summary(outcome: Outcome) -> str:
    """How many sessions have a place, how many that people knew move, and whether everything fits."""
    said = [
        ngettext(
            "%(count)d session has a place in the draft.",
            "%(count)d sessions have a place in the draft.",
            outcome.placed,
        )
        % {"count": outcome.placed}
    ]
    if outcome.moved:
        said.append(
            ngettext("%(count)d that people knew moves.", "%(count)d that people knew move.", outcome.moved)
            % {"count": outcome.moved}
        )
    if not outcome.missing:
        said.append(_("Everything fits."))
    return " ".join(said)


def sentences(outcome: Outcome) -> list[str]:
    """Why not everything fits: first the whole, then each reason with what it leaves without a place."""
    if not outcome.missing:
        return []
    found = [
        ngettext("%(count)d session has no place.", "%(count)d sessions have no place.", outcome.missing)
        % {"count": outcome.missing}
    ]
    if outcome.asked > outcome.open:
        found.append(
            _("%(asked)s learning days are asked, and %(open)s are open.")
            % {"asked": number(outcome.asked), "open": number(outcome.open)}
        )
    reasons: dict[str, list[str]] = {}
    for each in outcome.left_out:
        why = _narrowest(each.reason, is_full=outcome.asked > outcome.open)
        reasons.setdefault(why, []).append(_said_left(each))
    return found + [
        _("%(why)s Without a place: %(what)s.") % {"why": why, "what": said_all(left)}
        for why, left in reasons.items()
    ]


def _said_left(left: LeftOut) -> str:
    said = ngettext("%(name)s (session %(numbers)s)", "%(name)s (sessions %(numbers)s)", len(left.numbers))
    return said % {"name": left.name, "numbers": said_all(map(str, left.numbers))}


def _narrowest(reason: dict[str, int], *, is_full: bool) -> str:
    """The step at which no day is left; else that the days are full, or the step at which most are lost."""
    steps = _steps()
    if not reason.get("open", 1):
        return _("There is no open learning day.")
    for _before, after, none, _few in steps:
        if not reason.get(after, 1):
            return none
    before, after, _none, few = max(steps, key=lambda step: reason.get(step[0], 0) - reason.get(step[1], 0))
    if is_full or reason.get(before, 0) == reason.get(after, 0):
        return _("The learning days are full.")
    return few % {"before": reason[before], "after": reason[after]}


def _steps() -> tuple[tuple[str, str, str, str], ...]:
    """(counted before, counted after, said when nothing is left, said when little is left)."""
    return (
        (
            "open",
            "in_order",
            _("Between what stays where it is there is no day for it."),
            _("Between what stays where it is there are %(after)d of the %(before)d open days for it."),
        ),
        (
            "in_order",
            "there",
            _("On all days that would do, its lecturers are away."),
            _("Its lecturers are there on %(after)d of the %(before)d days that would do."),
        ),
        (
            "there",
            "free",
            _("On all days that would do, its lecturers are with other cohorts."),
            _("Its lecturers are not with other cohorts on %(after)d of the %(before)d days that would do."),
        ),
        (
            "free",
            "with_room",
            _("On all days that would do, every room is taken."),
            _("A room is free on %(after)d of the %(before)d days that would do."),
        ),
    )


def ways(outcome: Outcome) -> list[str]:
    """What would help, the most helpful first: what to relax, the days it gives, the sessions it places."""
    return [said for way in outcome.ways if (said := _said_way(way))]


def _said_way(way: Way) -> str:
    said = WAYS.get(way.kind)
    if said is None:
        return ""
    name = str(ClosedDay.Kind(way.name).label) if way.kind == "closed" else way.name
    placed = ngettext("%(count)d session more fits", "%(count)d sessions more fit", way.solved)
    words = {"name": name, "amount": way.amount, "days": number(way.days)}
    return _("%(what)s: %(placed)s.") % {"what": said(way) % words, "placed": placed % {"count": way.solved}}


def number(amount: float) -> str:
    """Whole, or with a half."""
    whole = int(amount)
    return str(whole) if amount == whole else f"{whole or ''}½"


def _plural(days: float) -> int:
    """What the plural of a number of days goes by."""
    return 1 if days <= 1 else 2


WAYS: dict[str, Callable[[Way], str]] = {
    "closed": lambda way: ngettext(
        "Learning on days of the kind “%(name)s” as well gives %(days)s day",
        "Learning on days of the kind “%(name)s” as well gives %(days)s days",
        _plural(way.days),
    ),
    "fewer": lambda way: ngettext(
        "%(amount)d development day fewer (%(name)s)",
        "%(amount)d development days fewer (%(name)s)",
        way.amount,
    ),
    "half_development": lambda way: ngettext(
        "Half development days (%(name)s) give %(days)s day",
        "Half development days (%(name)s) give %(days)s days",
        _plural(way.days),
    ),
    "half_module": lambda way: ngettext(
        "%(name)s in half days gives %(days)s day",
        "%(name)s in half days gives %(days)s days",
        _plural(way.days),
    ),
    "lecturer": lambda way: ngettext(
        "If %(name)s were always there, that gives %(days)s day",
        "If %(name)s were always there, that gives %(days)s days",
        _plural(way.days),
    ),
    "someone_else": lambda way: _("Somebody else for %(name)s as well"),
    "room": lambda way: ngettext(
        "If %(name)s could always be used, that gives %(days)s day",
        "If %(name)s could always be used, that gives %(days)s days",
        _plural(way.days),
    ),
    "any_room": lambda way: _("Any other room"),
    "fixed": lambda way: _("Without what is fixed on its own date (%(name)s)"),
    "pin": lambda way: _("Letting session %(amount)d of %(name)s move"),
    "after": lambda way: _("Not waiting for other modules with %(name)s"),
    "later": lambda way: ngettext(
        "Ending %(amount)d week later", "Ending %(amount)d weeks later", way.amount
    ),
}
