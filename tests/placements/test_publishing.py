"""What publishing a plan changes for whom: on 18 November 2026, in the middle of period 1."""

import datetime as dt

import pytest
from django.utils import translation

from placements import staffing
from placements.models import Seat
from placements.publishing import (
    DAYS,
    GONE,
    HOST,
    NEW,
    Entry,
    Member,
    Publication,
    Remark,
    blockers_of,
    changes_of,
    warnings_of,
)
from placements.spans import Span
from tests.factories import TODAY, ExclusionFactory, PauseFactory
from tests.placements.conftest import placed

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - dt.timedelta(days=1)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def plan(cohort, periods, hosts):
    """What would change if this were published: entries are (trainee, host, number, first, last)."""

    def look(*entries, asked=None, today=TODAY, pinned=False):
        facts = staffing.load(cohort)
        by_key = {host.pk: host for host in (*facts.hosts, *(stay.host for stay in facts.stays))}
        planned = []
        for trainee, host, number, *days in entries:
            period = facts.periods[number - 1]
            span = Span(*map(day, days)) if days else period.span
            planned.append(Entry(trainee.pk, by_key[host.pk], period, span, pinned))
        everything = {(person.pk, period.pk) for person in facts.people for period in facts.periods}
        return facts, changes_of(facts, planned, asked or everything, today)

    return look


def codes(places):
    return [(place.host.code, str(place.span.first), str(place.span.last)) for place in places]


def rows(change):
    """What is written: added, with other days, and removed."""
    gone = [(stay.host.code, str(stay.span.first), str(stay.span.last)) for stay in change.removed]
    return codes(change.added), codes(change.altered), gone


PERIOD_1 = ("2026-09-01", "2027-04-30")
PERIOD_2 = ("2027-05-01", "2027-12-31")


class TestChanges:
    def test_a_first_place(self, plan, noor, gro):
        _facts, (change,) = plan((noor, gro, 2))
        assert (change.kind, change.person.pk, change.begins_on) == (NEW, noor.pk, day("2027-05-01"))
        assert rows(change) == ([("GRO", *PERIOD_2)], [], [])

    def test_what_stays_as_it_is_is_no_change(self, plan, noor, sander, gro, lef):
        placed(noor, gro)
        placed(sander, lef, number=2)
        _facts, changes = plan((noor, gro, 1), (sander, lef, 2))
        assert changes == ()

    def test_another_host_later(self, plan, noor, gro, lef):
        placed(noor, gro, number=2)
        _facts, (change,) = plan((noor, lef, 2))
        assert (change.kind, change.begins_on) == (HOST, day("2027-05-01"))
        assert (codes(change.before), codes(change.after)) == ([("GRO", *PERIOD_2)], [("LEF", *PERIOD_2)])
        assert rows(change) == ([("LEF", *PERIOD_2)], [], [("GRO", *PERIOD_2)])

    def test_other_days_at_the_same_host(self, plan, noor, gro):
        placed(noor, gro, number=2)
        _facts, (change,) = plan((noor, gro, 2, "2027-06-01", "2027-12-31"))
        assert (change.kind, change.begins_on) == (DAYS, day("2027-05-01"))
        assert rows(change) == ([], [("GRO", "2027-06-01", "2027-12-31")], [])

    def test_a_place_that_goes(self, plan, noor, gro):
        placed(noor, gro, number=2)
        _facts, (change,) = plan()
        assert (change.kind, change.after) == (GONE, ())
        assert rows(change) == ([], [], [("GRO", *PERIOD_2)])

    def test_what_the_plan_does_not_decide_about_is_left(self, plan, noor, periods, gro, lef):
        placed(noor, gro, number=1)
        _facts, (change,) = plan((noor, lef, 2), asked={(noor.pk, periods[1].pk)})
        assert rows(change) == ([("LEF", *PERIOD_2)], [], [])
        assert change.stays == ()


