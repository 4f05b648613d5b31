import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from tests.factories import CohortFactory, CoordinatorFactory, SkillFactory
from tests.placements.conftest import page, placed, trainee_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestBoard:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/board/"

    def test_draws_who_works_where_with_seats_and_sectors(self, as_coordinator, url, noor, lef, gro):
        placement = placed(noor, lef)
        text = page(as_coordinator.get(url))
        for part in (
            "Lichting 2026. Period 1 runs up to and including 30 April 2027.",
            'class="slot look-rust has-warn" id="cell-',
            f'href="/placements/{placement.pk}/edit/?back=board" data-dialog data-period="1" title="Lefier"',
            "<b>LEF</b>",
            (
                ", Noor Dijkema, period 1, September 2026 up to and including April 2027, "
                "runs now, no supervisor yet"
            ),
            'class="m is-now at-60"',
            "1/2<span",
            "Missing: Noor Dijkema",
        ):
            assert part in text

    def test_an_empty_cell_leads_to_the_choice(self, as_coordinator, url, noor, periods):
        text = page(as_coordinator.get(url))
        assert (
            f'href="/trainees/{noor.pk}/periods/{periods[0].pk}/place/?on=2026-09-01&amp;back=board"' in text
        )
        assert " for Noor Dijkema, period 1, September 2026 up to and including April 2027. Problem" in text

    def test_without_trainees_says_how_to_begin(self, as_coordinator, url, cohort):
        text = page(as_coordinator.get(url))
        assert "No trainees yet." in text
        assert f'href="/cohorts/{cohort.pk}/trainees/new/"' in text

    def test_without_periods_says_how_to_begin(self, as_coordinator, coordinator):
        empty = CohortFactory()
        CoordinatorFactory(cohort=empty, user=coordinator)
        text = page(as_coordinator.get(f"/cohorts/{empty.pk}/board/"))
        assert "No periods yet." in text
        assert f'href="/cohorts/{empty.pk}/periods/"' in text

    @pytest.mark.parametrize("trainees", [1, 3])
    def test_queries_do_not_grow(
        self, as_coordinator, url, cohort, hosts, trainees, django_assert_num_queries
    ):
        for number in range(trainees):
            placed(trainee_of(cohort, f"T{number}"), hosts[number])
        with django_assert_num_queries(7):
            as_coordinator.get(url)


class TestBoardExport:
    @pytest.fixture
    def url(self, cohort):
        return f"/cohorts/{cohort.pk}/board/export/"

    def sheets(self, response):
        book = load_workbook(io.BytesIO(response.content))
        return {
            sheet.title: [[cell for cell in row if cell is not None] for row in sheet.values]
            for sheet in book
        }

    def test_three_sheets(self, as_coordinator, url, noor, sander, lef, gro, anna):
        lef.seats.get(period__number=1).skills.add(SkillFactory(name="rijbewijs"))
        placed(noor, lef, supervisor=anna)
        placed(sander, gro, 2)
        response = as_coordinator.get(url)
        assert response["Content-Disposition"] == (
            'attachment; filename="rotation-board-lichting-2026-2026-11-18.xlsx"'
        )
        found = self.sheets(response)
        assert list(found) == ["Rotation board", "Placements", "Seats"]
        assert ["Noor Dijkema", "LEF Lefier"] in found["Rotation board"]
        assert [row[:5] + row[7:] for row in found["Placements"]][1] == [
            "Noor Dijkema", 1, "Lefier", "LEF", "housing", "Anna Vos",
        ]  # fmt: skip
        assert ["Lefier", "LEF", "housing", 1, 0, 2, 1, "rijbewijs"] in found["Seats"]

    def test_a_split_period_names_the_days(self, as_coordinator, url, noor, lef, gro):
        placed(noor, lef, ends_on=dt.date(2027, 1, 31))
        placed(noor, gro, starts_on=dt.date(2027, 2, 1))
        cell = self.sheets(as_coordinator.get(url))["Rotation board"][-1][1]
        assert cell == "LEF Lefier (Sep 2026 – Jan 2027); GRO Gemeente (Feb – Apr 2027)"

    @pytest.mark.parametrize("trainees", [1, 3])
    def test_queries_do_not_grow(
        self, as_coordinator, url, cohort, hosts, trainees, django_assert_num_queries
    ):
        for number in range(trainees):
            placed(trainee_of(cohort, f"T{number}"), hosts[number])
        with django_assert_num_queries(8):
            as_coordinator.get(url)
