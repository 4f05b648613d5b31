"""Several steps of an objective in a few whole numbers, so that comparing those in turn compares the steps.

Each step gets as many bits as its largest total needs; numbers of 64 bits are filled from the last step up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

STEPS = ("left_out", "bumped", "moved", "reassigned", "distance", "pace", "uneven", "unsteady")
"""In the order of importance. `bumped`: sessions of other cohorts that would have to make room."""

BITS = 58
NEVER = 1 << 61
"""More than anything that can be done costs. Only in the first word."""


@dataclass(frozen=True)
class Scale:
    """`places`: step -> the word it is in and what it is multiplied by there."""

    places: Mapping[str, tuple[int, int]]
    words: int

    def pack(self, word: int, steps: Mapping[str, Any]) -> Any:
        """What a word holds; `steps` are numbers, or arrays of one shape."""
        found: Any = 0
        for step, value in steps.items():
            place, times = self.places[step]
            if place == word:
                found = found + value * times
        return found


def scale(largest: Mapping[str, int]) -> Scale:
    """`largest`: step -> the largest total there can be."""
    from_last: dict[str, tuple[int, int]] = {}
    word, used = 0, 0
    for step in reversed(STEPS):
        bits = largest.get(step, 0).bit_length()
        if used + bits > BITS:
            word, used = word + 1, 0
        from_last[step] = (word, 1 << used)
        used += bits
    return Scale({step: (word - own, times) for step, (own, times) in from_last.items()}, word + 1)
