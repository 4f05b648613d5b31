"""What the planner answers: frozen dataclasses that can be read without loading what solves."""

from collections.abc import Mapping
from dataclasses import dataclass

from placements.rotation.problem import Assignment, Objective
from placements.rotation.rules import Rule


@dataclass(frozen=True)
class Level:
    """One step of an objective: what was reached, and what is certain to be impossible to beat.

    `name`: "changes", "largest", "sum", or "above" (how many lose `threshold` or more). The order is that
    of importance.
    """

    name: str
    value: int
    bound: int
    threshold: int | None = None

    @property
    def proved(self) -> bool:
        return self.value == self.bound

    @property
    def slack(self) -> int:
        """How much better it could be at most."""
        return self.value - self.bound


@dataclass(frozen=True)
class Proposal:
    """A plan that keeps every rule.

    `losses`: what each trainee gives up because others need places too. `best_alone`: the points each could
    have if there were nobody else. `settled`: also the choice between equally good plans was finished.
    """

    assignment: Assignment
    objective: Objective
    levels: tuple[Level, ...]
    losses: Mapping[str, int]
    best_alone: Mapping[str, int]
    settled: bool
    seconds: float

    @property
    def proved(self) -> bool:
        """No plan is better at any level of the objective."""
        return all(level.proved for level in self.levels)

    @property
    def largest_loss(self) -> int:
        return max(self.losses.values(), default=0)

    @property
    def total_loss(self) -> int:
        return sum(self.losses.values())


@dataclass(frozen=True)
class Progress:
    """How far the search is: the level it works on, the best found and what is certainly unbeatable.

    `best` is None as long as there is no plan at all.
    """

    level: str
    best: int | None
    bound: int
    seconds: float


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot hold together. `minimal`: without any one of them the others can.

    `period`: set when it is a matter of counting within that period.
    """

    rules: tuple[Rule, ...]
    period: str = ""
    minimal: bool = True

    def of(self, kind: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.kind == kind)


@dataclass(frozen=True)
class Impossible:
    """There is no plan. The conflicts have no rule in common; there may be more than are named."""

    conflicts: tuple[Conflict, ...]
    seconds: float
