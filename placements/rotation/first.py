"""A first plan, period after period by flow: made in a moment, without looking ahead."""

from collections import Counter
from collections.abc import Mapping

from placements.rotation.flows import Costs, share_out
from placements.rotation.groups import Open, worth
from placements.rotation.problem import Cell, Problem, Trainee
from placements.rotation.scoring import seen


def period_by_period(problem: Problem, may: Open) -> dict[Cell, str] | None:
    """A plan with in each period as many points as there are. None when that leads nowhere, which does not
    say that there is no plan."""
    first = _First(problem, may)
    if any(_is_twice(problem, trainee) for trainee in problem.trainees) or not first.meet():
        return None
    return first.plan if all(first.fill(period) for period in problem.periods) else None


def _is_twice(problem: Problem, trainee: Trainee) -> bool:
    """Agreed to be at a host a second time, without a word why."""
    unsaid = Counter(pin.host for pin in problem.pins if pin.trainee == trainee.key and not pin.again)
    return any(times > 1 for times in unsaid.values())


class _First:
    """`may`: for each trainee and period, the hosts open to them. `been`: where they were, or have to be at
    another time. `fixed`: where they have to be."""

    def __init__(self, problem: Problem, may: Open) -> None:
        self.problem = problem
        self.plan: dict[Cell, str] = {}
        self.number = {host.key: place for place, host in enumerate(problem.hosts)}
        self.may = dict(zip(problem.named, may, strict=True))
        self.points = {trainee.key: worth(problem, trainee) for trainee in problem.trainees}
        self.been: dict[str, set[int]] = {key: set() for key in problem.named}
        self.fixed: dict[Cell, int] = {}
        for pin in problem.pins:
            self._fix(pin.trainee, pin.period, self.number[pin.host])

    def _fix(self, key: str, period: str, host: int) -> None:
        self.fixed[key, period] = host
        self.been[key].add(host)

    def meet(self) -> bool:
        """Whoever has to meet does so where there is most room."""
        for pair in self.problem.pairs:
            both = (pair.first, pair.second)
            if pair.together and not any(self._agree(*both, period) for period in self.problem.periods):
                chances = [
                    (self._room(host, period), period, host)
                    for period in self.problem.periods
                    for host in self._open(pair.first, period)
                    if host in self._open(pair.second, period)
                ]
                room, period, host = max(chances, default=(0, "", -1))
                if room < len(both):
                    return False
                for key in both:
                    self._fix(key, period, host)
        return True

    def _agree(self, first: str, second: str, period: str) -> bool:
        host = self.fixed.get((first, period))
        return host is not None and host == self.fixed.get((second, period))

    def _room(self, host: int, period: str) -> int:
        seat = self.problem.seat_at[self.problem.hosts[host].key, period]
        return seat.maximum - sum(cell[1] == period and place == host for cell, place in self.fixed.items())

    def _open(self, key: str, period: str) -> list[int]:
        fixed, may = self.fixed.get((key, period)), self.may[key].get(period, ())
        return [host for host in may if (host not in self.been[key] if fixed is None else host == fixed)]

    def fill(self, period: str) -> bool:
        """Everybody somewhere in this period; who has to stay apart is moved as often as that helps."""
        people = {trainee.key: self._costs(trainee, period) for trainee in self.problem.present(period)}
        for _ in range(len(self.problem.pairs) + 1):
            given = self._share_out(people, period)
            if given is None:
                return False
            clash = self._clash(given)
            if clash is None:
                break
            people[clash] = {host: cost for host, cost in people[clash].items() if host != given[clash]}
        else:
            return False
        for key, host in given.items():
            self.been[key].add(host)
            self.plan[key, period] = self.problem.hosts[host].key
        return True

    def _costs(self, trainee: Trainee, period: str) -> Costs:
        known = seen(self.problem, trainee)
        known |= {self.problem.hosts[host].sector for host in self.been[trainee.key]}
        points, hosts = self.points[trainee.key], self.problem.hosts
        return {
            host: -points[host] - (0 if hosts[host].sector in known else self.problem.weights.sector)
            for host in self._open(trainee.key, period)
        }

    def _share_out(self, people: Mapping[str, Costs], period: str) -> dict[str, int] | None:
        seats = [self.problem.seat_at.get((host.key, period)) for host in self.problem.hosts]
        given = share_out(
            list(people.values()),
            [seat.minimum if seat else 0 for seat in seats],
            [seat.maximum if seat else 0 for seat in seats],
        )
        return None if given is None else dict(zip(people, given, strict=True))

    def _clash(self, given: Mapping[str, int]) -> str | None:
        """Somebody who is where the other is whom they have to stay apart from."""
        for pair in self.problem.pairs:
            if not pair.together and given.get(pair.first, -1) == given.get(pair.second, -2):
                return pair.second
        return None
