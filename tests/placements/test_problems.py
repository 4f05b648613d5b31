import datetime as dt

import pytest
from django.utils import translation

from placements import problems
from placements.board import build
from placements.models import HostMember, Seat
from tests.factories import TODAY, ExclusionFactory, HostMemberFactory, WishFactory
from tests.placements.conftest import host_with_seats, placed, trainee_of

pytestmark = pytest.mark.django_db

SOON = dt.date(2027, 3, 15)  # the second period begins within 60 days


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def found(cohort, today=TODAY):
    return problems.find(build(cohort, today=today))


def sentences(cohort, today=TODAY):
    return [(problem.blocks, problem.sentence) for problem in found(cohort, today)]


@pytest.fixture
def settled(cohort, hosts, noor, lef):
    """Noor works at Lefier, with a supervisor; nothing is the matter."""
    return placed(noor, lef, 1, supervised=True)


class TestNoPlace:
    def test_nothing_is_the_matter(self, cohort, settled):
        assert found(cohort) == []

    def test_now_it_blocks_and_names_who_where_and_the_way_out(self, cohort, hosts, sander, periods):
        (problem,) = found(cohort)
        assert (problem.blocks, problem.sentence) == (True, "Sander Holtrop has no place in period 1")
        assert problem.reason == "Free at Gemeente (2 seats)."
        assert problem.url == f"#cell-{sander.pk}-1"
        assert (problem.button, problem.button_url) == (
            "Choose a place",
            f"/trainees/{sander.pk}/periods/{periods[0].pk}/place/?on=2026-09-01",
        )

    def test_the_next_period_is_looked_at_sixty_days_ahead(self, cohort, settled, noor, lef):
        assert found(cohort, dt.date(2027, 3, 1)) == []
        assert sentences(cohort, SOON) == [(True, "Noor Dijkema has no place in period 2")]

    def test_says_what_is_still_needed_and_where(self, cohort, settled, noor, lef):
        (problem,) = found(cohort, SOON)
        assert problem.reason == "Still needed: public. Free at Gemeente (2 seats)."

    def test_a_rest_of_the_running_period_says_from_when(self, cohort, hosts, noor, lef):
        placed(noor, lef, ends_on=dt.date(2027, 2, 28), supervised=True)
        assert sentences(cohort) == [(False, "Noor Dijkema has no place from 1 March 2027")]
        (problem,) = found(cohort)
        assert problem.url == f"#cell-{noor.pk}-1-2"

    @pytest.mark.parametrize(
        ("last", "blocks"), [(dt.date(2027, 1, 16), True), (dt.date(2027, 1, 17), False)]
    )
    def test_sixty_days_ahead_it_stands_in_the_way_as_the_board_shows(
        self, cohort, hosts, noor, lef, last, blocks
    ):
        placed(noor, lef, ends_on=last, supervised=True)
        assert [problem.blocks for problem in found(cohort)] == [blocks]
        cells = build(cohort, today=TODAY).rows[0].cells
        empty = next(slot for cell in cells for slot in cell.slots if slot.kind == "empty")
        assert empty.css == ("slot is-empty" if blocks else "slot is-empty is-later")

    def test_days_that_passed_are_no_problem(self, cohort, hosts, noor, lef):
        placed(noor, lef, starts_on=dt.date(2026, 11, 1), supervised=True)
        assert found(cohort) == []

    def test_who_stopped_needs_no_place(self, cohort, settled, noor):
        settled.ends_on = dt.date(2026, 11, 30)
        settled.save()
        noor.ends_on, noor.stopped_at = dt.date(2026, 11, 30), dt.datetime.now(dt.UTC)
        noor.save()
        assert found(cohort) == []

    def test_one_seat_is_never_offered_to_two(self, cohort, periods, public, noor, sander):
        host_with_seats(periods, 1, name="Klein", code="KLE", sector=public)
        assert sorted(problem.reason for problem in found(cohort)) == [
            "Free at Klein (1 seat).",
            "There is no free seat left that fits. Ask an organisation for one more.",
        ]

    def test_more_than_five_are_told_in_one_sentence(self, cohort, hosts):
        for number in range(7):
            trainee_of(cohort, "Tess", f"T{number}")
        (problem,) = found(cohort)
        assert problem.sentence == "7 trainees have no place yet in period 1"
        assert problem.reason == "It begins on 1 September 2026. Seats still free: 6."
        assert problem.button_url == f"/cohorts/{cohort.pk}/board/"


class TestMinimum:
    @pytest.fixture(autouse=True)
    def at_least_two(self, hosts, lef):
        Seat.objects.of_host(lef).update(minimum=2)

    def test_too_few_in_the_running_period(self, cohort, settled):
        (problem,) = found(cohort)
        assert (problem.blocks, problem.sentence) == (
            False,
            "Lefier has 1 trainee in period 1 and asked for at least 2",
        )
        assert problem.button_url == f"/cohorts/{cohort.pk}/seats/"

    def test_of_the_next_period_only_once_nobody_waits(self, cohort, noor, gro, lef):
        placed(noor, gro, 1, supervised=True)
        placed(noor, lef, 2, supervised=True)
        Seat.objects.filter(period__number=1).update(minimum=0)
        assert sentences(cohort, SOON) == [
            (False, "Lefier has 1 trainee in period 2 and asked for at least 2")
        ]
        trainee_of(cohort, "Tess")
        assert [text for _blocks, text in sentences(cohort, SOON)] == [
            "Tess Test has no place in period 1",
            "Tess Test has no place in period 2",
        ]


