"""Upkeep of the work in the background. Only the worker imports this module."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from placements.tasks import MOST_ATTEMPTS


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
