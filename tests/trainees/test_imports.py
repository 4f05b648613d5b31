"""The sheet with trainees."""

import datetime as dt

import pytest

from tests import sheets
from tests.factories import CohortFactory, SkillFactory, TraineeFactory, UserFactory
from trainees.models import Skill, Trainee, User

pytestmark = pytest.mark.django_db

FULL = [
    "Voornaam",
    "Achternaam",
    "E-mail",
    "Telefoon",
    "Studie",
    "Woonplaats",
    "Postcode",
    "Rijbewijs",
    "Start",
    "Einde",
]


@pytest.fixture
def by():
    return UserFactory(language="en")


@pytest.fixture
def cohort():
    return CohortFactory(periods=3)


def told(cohort, *rows, header=sheets.TRAINEES):
    """Where something is wrong with these rows."""
    return [
        where for _sheet, where, _sentence in sheets.problems(sheets.trainees(*rows, header=header), cohort)
    ]


def bring(cohort, *rows, by, header=sheets.TRAINEES):
    outcome = sheets.imported(sheets.trainees(*rows, header=header), cohort, by=by)
    assert outcome.cohort
    return outcome.plan


def changes(cohort, *rows, header=sheets.TRAINEES):
    """What would change, in words."""
    plan = sheets.planned(sheets.trainees(*rows, header=header), cohort).plan
    return [
        (item.name, change.key, change.old_text, change.new_text)
        for part in plan.parts
        for item in part.changed
        for change in item.changes
    ]


class TestNewTrainees:
    def test_have_all_that_the_row_says(self, by, cohort):
        row = [
            "Noor",
            "Dijkema",
            "NOOR@example.org",
            "06-1",
            "Sociologie",
            "Leek",
            "9711ab",
            "ja",
            "1-10-2026",
            "1-6-2028",
        ]
        bring(cohort, row, by=by, header=FULL)
        noor = Trainee.objects.get(cohort=cohort)
        assert (noor.user.email, str(noor), noor.user.phone) == ("noor@example.org", "Noor Dijkema", "06-1")
        assert (noor.study, noor.city, noor.postcode) == ("Sociologie", "Leek", "9711 AB")
        assert (noor.starts_on, noor.ends_on) == (dt.date(2026, 10, 1), dt.date(2028, 6, 1))
        assert [skill.name for skill in noor.skills.all()] == ["rijbewijs"]
        assert noor.created_by == by

    def test_have_the_days_of_the_cohort_otherwise(self, by, cohort):
        bring(cohort, ["Noor", "Dijkema", "noor@example.org"], by=by)
        noor = Trainee.objects.get(cohort=cohort)
        assert (noor.starts_on, noor.ends_on) == (cohort.starts_on, cohort.ends_on)

    def test_cannot_sign_in_yet_and_read_the_language_of_who_brought_them(self, by, cohort):
        bring(cohort, sheets.NOOR, by=by)
        noor = User.objects.get(email="noor@example.org")
        assert not noor.has_usable_password()
        assert noor.language == "en"

    def test_may_have_an_account_already(self, by, cohort):
        known = UserFactory(first_name="Noor", last_name="Dijkema", email="noor@example.org", phone="")
        bring(cohort, sheets.NOOR, by=by)
        assert Trainee.objects.get(cohort=cohort).user == known
        known.refresh_from_db()
        assert known.phone == "06-1"
        assert not changes(cohort, sheets.NOOR)

    def test_a_licence_is_one_skill_however_it_is_written(self, by, cohort):
        SkillFactory(name="Rijbewijs")
        bring(cohort, sheets.NOOR, [*sheets.TESS[:4], "x", ""], by=by)
        assert [skill.name for skill in Skill.objects.all()] == ["Rijbewijs"]
        assert Trainee.objects.filter(skills__name="Rijbewijs").count() == 2

    def test_somebody_of_the_same_name_is_pointed_out(self, cohort):
        there = TraineeFactory(cohort=cohort, user__first_name="Noor", user__last_name="Dijkema")
        plan = sheets.planned(sheets.trainees(sheets.NOOR), cohort).plan
        [item] = plan.parts[1].new
        assert there.user.email in item.note


