"""Who may do what with the content, the programme and attendance."""

from curriculum.models import Module, Session
from trainees.models import Cohort, User


def can_change_content(user: User) -> bool:
    """Curricula, tracks, themes and modules belong to all coordinators together."""
    return user.is_coordinator()


def can_share_material(user: User, module: Module) -> bool:
    return user.is_coordinator() or module.lecturers.contains(user)


def can_plan(user: User, cohort: Cohort) -> bool:
    return Cohort.objects.coordinated_by(user).contains(cohort)


def can_change_session(user: User, session: Session) -> bool:
    return can_plan(user, session.cohort)


def can_take_attendance(user: User, session: Session) -> bool:
    return session.lecturers.contains(user) or can_plan(user, session.cohort)
