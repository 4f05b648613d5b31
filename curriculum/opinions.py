"""The answers about a session as lecturers and coordinators see them: never of few enough to guess who."""

from dataclasses import dataclass

from curriculum.models import Feedback, Session


@dataclass(frozen=True)
class Answers:
    """`spread`: (how useful, how many) from 5 down to 1; `words` in an order that tells nothing. Both are
    empty while there are too few."""

    count: int
    spread: list[tuple[int, int]]
    words: list[str]

    @property
    def is_shown(self) -> bool:
        return self.count >= Feedback.SHOWN_FROM

    @property
    def missing(self) -> int:
        return max(Feedback.SHOWN_FROM - self.count, 0)

    @property
    def average(self) -> float:
        return sum(mark * n for mark, n in self.spread) / self.count if self.spread else 0


def answers_about(session: Session) -> Answers:
    """One query."""
    rows = list(Feedback.objects.of_session(session).in_order())
    if len(rows) < Feedback.SHOWN_FROM:
        return Answers(len(rows), [], [])
    marks = [row.usefulness for row in rows]
    return Answers(
        len(rows),
        [(mark, marks.count(mark)) for mark in range(5, 0, -1)],
        [row.words for row in rows if row.words],
    )
