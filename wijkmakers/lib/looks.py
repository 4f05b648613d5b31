"""Where things are drawn: the line 'now' in a month, bricks in courses."""

from collections.abc import Sequence
from typing import TypeVar

Brick = TypeVar("Brick")


def at(fraction: float) -> str:
    """A fraction from 0 to 1 -> one of the classes at-0, at-10 … at-100 (a style attribute is forbidden)."""
    return f"at-{round(min(max(fraction, 0.0), 1.0) * 10) * 10}"


def courses(bricks: Sequence[Brick], per_row: int) -> list[tuple[int, list[Brick]]]:
    """Bricks laid in rows of `per_row`: (number of the first, the row)."""
    return [(start + 1, list(bricks[start : start + per_row])) for start in range(0, len(bricks), per_row)]
