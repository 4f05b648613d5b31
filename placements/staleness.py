"""What has changed in a cohort since a draft was made of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.asking import asked_of
from placements.coverage import said_names
from placements.models import Plan, Planning
from placements.naming import Names
from placements.planning import problem_of
from placements.rotation.problem import Problem
from placements.rotation.stored import digest


def changed_since(plan: Plan, told: Problem, names: Names) -> list[str]:
    """Sentences; none when the planner would be told the same today. Three queries at most."""
    first = names.periods.get(told.periods[0]) if told.periods else None
    if first is None:
        return [_("The periods have changed.")]
    planning = Planning.objects.for_cohort(plan.cohort)
    keeps = bool(told.pins) or not told.current
    now = problem_of(names.facts, asked_of(names.facts, planning, first=first, keeps=keeps))
    if digest(now) == plan.digest:
        return []
    return list(_differences(told, now, names))


def _differences(old: Problem, new: Problem, names: Names) -> Iterator[str]:
    if old.periods != new.periods:
        yield _("The periods have changed.")
    if whom := _people(old, new):
        yield _("Others take part, or at another time: %(names)s.") % {"names": _said(whom, names)}
    if whom := [key for key in old.named.keys() & new.named.keys() if _wishes(old, key) != _wishes(new, key)]:
        yield ngettext(
            "Other wishes or skills: %(names)s.", "Other wishes or skills: %(names)s.", len(whom)
        ) % {"names": _said(whom, names)}  # fmt: skip
    if hosts := sorted({host for host, _period in _other(old.seat_at, new.seat_at)}):
        yield _("Other seats: %(names)s.") % {"names": said_names([names.host(host) for host in hosts])}
    if set(old.exclusions) != set(new.exclusions):
        whom = [row.trainee for row in set(old.exclusions) ^ set(new.exclusions)]
        yield _("Not sent to other organisations: %(names)s.") % {"names": _said(whom, names)}
    if set(old.pairs) != set(new.pairs):
        yield _("Something else is agreed about who is together or apart.")
    if whom := [trainee for trainee, _period in _other(old.current, new.current)]:
        yield _("Other placements: %(names)s.") % {"names": _said(whom, names)}
    if old.weights != new.weights:
        yield _("The points have changed.")


def _people(old: Problem, new: Problem) -> list[str]:
    before = {key: trainee.periods for key, trainee in old.named.items()}
    after = {key: trainee.periods for key, trainee in new.named.items()}
    return list(_other(before, after))


def _wishes(problem: Problem, key: str) -> tuple[object, ...]:
    trainee = problem.named[key]
    return trainee.wishes, trainee.skills


def _other(old, new):
    """The keys that are in one only, or stand for something else."""
    return [key for key in {**old, **new} if old.get(key) != new.get(key)]


def _said(keys, names: Names) -> str:
    return said_names(sorted({names.person(key) for key in keys}))
