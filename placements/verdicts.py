"""What a draft is worth, and what is certain about it, in one or two sentences; and how far a search is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements.drafts import said_points
from placements.models import Plan
from placements.rotation.answers import Level
from placements.rotation.stored import restore_levels

DOES = {
    "first": gettext_lazy("Looks for a first plan."),
    "largest": gettext_lazy("Makes the largest loss as small as possible."),
    "sum": gettext_lazy("Makes the sum of all losses as small as possible."),
    "above": gettext_lazy("Lets as few trainees as possible give up much."),
    "changes": gettext_lazy("Keeps as much as possible as it is."),
    "ties": gettext_lazy("Chooses between plans that are equally good."),
    "conflict": gettext_lazy("Looks for what makes it impossible."),
    "others": gettext_lazy("Looks for other plans that are nearly as good."),
}
WIDE, HIGH = 320, 96


@dataclass(frozen=True)
class Verdict:
    """`proof` says how certain the sentence is."""

    sentence: str
    proof: str
    is_proved: bool


def verdict(plan: Plan, *, origin: Mapping[str, int] | None = None) -> Verdict:
    """Of a plan that is ready. `origin`: what each gave up as the planner made it, when it was changed by
    hand since. Then nothing is proved of it: what was proved, was proved of the planner's own."""
    if origin is not None:
        return Verdict(_by_hand(plan), _planner_had(origin), is_proved=False)
    levels = restore_levels(plan.levels)
    open_level = next((level for level in levels if not level.proved), None)
    if open_level:
        return Verdict(_so_far(plan), _better(open_level), is_proved=False)
    return Verdict(_best(plan, levels), _proved(plan), is_proved=True)


def _proved(plan: Plan) -> str:
    """Around what was fixed: a loss is counted from what was still possible then."""
    took, fixed = plan.seconds or 0, len(plan.problem["pins"])
    words = {"seconds": number_format(took, 1 if took >= 0.1 else 2), "n": fixed}
    if not fixed:
        return _("Proved in %(seconds)s s.") % words
    return (
        ngettext(
            "Proved in %(seconds)s s, around the %(n)d place that was fixed beforehand.",
            "Proved in %(seconds)s s, around the %(n)d places that were fixed beforehand.",
            fixed,
        )
        % words
    )


def _by_hand(plan: Plan) -> str:
    words = {"points": said_points(plan.largest_loss), "sum": said_points(plan.total_loss)}
    if not plan.total_loss:
        return _("Changed by hand: nobody gives up anything.")
    return _("Changed by hand: nobody gives up more than %(points)s, all together %(sum)s.") % words


def _planner_had(origin: Mapping[str, int]) -> str:
    words = {"largest": max(origin.values(), default=0), "sum": sum(origin.values())}
    return _("The planner had %(largest)d and %(sum)d.") % words


def _best(plan: Plan, levels: Sequence[Level]) -> str:
    if plan.objective == Plan.Objective.FEWEST:
        changes = next((level.value for level in levels if level.name == "changes"), 0)
        return _fewest(changes)
    if not plan.total_loss:
        return _("Nobody gives up anything: everybody gets the best that is possible for them.")
    words = {"points": said_points(plan.largest_loss), "sum": said_points(plan.total_loss)}
    if plan.objective == Plan.Objective.MOST:
        return _("No more wishes can be honoured: all together give up %(sum)s.") % words
    if plan.objective == Plan.Objective.LEXIMIN:
        return _("It cannot be fairer, to the last trainee: nobody gives up more than %(points)s.") % words
    return _("It cannot be fairer: nobody gives up more than %(points)s.") % words


def _fewest(changes: int) -> str:
    if not changes:
        return _("Nothing else that stands has to change.")
    return ngettext(
        "It cannot be done with fewer changes: %(n)d place becomes another.",
        "It cannot be done with fewer changes: %(n)d places become others.",
        changes,
    ) % {"n": changes}


def _so_far(plan: Plan) -> str:
    words = {"points": said_points(plan.largest_loss), "sum": said_points(plan.total_loss)}
    return _("Nobody gives up more than %(points)s; all together %(sum)s.") % words


def _better(level: Level) -> str:
    words = {"points": said_points(level.slack), "n": level.slack, "threshold": level.threshold}
    if level.name == "largest":
        return _("Not proved to be the best. The largest loss could be at most %(points)s smaller.") % words
    if level.name == "changes":
        return (
            ngettext(
                "Not proved to be the best. There could be at most %(n)d change fewer.",
                "Not proved to be the best. There could be at most %(n)d changes fewer.",
                level.slack,
            )
            % words
        )
    if level.name == "above":
        return (
            ngettext(
                "Not proved to be the best. At most %(n)d trainee fewer could lose %(threshold)d or more.",
                "Not proved to be the best. At most %(n)d trainees fewer could lose %(threshold)d or more.",
                level.slack,
            )
            % words
        )
    return _("Not proved to be the best. All together could give up at most %(points)s less.") % words


@dataclass(frozen=True)
class Picture:
    """Two lines in a box of WIDE by HIGH, as the points of an SVG polyline. Higher is worse."""

    best: str
    bound: str
    wide: int = WIDE
    high: int = HIGH


@dataclass(frozen=True)
class Search:
    """How far the planner is: `does` in words, the best so far and what is certainly unbeatable."""

    does: str
    best: int | None
    bound: int | None
    seconds: int
    picture: Picture | None

    @property
    def sentence(self) -> str:
        if self.best is None:
            return ""
        return _("Best so far: %(best)d. Certainly not below %(bound)d.") % vars(self)


def search(plan: Plan) -> Search:
    """Of a plan that is being worked out."""
    if not plan.progress:
        return Search(_("Begins in a moment."), None, None, 0, None)
    level, best, bound, seconds = plan.progress[-1]
    points = [(at, had, sure) for name, had, sure, at in plan.progress if name == level and had is not None]
    shown = level not in {"first", "conflict", "ties", "others"}
    return Search(
        does=str(DOES.get(level, "")),
        best=best if shown else None,
        bound=bound if shown else None,
        seconds=int(seconds),
        picture=_picture(points) if shown and len(points) > 1 else None,
    )


def _picture(points: Sequence[tuple[float, int, int]]) -> Picture:
    begin, end = points[0][0], points[-1][0]
    low = min(bound for _at, _best, bound in points)
    span = max(max(best for _at, best, _bound in points) - low, 1)

    def line(values: Sequence[int]) -> str:
        """In steps: nothing is known between two points."""
        found: list[str] = []
        before = None
        for (at, _best, _bound), value in zip(points, values, strict=True):
            x = round(WIDE * (at - begin) / max(end - begin, 0.01))
            y = round(HIGH - HIGH * (value - low) / span)
            found += [f"{x},{before}"] if before is not None else []
            found.append(f"{x},{y}")
            before = y
        return " ".join(found)

    return Picture(line([best for _, best, _ in points]), line([bound for _, _, bound in points]))
