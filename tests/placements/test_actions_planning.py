import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from placements import actions, staffing, tasks
from placements.actions.planning import finish_plan, start_plan, stop_plan
from placements.models import Plan, PlanEntry, Seat
from placements.planning import Asked
from placements.rotation.answers import Progress
from placements.rotation.stored import restore_conflicts, restore_levels
from tests.placements.conftest import placed
from wijkmakers.lib.constraints import Refused

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime(2026, 11, 18, 10))


def started(cohort, coordinator, number=1, **more):
    first = staffing.load(cohort).periods[number - 1]
    return start_plan(cohort=cohort, asked=Asked(first, **more), objective="fair", by=coordinator)


class TestStart:
    def test_a_draft_waits_and_its_job_is_asked_for(self, cohort, hosts, noor, coordinator):
        plan = started(cohort, coordinator)
        assert (plan.number, plan.state, plan.created_by) == (1, "waiting", coordinator)
        job = ProcrastinateJob.objects.get()
        assert (job.task_name, job.args, job.status) == (
            "placements.tasks.work_out",
            {"plan": plan.pk},
            "todo",
        )

    def test_one_at_a_time_for_a_cohort(self, cohort, hosts, noor, coordinator):
        started(cohort, coordinator)
        with pytest.raises(Refused):
            started(cohort, coordinator)
        assert Plan.objects.count() == 1

    def test_drafts_are_numbered(self, cohort, hosts, noor, coordinator):
        for number in (1, 2):
            plan = started(cohort, coordinator)
            tasks.work_out(plan=plan.pk)
            assert plan.number == number


class TestWorkOut:
    def test_a_plan_with_its_proof(self, cohort, periods, hosts, noor, sander, coordinator):
        plan = started(cohort, coordinator)
        tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        assert plan.state == "ready"
        assert [(level.name, level.proved) for level in restore_levels(plan.levels)] == [
            ("largest", True), ("sum", True),
        ]  # fmt: skip
        assert plan.seconds > 0
        entries = PlanEntry.objects.of_plan(plan)
        assert entries.count() == 6
        assert entries.filter(trainee=noor).values("host").distinct().count() == 3

    def test_what_stands_is_fixed(self, cohort, hosts, noor, lef, coordinator):
        placed(noor, lef)
        plan = started(cohort, coordinator)
        tasks.work_out(plan=plan.pk)
        assert list(plan.entries.filter(pinned=True).values_list("trainee", "host")) == [(noor.pk, lef.pk)]

    def test_impossible_says_why(self, cohort, periods, hosts, noor, coordinator):
        Seat.objects.filter(period=periods[1]).update(maximum=0)
        plan = started(cohort, coordinator)
        tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        (conflict,) = restore_conflicts(plan.conflicts)
        assert plan.state == "impossible"
        assert [rule.trainee for rule in conflict.of("somewhere")] == [str(noor.pk)]
        assert not plan.entries.exists()

    def test_twice_does_no_harm(self, cohort, hosts, noor, coordinator):
        plan = started(cohort, coordinator)
        tasks.work_out(plan=plan.pk)
        before = list(plan.entries.values_list("pk", flat=True))
        tasks.work_out(plan=plan.pk)
        assert list(plan.entries.values_list("pk", flat=True)) == before

    def test_a_draft_that_was_removed_meanwhile(self, cohort, hosts, noor, coordinator):
        plan = started(cohort, coordinator)
        key = plan.pk
        plan.delete()
        tasks.work_out(plan=key)
        assert not Plan.objects.exists()

    def test_stopped_keeps_the_best_so_far(self, cohort, hosts, noor, coordinator):
        plan = started(cohort, coordinator)
        Plan.objects.filter(pk=plan.pk).update(state="running")
        stop_plan(plan=plan, by=coordinator, now=NOW)
        tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        assert (plan.state, plan.stop_asked_by) == ("ready", coordinator)
        assert plan.entries.count() == 3

    def test_it_goes_on_until_somebody_stops_it_or_removes_the_draft(self, cohort, hosts, noor, coordinator):
        far = Progress("sum", None, 0, 1.0)
        for ends in (lambda plan: stop_plan(plan=plan, by=coordinator, now=NOW), Plan.delete):
            plan = started(cohort, coordinator)
            Plan.objects.filter(pk=plan.pk).update(state="running")
            watch = tasks.Watch(plan)
            assert watch(far)
            ends(plan)
            assert not watch(far)
            Plan.objects.all().delete()

    def test_stopped_before_it_began_ends_at_once(self, cohort, hosts, noor, coordinator):
        plan = started(cohort, coordinator)
        stop_plan(plan=plan, by=coordinator, now=NOW)
        plan.refresh_from_db()
        assert (plan.state, plan.stop_asked_by, plan.finished_at) == ("failed", coordinator, NOW)
        tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        assert (plan.state, plan.entries.count()) == ("failed", 0)
        assert started(cohort, coordinator).number == 2

    def test_who_brings_the_worker_down_is_not_tried_for_ever(self, cohort, hosts, noor, coordinator):
        plan = started(cohort, coordinator)
        job = Job(id=1, queue="planner", lock=None, queueing_lock=None, task_name="", attempts=3)
        tasks.work_out(
            JobContext(app=app, job=job, start_timestamp=0, abort_reason=lambda: None), plan=plan.pk
        )
        plan.refresh_from_db()
        assert plan.state == "failed"

    def test_a_planner_that_fails_leaves_nobody_waiting(self, cohort, hosts, noor, coordinator):
        plan = started(cohort, coordinator)
        Plan.objects.filter(pk=plan.pk).update(problem={})
        with pytest.raises(KeyError):
            tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        assert plan.state == "failed"
        assert started(cohort, coordinator).number == 2

    def test_no_answer_in_time(self, cohort, hosts, noor, coordinator):
        plan = started(cohort, coordinator)
        finish_plan(plan=plan, answer=None, by=coordinator, now=NOW)
        plan.refresh_from_db()
        assert (plan.state, plan.finished_at) == ("failed", NOW)


