"""Work in the background: jobs whose worker was killed."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from wijkmakers import tasks


def test_the_worker_knows_every_job():
    app.perform_import_paths()
    known = {"placements.tasks.work_out", "trainees.tasks.send_due", "wijkmakers.tasks.take_up_again"}
    assert known | {"wijkmakers.tasks.send_password_link"} <= set(app.tasks)
    by_the_clock = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert {"trainees.tasks.send_due", "wijkmakers.tasks.take_up_again"} <= by_the_clock
    assert "wijkmakers.tasks.remove_old" in by_the_clock


def as_worker(act):
    """Do what a worker does, `act`, with its connection."""

    async def run():
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            async with worker.open_async():
                await act(worker)

    asyncio.run(run())


@pytest.mark.django_db(transaction=True)
class TestRemoving:
    def test_what_went_well_goes_at_once_and_what_failed_stays(self):
        app.perform_import_paths()
        app.configure_task("wijkmakers.tasks.take_up_again", queue="now").defer(timestamp=0)
        badly = app.configure_task("wijkmakers.tasks.remove_old", queue="now").defer(unheard_of=1)
        as_worker(
            lambda worker: worker.run_worker_async(
                queues=["now"], wait=False, listen_notify=False, install_signal_handlers=False
            )
        )
        jobs = ProcrastinateJob.objects.filter(queue_name="now")
        assert dict(jobs.values_list("pk", "status")) == {badly: "failed"}

    def test_a_month_later_what_failed_goes_too(self):
        old, young, waiting = (
            app.configure_task("placements.tasks.work_out").defer(plan=number) for number in range(3)
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'failed' WHERE id = ANY(%s)", [[old, young]]
            )
            cursor.execute(
                "UPDATE procrastinate_events SET at = now() - interval '31 days' WHERE job_id <> %s", [young]
            )
        as_worker(lambda worker: tasks.remove_old.func(Context(worker), 0))
        assert set(ProcrastinateJob.objects.values_list("pk", flat=True)) == {young, waiting}


@pytest.mark.django_db(transaction=True)
class TestTakeUpAgain:
    def killed(self, attempts):
        """A job that was being done when its worker disappeared."""
        key = app.configure_task("placements.tasks.work_out", lock="plan 1").defer(plan=1)
        with connection.cursor() as cursor:
            # Nobody may write to its tables through the ORM.
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE id = %s", [attempts, key]
            )
        return key

    def take_up_again(self):
        as_worker(lambda worker: tasks.take_up_again.func(Context(worker), 0))

    def status(self, key):
        return ProcrastinateJob.objects.values_list("status", "attempts").get(pk=key)

    def test_it_waits_again(self):
        key = self.killed(attempts=0)
        self.take_up_again()
        assert self.status(key) == ("todo", 1)

    def test_what_brings_the_worker_down_again_and_again_is_let_be(self):
        key = self.killed(attempts=tasks.MOST_ATTEMPTS + 1)
        self.take_up_again()
        assert self.status(key)[0] == "failed"


class Context:
    """What the worker hands to a job: here only the application matters."""

    def __init__(self, worker):
        self.app = worker
