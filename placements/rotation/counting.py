"""Counting before solving: who can be seated in one period at all, and how many can see a sector."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from placements.rotation.matching import match
from placements.rotation.problem import Problem
from placements.rotation.rules import Rule, barred


@dataclass(frozen=True)
class PeriodCount:
    """Trainees who have to be placed in a period, and the seats that hosts offer and ask to be filled."""

    period: str
    trainees: int
    seats: int
    asked: int

    @property
    def is_short(self) -> bool:
        return self.trainees > self.seats

    @property
    def asks_too_much(self) -> bool:
        return self.asked > self.trainees


@dataclass(frozen=True)
class SectorCount:
    """How many of the trainees can see a sector at most, over all periods together."""

    sector: str
    trainees: int
    seats: int

    @property
    def reach(self) -> int:
        return min(self.trainees, self.seats)


def count_periods(problem: Problem) -> tuple[PeriodCount, ...]:
    return tuple(
        PeriodCount(
            period,
            len(problem.present(period)),
            sum(seat.maximum for seat in problem.seats if seat.period == period),
            sum(seat.minimum for seat in problem.seats if seat.period == period),
        )
        for period in problem.periods
    )


def count_sectors(problem: Problem) -> tuple[SectorCount, ...]:
    sectors = dict.fromkeys(host.sector for host in problem.hosts)
    return tuple(
        SectorCount(
            sector,
            len(problem.trainees),
            sum(seat.maximum for seat in problem.seats if problem.sector_of[seat.host] == sector),
        )
        for sector in sectors
    )


def hall_rules(problem: Problem, period: str, some: Sequence[Rule]) -> tuple[Rule, ...]:
    """Rules of one period that clash by counting alone: some trainees, and every host they can go to, with
    fewer seats than they are with. Empty when everybody can be seated, looking at this period alone.

    Relaxing any one of them makes room: the trainees are those who could be moved so that another of them is
    the one without a seat, and they are one more than there are seats."""
    table = _Period(problem, period, some)
    trainees = _short(table)
    hosts = {host for trainee in trainees for host in table.open[trainee]}
    closed = [
        rule
        for trainee in trainees
        for host, why in table.closed[trainee].items()
        if host not in hosts
        for rule in why[:1]
    ]
    needed = {
        *(table.needs[trainee] for trainee in trainees),
        *(rule for rule in some if rule.kind == "at_most" and rule.period == period and rule.host in hosts),
        *closed,
    }
    return tuple(rule for rule in some if rule in needed) if trainees else ()


def asking_too_much(problem: Problem, period: str, some: Sequence[Rule]) -> tuple[Rule, ...]:
    """Hosts that in this period together ask for more people than are there, none too many of them."""
    asking = [rule for rule in some if rule.kind == "at_least" and rule.period == period]
    over = sum(rule.number for rule in asking) - len(problem.present(period))
    needed = []
    for rule in sorted(asking, key=lambda rule: rule.number):
        if rule.number < over:
            over -= rule.number
        elif over > 0:
            needed.append(rule)
    return tuple(needed)


class _Period:
    """Who has to be somewhere in one period, and where each can go under some of the rules."""

    def __init__(self, problem: Problem, period: str, some: Collection[Rule]) -> None:
        kept = set(some)
        self.room: Mapping[str, int] = {
            rule.host: rule.number for rule in kept if rule.kind == "at_most" and rule.period == period
        }
        self.size = len(problem.trainees)
        self.needs: dict[str, Rule] = {}
        self.open: dict[str, list[str]] = {}
        self.closed: dict[str, dict[str, list[Rule]]] = {}
        for trainee in problem.present(period):
            pin = problem.pinned.get((trainee.key, period))
            needs = Rule("pin", trainee.key, pin.host, period) if pin else None
            if needs not in kept:
                needs = Rule("somewhere", trainee.key, period=period)
            if needs not in kept:
                continue
            self.needs[trainee.key] = needs
            why = {
                host.key: [rule for rule in barred(problem, trainee, host.key, period) if rule in kept]
                for host in problem.hosts
            }
            self.open[trainee.key] = [host for host, rules in why.items() if not rules]
            self.closed[trainee.key] = why


def _short(table: _Period) -> tuple[str, ...]:
    """Trainees who together have fewer seats within reach than they are with; empty when all can sit."""
    hosts = {host for reach in table.open.values() for host in reach}
    return match(table.open, {host: table.room.get(host, table.size) for host in hosts}).short
