"""`make bounds`: how long the planner takes beside what it may take. See docs/performance.md."""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from placements.rotation.answers import Impossible
from placements.rotation.explaining import explain
from placements.rotation.problem import Problem
from placements.rotation.solving import repair, solve
from tests.placements.rotation.cases import cohort

TIME_LIMIT = 60.0
OVER = "!"


@dataclass(frozen=True)
class Shape:
    """What is asked, and how many seconds and MiB it may take; `seeds`: how often, by default."""

    ask: Callable[[int], dict[str, Any]]
    seconds: float
    mib: int | None = None
    seeds: int = 5


def solved(*size: int, objective: str = "fair") -> Callable[[int], dict[str, Any]]:
    def ask(seed: int) -> dict[str, Any]:
        return _timed(cohort(seed, *size), lambda problem: solve(problem, objective, TIME_LIMIT))

    return ask


def repaired(*size: int) -> Callable[[int], dict[str, Any]]:
    """A host that somebody works at withdraws from the last period."""

    def ask(seed: int) -> dict[str, Any]:
        problem = cohort(seed, *size, 0.6)
        plan = solve(problem).assignment
        gone = (plan[problem.trainees[0].key, problem.periods[-1]], problem.periods[-1])
        left = tuple(seat for seat in problem.seats if (seat.host, seat.period) != gone)
        return _timed(replace(problem, seats=left), lambda changed: repair(changed, plan))

    return ask


def explained(*size: int) -> Callable[[int], dict[str, Any]]:
    """Two people can travel to fewer hosts than there are periods: no counting within a period shows it."""

    def ask(seed: int) -> dict[str, Any]:
        problem = cohort(seed, *size)
        near = {host.key for host in problem.hosts[: len(problem.periods) - 1]}
        some = problem.trainees[:2]
        people = (*(replace(trainee, reach=60) for trainee in some), *problem.trainees[2:])
        far = {
            (trainee.key, host.key): 99 for trainee in some for host in problem.hosts if host.key not in near
        }
        return _timed(replace(problem, trainees=people, travel=far), explain)

    return ask


SHAPES = {
    "11x7x3 fair": Shape(solved(11, 7, 3), 1),
    "11x7x3 leximin": Shape(solved(11, 7, 3, objective="leximin"), 1),
    "50x20x3 fair": Shape(solved(50, 20, 3), 3),
    "50x20x3 leximin": Shape(solved(50, 20, 3, objective="leximin"), 3),
    "200x40x3 fair": Shape(solved(200, 40, 3), 10, seeds=3),
    "1000x100x3 fair": Shape(solved(1000, 100, 3), 45, mib=1024, seeds=3),
    "11x7x3 repair": Shape(repaired(11, 7, 3), 1),
    "11x7x3 explain": Shape(explained(11, 7, 3), 2),
}


def main() -> None:
    options = _options()
    if options.one:
        json.dump(SHAPES[options.one].ask(options.seed), sys.stdout)
        return
    print(f"{'asked':<17}{'wall s':>8}{'CPU s':>8}{'bound':>7}{'ratio':>7}{'MiB':>7}  what came out")
    for name, shape in SHAPES.items():
        if not options.only or any(part in name for part in options.only):
            seeds = range(1, (options.seeds or shape.seeds) + 1)
            print(_line(name, shape, [_apart(name, seed) for seed in seeds]), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bounds ARGS=...", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], help="what has any of these in its name")
    parser.add_argument("--seeds", type=int, help="how many problems of each shape")
    parser.add_argument("--one", choices=SHAPES, help="one problem in this process, as JSON")
    parser.add_argument("--seed", type=int, default=1, help="which one")
    return parser.parse_args()


def _apart(name: str, seed: int) -> dict[str, Any]:
    """In a process of its own, so that its memory is its own."""
    asked = ["--one", name, "--seed", str(seed)]
    done = subprocess.run([sys.executable, "-m", "bench.planner", *asked], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def _timed(problem: Problem, ask: Callable[[Problem], Any]) -> dict[str, Any]:
    wall, processor = time.perf_counter(), time.process_time()
    answer = ask(problem)
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - processor,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "said": _said(answer),
    }


def _said(answer: Any) -> str:
    if isinstance(answer, Impossible):
        return f"{len(answer.conflicts)} conflicts"
    if answer.proved:
        return "proved" if answer.settled else "proved, ties open"
    open_ones = [level for level in answer.levels if not level.proved]
    return "at most " + ", ".join(f"{level.slack} better in {level.name}" for level in open_ones)


def _line(name: str, shape: Shape, runs: list[dict[str, Any]]) -> str:
    wall, cpu, mib = (statistics.median(run[key] for run in runs) for key in ("wall", "cpu", "mib"))
    said = [run["said"] for run in runs]
    told = "; ".join(f"{said.count(each)}x {each}" for each in dict.fromkeys(said))
    ratio = wall / shape.seconds
    slow = OVER if ratio > 1 else ""
    heavy = OVER if shape.mib is not None and mib > shape.mib else ""
    figures = (
        f"{wall:>8.2f}{cpu:>8.2f}{f'({shape.seconds:g})':>7}{f'{ratio:.2f}{slow}':>7}{f'{mib:.0f}{heavy}':>7}"
    )
    return f"{name:<17}{figures}  {told}"


if __name__ == "__main__":
    main()
