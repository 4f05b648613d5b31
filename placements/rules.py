"""Who may do what with organisations, seats and placements."""

import datetime as dt

from placements.models import Host, Placement, Seat
from trainees.models import Cohort, Trainee, User


def can_plan(user: User, cohort: Cohort) -> bool:
    """Who coordinates a cohort decides who works where in it."""
    return Cohort.objects.coordinated_by(user).contains(cohort)


def can_place(user: User, trainee: Trainee) -> bool:
    return can_plan(user, trainee.cohort)


def can_change_placement(user: User, placement: Placement) -> bool:
    return can_plan(user, placement.trainee.cohort)


def can_change_seat(user: User, seat: Seat) -> bool:
    return can_plan(user, seat.period.cohort)


def can_change_hosts(user: User) -> bool:
    """Organisations, their people and the sectors belong to all coordinators together."""
    return user.is_coordinator()


def can_see_seats(user: User, host: Host, *, today: dt.date) -> bool:
    """How many trainees a host takes is between that host and the coordinators."""
    return user.is_coordinator() or host.members.of_user(user).in_force(today).exists()
