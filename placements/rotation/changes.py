"""A changed problem: what happens when a host withdraws, somebody stops, a seat is added, and so on.

Nothing is saved; a change makes another problem, and that is solved like any other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from placements.rotation.problem import Exclusion, Pin, Problem, Seat, Trainee


@dataclass(frozen=True)
class SeatsBecome:
    """A host offers another number of seats in a period; without the skills that were asked when `skills` is
    empty."""

    seat: Seat

    def __call__(self, problem: Problem) -> Problem:
        others = tuple(
            seat for seat in problem.seats if (seat.host, seat.period) != (self.seat.host, self.seat.period)
        )
        return replace(problem, seats=(*others, self.seat) if self.seat.maximum else others)


@dataclass(frozen=True)
class HostWithdraws:
    """A host offers nothing any more in these periods; what was agreed there is released."""

    host: str
    periods: tuple[str, ...]

    def __call__(self, problem: Problem) -> Problem:
        return replace(
            problem,
            seats=tuple(seat for seat in problem.seats if not self._is_over(seat.host, seat.period)),
            pins=tuple(pin for pin in problem.pins if not self._is_over(pin.host, pin.period)),
        )

    def _is_over(self, host: str, period: str) -> bool:
        return host == self.host and period in self.periods


@dataclass(frozen=True)
class TraineeBecomes:
    """Somebody joins, stops, extends, ranks anew or learns a skill: the trainee as they are from now on.

    What was agreed or in force for periods in which they are not there any more is let go.
    """

    trainee: Trainee

    def __call__(self, problem: Problem) -> Problem:
        new, old = self.trainee, {trainee.key for trainee in problem.trainees}
        trainees = tuple(new if trainee.key == new.key else trainee for trainee in problem.trainees)
        return replace(
            problem,
            trainees=trainees if new.key in old else (*trainees, new),
            pins=tuple(pin for pin in problem.pins if pin.trainee != new.key or pin.period in new.periods),
            current={
                cell: host
                for cell, host in problem.current.items()
                if cell[0] != new.key or cell[1] in new.periods
            },
        )


@dataclass(frozen=True)
class Excluded:
    exclusion: Exclusion

    def __call__(self, problem: Problem) -> Problem:
        return replace(problem, exclusions=(*problem.exclusions, self.exclusion))


@dataclass(frozen=True)
class ExclusionLifted:
    trainee: str
    host: str

    def __call__(self, problem: Problem) -> Problem:
        cell = (self.trainee, self.host)
        left = tuple(one for one in problem.exclusions if (one.trainee, one.host) != cell)
        return replace(problem, exclusions=left)


@dataclass(frozen=True)
class Pinned:
    pin: Pin

    def __call__(self, problem: Problem) -> Problem:
        return replace(problem, pins=(*_without(problem, self.pin.trainee, self.pin.period), self.pin))


@dataclass(frozen=True)
class PinReleased:
    trainee: str
    period: str

    def __call__(self, problem: Problem) -> Problem:
        return replace(problem, pins=tuple(_without(problem, self.trainee, self.period)))


Change = Callable[[Problem], Problem]


def _without(problem: Problem, trainee: str, period: str) -> Iterable[Pin]:
    return (pin for pin in problem.pins if (pin.trainee, pin.period) != (trainee, period))
