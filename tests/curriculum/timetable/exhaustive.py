"""The best timetable of a small cohort, by trying all of them. Shares no code with the generator."""

from tests.curriculum.timetable.checker import (
    asked,
    clash,
    count,
    is_away,
    leaves_gap,
    published_of,
    stays_of,
    times_for,
)  # fmt: skip


def best(problem):
    """The smallest counts there are."""
    cohort = problem.cohorts[0]
    stays = {one: (kept.day, kept.part) for one, kept in stays_of(cohort).items()}
    free = [one for one in asked(cohort) if one not in stays]
    choices = {one: [None, *_possible(problem, cohort, one)] for one in free}
    return min(_counts(problem, cohort, free, choices, stays))


def _possible(problem, cohort, session):
    return [time for time in times_for(cohort, session) if _can(problem, cohort, session, time) is not None]


def _can(problem, cohort, session, time):
    """Whether it would be in other hands or another room; None when nobody or no room is free."""
    kept = published_of(cohort).get(session)
    people = [(key,) for key in asked(cohort)[session][4]] or [()]
    rooms = [*cohort.rooms] or [""]
    if kept and kept.lecturers:
        people.append(kept.lecturers)
    if kept and kept.room:
        rooms.append(kept.room)
    people = [keys for keys in people if not any(is_away(problem.lecturers_away, key, *time) for key in keys)]
    rooms = [room for room in rooms if not is_away(problem.rooms_away, room, *time)]
    if not people or not rooms:
        return None
    if not kept:
        return False
    same = (not kept.lecturers or kept.lecturers in people) and (not kept.room or kept.room in rooms)
    return not same


def _counts(problem, cohort, free, choices, placed):
    if not free:
        left = [one for one in asked(cohort) if one not in placed]
        if not any(leaves_gap(cohort, one, placed) for one in left):
            again = sum(
                bool(_can(problem, cohort, one, placed[one])) for one in published_of(cohort) if one in placed
            )
            yield count(cohort, placed, again)
        return
    session, *others = free
    for time in choices[session]:
        if time is None:
            yield from _counts(problem, cohort, others, choices, placed)
        elif not any(clash(cohort, session, time, one, then) for one, then in placed.items()):
            yield from _counts(problem, cohort, others, choices, {**placed, session: time})
