"""Other drafts that are nearly as good as one, and as different from it and from each other as possible."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from placements.actions.planning import hand_over, next_number, refuse_outdated, write_answer
from placements.models import Plan
from placements.models.plan import OTHER_THAN
from placements.rotation.answers import Proposal
from trainees.models import Cohort, User
from wijkmakers.lib.constraints import Refused, rules_checked
from wijkmakers.lib.versions import save_version

LOOK_FURTHER = "placements.tasks.look_further"
MOST = 3


def ask_alternatives(*, plan: Plan, by: User) -> Plan:
    """A draft that waits to become the first alternative; the others come with it. Raises Refused when there
    is nothing to differ from or it is out of date, or while the planner works on a draft of this cohort."""
    with rules_checked():
        number = next_number(plan.cohort)
        basis = Plan.objects.with_cohort().get(pk=plan.pk)
        if basis.state != Plan.State.READY:
            raise Refused(_("Only a draft that is ready has alternatives."))
        refuse_outdated(basis)
        other = _like(basis, number)
        hand_over(other, to=LOOK_FURTHER, by=by)
    return other


def finish_alternatives(
    *, plan: Plan, answers: Sequence[Proposal] | None, by: User | None, now: dt.datetime
) -> None:
    """Write down what was found: the first in the draft that waited for it. None when the planner gave up.
    When an answer does not fit what is there by now, nothing is written: call this once more, without any."""
    with rules_checked():
        list(Cohort.objects.select_for_update(no_key=True).filter(pk=plan.cohort_id))
        current = Plan.objects.select_for_update(no_key=True).filter(pk=plan.pk).first()
        if current is not None and current.is_working:
            _write_answers(current, answers, by=by, now=now)


def _write_answers(
    current: Plan, answers: Sequence[Proposal] | None, *, by: User | None, now: dt.datetime
) -> None:
    current.state, current.finished_at = Plan.State.FAILED, now
    if answers is not None:
        current.seconds = max((answer.seconds for answer in answers), default=0)
    current.save()
    basis = current.basis
    for place, answer in enumerate(answers or ()):
        if place and basis:
            current = save_version(_like(basis, next_number(basis.cohort)), by=by)
        write_answer(current, answer, now=now)


def _like(basis: Plan, number: int) -> Plan:
    """An alternative to a draft is asked what that was asked."""
    return basis.again(number=number, problem=basis.problem | {OTHER_THAN: basis.pk})
