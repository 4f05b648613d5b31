"""The final goals of an edition, and which modules work towards them."""

from collections.abc import Collection

from django.db import transaction

from curriculum.actions.editions import hold_edition
from curriculum.actions.removing import delete_unused
from curriculum.models import Coverage, Curriculum, Goal, Module, Theme
from trainees.models import User
from wijkmakers.lib.versions import save_rows, save_version

Pair = tuple[int, int]


@transaction.atomic
def add_goal(*, goal: Goal, by: User) -> Goal:
    """A new final goal comes after the others."""
    hold_edition(goal.curriculum_id)
    goal.position = Goal.objects.of_curriculum(goal.curriculum_id).next_position()
    return save_version(goal, by=by)


@transaction.atomic
def change_goal(*, goal: Goal, seen: int, by: User) -> Goal:
    hold_edition(goal.curriculum_id)
    return save_version(goal, by=by, seen=seen)


@transaction.atomic
def remove_goal(*, goal: Goal, by: User, seen: int | None = None) -> None:
    hold_edition(goal.curriculum_id)
    delete_unused(goal, seen=seen)


@transaction.atomic
def move_goal(*, goal: Goal, places: int, by: User) -> None:
    """Up (-1) or down (1) among the final goals; at the end it stays where it is."""
    hold_edition(goal.curriculum_id)
    order = list(Goal.objects.of_curriculum(goal.curriculum_id).in_order())
    if goal not in order:  # removed by somebody else, a moment ago
        return
    at = order.index(goal)
    order.insert(max(0, min(at + places, len(order) - 1)), order.pop(at))
    moved = [(position, row) for position, row in enumerate(order) if row.position != position]
    for position, row in moved:
        row.position = position
    save_rows([row for _position, row in moved], fields=["position"], by=by)


@transaction.atomic
def cover_goals(
    *,
    curriculum: Curriculum,
    chosen: Collection[Pair],
    shown: Collection[Pair],
    themes: dict[int, int | None],
    by: User,
) -> int:
    """Tick which modules work towards which final goals; answer how much changed.

    chosen, shown: (module, goal) as somebody ticks them and as they stood on the page; only what is different
    is written, so that two people who tick at once keep both. themes: {module: theme} where it is another.
    """
    hold_edition(curriculum.pk)
    modules = {module.pk: module for module in Module.objects.of_curriculum(curriculum).in_order()}
    goals = set(Goal.objects.of_curriculum(curriculum).values_list("pk", flat=True))
    own = Coverage.objects.of_curriculum(curriculum)
    stored = set(own.values_list("module_id", "goal_id"))
    added = [pair for pair in sorted(set(chosen) - set(shown) - stored) if _fits(pair, modules, goals)]
    gone = own.of_pairs((set(shown) - set(chosen)) & stored)
    Coverage.objects.bulk_create(Coverage(module_id=module, goal_id=goal) for module, goal in added)
    count = len(added) + gone.delete()[0]
    return count + _set_themes(modules, themes, curriculum, by=by)


def _fits(pair: Pair, modules: dict[int, Module], goals: set[int]) -> bool:
    """Both are still there: what somebody else removed meanwhile is left out."""
    return pair[0] in modules and pair[1] in goals


def _set_themes(
    modules: dict[int, Module], themes: dict[int, int | None], curriculum: Curriculum, *, by: User
) -> int:
    known = {None, *Theme.objects.of_curriculum(curriculum).values_list("pk", flat=True)}
    changed = []
    for pk, theme in themes.items():
        module = modules.get(pk)
        if module and theme in known and module.theme_id != theme:
            module.theme_id = theme
            changed.append(module)
    save_rows(changed, fields=["theme"], by=by)
    return len(changed)