class TestTraineesThatAreThere:
    @pytest.fixture(autouse=True)
    def noor(self, by, cohort):
        bring(cohort, sheets.NOOR, by=by)

    def test_the_same_row_changes_nothing(self, cohort):
        assert changes(cohort, sheets.NOOR) == []
        assert (
            changes(
                cohort, ["noor@example.org", "Noor", "Dijkema"], header=["E-mail", "Voornaam", "Achternaam"]
            )
            == []
        )

    def test_an_empty_cell_changes_nothing(self, cohort):
        assert changes(cohort, ["Noor", "Dijkema", "noor@example.org", None, None, None]) == []

    def test_each_change_shows_old_and_new(self, by, cohort):
        row = ["Nora", "Dijkema", "noor@example.org", "06-9", "nee", "1-11-2026"]
        assert changes(cohort, row) == [
            ("Nora Dijkema", "first_name", "Noor", "Nora"),
            ("Nora Dijkema", "phone", "06-1", "06-9"),
            ("Nora Dijkema", "starts_on", "1 september 2026", "1 november 2026"),
            ("Nora Dijkema", "licence", "ja", "nee"),
        ]
        bring(cohort, row, by=by)
        noor = Trainee.objects.get()
        assert (str(noor), noor.user.phone, noor.starts_on) == ("Nora Dijkema", "06-9", dt.date(2026, 11, 1))
        assert not noor.skills.exists()
        assert noor.version == 2
        assert noor.user.search_text.startswith("nora")

    def test_who_stopped_keeps_their_last_day(self, cohort):
        Trainee.objects.update(stopped_at="2027-01-01T00:00Z", ends_on=dt.date(2027, 1, 1))
        row = ["Noor", "Dijkema", "noor@example.org", "31-8-2028"]
        plan = sheets.planned(sheets.trainees(row, header=[*FULL[:3], "Einde"]), cohort).plan
        [item] = plan.parts[1].same
        assert "1 januari 2027" in item.note

    def test_other_cohorts_are_left_alone(self, cohort):
        other = TraineeFactory()
        plan = sheets.planned(sheets.trainees(sheets.NOOR), cohort).plan
        assert str(other) not in plan.parts[1].kept


class TestMistakes:
    def test_the_same_address_twice(self, cohort):
        row = ["Jelle", "Wiersma", "NOOR@EXAMPLE.ORG", "", "", ""]
        assert told(cohort, sheets.NOOR, row) == ["C3"]

    def test_the_address_of_somebody_else(self, cohort):
        UserFactory(email="noor@example.org", first_name="Anneke", last_name="Sikkens", is_superuser=True)
        [(_sheet, where, sentence)] = sheets.problems(sheets.trainees(sheets.NOOR), cohort)
        assert where == "C2"
        assert "Anneke Sikkens" in sentence

    @pytest.mark.parametrize(
        ("start", "end", "places"),
        [
            ("1-9-2026", "31-8-2028", []),
            ("31-8-2026", None, ["D2"]),
            ("1-9-2028", None, ["D2"]),
            ("1-9-2025", "1-9-2024", ["D2"]),
            ("1-10-2026", "30-9-2026", ["E2"]),
            (None, "31-8-2026", ["E2"]),
            (None, "31-12-2028", []),
            ("1 oktober", None, ["D2"]),
            (5, None, ["D2"]),
        ],
    )
    def test_days(self, cohort, start, end, places):
        row = ["Noor", "Dijkema", "noor@example.org", start, end]
        assert told(cohort, row, header=[*FULL[:3], "Start", "Einde"]) == places

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("Voornaam", "x" * 101), ("Achternaam", "x" * 151), ("Telefoon", "0" * 41), ("Studie", "x" * 121),
            ("Woonplaats", "x" * 81), ("Postcode", "x" * 11), ("Rijbewijs", "misschien"), ("E-mail", "noor@"),
        ],
    )  # fmt: skip
    def test_what_does_not_fit(self, cohort, column, value):
        row = dict(zip(FULL, ["Noor", "Dijkema", "noor@example.org"] + [""] * 7, strict=True)) | {
            column: value
        }
        [place] = told(cohort, list(row.values()), header=FULL)
        assert place == f"{'ABCDEFGHIJ'[FULL.index(column)]}2"

    def test_a_column_that_is_missing(self, cohort):
        assert told(cohort, ["Noor", "noor@example.org"], header=["Voornaam", "E-mail"]) == [1]


@pytest.mark.parametrize("rows", [[sheets.NOOR], [sheets.NOOR, sheets.JELLE, sheets.TESS]])
@pytest.mark.parametrize("there", [False, True])
def test_a_plan_costs_the_same_for_one_and_for_three(by, cohort, django_assert_num_queries, rows, there):
    if there:
        bring(cohort, *rows, by=by)
    content = sheets.trainees(*rows)
    with django_assert_num_queries(8 if there else 7):
        sheets.planned(content, cohort)
