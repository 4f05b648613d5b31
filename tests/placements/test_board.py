import datetime as dt

import pytest
from django.utils import translation

from placements.board import build
from tests.factories import CohortFactory, HostMemberFactory, PauseFactory
from tests.factories import make_periods as with_periods
from tests.placements.conftest import placed, trainee_of

pytestmark = pytest.mark.django_db


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def board(cohort, today):
    return lambda **options: build(cohort, today=today, **options)


def drawn(row):
    """Each cell as (columns, texts of its slots)."""
    return [(cell.columns, [slot.code or slot.label for slot in cell.slots]) for cell in row.cells]


def slots(row):
    return [slot for cell in row.cells for slot in cell.slots]


class TestColumns:
    def test_periods_and_months(self, board):
        found = board()
        assert [(str(p), p.state, p.columns, p.when) for p in found.periods] == [
            ("Period 1", "now", 8, "Sep 2026 – Apr 2027"),
            ("Period 2", "coming", 8, "May – Dec 2027"),
            ("Period 3", "coming", 8, "Jan – Aug 2028"),
        ]
        assert len(found.months) == 24
        assert (found.months[0].short, found.months[0].title) == ("sep", "September 2026")

    def test_now_is_one_month_with_a_line_in_it(self, board):
        (now,) = [month for month in board().months if "is-now" in month.css]
        assert (now.title, now.css) == ("November 2026, now", "m is-now at-60")

    def test_a_period_begins_with_a_line(self, board):
        found = board()
        assert [place for place, month in enumerate(found.months) if " q" in month.css] == [0, 8, 16]

    def test_a_month_belongs_to_the_period_that_has_most_of_it(self, cohort, periods, board):
        one, two, _three = periods
        one.ends_on, two.starts_on = day("2027-05-19"), day("2027-05-20")
        one.save()
        two.save()
        assert [period.columns for period in board().periods] == [9, 7, 8]

    def test_a_cohort_that_begins_on_the_last_day_of_a_month_has_no_column_for_it(self, today):
        cohort = CohortFactory(starts_on=day("2026-08-31"), ends_on=day("2028-08-31"))
        with_periods(cohort, 1)
        assert len(build(cohort, today=today).months) == 24

    def test_every_period_keeps_a_column(self, today):
        cohort = CohortFactory(starts_on=day("2026-09-01"), ends_on=day("2026-10-31"), periods=2)
        one, two = cohort.periods.order_by("number")
        one.ends_on, two.starts_on = day("2026-09-05"), day("2026-09-06")
        one.save()
        two.save()
        assert [period.columns for period in build(cohort, today=today).periods] == [1, 1]

    def test_a_cohort_without_periods_has_a_board_without_cells(self, today):
        cohort = CohortFactory()
        trainee_of(cohort, "Noor")
        found = build(cohort, today=today)
        assert (found.periods, [row.cells for row in found.rows]) == ((), [()])


