"""What is agreed about who works where in a demo cohort: former employers, a refusal, two kept apart, and the
days on which trainees rank their wishes."""

import datetime as dt
from itertools import combinations

from placements.actions import add_pair, change_planning, rule_out
from placements.models import Exclusion, Host, Placement, Planning, Wish
from trainees.models import Cohort, Trainee, User

# Which trainee of the list of names, and why.
NOT_TO = [(2, Exclusion.Kind.EMPLOYER), (6, Exclusion.Kind.EMPLOYER), (9, Exclusion.Kind.VETO)]


def agree(cohort: Cohort, *, by: User) -> None:
    """Nobody is ruled out where they work, nor kept apart from whom they work with."""
    trainees = list(Trainee.objects.of_cohort(cohort).with_user().in_order())
    for place_in_list, kind in NOT_TO:
        trainee = trainees[place_in_list]
        rule_out(trainee=trainee, host=_least_wanted(trainee), kind=kind, by=by)
    one, other = next(two for two in combinations(trainees, 2) if not _stays(two[0]) & _stays(two[1]))
    add_pair(one=one, other=other, together=False, by=by)


def ask_for_wishes(cohort: Cohort, *, today: dt.date, by: User) -> None:
    """They have been asked for a week, and still have two."""
    planning = Planning(
        cohort=cohort,
        wishes_open_on=today - dt.timedelta(weeks=1),
        wishes_close_on=today + dt.timedelta(weeks=2),
    )
    change_planning(planning=planning, seen=0, by=by)


def _least_wanted(trainee: Trainee) -> Host:
    """What they did not rank, or last, and where they do not work."""
    ranks = dict(Wish.objects.of_trainee(trainee).values_list("host", "rank"))
    worked = {host for host, _period in _stays(trainee)}
    others = [host for host in Host.objects.in_order() if host.pk not in worked]
    return max(others, key=lambda host: ranks.get(host.pk, len(others) + 1))


def _stays(trainee: Trainee) -> set[tuple[int, int]]:
    return set(Placement.objects.of_trainee(trainee).values_list("host", "period"))
