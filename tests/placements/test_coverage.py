import datetime as dt

import pytest
from django.utils import translation

from placements import coverage, staffing
from placements.models import Seat
from tests.factories import SeatFactory
from tests.placements.conftest import placed, trainee_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


class TestSeats:
    def test_taken_and_available_with_bricks(self, cohort, lef, noor):
        placed(noor, lef)
        (row,) = coverage.seat_rows(staffing.load(cohort))
        assert (row.code, row.css, row.url) == ("LEF", "look-rust", f"/hosts/{lef.pk}/")
        first = row.cells[0]
        assert (first.text, first.spoken, first.is_over, first.bricks) == ("1/2", "1 free", False, ("on", ""))

    def test_full(self, cohort, lef, noor, sander):
        placed(noor, lef)
        placed(sander, lef)
        (row,) = coverage.seat_rows(staffing.load(cohort))
        assert (row.cells[0].text, row.cells[0].spoken) == ("2/2", "full")

    def test_nothing_offered(self, cohort, periods, lef):
        Seat.objects.get(host=lef, period=periods[2]).delete()
        (row,) = coverage.seat_rows(staffing.load(cohort))
        assert (row.cells[2].text, row.cells[2].spoken, row.cells[2].bricks) == ("–", "no seats", ())

    def test_too_many_bricks_are_not_drawn(self, cohort, lef):
        Seat.objects.of_host(lef).update(maximum=40)
        (row,) = coverage.seat_rows(staffing.load(cohort))
        assert (row.cells[0].text, row.cells[0].bricks) == ("0/40", ())

    @pytest.mark.parametrize(
        ("free", "said"), [(2, "2 free"), (0, "full"), (-1, "1 too many"), (-2, "2 too many")]
    )
    def test_words(self, free, said):
        assert coverage.said_free(free) == said


class TestSectors:
    def test_who_sees_which_sector_over_all_placements(self, cohort, hosts, noor, sander, gro, lef):
        placed(noor, gro, 1)
        placed(noor, lef, 2)
        placed(sander, gro, 1)
        public, housing = coverage.sector_rows(staffing.load(cohort))
        assert (public.name, public.codes, public.text, public.bricks, public.gap) == (
            "public", "GRO, PRO", "2 of 2", ("", ""), "",
        )  # fmt: skip
        assert (housing.text, housing.bricks, housing.gap) == (
            "1 of 2",
            ("", "off"),
            "Missing: Sander Holtrop",
        )

    def test_nobody_misses_one_of_more_sectors_than_periods(self, cohort, hosts, noor):
        for _number in range(3):
            SeatFactory(period=cohort.periods.get(number=1))
        rows = coverage.sector_rows(staffing.load(cohort))
        assert len(rows) == 5
        assert {(row.bricks, row.gap) for row in rows} == {(("rest",), "")}

    def test_who_stopped_misses_nothing(self, cohort, hosts, noor):
        noor.ends_on, noor.stopped_at = dt.date(2026, 10, 31), dt.datetime.now(dt.UTC)
        noor.save()
        assert [row.gap for row in coverage.sector_rows(staffing.load(cohort))] == ["", ""]

    def test_many_names_are_cut_short(self, cohort, lef):
        for number in range(6):
            trainee_of(cohort, "Tess", f"T{number}")
        (row,) = coverage.sector_rows(staffing.load(cohort))
        assert row.gap == "Missing: Tess T0, Tess T1, Tess T2 and 3 others"
