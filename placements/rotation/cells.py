"""A cohort as a CP-SAT model of cells, under any set of its rules: to find some plan, or which rules clash.

One literal for each trainee, host and period. Weaker than whole paths where something has to be improved, but
every rule is a constraint of its own here and can be left out.
"""

from collections.abc import Collection, Iterable

from ortools.sat.python import cp_model

from placements.rotation.engine import Search, minimise
from placements.rotation.problem import Problem
from placements.rotation.rules import Rule

Literals = list[cp_model.IntVar]


class Cells:
    """The model under the given rules. With `assumed`, each rule can be asked about afterwards. Raises
    Over when the search is over before it is made."""

    def __init__(
        self, problem: Problem, rules: Collection[Rule], search: Search, *, assumed: bool = False
    ) -> None:
        self.problem = problem
        self.model: cp_model.CpModel = cp_model.CpModel()
        self.at = {
            (trainee.key, host.key, period): self.model.new_bool_var("")
            for trainee in problem.trainees
            for period in trainee.periods
            for host in problem.hosts
        }
        self._assumed: dict[int, Rule] = {}
        for trainee in problem.trainees:
            search.must_go_on()
            for period in trainee.periods:
                self.model.add_at_most_one(self._row(trainee.key, period))
        for rule in rules:
            search.must_go_on()
            self._hold(rule, assumed=assumed)

    def plan(self, search: Search) -> dict[tuple[str, str], str] | bool | None:
        """A plan; False when there is none; None when the time was too short to know."""
        cells = list(self.at)
        found = minimise(search, self.model, None, list(self.at.values()))
        if found.chosen is None:
            return False if found.impossible else None
        return {(cells[place][0], cells[place][2]): cells[place][1] for place in found.chosen}

    def clash(self, search: Search) -> tuple[Rule, ...] | None:
        """Some of the assumed rules that cannot hold together; None when they can, or time ran out."""
        solver = search.solver()
        if search.is_over:
            return None
        status = search.beside(lambda: solver.solve(self.model), solver.stop_search)
        if status != cp_model.INFEASIBLE:
            return None
        return tuple(self._assumed[index] for index in solver.sufficient_assumptions_for_infeasibility())

    def _hold(self, rule: Rule, *, assumed: bool) -> None:
        constraints = list(getattr(self, f"_{rule.kind}")(rule))
        if not assumed:
            return
        holds = self.model.new_bool_var("")
        self._assumed[holds.index] = rule
        self.model.add_assumption(holds)
        for constraint in constraints:
            constraint.only_enforce_if(holds)

    def _row(self, trainee: str, period: str) -> Literals:
        return [self.at[trainee, host.key, period] for host in self.problem.hosts]

    def _column(self, host: str, period: str) -> Literals:
        return [self.at[trainee.key, host, period] for trainee in self.problem.present(period)]

    def _stays(self, trainee: str, host: str) -> dict[str, cp_model.IntVar]:
        return {period: self.at[trainee, host, period] for period in self.problem.named[trainee].periods}

    def _somewhere(self, rule: Rule) -> Iterable[cp_model.Constraint]:
        yield self.model.add_bool_or(self._row(rule.trainee, rule.period))

    def _at_most(self, rule: Rule) -> Iterable[cp_model.Constraint]:
        yield self.model.add(sum(self._column(rule.host, rule.period)) <= rule.number)

    def _at_least(self, rule: Rule) -> Iterable[cp_model.Constraint]:
        yield self.model.add(sum(self._column(rule.host, rule.period)) >= rule.number)

    def _once(self, rule: Rule) -> Iterable[cp_model.Constraint]:
        """Once, besides the times that somebody explained; not at all where they worked before."""
        trainee = self.problem.named[rule.trainee]
        explained = {
            pin.period
            for pin in self.problem.pins
            if pin.again and (pin.trainee, pin.host) == (trainee.key, rule.host)
        }
        stays = self._stays(trainee.key, rule.host)
        others = [stay for period, stay in stays.items() if period not in explained]
        yield self.model.add(sum(others) <= (0 if rule.host in trainee.worked else 1))
        if explained:
            yield self._not_freely(rule)

    def _excluded(self, rule: Rule) -> Iterable[cp_model.Constraint]:
        yield self._not_freely(rule)

    _travel = _excluded

    def _not_freely(self, rule: Rule) -> cp_model.Constraint:
        """The trainee is at the host only where that was agreed."""
        stays = self._stays(rule.trainee, rule.host)
        free = [stay for period, stay in stays.items() if (rule.trainee, period) not in self.problem.pinned]
        return self.model.add(sum(free) <= 0)

    def _skills(self, rule: Rule) -> Iterable[cp_model.Constraint]:
        yield self.model.add(self.at[rule.trainee, rule.host, rule.period] <= 0)

    def _pin(self, rule: Rule) -> Iterable[cp_model.Constraint]:
        yield self.model.add(self.at[rule.trainee, rule.host, rule.period] >= 1)

    def _meetings(self, rule: Rule) -> list[Literals]:
        return [
            [self.at[who, host.key, period] for who in (rule.trainee, rule.other)]
            for period in self.problem.periods
            for host in self.problem.hosts
            if all(period in self.problem.named[who].periods for who in (rule.trainee, rule.other))
        ]

    def _apart(self, rule: Rule) -> Iterable[cp_model.Constraint]:
        for pair in self._meetings(rule):
            yield self.model.add(sum(pair) <= 1)

    def _together(self, rule: Rule) -> Iterable[cp_model.Constraint]:
        meetings = []
        for pair in self._meetings(rule):
            meet = self.model.new_bool_var("")
            self.model.add_bool_and(pair).only_enforce_if(meet)
            meetings.append(meet)
        yield self.model.add_bool_or(meetings)
