"""Something has happened: the smallest change, and publishing it. Today is 18 November 2026, in period 1."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from placements import actions, tasks
from placements.models import Placement, Plan, Seat
from placements.reviewing import review
from placements.supposing import Seats, Stays, Stops, Withdraws, restore
from tests.factories import TODAY, HostMemberFactory
from tests.placements.conftest import host_with_seats, page, placed, trainee_of
from trainees.models import Message, Trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NOW = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(10)))
ONE_DAY = dt.timedelta(days=1)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def world(cohort, periods, noor, sander, gro, pro, lef, housing):
    """Noor is at GRO, LEF and PRO, Sander at LEF, PRO and GRO; there is room at a fourth host."""
    host_with_seats(periods, name="Woonzorg", code="WZG", sector=housing)
    for trainee, hosts in ((noor, (gro, lef, pro)), (sander, (lef, pro, gro))):
        for number, host in enumerate(hosts, 1):
            placed(trainee, host, number=number)
    return cohort


@pytest.fixture
def repaired(as_coordinator, world):
    """Says what has happened; the draft that comes of it, worked out."""

    def repair(kind, **body):
        response = as_coordinator.post(f"/cohorts/{world.pk}/repair/{kind}/", body)
        assert response.status_code == 302, response.context["form"].errors
        plan = Plan.objects.latest("pk")
        assert response.url == f"/plans/{plan.pk}/"
        tasks.work_out(plan=plan.pk)
        plan.refresh_from_db()
        return plan

    return repair


def publish(plan, by, today=TODAY):
    return actions.publish_plan(plan=plan, by=by, now=NOW, today=today)


def standing(trainee):
    rows = Placement.objects.of_trainee(trainee).by_date()
    return [(row.host.code, str(row.starts_on), str(row.ends_on)) for row in rows.select_related("host")]


def planned(plan, trainee):
    rows = plan.entries.filter(trainee=trainee).order_by("starts_on").select_related("host")
    return [(row.host.code, str(row.starts_on), str(row.ends_on)) for row in rows]


def worked_days(before):
    """Who was where on each day before this one."""
    rows = Placement.objects.filter(starts_on__lt=before)
    return {
        (row.trainee_id, row.host_id, day)
        for row in rows
        for day in (row.starts_on + n * ONE_DAY for n in range((row.ends_on - row.starts_on).days + 1))
        if day < before
    }


class TestRepairNew:
    def test_asks_what_has_happened(self, as_coordinator, world, noor):
        response = as_coordinator.get(f"/cohorts/{world.pk}/repair/?trainee={noor.pk}&day=2027-01-01")
        assert [url for _label, _why, url in response.context["events"]] == [
            f"/cohorts/{world.pk}/repair/{kind}/?trainee={noor.pk}&day=2027-01-01"
            for kind in ("withdraws", "stops", "joins", "stays", "seats")
        ]

    def test_without_periods_there_is_nothing_to_repair(self, as_coordinator, cohort):
        cohort.periods.all().delete()
        assert "No periods yet." in page(as_coordinator.get(f"/cohorts/{cohort.pk}/repair/"))

    def test_what_is_known_is_filled_in(self, as_coordinator, world, lef):
        response = as_coordinator.get(f"/cohorts/{world.pk}/repair/withdraws/?host={lef.pk}&day=2027-01-11")
        form = response.context["form"]
        assert (form["host"].value(), form["day"].value()) == (lef.pk, day("2027-01-11"))

    @pytest.mark.parametrize("query", ["trainee=x", "day=nonsense", "host=0", "trainee=%00"])
    def test_what_cannot_be_understood_is_left_out(self, as_coordinator, world, query):
        response = as_coordinator.get(f"/cohorts/{world.pk}/repair/?{query}")
        assert response.context["events"][0][2] == f"/cohorts/{world.pk}/repair/withdraws/"

    @pytest.mark.parametrize("kind", ["withdraws", "stops", "joins", "stays", "seats"])
    def test_nothing_said(self, as_coordinator, world, kind):
        response = as_coordinator.post(f"/cohorts/{world.pk}/repair/{kind}/", {})
        assert response.context["form"].errors
        assert not Plan.objects.exists()

    def test_not_in_the_past(self, as_coordinator, world, lef):
        body = {"host": lef.pk, "day": "17-11-2026"}
        response = as_coordinator.post(f"/cohorts/{world.pk}/repair/withdraws/", body)
        assert list(response.context["form"].errors) == ["day"]

    def test_something_else(self, as_coordinator, world):
        assert as_coordinator.get(f"/cohorts/{world.pk}/repair/miracle/").status_code == 404

    def test_one_at_a_time(self, as_coordinator, world, lef):
        for _time in range(2):
            response = as_coordinator.post(
                f"/cohorts/{world.pk}/repair/withdraws/", {"host": lef.pk, "day": "11-1-2027"}
            )
        assert "being worked out already" in page(response)
        assert Plan.objects.count() == 1


class TestHostWithdraws:
    def test_in_the_middle_of_a_period(self, repaired, noor, sander, lef, coordinator, as_coordinator):
        plan = repaired("withdraws", host=lef.pk, day="11-1-2027")
        assert (plan.state, plan.objective, plan.begins_on) == ("ready", "fewest", day("2027-01-11"))
        assert restore(plan.supposes) == (Withdraws(lef.pk, day("2027-01-11")),)
        assert planned(plan, sander)[0] == ("LEF", "2026-09-01", "2027-01-10")
        assert planned(plan, sander)[1][1:] == ("2027-01-11", "2027-04-30")
        assert planned(plan, noor)[0] == ("GRO", "2026-09-01", "2027-04-30")
        text = page(as_coordinator.get(f"/plans/{plan.pk}/"))
        for part in (
            "Something changes for 2 trainees.", "from 11 January 2027 on",
            "Lefier has no place for anybody from 11 January 2027 on.",
        ):  # fmt: skip
            assert part in text
        publish(plan, coordinator)
        assert standing(sander) == planned(plan, sander)
        assert standing(noor) == planned(plan, noor)
        assert "LEF" not in [code for code, first, _last in standing(noor)]

    def test_its_seats_go_but_those_in_which_somebody_worked(self, repaired, periods, lef, coordinator):
        publish(repaired("withdraws", host=lef.pk, day="11-1-2027"), coordinator)
        assert list(Seat.objects.filter(host=lef).values_list("period__number", "maximum")) == [(1, 1)]

    def test_at_a_switch(self, repaired, noor, sander, lef, coordinator):
        plan = repaired("withdraws", host=lef.pk, day="1-5-2027")
        before = standing(sander)
        assert [change.person.pk for change in review(plan, today=TODAY).changes] == [noor.pk]
        publish(plan, coordinator)
        assert standing(sander) == before
        assert standing(noor)[0] == ("GRO", "2026-09-01", "2027-04-30")
        assert standing(noor)[1][1:] == ("2027-05-01", "2027-12-31")
        assert standing(noor)[1][0] not in {"LEF", "GRO"}

    def test_where_somebody_worked_earlier_in_the_period_they_do_not_come_again(
        self, repaired, sander, lef, gro
    ):
        """Lefier withdraws, so Sander has been there whatever the planner thinks of later periods."""
        plan = repaired("withdraws", host=lef.pk, day="11-1-2027")
        trainee = next(row for row in plan.problem["trainees"] if row["key"] == str(sander.pk))
        assert trainee["worked"] == [str(lef.pk)]

    def test_who_is_not_concerned_stays_where_they_have_begun(self, repaired, noor, gro, periods, lef):
        plan = repaired("withdraws", host=lef.pk, day="11-1-2027")
        assert plan.problem["pins"] == [[str(noor.pk), str(gro.pk), str(periods[0].pk), False]]

    def test_its_people_hear_who_goes_and_others_who_comes(
        self, repaired, noor, sander, lef, gro, pro, coordinator
    ):
        here, elsewhere = HostMemberFactory(host=lef), HostMemberFactory(host=gro)
        gone = HostMemberFactory(host=lef, ends_on=TODAY - ONE_DAY)
        plan = repaired("withdraws", host=lef.pk, day="11-1-2027")
        publish(plan, coordinator)
        told = Message.objects.about_row("hostplacements", plan.pk)
        (message,) = told.filter(to=here.user)
        assert not told.filter(to=gone.user).exists()
        assert message.data == {
            "hosts": [
                {
                    "host": lef.pk,
                    "trainees": [
                        {
                            "trainee": noor.pk,
                            "before": [{"first": "2027-05-01", "last": "2027-12-31"}],
                            "after": [],
                        },
                        {
                            "trainee": sander.pk,
                            "before": [{"first": "2026-09-01", "last": "2027-04-30"}],
                            "after": [{"first": "2026-09-01", "last": "2027-01-10"}],
                        },
                    ],
                }
            ]
        }
        for other in told.filter(to=elsewhere.user):
            assert {row["host"] for row in other.data["hosts"]} == {gro.pk}

    def test_impossible_offers_ways_out(self, repaired, as_coordinator, lef):
        Seat.objects.exclude(host=lef).update(maximum=1)
        Seat.objects.filter(host__code__in=["WZG", "PRO"]).update(maximum=0)
        Placement.objects.filter(period__number__gt=1).delete()
        plan = repaired("withdraws", host=lef.pk, day="11-1-2027")
        assert plan.state == "impossible"
        told = as_coordinator.get(f"/plans/{plan.pk}/").context["conflicts"]
        assert all(one.ways for one in told)


class TestOtherEvents:
    def test_a_trainee_stops(self, repaired, noor, sander, coordinator):
        before = standing(sander)
        plan = repaired("stops", trainee=noor.pk, day="15-7-2027")
        assert restore(plan.supposes) == (Stops(noor.pk, day("2027-07-15")),)
        assert plan.begins_on == day("2027-07-16")
        publish(plan, coordinator)
        assert standing(noor) == [("GRO", "2026-09-01", "2027-04-30"), ("LEF", "2027-05-01", "2027-07-15")]
        assert standing(sander) == before
        noor.refresh_from_db()
        assert (noor.ends_on, noor.stopped_at, noor.stopped_by) == (day("2027-07-15"), NOW, coordinator)
        (message,) = Message.objects.about_row("placements", plan.pk)
        assert message.to == noor.user

    def test_a_trainee_stops_on_the_last_day_of_all(self, as_coordinator, world, noor):
        body = {"trainee": noor.pk, "day": "31-8-2028"}
        response = as_coordinator.post(f"/cohorts/{world.pk}/repair/stops/", body)
        assert response.context["form"].non_field_errors() == [
            "Nobody needs a place in these periods, so there is nothing to plan."
        ]

    def test_a_trainee_joins_late(self, repaired, world, noor, sander, coordinator):
        late = trainee_of(world, "Late", starts_on=day("2027-02-01"))
        before = standing(noor), standing(sander)
        plan = repaired("joins", day="1-2-2027")
        assert restore(plan.supposes) == ()
        publish(plan, coordinator)
        assert [row[1:] for row in standing(late)] == [
            ("2027-02-01", "2027-04-30"), ("2027-05-01", "2027-12-31"), ("2028-01-01", "2028-08-31"),
        ]  # fmt: skip
        assert (standing(noor), standing(sander)) == before

    def test_a_trainee_stays_longer(self, repaired, noor, coordinator):
        plan = repaired("stays", trainee=noor.pk, day="31-12-2028")
        assert restore(plan.supposes) == (Stays(noor.pk, day("2028-12-31")),)
        publish(plan, coordinator)
        assert standing(noor)[-1] == ("PRO", "2028-01-01", "2028-12-31")
        assert Trainee.objects.get(pk=noor.pk).ends_on == day("2028-12-31")

    def test_who_had_stopped_comes_back(self, repaired, noor, coordinator):
        publish(repaired("stops", trainee=noor.pk, day="15-7-2027"), coordinator)
        plan = repaired("stays", trainee=noor.pk, day="31-8-2028")
        publish(plan, coordinator)
        assert [row[1:] for row in standing(noor)] == [
            ("2026-09-01", "2027-04-30"), ("2027-05-01", "2027-12-31"), ("2028-01-01", "2028-08-31"),
        ]  # fmt: skip
        noor.refresh_from_db()
        assert noor.stopped_at is None

    def test_a_seat_is_added(self, repaired, periods, world, lef, coordinator):
        Seat.objects.filter(period=periods[1]).exclude(host=lef).update(maximum=1)
        Seat.objects.filter(period=periods[1], host__code__in=["WZG", "GRO"]).update(maximum=0)
        Seat.objects.filter(period=periods[1], host=lef).update(maximum=1)
        late = trainee_of(world, "Late", starts_on=periods[1].starts_on)
        plan = repaired("seats", host=lef.pk, period=periods[1].pk, minimum=0, maximum=2)
        assert restore(plan.supposes) == (Seats(lef.pk, periods[1].pk, 0, 2),)
        publish(plan, coordinator)
        assert standing(late)[0] == ("LEF", "2027-05-01", "2027-12-31")
        assert Seat.objects.get(host=lef, period=periods[1]).maximum == 2


DAYS = st.dates(TODAY, day("2028-08-31"))


class TestNoWorkedDayIsRewritten:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(happens=DAYS, wait=st.integers(0, 400), kind=st.sampled_from(["withdraws", "stops"]))
    @example(happens=TODAY, wait=165, kind="withdraws")
    @example(happens=TODAY, wait=3, kind="stops")
    @example(happens=day("2027-04-30"), wait=0, kind="withdraws")
    @example(happens=day("2027-05-01"), wait=0, kind="withdraws")
    @example(happens=day("2027-04-30"), wait=0, kind="stops")
    def test_whenever_it_happens_and_is_published(
        self, as_coordinator, world, noor, sander, lef, coordinator, happens, wait, kind
    ):
        """Published some days after it was made, also after what has happened: what was worked stays. Who
        stopped did not work after their last day."""
        today = TODAY + dt.timedelta(days=wait)
        body = {"day": happens.isoformat(), "host": lef.pk, "trainee": noor.pk}
        with transaction.atomic():
            response = as_coordinator.post(f"/cohorts/{world.pk}/repair/{kind}/", body)
            if response.status_code == 302:
                plan = Plan.objects.latest("pk")
                tasks.work_out(plan=plan.pk)
                plan.refresh_from_db()
                worked = worked_days(today)
                if kind == "stops":
                    worked = {row for row in worked if row[0] != noor.pk or row[2] <= happens}
                publish(plan, coordinator, today=today)
                assert worked_days(today) == worked
                if kind == "withdraws":
                    assert not Placement.objects.filter(host=lef, ends_on__gte=max(happens, today)).exists()
                else:
                    assert not Placement.objects.filter(trainee=noor, ends_on__gt=happens).exists()
                assert standing(sander)[-1][2] == "2028-08-31"
            transaction.set_rollback(True)
