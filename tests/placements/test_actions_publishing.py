"""A draft that becomes what stands, and what each trainee is told of it. Today is 18 November 2026."""

import datetime as dt

import pytest
from django.utils import timezone

from placements import actions, staffing, tasks
from placements.actions.planning import start_plan
from placements.asking import asked_of
from placements.models import Placement, Planning, Seat
from placements.reviewing import review
from tests.factories import TODAY, ExclusionFactory, HostMemberFactory, WishFactory
from tests.placements.conftest import host_with_seats, placed
from trainees.models import Message
from wijkmakers.lib.constraints import Refused

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10)))


def worked_out(cohort, coordinator, number=2, keeps=True):
    """A draft from this period on, that the planner has finished."""
    facts = staffing.load(cohort)
    asked = asked_of(facts, Planning.objects.for_cohort(cohort), first=facts.periods[number - 1], keeps=keeps)
    plan = start_plan(cohort=cohort, asked=asked, objective="fair", by=coordinator)
    tasks.work_out(plan=plan.pk)
    plan.refresh_from_db()
    return plan


def publish(plan, by):
    return actions.publish_plan(plan=plan, by=by, now=NOW, today=TODAY)


def refused(plan, by):
    with pytest.raises(Refused) as caught:
        publish(plan, by)
    return str(caught.value.sentence)


def standing(*trainees):
    rows = Placement.objects.filter(trainee__in=trainees).order_by("trainee", "starts_on")
    return list(rows.values_list("trainee", "host__code", "starts_on", "ends_on"))


@pytest.fixture
def plan(cohort, periods, hosts, noor, sander, gro, lef, coordinator):
    """Noor worked at GRO and Sander at LEF; both would rather be where the other is."""
    placed(noor, gro, supervised=True)
    placed(sander, lef)
    WishFactory(trainee=noor, host=lef, rank=1)
    WishFactory(trainee=sander, host=gro, rank=1)
    return worked_out(cohort, coordinator)


class TestPublish:
    def test_places_are_written_and_what_ran_is_untouched(self, plan, periods, noor, sander, coordinator):
        before = Placement.objects.filter(period=periods[0]).order_by("pk")
        running = list(before.values())
        publish(plan, coordinator)
        assert list(before.all().values()) == running
        entries = plan.entries.order_by("trainee", "starts_on")
        planned = [(row.trainee_id, row.host.code, row.starts_on, row.ends_on) for row in entries]
        assert [row for row in standing(noor, sander) if row[2] >= periods[1].starts_on] == planned
        assert Placement.objects.filter(created_by=coordinator).count() == 4

    def test_who_and_when(self, plan, coordinator):
        publish(plan, coordinator)
        plan.refresh_from_db()
        assert (plan.published_at, plan.published_by, plan.version) == (NOW, coordinator, 2)

    def test_exactly_those_concerned_are_told(self, cohort, plan, noor, sander, coordinator):
        publish(plan, coordinator)
        messages = Message.objects.about_row("placements", plan.pk)
        assert {message.to for message in messages} == {noor.user, sander.user}
        message = messages.get(to=noor.user)
        assert (message.cohort, message.sent_at, message.created_by) == (cohort, None, coordinator)
        after = [(place["first"], place["last"]) for place in message.data["after"]]
        assert (message.data["change"], message.data["begins_on"]) == ("new", "2027-05-01")
        assert after == [("2027-05-01", "2027-12-31"), ("2028-01-01", "2028-08-31")]

    def test_nobody_else_is_told(self, cohort, plan, noor, sander, coordinator):
        publish(plan, coordinator)
        later = Placement.objects.of_trainee(noor).latest_first().first()
        actions.remove_placement(placement=later, seen=later.version, by=coordinator)
        again = worked_out(cohort, coordinator)
        publication = publish(again, coordinator)
        assert [change.person.pk for change in publication.changes] == [noor.pk]
        assert [message.to for message in Message.objects.about_row("placements", again.pk)] == [noor.user]

    def test_a_second_time_is_refused_and_doubles_nothing(self, plan, coordinator):
        publish(plan, coordinator)
        before = (Placement.objects.count(), Message.objects.count())
        assert refused(plan, coordinator) != ""
        assert (Placement.objects.count(), Message.objects.count()) == before

    def test_other_drafts_stay_and_are_out_of_date(self, cohort, plan, coordinator):
        other = worked_out(cohort, coordinator)
        publish(plan, coordinator)
        other.refresh_from_db()
        assert (other.state, other.published_at, other.entries.count()) == ("ready", None, 4)
        assert [remark.kind for remark in review(other, today=TODAY).blockers] == ["outdated"]

    def test_the_only_member_supervises(self, plan, noor, lef, coordinator):
        member = HostMemberFactory(host=lef)
        publish(plan, coordinator)
        assert Placement.objects.get(trainee=noor, host=lef).supervisor == member

    def test_of_two_members_nobody_is_chosen(self, plan, noor, lef, coordinator):
        HostMemberFactory.create_batch(2, host=lef)
        publish(plan, coordinator)
        assert Placement.objects.get(trainee=noor, host=lef).supervisor is None

    def test_a_running_period_that_is_planned_anew(
        self, cohort, periods, hosts, noor, gro, lef, pro, coordinator
    ):
        host_with_seats(periods, name="Rizoem", code="RIZ")
        placement = placed(noor, gro, supervised=True)
        ExclusionFactory(trainee=noor, host=gro)
        plan = worked_out(cohort, coordinator, number=1, keeps=False)
        chosen = plan.entries.get(period=periods[0]).host.code
        publish(plan, coordinator)
        yesterday = TODAY - dt.timedelta(days=1)
        assert standing(noor)[:2] == [
            (noor.pk, "GRO", dt.date(2026, 9, 1), yesterday),
            (noor.pk, chosen, TODAY, dt.date(2027, 4, 30)),
        ]
        assert Placement.objects.get(pk=placement.pk).supervisor == placement.supervisor