class TestWhatIsGoneMeanwhile:
    """Somebody removes what a draft is about while the planner works on it."""

    def worked(self, plan):
        tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        return plan

    def test_a_period(self, cohort, periods, hosts, noor, coordinator):
        plan = started(cohort, coordinator, 2)
        actions.schedule_periods(
            cohort=cohort, starts_on=cohort.starts_on, ends_on=cohort.ends_on,
            switches=[periods[1].starts_on], seen=cohort.version, by=coordinator,
        )  # fmt: skip
        assert self.worked(plan).state == "ready"
        assert [entry.period for entry in plan.entries.all()] == [periods[1]]

    def test_a_trainee(self, cohort, hosts, noor, sander, coordinator):
        plan = started(cohort, coordinator)
        noor.delete()
        assert self.worked(plan).state == "ready"
        assert {entry.trainee for entry in plan.entries.all()} == {sander}

    def test_an_organisation(self, cohort, hosts, noor, lef, coordinator):
        plan = started(cohort, coordinator)
        lef.seats.all().delete()
        lef.delete()
        assert self.worked(plan).state == "ready"
        assert plan.entries.count() == 2

    def test_days_that_a_coordinator_gave_do_not_fit_any_more(
        self, laid, cohort, periods, noor, gro, lef, pro, coordinator
    ):
        """A period that is split by hand keeps its days; the next one begins earlier by now."""
        basis = laid({(noor, 1): gro, (noor, 2): lef, (noor, 3): pro})
        split = dt.date(2027, 2, 1)
        first = basis.entries.get(period=periods[0])
        basis.entries.filter(pk=first.pk).update(ends_on=split - dt.timedelta(days=1), pinned=True)
        first.pk, first.host, first.starts_on, first.pinned = None, lef, split, True
        first.save()
        plan = actions.solve_rest(plan=basis, by=coordinator)
        actions.schedule_periods(
            cohort=cohort, starts_on=cohort.starts_on, ends_on=cohort.ends_on,
            switches=[dt.date(2027, 4, 1), periods[2].starts_on], seen=cohort.version, by=coordinator,
        )  # fmt: skip
        with pytest.raises(IntegrityError):
            tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        assert (plan.state, plan.seconds, plan.entries.count()) == ("failed", None, 0)
        assert started(cohort, coordinator).number == 3
