"""What a plan is worth to one trainee, in points."""

from collections.abc import Sequence

from placements.rotation.problem import Problem, Trainee


def score(problem: Problem, trainee: Trainee, hosts: Sequence[str]) -> int:
    """The points of working at these hosts: wishes by their rank, and sectors not seen before."""
    weights = problem.weights
    sectors = {problem.sector_of[host] for host in hosts} - seen(problem, trainee)
    return sum(weights.of_rank(trainee.rank(host)) for host in hosts) + weights.sector * len(sectors)


def seen(problem: Problem, trainee: Trainee) -> set[str]:
    """The sectors in which somebody worked before this problem begins."""
    return {problem.sector_of[host] for host in trainee.worked if host in problem.sector_of}
