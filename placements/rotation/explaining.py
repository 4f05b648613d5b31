"""Why there is no plan: sets of rules that cannot hold together, none of which can be missed.

First by counting within one period (Hall, On representatives of subsets, 1935: some trainees share fewer
seats than they are with), because people understand that at once. Then by assumptions in CP-SAT. Either way
the set is reduced one by one until relaxing any single member would make the rest possible.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from placements.rotation.answers import Conflict, Impossible
from placements.rotation.cells import Cells
from placements.rotation.counting import hall_rules, holds_in_period
from placements.rotation.engine import Search
from placements.rotation.first import period_by_period
from placements.rotation.problem import Problem
from placements.rotation.rules import Rule, rules

MOST_CONFLICTS = 5


def first_plan(problem: Problem, search: Search) -> dict[tuple[str, str], str] | None:
    """Some plan that keeps every rule, or None when there is none. Raises TimeoutError without an answer."""
    if not search.is_over and (made := period_by_period(problem)) is not None:
        return made
    plan = Cells(problem, rules(problem)).plan(search)
    if plan is None:
        raise TimeoutError("The time was too short to find a plan, or to show that there is none.")
    return plan if isinstance(plan, dict) else None


def explain(problem: Problem, search: Search | None = None) -> Impossible:
    """The conflicts of a problem that has no plan; none at all when it has one."""
    search = search or Search(10.0)
    search.level = "conflict"
    left = rules(problem)
    conflicts: list[Conflict] = []
    while len(conflicts) < MOST_CONFLICTS and (conflict := _conflict(problem, left, search)):
        conflicts.append(conflict)
        left = tuple(rule for rule in left if rule not in conflict.rules)
    return Impossible(tuple(conflicts), search.seconds)


def _conflict(problem: Problem, left: Sequence[Rule], search: Search) -> Conflict | None:
    for period in problem.periods:
        if clash := hall_rules(problem, period, left):
            return Conflict(tuple(_without_needless(clash, partial(_is_short, problem, period))), period)
    if _is_possible(problem, left, search) is not False:
        return None
    found = Cells(problem, left, assumed=True).clash(search) or left
    minimal = True

    def clashes(some: Collection[Rule]) -> bool:
        nonlocal minimal
        answer = _is_possible(problem, some, search)
        minimal = minimal and answer is not None
        return answer is False

    return Conflict(tuple(_without_needless(found, clashes)), minimal=minimal)


def _is_short(problem: Problem, period: str, some: Collection[Rule]) -> bool:
    return not holds_in_period(problem, period, some)


def _is_possible(problem: Problem, some: Collection[Rule], search: Search) -> bool | None:
    plan = Cells(problem, some).plan(search)
    return plan if plan is None else plan is not False


def _without_needless(clash: Sequence[Rule], clashes: Callable[[Collection[Rule]], bool]) -> list[Rule]:
    """The clash without what it can miss; what is special to one trainee is tried last, so that a
    sentence about many people is not lost to one about few."""
    kept = list(clash)
    for rule in sorted(clash, key=lambda rule: ORDER[rule.kind]):
        fewer = [other for other in kept if other != rule]
        if clashes(fewer):
            kept = fewer
    return kept


ORDER = {
    kind: place
    for place, kind in enumerate(
        (
            "apart",
            "together",
            "travel",
            "skills",
            "excluded",
            "pin",
            "once",
            "at_least",
            "somewhere",
            "at_most",
        )
    )
}
