"""The attendance of a cohort: lists that are still open, who misses too much, and the matrix of one term."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curriculum.models import Attendance, CatchUp, Programme, Session
from curriculum.models.attendance import ENOUGH, USUAL_THRESHOLD
from curriculum.states import LOOKS, Look
from curriculum.terms import Term
from trainees.models import Cohort, Trainee
from wijkmakers.lib.listing import addresses


@dataclass(frozen=True)
class Row:
    """One trainee: how often they were there in all, and how at each session of the term."""

    url: str
    name: str
    there: int
    recorded: int
    to_catch_up: int
    is_below: bool
    looks: Sequence[Look | None]

    @property
    def percentage(self) -> int:
        return round(100 * self.there / self.recorded) if self.recorded else 0


@dataclass(frozen=True)
class Page:
    """`sessions` are those of the term, in order; `open` those of all terms without a list."""

    threshold: int
    terms: list[Term]
    term: str
    open: list[Session]
    sessions: list[Session]
    rows: list[Row]

    @property
    def legend(self) -> list[Look]:
        return list(LOOKS.values())

    @property
    def below(self) -> list[Row]:
        return [row for row in self.rows if row.is_below]


def build(cohort: Cohort, *, asked: str, now: dt.datetime) -> Page:
    """Six queries, whatever the size. `asked`: the key of a term; of none, the latest is shown."""
    held = Session.objects.of_cohort(cohort).taking_place().before_moment(now)
    sessions = list(held.with_essentials().with_attendance_state().in_order())
    by_term: dict[Term, list[Session]] = {}
    for session in sessions:
        by_term.setdefault(Term.of(session.day()), []).append(session)
    latest = next(reversed(by_term), None)
    chosen = next((term for term in by_term if term.key == asked), latest)
    shown = by_term[chosen] if chosen else []
    threshold = Programme.objects.of_cohort(cohort).values_list("attendance_threshold", flat=True).first()
    threshold = USUAL_THRESHOLD if threshold is None else threshold
    return Page(
        threshold=threshold,
        terms=list(reversed(by_term)),
        term=chosen.key if chosen else "",
        open=[session for session in sessions if session.is_expected and not session.is_recorded],
        sessions=shown,
        rows=_rows(cohort, shown, threshold),
    )


def _rows(cohort: Cohort, shown: list[Session], threshold: int) -> list[Row]:
    counts = {row["trainee"]: row for row in Attendance.objects.of_cohort(cohort).per_trainee()}
    states = Attendance.objects.of_sessions([session.pk for session in shown]).states_per_trainee()
    to_do = CatchUp.objects.of_cohort(cohort).open().count_per_trainee()
    url = addresses("trainee")
    rows = []
    for trainee in Trainee.objects.of_cohort(cohort).with_user().in_order():
        count: dict[str, Any] = counts.get(trainee.pk, {"there": 0, "recorded": 0})
        there, recorded = count["there"], count["recorded"]
        own = states.get(trainee.pk, {})
        looks = [LOOKS[Attendance.State(own[s.pk])] if s.pk in own else None for s in shown]
        below = recorded >= ENOUGH and 100 * there < threshold * recorded
        rows.append(
            Row(url(trainee.pk), str(trainee), there, recorded, to_do.get(trainee.pk, 0), below, looks)
        )
    return rows
