"""What the planner is asked: frozen dataclasses, nothing of Django.

Trainees, hosts and periods are named by strings that mean something to the caller only. Their order in the
problem is the order in which everything is gone through, so the same problem gives the same answer.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Cell = tuple[str, str]
"""A trainee in a period."""

Assignment = Mapping[Cell, str]
"""Who works at which host in each period."""

Objective = Literal["fair", "leximin", "most", "fewest"]
OBJECTIVES: tuple[Objective, ...] = ("fair", "leximin", "most", "fewest")


class Malformed(ValueError):
    """A problem that contradicts itself in its names or numbers, before any rule is looked at."""


@dataclass(frozen=True)
class Weights:
    """Points a plan earns for one trainee. All are whole numbers of zero or more.

    `by_rank`: for the first wish, the second and so on; wishes beyond its end earn as much as its last.
    `unranked`: for a host that was not wished for. `sector`: for each different sector that is seen.
    """

    by_rank: tuple[int, ...] = (10, 8, 6, 5, 4, 3, 2)
    unranked: int = 1
    sector: int = 8

    def of_rank(self, rank: int | None) -> int:
        """The points of a wish; ranks begin at 1, None is a host that was not ranked."""
        if rank is None or not self.by_rank:
            return self.unranked
        return self.by_rank[min(rank, len(self.by_rank)) - 1]


@dataclass(frozen=True)
class Trainee:
    """Somebody to be placed in each of `periods`, the ones in which they are there.

    `wishes`: hosts, the dearest first; may be few or none. `worked`: hosts and therefore sectors already
    seen outside the periods of this problem. `reach`: how far they can travel, in minutes, where that is
    given. `gave_up`: what earlier plans cost them; counts only between plans that are equally good.
    """

    key: str
    periods: tuple[str, ...]
    wishes: tuple[str, ...] = ()
    skills: frozenset[str] = frozenset()
    worked: frozenset[str] = frozenset()
    reach: int | None = None
    gave_up: int = 0

    def rank(self, host: str) -> int | None:
        return self.wishes.index(host) + 1 if host in self.wishes else None


@dataclass(frozen=True)
class Host:
    key: str
    sector: str


@dataclass(frozen=True)
class Seat:
    """What a host offers in a period. A host without a seat in a period offers nothing there."""

    host: str
    period: str
    minimum: int
    maximum: int
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pin:
    """An agreed placement. It overrides wishes, exclusions, skills and travel; never the number of seats.

    `again`: somebody said in words why this trainee works at this host a second time.
    """

    trainee: str
    host: str
    period: str
    again: bool = False


@dataclass(frozen=True)
class Exclusion:
    """Where somebody is not sent; `kind` is the caller's word for why ("employer", "veto")."""

    trainee: str
    host: str
    kind: str = "veto"


@dataclass(frozen=True)
class Pair:
    """Two trainees who are never at one host in the same period, or at least once."""

    first: str
    second: str
    together: bool = False


@dataclass(frozen=True)
class Problem:
    """Who has to be where. Raises Malformed when it contradicts itself in names or numbers.

    `travel`: (trainee, host) -> minutes; what is not in it is near enough. `current`: the plan in force,
    from which "fewest changes" counts. `seed`: decides between plans that are equally good.
    """

    trainees: tuple[Trainee, ...]
    hosts: tuple[Host, ...]
    periods: tuple[str, ...]
    seats: tuple[Seat, ...]
    pins: tuple[Pin, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    pairs: tuple[Pair, ...] = ()
    travel: Mapping[Cell, int] = field(default_factory=dict)
    weights: Weights = Weights()
    current: Assignment = field(default_factory=dict)
    seed: int = 1

    def __post_init__(self) -> None:
        for wrong in _contradictions(self):
            raise Malformed(wrong)

    @cached_property
    def sector_of(self) -> dict[str, str]:
        return {host.key: host.sector for host in self.hosts}

    @cached_property
    def seat_at(self) -> dict[tuple[str, str], Seat]:
        """(host, period) -> what is offered there."""
        return {(seat.host, seat.period): seat for seat in self.seats}

    @cached_property
    def pinned(self) -> dict[Cell, Pin]:
        return {(pin.trainee, pin.period): pin for pin in self.pins}

    @cached_property
    def excluded(self) -> dict[tuple[str, str], str]:
        """(trainee, host) -> the kind of exclusion."""
        return {(exclusion.trainee, exclusion.host): exclusion.kind for exclusion in self.exclusions}

    @cached_property
    def named(self) -> dict[str, Trainee]:
        return {trainee.key: trainee for trainee in self.trainees}

    @cached_property
    def cells(self) -> frozenset[Cell]:
        """Everything that has to be decided: each trainee in each period in which they are there."""
        return frozenset((trainee.key, period) for trainee in self.trainees for period in trainee.periods)

    def present(self, period: str) -> list[Trainee]:
        return [trainee for trainee in self.trainees if period in trainee.periods]

    def lacks(self, trainee: Trainee, host: str, period: str) -> frozenset[str]:
        """The skills that are asked there and that this trainee does not have."""
        seat = self.seat_at.get((host, period))
        return seat.skills - trainee.skills if seat else frozenset()

    def is_far(self, trainee: Trainee, host: str) -> bool:
        return trainee.reach is not None and self.travel.get((trainee.key, host), 0) > trainee.reach


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from _unknown("trainee", [name for name, _, _ in _names(problem)], problem.named)
    yield from _unknown("host", [name for _, name, _ in _names(problem)], problem.sector_of)
    yield from _unknown("period", [name for _, _, name in _names(problem)], problem.periods)
    yield from _twice("trainee", (trainee.key for trainee in problem.trainees))
    yield from _twice("host", (host.key for host in problem.hosts))
    yield from _twice("period", problem.periods)
    yield from _twice("seat", ((seat.host, seat.period) for seat in problem.seats))
    yield from _twice("pin", ((pin.trainee, pin.period) for pin in problem.pins))
    yield from _twice(
        "wish", ((trainee.key, wish) for trainee in problem.trainees for wish in trainee.wishes)
    )
    for seat in problem.seats:
        if not 0 <= seat.minimum <= seat.maximum:
            yield f"Seats at {seat.host} in {seat.period}: {seat.minimum} to {seat.maximum}."
    for pin in problem.pins:
        if pin.trainee in problem.named and pin.period not in problem.named[pin.trainee].periods:
            yield f"{pin.trainee} is pinned in {pin.period}, and is not there."
    weights = problem.weights
    if min((*weights.by_rank, weights.unranked, weights.sector)) < 0:
        yield "Points are zero or more."


def _names(problem: Problem) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Every trainee, host and period that something refers to."""
    for trainee in problem.trainees:
        yield from ((None, None, period) for period in trainee.periods)
        yield from ((None, wish, None) for wish in trainee.wishes)
    yield from ((None, seat.host, seat.period) for seat in problem.seats)
    yield from ((pin.trainee, pin.host, pin.period) for pin in problem.pins)
    yield from ((row.trainee, row.host, None) for row in problem.exclusions)
    yield from ((name, None, None) for pair in problem.pairs for name in (pair.first, pair.second))


def _twice(what: str, names: Iterable[object]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"The {what} {name} is there {times} times."


def _unknown(what: str, names: Iterable[str | None], known: Container[str]) -> Iterator[str]:
    for name in names:
        if name is not None and name not in known:
            yield f"There is no {what} {name}."