class TestRefused:
    def kinds(self, plan):
        plan.refresh_from_db()
        return [remark.kind for remark in review(plan, today=TODAY).blockers]

    def test_nothing_in_the_way(self, plan):
        assert self.kinds(plan) == []

    @pytest.mark.parametrize(
        "change",
        [
            lambda cohort, noor, lef: (
                WishFactory(trainee=noor, host=lef, rank=2) and noor.wishes.filter(rank=1).delete()
            ),
            lambda cohort, noor, lef: ExclusionFactory(trainee=noor, host=lef),
            lambda cohort, noor, lef: Seat.objects.of_host(lef).update(maximum=5),
            lambda cohort, noor, lef: Planning.objects.create(cohort=cohort, points_per_sector=3),
            lambda cohort, noor, lef: placed(noor, lef, number=2),
        ],
        ids=["wish", "exclusion", "seats", "points", "placement"],
    )
    def test_what_the_planner_was_told_has_changed(self, plan, cohort, noor, pro, lef, coordinator, change):
        noor.wishes.all().delete()
        WishFactory(trainee=noor, host=pro, rank=1)
        plan = worked_out(cohort, coordinator)
        change(cohort, noor, lef)
        assert "outdated" in self.kinds(plan)
        before = standing(noor)
        refused(plan, coordinator)
        assert standing(noor) == before
        assert not Message.objects.exists()

    def test_another_name_or_notice_is_nothing_for_the_planner(self, plan, cohort, noor):
        noor.user.last_name, noor.user.first_name = "Aarts", "Zus"
        noor.user.save()
        Planning.objects.create(cohort=cohort, notice_weeks=9)
        assert self.kinds(plan) == []

    def test_somebody_who_stops_within_a_period(self, plan, noor):
        noor.stopped_at, noor.ends_on = NOW, dt.date(2028, 6, 30)
        noor.save()
        assert self.kinds(plan) == ["outdated", "stopped"]

    def test_a_draft_that_is_not_ready(self, plan, coordinator):
        type(plan).objects.filter(pk=plan.pk).update(state="impossible")
        assert self.kinds(plan) == ["state"]


class TestReview:
    def test_as_many_queries_for_one_trainee_as_for_two(self, plan, sander, django_assert_num_queries):
        with django_assert_num_queries(9):
            assert len(review(plan, today=TODAY).changes) == 2

    def test_the_notice_of_the_cohort(self, cohort, plan, coordinator):
        assert [remark.kind for remark in review(plan, today=TODAY).warnings] == ["supervisor"] * 3
        Planning.objects.create(cohort=cohort, notice_weeks=52)
        kinds = [remark.kind for remark in review(plan, today=TODAY).warnings]
        assert kinds.count("notice") == 2
