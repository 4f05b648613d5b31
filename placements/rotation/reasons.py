"""Why somebody is where they are: for each trainee and period one reason that is true of the plan.

Nothing is solved here and nothing is guessed: every answer is read from the problem and the plan.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from placements.rotation.problem import Assignment, Cell, Problem, Trainee
from placements.rotation.rules import Rule, barred
from placements.rotation.scoring import score

Why = Literal["elsewhere", "worked", "barred", "closed", "full", "sector", "needed", "pair", "others"]


@dataclass(frozen=True)
class Missed:
    """A wish that comes before what somebody got in a period, and why it is not that.

    elsewhere: it is theirs in another period · worked: they were there before · barred: `rule` keeps them
    away · closed: nothing is offered there then · full: `others` have the seats · sector: it would earn them
    no more, because they see that sector already · needed: where they are, people are needed (`rule`) · pair:
    they would meet, or miss, somebody (`rule`) · others: it would cost others more, or be a change.
    """

    host: str
    rank: int
    why: Why
    others: tuple[str, ...] = ()
    rule: Rule | None = None


@dataclass(frozen=True)
class Reason:
    """`rank`: which wish the host is; None if it was not ranked. `pinned`: it was agreed beforehand.
    `new_sector`: they see that sector nowhere else. `missed`: the wishes before it, the dearest first."""

    trainee: str
    period: str
    host: str
    rank: int | None
    pinned: bool
    new_sector: bool
    missed: tuple[Missed, ...]

    @property
    def decisive(self) -> Missed | None:
        """The wish that a sentence has to be about: of those that they have in no period at all the dearest
        that others have, because that is what the plan costs; else the dearest."""
        missing = [missed for missed in self.missed if missed.why not in {"elsewhere", "worked"}]
        lost = (missed for missed in missing if missed.why in {"full", "needed", "pair", "others"})
        return next(lost, None) or next(iter(missing), None)


def reasons(problem: Problem, assignment: Assignment) -> dict[Cell, Reason]:
    """A reason for each trainee and period of the plan. The plan keeps the rules of the problem."""
    told = _Told(problem, assignment)
    return {
        (trainee.key, period): told.reason(trainee, period)
        for trainee in problem.trainees
        for period in trainee.periods
    }


def reasons_of(problem: Problem, assignment: Assignment, trainee: Trainee) -> list[Reason]:
    """The same for one trainee, by period."""
    told = _Told(problem, assignment)
    return [told.reason(trainee, period) for period in trainee.periods]


class _Told:
    def __init__(self, problem: Problem, assignment: Assignment) -> None:
        self.problem, self.assignment = problem, assignment

    @cached_property
    def there(self) -> dict[tuple[str, str], list[str]]:
        """(host, period) -> who is there."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (trainee, period), host in self.assignment.items():
            found[host, period].append(trainee)
        return found

    def hosts(self, trainee: Trainee) -> dict[str, str]:
        return {period: self.assignment[trainee.key, period] for period in trainee.periods}

    def reason(self, trainee: Trainee, period: str) -> Reason:
        host = self.assignment[trainee.key, period]
        rank = trainee.rank(host)
        before = trainee.wishes[: rank - 1] if rank else trainee.wishes
        pin = self.problem.pinned.get((trainee.key, period))
        sectors = Counter(
            self.problem.sector_of[there] for there in (*self.hosts(trainee).values(), *trainee.worked)
        )
        return Reason(
            trainee=trainee.key,
            period=period,
            host=host,
            rank=rank,
            pinned=pin is not None,
            new_sector=sectors[self.problem.sector_of[host]] == 1,
            missed=tuple(self._missed(trainee, period, wish) for wish in before) if pin is None else (),
        )

    def _missed(self, trainee: Trainee, period: str, wish: str) -> Missed:
        return next(self._whys(trainee, period, wish, trainee.rank(wish) or 0))

    def _whys(self, trainee: Trainee, period: str, wish: str, rank: int) -> Iterator[Missed]:
        """All that keeps them from it, the plainest first."""
        if wish in self.hosts(trainee).values():
            yield Missed(wish, rank, "elsewhere")
        if wish in trainee.worked:
            yield Missed(wish, rank, "worked")
        for rule in barred(self.problem, trainee, wish, period):
            yield (
                Missed(wish, rank, "closed")
                if rule.kind == "at_most"
                else Missed(wish, rank, "barred", rule=rule)
            )
        if self._gains_nothing(trainee, period, wish):
            yield Missed(wish, rank, "sector")
        others = self.there[wish, period]
        if len(others) >= self.problem.seat_at[wish, period].maximum:
            yield Missed(wish, rank, "full", others=tuple(others))
        if needed := self._needed(trainee, period):
            yield Missed(wish, rank, "needed", rule=needed)
        if pair := self._pair(trainee, period, wish):
            yield Missed(wish, rank, "pair", rule=pair)
        yield Missed(wish, rank, "others")

    def _gains_nothing(self, trainee: Trainee, period: str, wish: str) -> bool:
        hosts = self.hosts(trainee)
        instead = {**hosts, period: wish}
        return score(self.problem, trainee, list(instead.values())) <= score(
            self.problem, trainee, list(hosts.values())
        )

    def _needed(self, trainee: Trainee, period: str) -> Rule | None:
        host = self.assignment[trainee.key, period]
        seat = self.problem.seat_at.get((host, period))
        minimum = seat.minimum if seat else 0
        if len(self.there[host, period]) > minimum:
            return None
        return Rule("at_least", host=host, period=period, number=minimum)

    def _pair(self, trainee: Trainee, period: str, wish: str) -> Rule | None:
        host = self.assignment[trainee.key, period]
        for pair in self.problem.pairs:
            if trainee.key not in (pair.first, pair.second):
                continue
            other = pair.second if trainee.key == pair.first else pair.first
            if not pair.together and other in self.there[wish, period]:
                return Rule("apart", trainee.key, other=other)
            if pair.together and other in self.there[host, period] and self._meetings(trainee, other) == 1:
                return Rule("together", trainee.key, other=other)
        return None

    def _meetings(self, trainee: Trainee, other: str) -> int:
        return sum(other in self.there[host, period] for period, host in self.hosts(trainee).items())
