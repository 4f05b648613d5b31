"""A problem as every page shows it: what is wrong, why, and the one button that begins to fix it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`blocks` stands before what only warns; every text is a full, translated sentence or label."""

    blocks: bool
    sentence: str
    reason: str
    url: str
    button: str
    button_url: str


def in_order(problems: list[Problem]) -> list[Problem]:
    """What blocks first; otherwise as found (sorted() is stable)."""
    return sorted(problems, key=lambda problem: not problem.blocks)
