"""Who could give a session and where it could be, in the order of preference."""

from curriculum.timetable.problem import Cohort, Numbered

Options = list[tuple[str, ...]]
"""One of these has to be free, each all together. An empty one always is."""


def lecturers_for(cohort: Cohort, session: Numbered) -> Options:
    """First who gives it now, then each of those who may."""
    kept = cohort.kept_at.get(session)
    now = [kept.lecturers] if kept and kept.lecturers else []
    return [*now, *(_asked(cohort, session) or [()])]


def rooms_for(cohort: Cohort, session: Numbered) -> Options:
    """First where it is now, then each of those of the cohort."""
    kept = cohort.kept_at.get(session)
    now: Options = [(kept.room,)] if kept and kept.room else []
    asked: Options = [(room,) for room in cohort.rooms]
    return [*now, *(asked or [()])]


def is_whole(cohort: Cohort, session: Numbered) -> bool:
    if module := cohort.modules.get(session[0]):
        return module.whole
    return any(line.development.whole for line in cohort.lines if line.key == session[0] and line.development)


def _asked(cohort: Cohort, session: Numbered) -> Options:
    if module := cohort.modules.get(session[0]):
        return [(key,) for key in module.lecturers]
    spread = [line.development for line in cohort.lines if line.key == session[0]]
    return [(key,) for development in spread if development for key in development.lecturers]
