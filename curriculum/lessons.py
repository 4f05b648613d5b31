"""The sessions of one module as somebody sees them: what was, what is next, whether they were there."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from curriculum.models import Attendance, Module, Programme, Session
from curriculum.states import LOOKS, Look
from trainees.models import Cohort, User

COHORTS_SHOWN = 12
SESSIONS_SHOWN = 200


@dataclass(frozen=True)
class Lesson:
    """`state` is is-past, is-next or nothing, as the style sheet says; `soon` is said of the next one."""

    session: Session
    state: str
    look: Look | None = None
    soon: str = ""

    @property
    def title(self) -> str:
        """Its own title, or its place in the module, which the page is about."""
        module, number = self.session.module, self.session.number or 0
        if self.session.title or module is None or number > module.session_count:
            return self.session.title or self.session.kicker()
        place = {"session": number, "count": module.session_count}
        return _("Session %(session)d of %(count)d") % place


@dataclass(frozen=True)
class Group:
    """What one cohort has of the module. `is_own`: the viewer is a trainee of it."""

    cohort: Cohort
    is_own: bool
    lessons: list[Lesson] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """The past shrinks, but not one's own."""
        past = all(lesson.state == "is-past" for lesson in self.lessons)
        return bool(self.lessons) and past and not self.is_own

    @property
    def first(self) -> dt.date | None:
        return self.lessons[0].session.day() if self.lessons else None

    @property
    def last(self) -> dt.date | None:
        return self.lessons[-1].session.day() if self.lessons else None


@dataclass(frozen=True)
class Facts:
    """The summary on top of the page: of one's own cohort, or of the only one."""

    count: int
    first: dt.date
    last: dt.date
    hours: str
    place: str


def groups(module: Module, user: User, *, now: dt.datetime) -> list[Group]:
    """One's own cohort first, then the latest; also those that planned nothing of it yet. Three queries."""
    rows = Session.objects.visible_to(user).taking_place().of_module(module).with_module()
    sessions = list(rows.with_lecturer_names().latest_first()[:SESSIONS_SHOWN])[::-1]
    followers = Programme.objects.of_curriculum(module.curriculum_id).visible_to(user)
    programmes = list(followers.with_cohort().with_own(user).newest_first()[:COHORTS_SHOWN])
    cohorts = {programme.cohort for programme in programmes} | {session.cohort for session in sessions}
    own = {programme.cohort_id for programme in programmes if programme.is_own}
    states = Attendance.objects.of_user(user).of_module(module).by_session() if own else {}
    order = sorted(cohorts, key=lambda cohort: (cohort.pk in own, cohort.starts_on, cohort.pk), reverse=True)
    return [
        Group(
            cohort,
            cohort.pk in own,
            _lessons([s for s in sessions if s.cohort_id == cohort.pk], states, now=now),
        )
        for cohort in order
    ]


def facts(shown: list[Group]) -> Facts | None:
    """None when nothing is planned, or several cohorts each have their own dates."""
    if not shown or (len(shown) > 1 and not shown[0].is_own):
        return None
    sessions = [lesson.session for lesson in shown[0].lessons]
    if not sessions:
        return None
    telling = next((lesson.session for lesson in shown[0].lessons if lesson.state == "is-next"), sessions[-1])
    return Facts(len(sessions), sessions[0].day(), sessions[-1].day(), telling.hours(), telling.place)


def _lessons(sessions: list[Session], states: dict[int, str], *, now: dt.datetime) -> list[Lesson]:
    found, following = [], next((session for session in sessions if session.ends_at >= now), None)
    for session in sessions:
        state = states.get(session.pk)
        look = LOOKS[Attendance.State(state)] if state else None
        if session == following:
            found.append(Lesson(session, "is-next", look, _soon(session, now)))
        else:
            found.append(Lesson(session, "is-past" if session.ends_at < now else "", look))
    return found


def _soon(session: Session, now: dt.datetime) -> str:
    """ "Today", "Friday", or "Next" when it is more than a week away."""
    days = (session.day() - timezone.localtime(now).date()).days
    if days == 0:
        return _("Today")
    return date_format(session.day(), "l").capitalize() if 0 < days < 7 else _("Next")