class TestWorkedDays:
    def test_a_running_placement_that_becomes_another_ends_yesterday(self, plan, noor, gro, lef):
        placed(noor, gro)
        _facts, (change,) = plan((noor, lef, 1))
        assert (change.kind, change.begins_on) == (HOST, TODAY)
        assert rows(change) == (
            [("LEF", str(TODAY), "2027-04-30")], [("GRO", "2026-09-01", str(YESTERDAY))], [],
        )  # fmt: skip

    def test_a_running_placement_with_another_last_day_keeps_its_first(self, plan, noor, gro):
        placed(noor, gro)
        _facts, (change,) = plan((noor, gro, 1, "2026-10-01", "2027-03-31"))
        assert (change.kind, change.begins_on) == (DAYS, day("2027-04-01"))
        assert rows(change) == ([], [("GRO", "2026-09-01", "2027-03-31")], [])

    def test_what_is_over_stays_whatever_the_plan_says(self, plan, noor, gro, lef):
        placed(noor, gro, ends_on=day("2026-10-31"))
        _facts, (change,) = plan((noor, lef, 1))
        assert rows(change) == ([("LEF", str(TODAY), "2027-04-30")], [], [])
        _facts, changes = plan((noor, lef, 1, "2026-09-01", "2026-10-31"))
        assert changes == ()

    def test_what_ended_yesterday_goes_on(self, plan, noor, gro):
        placed(noor, gro, ends_on=YESTERDAY)
        _facts, (change,) = plan((noor, gro, 1))
        assert rows(change) == ([], [("GRO", *PERIOD_1)], [])

    def test_one_that_begins_today_has_not_been_worked(self, plan, noor, gro, lef):
        placed(noor, gro, starts_on=TODAY)
        _facts, (change,) = plan((noor, lef, 1))
        assert rows(change) == (
            [("LEF", str(TODAY), "2027-04-30")], [], [("GRO", str(TODAY), "2027-04-30")],
        )  # fmt: skip

    def test_a_split_period(self, plan, noor, gro, lef):
        placed(noor, gro)
        _facts, (change,) = plan(
            (noor, gro, 1, "2026-09-01", "2026-12-31"), (noor, lef, 1, "2027-01-01", "2027-04-30")
        )
        assert change.begins_on == day("2027-01-01")
        assert rows(change) == (
            [("LEF", "2027-01-01", "2027-04-30")], [("GRO", "2026-09-01", "2026-12-31")], [],
        )  # fmt: skip


class TestBlockers:
    def kinds(self, found):
        facts, changes = found
        return [remark.kind for remark in blockers_of(facts, changes)]

    def test_none(self, plan, noor, sander, gro):
        assert self.kinds(plan((noor, gro, 1), (sander, gro, 1))) == []

    def test_a_full_seat(self, plan, noor, sander, gro):
        Seat.objects.of_host(gro).update(maximum=1)
        assert self.kinds(plan((noor, gro, 2), (sander, gro, 2))) == ["full"]

    def test_full_with_somebody_the_plan_does_not_move(self, plan, noor, sander, periods, gro):
        Seat.objects.of_host(gro).update(maximum=1)
        placed(sander, gro, number=2)
        found = plan((noor, gro, 2), asked={(noor.pk, periods[1].pk)})
        assert self.kinds(found) == ["full"]

    def test_two_who_trade_places_fill_nothing(self, plan, noor, sander, gro, lef):
        Seat.objects.update(maximum=1)
        placed(noor, gro, number=2)
        placed(sander, lef, number=2)
        assert self.kinds(plan((noor, lef, 2), (sander, gro, 2))) == []

    def test_no_seats_any_more(self, plan, noor, periods, gro):
        Seat.objects.of_host(gro).filter(period=periods[1]).delete()
        assert self.kinds(plan((noor, gro, 2))) == ["full"]

    def test_a_second_time_without_a_reason(self, plan, noor, periods, gro, lef):
        placed(noor, gro)
        found = plan((noor, gro, 2), asked={(noor.pk, periods[1].pk)})
        assert self.kinds(found) == ["twice"]

    def test_a_second_time_through_days_that_were_worked(self, plan, noor, gro, lef):
        """The planner may change the running period, and then what was worked there still counts."""
        placed(noor, gro)
        assert self.kinds(plan((noor, lef, 1), (noor, gro, 2))) == ["twice"]

    def test_a_second_time_with_the_reason_that_stands(self, plan, noor, gro):
        placed(noor, gro)
        placed(noor, gro, number=2, repeat_reason="Ze vroegen om Noor.")
        found = plan((noor, gro, 1), (noor, gro, 2, "2027-06-01", "2027-12-31"))
        assert self.kinds(found) == []

    def test_somebody_who_stopped(self, plan, noor, gro):
        noor.stopped_at, noor.ends_on = dt.datetime(2026, 11, 1, tzinfo=dt.UTC), day("2027-03-31")
        noor.save()
        assert self.kinds(plan((noor, gro, 1))) == ["stopped"]

    def test_days_in_which_somebody_does_not_take_part(self, plan, noor, gro):
        noor.starts_on = day("2027-06-01")
        noor.save()
        assert self.kinds(plan((noor, gro, 2))) == ["absent"]

    def test_an_excluded_host(self, plan, noor, gro):
        ExclusionFactory(trainee=noor, host=gro)
        assert self.kinds(plan((noor, gro, 2))) == ["excluded"]

    def test_an_excluded_host_that_a_coordinator_fixed(self, plan, noor, gro):
        ExclusionFactory(trainee=noor, host=gro)
        assert self.kinds(plan((noor, gro, 2), pinned=True)) == []

    def test_a_pause_in_the_middle_is_no_matter(self, plan, noor, gro):
        PauseFactory(trainee=noor)
        assert self.kinds(plan((noor, gro, 1))) == []


