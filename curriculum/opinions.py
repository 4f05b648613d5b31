"""The answers about a session as lecturers and coordinators see them: never of few enough to guess who."""

import datetime as dt
from dataclasses import dataclass

from curriculum.models import Feedback, Session
from curriculum.todo import FEEDBACK_FOR


@dataclass(frozen=True)
class Answers:
    """`count`: of those that are shown; `waiting`: of those that are not yet. `spread`: (how useful, how
    many) from 5 down to 1; `words` in an order that tells nothing. Both are empty while there are too few."""

    count: int
    waiting: int
    spread: list[tuple[int, int]]
    words: list[str]

    @property
    def is_shown(self) -> bool:
        return self.count > 0

    @property
    def missing(self) -> int:
        return Feedback.TOGETHER - self.waiting

    @property
    def average(self) -> float:
        return sum(mark * n for mark, n in self.spread) / self.count if self.spread else 0


def answers_about(session: Session, *, now: dt.datetime) -> Answers:
    """One query. Once nobody can answer any more, what still waits stands with the others."""
    rows = list(Feedback.objects.of_session(session).in_order())
    is_over = session.ends_at < now - FEEDBACK_FOR
    shown = rows if is_over and len(rows) >= Feedback.TOGETHER else [row for row in rows if row.is_shown]
    marks = [row.usefulness for row in shown]
    return Answers(
        count=len(shown),
        waiting=len(rows) - len(shown),
        spread=[(mark, marks.count(mark)) for mark in range(5, 0, -1)] if shown else [],
        words=[row.words for row in shown if row.words],
    )
