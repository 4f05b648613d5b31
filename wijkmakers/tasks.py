"""Work in the background that joins the wings, and its upkeep. Only the worker imports this module."""

from django.utils import timezone
from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from procrastinate.retry import RetryStrategy

from curriculum.actions import give_up_laying
from curriculum.actions.laying import lay_out
from curriculum.actions.programmes import LAY_OUT
from curriculum.models import Programme
from placements.tasks import MOST_ATTEMPTS
from trainees.models import User
from wijkmakers.passwords import SEND_LINK, link_mail
from wijkmakers.switches import switches_of


@app.task(name=LAY_OUT, queue="planner", pass_context=True)
def lay_out_programme(context: JobContext | None = None, *, programme: int, keeps_drafts: bool) -> None:
    """Lay out a programme for which somebody asked. Doing it twice does no harm: it is asked for once."""
    asked = Programme.objects.being_laid().with_cohort().filter(pk=programme).first()
    if asked is None:
        return
    if context is not None and context.job.attempts >= MOST_ATTEMPTS:
        give_up_laying(programme=asked, by=asked.laying_asked_by, now=timezone.now())
        return
    try:
        lay_out(
            programme=asked, switches=switches_of(asked.cohort), keeps_drafts=keeps_drafts,
            by=asked.laying_asked_by, now=timezone.now(), today=timezone.localdate(),
        )  # fmt: skip
    except BaseException:
        give_up_laying(programme=asked, by=asked.laying_asked_by, now=timezone.now())
        raise


@app.task(
    name=SEND_LINK,
    queue="mail",
    retry=RetryStrategy(max_attempts=10, exponential_wait=2, retry_exceptions={OSError}),
)
def send_password_link(*, users: list[int]) -> None:
    """Send each of these a link to choose a new password. While the mail server is away it is tried again for
    half an hour; whoever still waits then asks anew."""
    for user in User.objects.active().of_keys(users).in_order():
        link_mail(user).send()


KEPT_HOURS = 30 * 24
"""How long a job that failed can be looked at."""


@app.periodic(cron="* * * * *")
@app.task(name="wijkmakers.tasks.take_up_again", queueing_lock="take_up_again", pass_context=True)
async def take_up_again(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker was killed or lost its machine wait for a worker again, within minutes."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        if job.attempts <= MOST_ATTEMPTS:
            await manager.retry_job(job)
        else:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="30 4 * * *")
@app.task(name="wijkmakers.tasks.remove_old", queueing_lock="remove_old", pass_context=True)
async def remove_old(context: JobContext, timestamp: int) -> None:
    """Jobs that failed or were stopped go after a month. Those that went well go at once, by the settings."""
    await builtin_tasks.remove_old_jobs(
        context, max_hours=KEPT_HOURS, remove_failed=True, remove_cancelled=True, remove_aborted=True
    )