class TestWarnings:
    def look(self, found, members=(), weeks=4):
        _facts, changes = found
        remarks = warnings_of(changes, members, today=TODAY, notice_weeks=weeks)
        return [(remark.kind, remark.day or remark.host.code) for remark in remarks]

    def test_within_the_notice(self, plan, noor, lef, gro):
        placed(noor, gro, supervised=True)
        found = plan((noor, gro, 1, PERIOD_1[0], "2026-12-14"))
        assert self.look(found) == [("notice", day("2026-12-15"))]

    def test_after_the_notice(self, plan, noor, gro):
        placed(noor, gro, supervised=True)
        assert self.look(plan((noor, gro, 1, PERIOD_1[0], "2026-12-15"))) == []
        assert self.look(plan((noor, gro, 1, PERIOD_1[0], "2026-12-15")), weeks=5) != []

    def test_nobody_supervises_yet(self, plan, noor, gro):
        assert self.look(plan((noor, gro, 2))) == [("supervisor", "GRO")]

    @pytest.mark.parametrize(
        ("members", "supervisor"),
        [
            ([{}], 1),
            ([{}, {}], None),
            ([{}, {"last": TODAY}], 1),
            ([{"first": dt.date(2027, 5, 2)}], None),
            ([{"first": dt.date(2027, 5, 1)}], 1),
        ],
    )
    def test_the_only_member_by_then_supervises(self, plan, noor, gro, members, supervisor):
        people = tuple(Member(number, gro.pk, **days) for number, days in enumerate(members, 1))
        found = plan((noor, gro, 2))
        (change,) = found[1]
        assert Publication((change,), members=people).supervisor_of(change.added[0]) == supervisor
        assert (self.look(found, people) == []) == (supervisor is not None)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_remark_is_a_sentence(plan, noor, gro, language):
    facts, _changes = plan()
    (person,), host, period = facts.people, facts.hosts[0], facts.periods[0]
    kinds = ["state", "outdated", "full", "twice", "stopped", "absent", "excluded", "notice", "supervisor"]
    for kind in kinds:
        sentence = Remark(kind, person, host, period, TODAY, 4).sentence
        assert sentence.endswith(".")
        assert "%" not in sentence


class TestSaidWarnings:
    def said(self, plan, noor, sander, gro, lef, *entries):
        _facts, changes = plan(*entries)
        warnings = warnings_of(changes, (), today=TODAY, notice_weeks=0)
        with translation.override("en"):
            return Publication(changes, warnings=warnings).said_warnings

    def test_a_few_are_told_one_by_one(self, plan, noor, sander, gro, lef):
        assert self.said(plan, noor, sander, gro, lef, (noor, gro, 2), (sander, lef, 2)) == [
            "Noor Dijkema has no supervisor at Gemeente yet.",
            "Sander Holtrop has no supervisor at Lefier yet.",
        ]

    def test_many_are_told_at_once_by_organisation(self, plan, noor, sander, gro, lef):
        found = self.said(
            plan, noor, sander, gro, lef, (noor, gro, 2), (sander, gro, 2), (noor, lef, 3)
        )  # fmt: skip
        assert found == [
            "3 places have no supervisor yet: Gemeente (Noor Dijkema, Sander Holtrop); Lefier (Noor Dijkema)."
        ]
