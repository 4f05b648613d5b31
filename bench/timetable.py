"""`make bounds`: how long the programme generator takes beside what it may take. See docs/performance.md."""

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

from curriculum.timetable.laying import lay
from curriculum.timetable.problem import Cohort, Development, Kept, Line, Problem
from curriculum.timetable.relaxing import relaxations
from tests.curriculum.timetable.cases import closed_days, hundred, modules, real

OVER = "!"


@dataclass(frozen=True)
class Shape:
    """What is asked, how many seconds it may take and what it does."""

    problem: Callable[[], Problem]
    seconds: float
    ask: Callable[[Problem], str]


def laid(problem: Problem) -> str:
    timetable = lay(problem)
    told = "proved" if timetable.proved else f"{len(timetable.exact)} exact beside the others"
    return f"{len(timetable.placed)} placed, {len(timetable.left_out)} left out, {told}"


def relaxed(problem: Problem) -> str:
    timetable = lay(problem)
    return f"{len(timetable.left_out)} left out, {len(relaxations(problem, timetable))} reliefs"


def one() -> Problem:
    return Problem((real(),))


def two_tracks() -> Problem:
    """Half days, so twice as many places and two lines that go on side by side."""
    taught = tuple(replace(each, whole=False) for each in modules())
    spread = Line("development", development=Development(15))
    return Problem((real(lines=(Line("x", taught[:10]), Line("y", taught[10:]), spread)),))


def one_day_out() -> Problem:
    """A published programme, half a year under way, of which a day falls out."""
    return Problem((fall_out(real()),))


def fall_out(cohort: Cohort) -> Cohort:
    placed = lay(Problem((cohort,))).placed
    begin, lost = placed[16].day, placed[30].day
    kept = tuple(
        Kept(each.session.of, each.session.number, each.day, each.part, each.day < begin, each.lecturers)
        for each in placed
    )
    return replace(cohort, kept=kept, begin=begin, closed=closed_days() | {lost: "own"})


def too_full() -> Problem:
    """A session more in each module than there is place for."""
    taught = tuple(replace(each, sessions=each.sessions + 1) for each in modules())
    spread = Line("development", development=Development(15))
    return Problem((real(lines=(Line("content", taught), spread)),))


SHAPES = {
    "1 cohort": Shape(one, 2, laid),
    "1, two half-day tracks": Shape(two_tracks, 2, laid),
    "1, a day falls out": Shape(one_day_out, 2, laid),
    "1, too full": Shape(too_full, 2, laid),
    "1, what would help": Shape(too_full, 10, relaxed),
    "100 cohorts": Shape(hundred, 10, laid),
}


def main() -> None:
    options = _options()
    if options.one:
        if options.one in SHAPES:
            json.dump(_timed(SHAPES[options.one]), sys.stdout)
        return
    print(f"{'laid out':<24}{'wall s':>8}{'CPU s':>8}{'bound':>7}{'ratio':>7}{'MiB':>7}  what came out")
    for name, shape in SHAPES.items():
        if not options.only or any(part in name for part in options.only):
            print(_line(name, shape, [_apart(name) for _ in range(options.seeds)]), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bounds ARGS=...", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], help="what has any of these in its name")
    parser.add_argument("--seeds", type=int, default=3, help="how often each")
    parser.add_argument("--one", help="one in this process, as JSON; those of the planner are not here")
    parser.add_argument("--seed", help="of the planner: there is nothing to draw here")
    return parser.parse_args()


def _apart(name: str) -> dict[str, Any]:
    """In a process of its own, so that its memory is its own."""
    asked = [sys.executable, "-m", "bench.timetable", "--one", name]
    return json.loads(subprocess.run(asked, stdout=subprocess.PIPE, check=True).stdout)


def _timed(shape: Shape) -> dict[str, Any]:
    problem = shape.problem()
    wall, processor = time.perf_counter(), time.process_time()
    said = shape.ask(problem)
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - processor,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "said": said,
    }


def _line(name: str, shape: Shape, runs: list[dict[str, Any]]) -> str:
    wall, cpu, mib = (statistics.median(run[key] for run in runs) for key in ("wall", "cpu", "mib"))
    ratio = wall / shape.seconds
    slow = OVER if ratio > 1 else ""
    said = "; ".join(dict.fromkeys(run["said"] for run in runs))
    figures = f"{wall:>8.2f}{cpu:>8.2f}{f'({shape.seconds:g})':>7}{f'{ratio:.2f}{slow}':>7}{mib:>7.0f}"
    return f"{name:<24}{figures}  {said}"


if __name__ == "__main__":
    main()
