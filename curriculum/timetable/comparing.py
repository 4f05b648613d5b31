"""What differs between two timetables, as data that a page turns into sentences."""

from dataclasses import dataclass
from typing import Literal

from curriculum.timetable.answers import Placed, Session, Timetable

Kind = Literal["new", "gone", "moved", "elsewhere"]


@dataclass(frozen=True)
class Difference:
    """One session that is not as it was. `before` or `after` is None where it had or has no place.

    `kind`: "new" and "gone" (has a place, or has none any more) · "moved" (another day or part of the day,
    perhaps in other hands too) · "elsewhere" (the same time, another lecturer or room).
    """

    session: Session
    kind: Kind
    before: Placed | None
    after: Placed | None


def differences(before: Timetable, after: Timetable) -> list[Difference]:
    """Everything that differs, in the order of the first timetable and then what is new."""
    sessions = dict.fromkeys((*before.of_session, *after.of_session))
    found = (
        _difference(session, before.of_session.get(session), after.of_session.get(session))
        for session in sessions
    )
    return [each for each in found if each]


def _difference(session: Session, was: Placed | None, is_now: Placed | None) -> Difference | None:
    if was is None or is_now is None:
        return Difference(session, "new" if was is None else "gone", was, is_now)
    if (was.day, was.part) != (is_now.day, is_now.part):
        return Difference(session, "moved", was, is_now)
    if (was.lecturers, was.room) != (is_now.lecturers, is_now.room):
        return Difference(session, "elsewhere", was, is_now)
    return None
