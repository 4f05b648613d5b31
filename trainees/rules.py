"""Who may do what on the ground floor: people, cohorts, trainees, closed days."""

from trainees.models import ClosedDay, Cohort, Coordinator, Pause, Trainee, User


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
