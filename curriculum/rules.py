"""Who may do what with the content, the programme and attendance."""

from curriculum.editions import Followers
from curriculum.models import Module, Session, Unavailable
from trainees.models import Cohort, User


def can_change_content(user: User) -> bool:
    """Curricula, tracks, themes and modules belong to all coordinators together."""
    return user.is_coordinator()


def can_change_edition(user: User, followers: Followers) -> bool:
    """Not when only finished cohorts followed it: it says what they did."""
    return can_change_content(user) and not followers.is_closed


def can_change_places(user: User) -> bool:
    """Rooms, and the days on which people and rooms are not there, belong to all coordinators together."""
    return user.is_coordinator()


def can_change_days(user: User, days: Unavailable) -> bool:
    """One's own; coordinators those of everybody."""
    return days.user_id == user.pk or can_change_places(user)


def can_share_material(user: User, module: Module) -> bool:
    return user.is_coordinator() or module.lecturers.contains(user)


def can_plan(user: User, cohort: Cohort) -> bool:
    return Cohort.objects.coordinated_by(user).contains(cohort)


def can_change_session(user: User, session: Session) -> bool:
    return can_plan(user, session.cohort)


def can_describe_session(user: User, session: Session) -> bool:
    """What it is about and what to prepare: who gives it, and who plans it."""
    return session.lecturers.contains(user) or can_plan(user, session.cohort)


def can_take_attendance(user: User, session: Session) -> bool:
    return session.lecturers.contains(user) or can_plan(user, session.cohort)
