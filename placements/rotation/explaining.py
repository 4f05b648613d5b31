"""Why there is no plan: sets of rules that cannot hold together, none of which can be missed.

First by counting within one period (Hall, On representatives of subsets, 1935: some trainees share fewer
seats than they are with), because people understand that at once. Then by assumptions in CP-SAT. Either way
the set is reduced one by one until relaxing any single member would make the rest possible.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from placements.rotation.answers import Conflict, Impossible
from placements.rotation.cells import Cells
from placements.rotation.counting import asking_too_much, hall_rules
from placements.rotation.engine import Over, Search
from placements.rotation.first import period_by_period
from placements.rotation.groups import Open
from placements.rotation.problem import Problem
from placements.rotation.rules import Rule, rules

MOST_CONFLICTS = 5

QUICK = 20_000
"""With more cells than this, one conflict that is certain is enough: to search for another takes long."""


def first_plan(problem: Problem, search: Search, may: Open) -> dict[tuple[str, str], str] | None:
    """Some plan that keeps every rule, or None when there is none. Raises TimeoutError without an answer.

    The plan by flow is made also when somebody said stop: it takes a moment, and nothing else can be kept.
    """
    if search.left and (made := period_by_period(problem, may)) is not None:
        return made
    if search.left and any(_counted(problem, rules(problem))):
        return None
    plan = Cells(problem, rules(problem), search).plan(search)
    if plan is None:
        raise TimeoutError("The time was too short to find a plan, or to show that there is none.")
    return plan if isinstance(plan, dict) else None


def explain(problem: Problem, search: Search | None = None) -> Impossible:
    """The conflicts of a problem that has no plan; none at all when it has one."""
    search = search or Search(10.0)
    search.begin("conflict")
    left = rules(problem)
    conflicts: list[Conflict] = []
    while len(conflicts) < MOST_CONFLICTS and (conflict := _conflict(problem, left, search, conflicts)):
        conflicts.append(conflict)
        gone = set(conflict.rules)
        left = tuple(rule for rule in left if rule not in gone)
    return Impossible(tuple(conflicts), search.seconds)


def why_not(problem: Problem, search: Search) -> Impossible:
    """The conflicts of a problem that certainly has no plan. Raises TimeoutError when none could be found."""
    answer = explain(problem, search)
    if not answer.conflicts:
        raise TimeoutError("There is no plan, and the time was too short to say why.")
    return answer


def _conflict(
    problem: Problem, left: Sequence[Rule], search: Search, known: Sequence[Conflict]
) -> Conflict | None:
    """By counting; or by searching, where nothing is known yet or it does not take long."""
    for conflict in _counted(problem, left):
        return conflict
    if known and len(problem.trainees) * len(problem.hosts) * len(problem.periods) > QUICK:
        return None
    try:
        return _searched(problem, left, search)
    except Over:
        return None


def _counted(problem: Problem, left: Sequence[Rule]) -> Iterator[Conflict]:
    """As few rules as can be by themselves; nothing has to be tried."""
    for period in problem.periods:
        if clash := hall_rules(problem, period, left):
            yield Conflict(clash, period)
        if clash := asking_too_much(problem, period, left):
            yield Conflict(clash)


def _searched(problem: Problem, left: Sequence[Rule], search: Search) -> Conflict | None:
    if _is_possible(problem, left, search) is not False:
        return None
    found = Cells(problem, left, search, assumed=True).clash(search) or left
    minimal = True

    def clashes(some: Collection[Rule]) -> bool:
        nonlocal minimal
        answer = _is_possible(problem, some, search)
        minimal = minimal and answer is not None
        return answer is False

    return Conflict(tuple(_without_needless(found, clashes)), minimal=minimal)


def _is_possible(problem: Problem, some: Collection[Rule], search: Search) -> bool | None:
    plan = Cells(problem, some, search).plan(search)
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
