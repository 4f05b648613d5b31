"""manage.py import_cohort: what the pages do, for who has a shell."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests import sheets
from tests.factories import CohortFactory, CoordinatorFactory, UserFactory
from trainees.models import Cohort, Trainee

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(email="anneke@example.org")


@pytest.fixture
def bring(capsys):
    def run(path, *options):
        call_command("import_cohort", str(path), "--by", "anneke@example.org", *options)
        return capsys.readouterr().out

    return run


def test_makes_a_cohort_and_reports(bring, by):
    told = bring(sheets.COHORT_2026)
    cohort = Cohort.objects.get(name="Lichting 2026")
    assert list(cohort.coordinators.all()) == [by]
    assert cohort.trainees.count() == 11
    assert told.startswith("Lichting 2026 is nieuw, met 11 trainees, 7 organisaties")
    assert "+ Noor Dijkema" in told
    assert told.endswith("Opgeslagen.\n")


def test_a_second_time_it_says_that_nothing_changes(bring, by):
    bring(sheets.COHORT_2026)
    assert bring(sheets.COHORT_2026).startswith("Dit bestand verandert niets")
    assert Trainee.objects.count() == 11


def test_a_dry_run_saves_nothing(bring, by):
    assert "+ Tess Mulder" in bring(sheets.COHORT_2026, "--dry-run")
    assert not Cohort.objects.exists()


def test_reports_what_changes_and_what_stays(bring, by, tmp_path):
    bring(sheets.COHORT_2026)
    row = ["Noor", "Dijkema", "noor.dijkema@example.org", "06-99"]
    file = tmp_path / "lichting-2026.xlsx"
    file.write_bytes(sheets.trainees(row))
    told = bring(file)
    assert "* Noor Dijkema: " in told
    assert "06-10000001 → 06-99" in told
    kept = told.split("Blijft staan, ook al staat het niet in dit bestand: ")[1]
    assert "Jelle Wiersma" in kept
    assert "Noor Dijkema" not in kept


def test_lists_all_mistakes_and_fails(bring, by):
    with pytest.raises(CommandError) as told:
        bring(sheets.WITH_MISTAKES)
    assert told.value.returncode == 1
    lines = str(told.value).splitlines()
    assert lines[0] == "12 fouten in lichting-met-fouten.xlsx. Er is niets opgeslagen."
    assert [line.split()[0] for line in lines if line.startswith("  ")] == [
        "C3", "I4", "C5", "A6", "B7", "E2", "B3", "F3", "H3", "C2", "A3", "B4"]  # fmt: skip
    assert not Cohort.objects.exists()


def test_options_say_what_the_file_does_not(bring, by):
    bring(
        sheets.CSV, "--cohort", "Lichting Noord", "--starts", "2026-09-01", "--ends", "31-8-2027",
        "--periods", "2", "--learning-day", "1", "--work-days", "2,3,4,5",
    )  # fmt: skip
    cohort = Cohort.objects.get(name="Lichting Noord")
    assert str(cohort.ends_on) == "2027-08-31"
    assert (cohort.learning_weekday, cohort.work_weekdays) == (1, [2, 3, 4, 5])
    assert cohort.periods.count() == 2
    assert cohort.trainees.count() == 12


def test_goes_into_a_cohort_of_ones_own(bring, by):
    cohort = CoordinatorFactory(user=by, cohort__name="Lichting Noord").cohort
    bring(sheets.CSV, "--cohort", "Lichting Noord")
    assert cohort.trainees.count() == 12


def test_the_cohort_of_another_is_not_touched(bring, by):
    cohort = CohortFactory(name="Lichting Noord")
    with pytest.raises(CommandError, match="Naam: "):
        bring(sheets.CSV, "--cohort", "Lichting Noord")
    assert not cohort.trainees.exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--starts", "31-2-2026"], "bestaat niet"),
        (["--periods", "0"], "periodes"),
        (["--learning-day", "9"], ""),
        (["--ends", "2026-08-01"], ""),
    ],
)
def test_options_that_cannot_be(bring, by, options, told):
    with pytest.raises(CommandError, match=told):
        bring(sheets.CSV, *options)
    assert not Cohort.objects.exists()


def test_a_file_that_is_not_there(bring, by, tmp_path):
    with pytest.raises(CommandError, match=r"weg\.xlsx"):
        bring(tmp_path / "weg.xlsx")


def test_what_is_no_spreadsheet(bring, by, tmp_path):
    file = tmp_path / "foto.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 600)
    with pytest.raises(CommandError, match="plaatje"):
        bring(file)


def test_somebody_without_an_account(bring):
    with pytest.raises(CommandError, match="anneke@"):
        bring(sheets.CSV)
