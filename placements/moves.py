"""Changes of a draft by hand, on plain places: somebody elsewhere, two who swap, a place that is fixed.

Nothing here asks the database. What a change costs is counted as the planner counts it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from placements.models import PlanEntry
from placements.rotation.problem import Problem, Trainee
from placements.rotation.scoring import score
from placements.spans import ONE_DAY, Span, longest

Stored = dict[str, Any]


@dataclass(frozen=True, order=True)
class Spot:
    """Somebody at a host in these days of a period; keys are those of the rows. `pinned`: it is fixed."""

    trainee: int
    span: Span
    period: int
    host: int
    pinned: bool = False


def spot_of(entry: PlanEntry) -> Spot:
    return Spot(
        trainee=entry.trainee_id,
        span=Span(entry.starts_on, entry.ends_on),
        period=entry.period_id,
        host=entry.host_id,
        pinned=entry.pinned,
    )


def moved(spots: Iterable[Spot], to: Spot) -> list[Spot]:
    """`to` holds in its days; what this person did on the other days of the period stays as it was."""
    mine, others = [], []
    for spot in spots:
        if spot.trainee != to.trainee:
            others.append(spot)
        elif spot.span.overlaps(to.span):
            mine += [replace(spot, span=left) for left in spot.span.without([to.span])]
        else:
            mine.append(spot)
    return sorted([*others, *_joined([*mine, to])])


def left_of(spot: Spot, since: dt.date | None) -> Spot | None:
    """The part of a place about which something is decided; None when it is over by then."""
    if since is None or spot.span.first >= since:
        return spot
    return replace(spot, span=Span(since, spot.span.last)) if spot.span.last >= since else None


def swapped(spots: Iterable[Spot], one: Spot, other: Spot, *, pinned: bool) -> list[Spot]:
    """Each gets the host of the other, in these days of their own."""
    found = moved(spots, replace(one, host=other.host, pinned=pinned))
    return moved(found, replace(other, host=one.host, pinned=pinned))


def fixed(spots: Iterable[Spot], trainee: int, period: int, *, pinned: bool) -> list[Spot]:
    """All that this person does in this period is fixed, or free again."""
    mine = (trainee, period)
    return sorted(
        replace(spot, pinned=pinned) if (spot.trainee, spot.period) == mine else spot for spot in spots
    )


def _joined(spots: Iterable[Spot]) -> list[Spot]:
    """In order; what goes on at one host without a day between is one place, fixed when a part of it is."""
    found: list[Spot] = []
    for spot in sorted(spots):
        last = found[-1] if found else None
        if last and _goes_on(last, spot):
            span = Span(last.span.first, spot.span.last)
            found[-1] = replace(last, span=span, pinned=last.pinned or spot.pinned)
        else:
            found.append(spot)
    return found


def _goes_on(spot: Spot, after: Spot) -> bool:
    same = (spot.trainee, spot.period, spot.host) == (after.trainee, after.period, after.host)
    return same and spot.span.last + ONE_DAY == after.span.first


def main_spots(spots: Iterable[Spot], *, since: dt.date | None = None) -> dict[tuple[int, int], Spot]:
    """(trainee, period) -> the place that counts there, as `longest` says."""
    cells: dict[tuple[int, int], list[Spot]] = {}
    for spot in sorted(spots):
        cells.setdefault((spot.trainee, spot.period), []).append(spot)
    return {cell: found for cell, some in cells.items() if (found := longest(some, since))}


@dataclass(frozen=True)
class Costs:
    """Counts what places cost their trainees, who could each have `best` points alone. `since`: only days
    from then on count.

    What was agreed against the rules can be worth more than the planner may give; nobody then gives up less
    than nothing.
    """

    problem: Problem
    best: Mapping[str, int]
    since: dt.date | None

    def of(self, trainee: Trainee, spots: Iterable[Spot]) -> int:
        hosts = [
            str(spot.host)
            for (_trainee, period), spot in main_spots(spots, since=self.since).items()
            if str(period) in self.problem.periods and str(spot.host) in self.problem.sector_of
        ]
        return max(self.best.get(trainee.key, 0) - score(self.problem, trainee, hosts), 0)

    def of_all(self, spots: Iterable[Spot]) -> dict[str, int]:
        """Of each trainee of the problem."""
        mine: dict[str, list[Spot]] = {}
        for spot in spots:
            mine.setdefault(str(spot.trainee), []).append(spot)
        return {trainee.key: self.of(trainee, mine.get(trainee.key, [])) for trainee in self.problem.trainees}


def of_trainees(spots: Iterable[Spot], trainees: Iterable[int]) -> list[Spot]:
    wanted = set(trainees)
    return sorted(spot for spot in spots if spot.trainee in wanted)


def where(spots: Iterable[Spot]) -> set[Spot]:
    """Who is where and when, whether it is fixed or not."""
    return {replace(spot, pinned=False) for spot in spots}


def concerned(before: Iterable[Spot], after: Iterable[Spot]) -> list[int]:
    """The trainees whose places differ."""
    return sorted({spot.trainee for spot in set(before) ^ set(after)})


def undone(spots: Iterable[Spot], before: Sequence[Spot], after: Sequence[Spot]) -> list[Spot]:
    """The places as they were: those of `before` instead of those of `after`."""
    whom = {spot.trainee for spot in (*before, *after)}
    return sorted([*(spot for spot in spots if spot.trainee not in whom), *before])


def store(spots: Iterable[Spot]) -> list[Stored]:
    """As a database can keep it; `restore` gives the same."""
    return [
        {
            "trainee": spot.trainee,
            "period": spot.period,
            "host": spot.host,
            "starts_on": spot.span.first.isoformat(),
            "ends_on": spot.span.last.isoformat(),
            "pinned": spot.pinned,
        }
        for spot in spots
    ]


def restore(stored: Iterable[Stored]) -> list[Spot]:
    return [
        Spot(
            trainee=row["trainee"],
            span=Span(dt.date.fromisoformat(row["starts_on"]), dt.date.fromisoformat(row["ends_on"])),
            period=row["period"],
            host=row["host"],
            pinned=row["pinned"],
        )
        for row in stored
    ]
