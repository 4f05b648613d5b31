"""Work in the background. Only the worker imports this module, because the planner it loads is large; others
ask for a job by its name."""

import time
from typing import cast

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from placements.actions.alternatives import LOOK_FURTHER, MOST, finish_alternatives
from placements.actions.planning import WORK_OUT, finish_plan
from placements.asking import places_in
from placements.models import Plan, PlanStep
from placements.planning import only_concerned
from placements.rotation.alternatives import alternatives
from placements.rotation.answers import Impossible, Progress, Proposal
from placements.rotation.problem import Objective, Problem
from placements.rotation.solving import solve
from placements.rotation.stored import restore, restore_levels

TIME_LIMIT = 60.0
"""Seconds after which the best so far is good enough, with its bound beside it."""

TOLD = 0.5
"""Seconds between two times of writing down how far it is."""


FAR = 20
"""Points that somebody may lose more in another way to cope with what has happened."""

MOST_ATTEMPTS = 3
"""A job that was begun so often and never ended brings the worker down; it is not tried again."""


@app.task(name=WORK_OUT, queue="planner", pass_context=True)
def work_out(context: JobContext | None = None, *, plan: int) -> None:
    """Solve a draft. Doing it twice does no harm: who finishes first is kept."""
    draft = Plan.objects.working().filter(pk=plan).first()
    if draft is None:
        return
    if not Plan.objects.working().filter(pk=plan).update(state=Plan.State.RUNNING, progress=[]):
        return
    tired = context is not None and context.job.attempts >= MOST_ATTEMPTS
    try:
        answer = None if tired else _answer(draft)
        finish_plan(plan=draft, answer=answer, by=draft.created_by, now=timezone.now())
    except BaseException:
        # It failed, or its answer does not fit any more: nobody waits for a draft that will not come.
        finish_plan(plan=draft, answer=None, by=draft.created_by, now=timezone.now())
        raise


def _answer(draft: Plan) -> Proposal | Impossible | None:
    try:
        return solve(restore(draft.problem), cast(Objective, draft.objective), TIME_LIMIT, Watch(draft))
    except TimeoutError:
        return None


@app.task(name=LOOK_FURTHER, queue="planner", pass_context=True)
def look_further(context: JobContext | None = None, *, plan: int) -> None:
    """Find other drafts that are nearly as good as the one this is made from."""
    draft = Plan.objects.working().with_cohort().filter(pk=plan).first()
    if draft is None or not Plan.objects.working().filter(pk=plan).update(state=Plan.State.RUNNING):
        return
    tired = context is not None and context.job.attempts >= MOST_ATTEMPTS
    try:
        answers = None if tired else _others(draft)
        finish_alternatives(plan=draft, answers=answers, by=draft.created_by, now=timezone.now())
    except BaseException:
        finish_alternatives(plan=draft, answers=None, by=draft.created_by, now=timezone.now())
        raise


def _others(draft: Plan) -> tuple[Proposal, ...] | None:
    problem = restore(draft.problem)
    answer = _as_found(draft.basis, problem) or _answer(draft)
    if not isinstance(answer, Proposal):
        return None if answer is None else ()
    try:
        if answer.objective != "fewest":
            return alternatives(problem, answer, MOST, on_progress=Watch(draft))
        concerned = only_concerned(problem, answer.assignment)
        return alternatives(concerned, answer, MOST, largest=FAR, total=2 * FAR, on_progress=Watch(draft))
    except TimeoutError:
        return None


def _as_found(basis: Plan | None, problem: Problem) -> Proposal | None:
    """What the planner answered; None when that was changed by hand, or somebody was removed since."""
    if basis is None or PlanStep.objects.of_plan(basis).done().exists():
        return None
    assignment = places_in(basis)
    if assignment.keys() != problem.cells:
        return None
    return Proposal(
        assignment=assignment,
        objective=cast(Objective, basis.objective),
        levels=restore_levels(basis.levels),
        losses=basis.losses,
        best_alone=basis.best_alone,
        settled=True,
        seconds=basis.seconds or 0.0,
    )


class Watch:
    """Writes down how far the planner is, and passes on that somebody stopped it or removed the draft."""

    def __init__(self, draft: Plan) -> None:
        self.draft = draft
        self.points: list[list[object]] = []
        self.told_at = 0.0

    def __call__(self, progress: Progress) -> bool:
        self.points.append([progress.level, progress.best, progress.bound, round(progress.seconds, 2)])
        if time.monotonic() - self.told_at >= TOLD:
            self.told_at = time.monotonic()
            Plan.objects.working().filter(pk=self.draft.pk).update(progress=self.points[-50:])
        return Plan.objects.wanted().filter(pk=self.draft.pk).exists()
