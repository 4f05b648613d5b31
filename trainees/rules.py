"""Who may do what on the ground floor: people, cohorts, trainees, closed days."""

import datetime as dt

from trainees.models import Absence, ClosedDay, Cohort, Coordinator, Message, Pause, Trainee, User

DAYS_BACK = 14
"""How long afterwards trainees may report that they were not there; coordinators always may."""


def can_start_cohort(user: User) -> bool:
    return user.is_coordinator()


def can_change_cohort(user: User, cohort: Cohort) -> bool:
    return Cohort.objects.coordinated_by(user).contains(cohort)


def can_remove_coordinator(user: User, coordinator: Coordinator) -> bool:
    return can_change_cohort(user, coordinator.cohort)


def can_change_trainee(user: User, trainee: Trainee) -> bool:
    return can_change_cohort(user, trainee.cohort)


def can_remove_pause(user: User, pause: Pause) -> bool:
    return can_change_trainee(user, pause.trainee)


def can_remove_closed_day(user: User, day: ClosedDay) -> bool:
    """Days for all belong to every coordinator, a cohort's own days to its coordinators."""
    return user.is_coordinator() if day.cohort is None else can_change_cohort(user, day.cohort)


def can_change_closed_day(user: User, day: ClosedDay) -> bool:
    """A public holiday is what it is: it can go, but not become another day."""
    return day.kind != ClosedDay.Kind.PUBLIC and can_remove_closed_day(user, day)


def can_change_message(user: User, message: Message) -> bool:
    return can_change_cohort(user, message.cohort)


def first_day_to_report(trainee: Trainee, today: dt.date, *, own: bool) -> dt.date:
    """`own`: by the trainee."""
    if not own:
        return trainee.starts_on
    return max(trainee.starts_on, today - dt.timedelta(days=DAYS_BACK))


def can_answer_leave(user: User, absence: Absence) -> bool:
    return can_change_trainee(user, absence.trainee)


def can_withdraw(user: User, absence: Absence, today: dt.date) -> bool:
    """Coordinators correct what is wrong, whenever it was. A trainee takes back what is not over yet."""
    if absence.state in (Absence.State.DECLINED, Absence.State.WITHDRAWN):
        return False
    if can_change_trainee(user, absence.trainee):
        return True
    return absence.trainee.user_id == user.pk and absence.ends_on >= today
