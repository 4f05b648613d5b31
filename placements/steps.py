"""What was changed in a draft by hand, in sentences; and which change can be undone, or done again."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from placements import moves
from placements.models import PlanStep
from placements.moves import Spot
from placements.naming import Names
from wijkmakers.lib.words import said_all


@dataclass(frozen=True)
class Line:
    """`who` made the change and `when`; `is_undone`: it no longer holds. `url`: where undoing it, or doing it
    again, is posted to; "" where that is not the next thing to do."""

    sentence: str
    who: str
    when: dt.datetime
    is_undone: bool
    url: str = ""


@dataclass(frozen=True)
class History:
    """The latest first. `undo`: the change that can be taken back; `redo`: the one that can be done again."""

    lines: tuple[Line, ...]
    undo: Line | None
    redo: Line | None


def history(steps: Sequence[PlanStep], names: Names, *, is_open: bool) -> History:
    """`steps`: in order, with their makers. `is_open`: the draft can still be changed."""
    done = [step for step in steps if step.undone_at is None]
    back = [step for step in steps if step.undone_at is not None]
    last = _line(done[-1], names, "plan_undo") if done and is_open else None
    following = _line(back[0], names, "plan_redo") if back and is_open else None
    return History(tuple(_line(step, names) for step in reversed(steps)), undo=last, redo=following)


def _line(step: PlanStep, names: Names, name: str = "") -> Line:
    return Line(
        sentence=said(step, names),
        who=str(step.created_by) if step.created_by else "",
        when=step.created_at,
        is_undone=step.undone_at is not None,
        url=step_url(name, step) if name else "",
    )


def step_url(name: str, step: PlanStep) -> str:
    return reverse(name, args=[step.plan_id, step.number])


def said(step: PlanStep, names: Names) -> str:
    """“Noor Dijkema goes to Lefier in period 2.”"""
    before, after = moves.restore(step.before), moves.restore(step.after)
    changed = [spot for spot in after if spot not in before] or after or before
    words: dict[str, object] = {
        "name": said_all(dict.fromkeys(names.person(str(spot.trainee)) for spot in changed)),
        "number": names.number(str(changed[0].period)) if changed else 0,
    }
    if step.kind == PlanStep.Kind.SWAPPED:
        return _("%(name)s swap in period %(number)d.") % words
    if step.kind == PlanStep.Kind.PINNED:
        return _("%(name)s: fixed in period %(number)d.") % words
    if step.kind == PlanStep.Kind.UNPINNED:
        return _("%(name)s: no longer fixed in period %(number)d.") % words
    return _moved(changed, before, after, names, words)


def _moved(
    changed: Sequence[Spot],
    before: Sequence[Spot],
    after: Sequence[Spot],
    names: Names,
    words: dict[str, object],
) -> str:
    known = {(spot.period, spot.host) for spot in before}
    spot = next((spot for spot in changed if (spot.period, spot.host) not in known), changed[0])
    words |= {"host": names.host(str(spot.host)), "days": spot.span.short}
    words["number"] = names.number(str(spot.period))
    if sum(other.period == spot.period for other in after) > 1:
        return _("%(name)s goes to %(host)s, %(days)s.") % words
    return _("%(name)s goes to %(host)s in period %(number)d.") % words