class TestCells:
    def test_a_placement_spans_its_months_and_what_is_missing_asks_for_a_place(self, board, noor, lef):
        placed(noor, lef)
        (row,) = board().rows
        assert drawn(row) == [(8, ["LEF"]), (8, ["Choose a place"]), (8, ["Choose a place"])]

    def test_a_split_period_has_two_cells(self, board, noor, lef, gro):
        placed(noor, lef, ends_on=day("2027-01-31"))
        placed(noor, gro, starts_on=day("2027-02-01"))
        (row,) = board().rows
        assert drawn(row)[:2] == [(5, ["LEF"]), (3, ["GRO"])]
        assert [cell.is_next for cell in row.cells] == [False, True, False, False]
        assert [slot.id for slot in slots(row)][:2] == [f"cell-{noor.pk}-1", f"cell-{noor.pk}-1-2"]
        assert ["is-short" in slot.css for slot in slots(row)[:2]] == [False, True]

    def test_a_short_placement_does_not_disappear(self, board, noor, lef, gro, pro):
        placed(noor, lef, ends_on=day("2026-11-30"))
        placed(noor, gro, starts_on=day("2026-12-01"), ends_on=day("2026-12-07"))
        placed(noor, pro, starts_on=day("2026-12-08"))
        assert drawn(board().rows[0])[:3] == [(3, ["LEF"]), (1, ["GRO"]), (4, ["PRO"])]

    def test_more_stretches_than_months_stand_under_each_other(self, today, noor):
        cohort = CohortFactory(starts_on=day("2026-11-01"), ends_on=day("2026-11-30"), periods=1)
        trainee = trainee_of(cohort, "Kort")
        hosts = [
            placed(
                trainee,
                HostMemberFactory().host,
                starts_on=day(f"2026-11-{first}"),
                ends_on=day(f"2026-11-{last}"),
            )
            for first, last in (("01", "10"), ("11", "20"), ("21", "30"))
        ]
        (row,) = build(cohort, today=today).rows
        assert drawn(row) == [(1, [placement.host.code for placement in hosts])]

    def test_states(self, board, noor, lef, gro, cohort):
        placed(noor, lef, 1, ends_on=day("2026-10-31"))
        placed(noor, gro, 1, starts_on=day("2026-11-01"))
        placed(noor, HostMemberFactory().host, 2)
        done, now, coming = slots(board().rows[0])[:3]
        assert "is-done" in done.css
        assert "is-done" not in now.css + coming.css
        assert [slot.spoken.split(", ")[4] for slot in (done, now, coming)] == [
            "finished",
            "runs now",
            "confirmed",
        ]

    def test_the_accessible_name_says_all(self, board, noor, lef):
        placed(noor, lef, supervised=True)
        first = slots(board().rows[0])[0]
        assert first.code + ", " + first.label + first.spoken == (
            "LEF, Lefier, Noor Dijkema, period 1, September 2026 up to and including April 2027, runs now"
        )

    def test_without_supervisor_it_is_flagged_when_it_runs_or_comes_soon(self, board, noor, lef, gro):
        placed(noor, lef, 1)
        placed(noor, gro, 2)
        now, coming = slots(board().rows[0])[:2]
        assert (now.flag, now.flag_text) == ("warn", "no supervisor yet")
        assert now.spoken.endswith(", runs now, no supervisor yet")
        assert "has-warn" in now.css
        assert coming.flag == ""

    def test_a_supervisor_who_leaves_soon_is_flagged(self, board, noor, lef):
        placed(noor, lef, 1, supervisor=HostMemberFactory(host=lef, ends_on=dt.date(2026, 11, 30)))
        now = slots(board().rows[0])[0]
        assert (now.flag, now.flag_text) == ("warn", "no supervisor from 1 December 2026 on")

    def test_what_need_not_be_arranged_yet_is_quiet(self, board, noor, lef, cohort):
        placed(noor, lef)
        later = slots(board().rows[0])[1]
        assert later.css == "slot is-empty is-later"
        assert later.spoken.endswith(". No place yet.")
        soon = slots(build(cohort, today=day("2027-03-15")).rows[0])[1]
        assert soon.css == "slot is-empty"
        assert soon.spoken.endswith(". Problem: no place yet.")

    def test_days_that_passed_without_a_place_are_no_problem_any_more(self, board, noor, lef):
        placed(noor, lef, starts_on=day("2026-11-01"))
        past, now = slots(board().rows[0])[:2]
        assert (past.label, past.css) == ("No place", "slot is-away")
        assert "is-empty" not in past.css
        assert now.code == "LEF"

    def test_who_came_later_paused_and_stopped(self, board, noor, lef, gro):
        noor.starts_on, noor.ends_on, noor.stopped_at = (
            day("2026-11-01"),
            day("2027-08-31"),
            dt.datetime.now(dt.UTC),
        )
        noor.save()
        placed(noor, lef, 1, starts_on=day("2026-11-01"))
        placed(noor, gro, 2, ends_on=day("2027-08-31"))
        PauseFactory(trainee=noor, starts_on=day("2027-06-01"), ends_on=day("2027-06-30"))
        assert drawn(board().rows[0]) == [
            (2, ["Starts on 1 November 2026"]),
            (6, ["LEF"]),
            (1, ["GRO"]),
            (1, ["Paused"]),
            (2, ["GRO"]),
            (4, ["Stopped"]),
            (8, ["Stopped"]),
        ]

    def test_a_pause_of_a_week_does_not_cut_a_placement(self, board, noor, lef):
        placed(noor, lef)
        PauseFactory(trainee=noor, starts_on=day("2026-12-21"), ends_on=day("2027-01-03"))
        assert drawn(board().rows[0])[0] == (8, ["LEF"])

    def test_a_placement_that_lies_wholly_in_a_pause_is_still_there(self, board, noor, lef):
        placed(noor, lef, starts_on=day("2026-12-01"), ends_on=day("2026-12-31"))
        PauseFactory(trainee=noor, starts_on=day("2026-11-15"), ends_on=day("2027-01-31"))
        assert ["LEF"] in [texts for _columns, texts in drawn(board().rows[0])]

    def test_who_stays_longer_makes_the_board_longer(self, board, noor, sander, lef, gro):
        noor.ends_on = day("2028-10-31")
        noor.save()
        placed(noor, lef, 3, ends_on=day("2028-10-31"))
        placed(sander, gro, 3)
        found = board()
        assert (len(found.months), found.more_columns) == (26, 2)
        assert drawn(found.rows[0])[-1] == (10, ["LEF"])
        assert drawn(found.rows[1])[-2:] == [(8, ["GRO"]), (2, [])]

    def test_rows_fill_the_table_exactly(self, board, noor, sander, lef):
        noor.ends_on = day("2028-10-14")
        noor.save()
        PauseFactory(trainee=sander, starts_on=day("2027-01-10"), ends_on=day("2027-06-20"))
        placed(sander, lef, 1, ends_on=day("2026-12-13"))
        found = board()
        assert [sum(cell.columns for cell in row.cells) for row in found.rows] == [len(found.months)] * 2


class TestLinks:
    def test_a_placement_leads_to_its_change_and_an_empty_cell_to_the_choice(self, board, noor, lef, periods):
        placement = placed(noor, lef)
        first, second, _third = slots(board().rows[0])
        assert first.url == f"/placements/{placement.pk}/edit/"
        assert second.url == f"/trainees/{noor.pk}/periods/{periods[1].pk}/place/?on=2027-05-01"

    def test_a_page_can_ask_to_be_returned_to(self, board, noor, lef, periods):
        placement = placed(noor, lef)
        first, second, _third = slots(board(back="board").rows[0])
        assert first.url == f"/placements/{placement.pk}/edit/?back=board"
        assert second.url.endswith("?on=2027-05-01&back=board")

    def test_the_cell_of_a_day(self, board, noor, lef, gro):
        placed(noor, lef, ends_on=day("2027-01-31"))
        placed(noor, gro, starts_on=day("2027-02-01"))
        found = board()
        assert found.cell_of(noor.pk, day("2026-10-01")) == f"cell-{noor.pk}-1"
        assert found.cell_of(noor.pk, day("2027-03-01")) == f"cell-{noor.pk}-1-2"


@pytest.mark.parametrize("trainees", [1, 3])
def test_four_queries_whatever_the_size(board, cohort, hosts, trainees, django_assert_num_queries):
    for number in range(trainees):
        placed(trainee_of(cohort, f"T{number}"), hosts[number])
    with django_assert_num_queries(4):
        assert len(board().rows) == trainees