class TestSupervisor:
    def test_missing_now(self, cohort, hosts, noor, lef):
        placement = placed(noor, lef)
        (problem,) = found(cohort)
        assert (problem.blocks, problem.sentence) == (False, "Lefier has no supervisor yet for Noor Dijkema")
        assert problem.reason == "Period 1, 1 September 2026 – 30 April 2027."
        assert problem.url == f"#cell-{noor.pk}-1"
        assert (problem.button, problem.button_url) == (
            "Choose a supervisor",
            f"/placements/{placement.pk}/edit/#id_supervisor",
        )

    def test_of_the_next_period_sixty_days_ahead(self, cohort, settled, noor, gro):
        placed(noor, gro, 2)
        assert found(cohort) == []
        assert sentences(cohort, SOON) == [(False, "Gemeente has no supervisor yet for Noor Dijkema")]

    def test_who_leaves_before_the_placement_ends(self, cohort, hosts, noor, lef):
        anna = HostMemberFactory(host=lef, ends_on=dt.date(2027, 1, 31))
        placed(noor, lef, supervisor=anna)
        assert found(cohort) == []
        assert sentences(cohort, dt.date(2026, 12, 15)) == [
            (False, "Lefier has no supervisor for Noor Dijkema from 1 February 2027 on")
        ]

    def test_who_leaves_with_the_placement_leaves_nobody_alone(self, cohort, settled, noor, lef):
        HostMember.objects.of_host(lef).update(ends_on=dt.date(2027, 4, 30))
        assert found(cohort) == []

    def test_of_the_past_is_no_problem(self, cohort, hosts, noor, lef, gro):
        placed(noor, lef, ends_on=dt.date(2026, 10, 31))
        placed(noor, gro, starts_on=dt.date(2026, 11, 1), supervised=True)
        assert found(cohort) == []

    def test_more_than_five_are_told_in_one_sentence(self, cohort, periods, public):
        host = host_with_seats(periods, 9, name="Groot", code="GRT", sector=public)
        for number in range(6):
            placed(trainee_of(cohort, "Tess", f"T{number}"), host)
        (problem,) = found(cohort)
        assert problem.sentence == "6 trainees have no supervisor yet in period 1"
        assert problem.reason == "Tess T0, Tess T1, Tess T2 and 3 others"


class TestSameSector:
    @pytest.fixture
    def twice_public(self, cohort, hosts, noor, gro, pro):
        placed(noor, gro, 1, supervised=True)
        return placed(noor, pro, 2, supervised=True)

    def test_while_it_could_still_be_otherwise(self, cohort, twice_public, noor):
        (problem,) = found(cohort)
        assert (problem.blocks, problem.sentence) == (False, "Noor Dijkema sees the sector public only")
        assert problem.reason == "Period 2 could be at Lefier (housing)."
        assert (problem.url, problem.button_url) == (
            f"#cell-{noor.pk}-2",
            f"/placements/{twice_public.pk}/edit/",
        )

    def test_not_when_nothing_else_is_free(self, cohort, twice_public, lef):
        Seat.objects.of_host(lef).update(maximum=0)
        assert found(cohort) == []

    def test_not_once_it_has_begun(self, cohort, twice_public, noor, lef):
        placed(noor, lef, 3, supervised=True)
        assert found(cohort) == []

    def test_not_with_a_seat_that_was_suggested_to_somebody_else(
        self, cohort, twice_public, noor, sander, lef
    ):
        Seat.objects.of_host(lef).update(maximum=1)
        placed(sander, lef, 1, supervisor=HostMemberFactory(host=lef), ends_on=dt.date(2027, 4, 30))
        other = trainee_of(cohort, "Tess")
        placed(other, HostMemberFactory().host, 1, supervised=False)
        WishFactory(trainee=other, host=lef, rank=1)
        texts = [problem.sentence for problem in found(cohort, SOON)]
        assert "Tess Test has no place in period 2" in texts
        assert "Noor Dijkema sees the sector public only" not in texts


def test_no_query_beyond_those_of_the_board(cohort, hosts, noor, sander, lef, django_assert_num_queries):
    placed(noor, lef)
    board = build(cohort, today=TODAY)
    with django_assert_num_queries(0):
        assert len(problems.find(board)) == 2


class TestNotSentThere:
    """Noted after somebody was placed."""

    def find(self, cohort):
        board = build(cohort, today=TODAY)
        return [p for p in problems.find(board) if "not sent there" in p.sentence]

    def test_whoever_is_excluded_after_being_placed(self, cohort, noor, gro):
        placement = placed(noor, gro, supervised=True)
        ExclusionFactory(trainee=noor, host=gro, kind="employer")
        (found,) = self.find(cohort)
        assert found.sentence == "Noor Dijkema is placed at Gemeente, and is not sent there any more"
        assert found.reason.startswith("Noted: former employer. Period 1, ")
        assert (found.button, found.button_url) == ("Change place", f"/placements/{placement.pk}/edit/")

    def test_not_when_the_place_was_chosen_all_the_same(self, cohort, noor, gro):
        ExclusionFactory(trainee=noor, host=gro)
        placed(noor, gro, supervised=True)
        assert self.find(cohort) == []

    def test_not_when_it_was_saved_since(self, cohort, noor, gro):
        placement = placed(noor, gro, supervised=True)
        ExclusionFactory(trainee=noor, host=gro)
        placement.save()
        assert self.find(cohort) == []

    def test_not_when_it_is_over(self, cohort, noor, gro):
        placed(noor, gro, ends_on=dt.date(2026, 10, 31))
        ExclusionFactory(trainee=noor, host=gro)
        assert self.find(cohort) == []
