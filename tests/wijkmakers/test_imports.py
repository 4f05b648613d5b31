"""A cohort from a workbook: all of it, or nothing; and never something else than was shown."""

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils.translation import override
from openpyxl import load_workbook

from curriculum.models import Curriculum, Module, Programme, Theme, Track
from placements.models import LOOKS, Host, Period, Seat, Sector, Wish
from tests import sheets
from tests.factories import (
    TODAY,
    CohortFactory,
    CurriculumFactory,
    PlacementFactory,
    ProgrammeFactory,
    TraineeFactory,
    UserFactory,
)
from trainees.models import Cohort, Skill, Trainee, Upload, User
from wijkmakers import imports
from wijkmakers.imports import Proposal, Target, import_upload, open_workbook
from wijkmakers.imports.template import SHEETS, headers, template_workbook
from wijkmakers.lib.sheets import Unreadable

pytestmark = pytest.mark.django_db

SEPTEMBER, AUGUST = dt.date(2026, 9, 1), dt.date(2028, 8, 31)
ALL = (User, Cohort, Trainee, Skill, Sector, Host, Period, Seat, Wish, Curriculum, Theme, Module, Programme)


@pytest.fixture
def by():
    return UserFactory(first_name="Anneke", last_name="Sikkens")


def new_cohort(name="Lichting 2026"):
    return Cohort(name=name, starts_on=SEPTEMBER, ends_on=AUGUST)


def rows():
    return {model.__name__: model.objects.count() for model in ALL}


class TestTheWorkbookOf2026:
    @pytest.fixture
    def cohort(self, by):
        return sheets.imported(sheets.COHORT_2026.read_bytes(), new_cohort(), by=by).cohort

    def test_comes_in_completely(self, cohort):
        assert cohort.trainees.count() == 11
        assert Host.objects.count() == 7
        assert Sector.objects.count() == 5
        assert Seat.objects.of_cohort(cohort).count() == 21
        assert Wish.objects.filter(trainee__cohort=cohort).count() == 74
        modules = Module.objects.of_cohort(cohort)
        assert modules.count() == 20
        assert sum(modules.values_list("session_count", flat=True)) == 52

    def test_its_people(self, cohort, by):
        lotte = Trainee.objects.get(user__email="lotte.veenstra@example.org")
        assert str(lotte) == "Lotte Veenstra"
        assert (lotte.study, lotte.city, lotte.postcode) == ("Stedenbouw", "Groningen", "9713")
        assert (lotte.starts_on, lotte.ends_on) == (SEPTEMBER, AUGUST)
        assert [skill.name for skill in lotte.skills.all()] == ["rijbewijs"]
        assert not lotte.user.has_usable_password()
        assert Trainee.objects.filter(skills__name="rijbewijs").count() == 6
        assert User.objects.filter(email="meike.bolhuis@example.org").exists()
        assert list(cohort.coordinators.all()) == [by]

    def test_its_places(self, cohort):
        rizoem = Host.objects.get(code="RIZ")
        assert (rizoem.name, rizoem.sector.name, rizoem.department) == (
            "Rizoem",
            "ontwerp en advies",
            "Bureau",
        )
        seats = Seat.objects.of_host(rizoem).in_order()
        assert [(seat.period.number, seat.minimum, seat.maximum) for seat in seats] == [
            (1, 0, 1),
            (2, 0, 1),
            (3, 0, 2),
        ]
        assert {skill.name for seat in seats for skill in seat.skills.all()} == {"rijbewijs"}
        sectors = [sector.name for sector in Sector.objects.in_order()]
        assert sectors[:3] == ["overheid", "woningcorporatie", "energiecoöperatie"]
        assert sectors[3:] == ["ontwerp en advies", "gemeenschap"]

    def test_each_organisation_has_a_look_of_its_own(self, cohort):
        looks = Host.objects.order_by("pk").values_list("look", flat=True)
        assert list(looks) == [key for key, label in LOOKS][:7]

    def test_its_wishes_in_order(self, cohort):
        yusuf = Wish.objects.filter(trainee__user__email="yusuf.kaya@example.org").in_order()
        assert [(wish.rank, wish.host.code) for wish in yusuf] == [
            (1, "LEF"),
            (2, "NIJ"),
            (3, "PAT"),
            (4, "GRO"),
        ]

    def test_its_periods_follow_each_other(self, cohort):
        assert [(period.starts_on, period.ends_on) for period in cohort.periods.in_order()] == [
            (dt.date(2026, 9, 1), dt.date(2027, 4, 30)),
            (dt.date(2027, 5, 1), dt.date(2027, 12, 31)),
            (dt.date(2028, 1, 1), dt.date(2028, 8, 31)),
        ]

    def test_its_curriculum(self, cohort):
        curriculum = cohort.programme.curriculum
        assert curriculum.name == "Curriculum Lichting 2026"
        assert [track.kind for track in curriculum.tracks.in_order()] == ["content", "development"]
        assert set(Module.objects.values_list("track__kind", flat=True)) == {Track.Kind.CONTENT}
        last = Module.objects.get(number=20)
        assert (last.title, last.session_count, last.study_hours) == ("De wijkmaker als verbinder", 4, 30)
        assert last.theme.name == "gebiedsgericht werken"
        assert Theme.objects.count() == 7

    def test_a_second_time_it_changes_nothing(self, cohort, by):
        before = rows()
        assert sheets.planned(sheets.COHORT_2026.read_bytes(), cohort).plan.changes_nothing
        sheets.imported(sheets.COHORT_2026.read_bytes(), cohort, by=by)
        assert rows() == before
        assert set(Trainee.objects.values_list("version", flat=True)) == {1}


class TestTheWorkbookWithMistakes:
    def test_names_every_mistake_at_its_place(self):
        with override("en"):
            found = sheets.problems(sheets.WITH_MISTAKES.read_bytes(), new_cohort())
        assert [(sheet, where) for sheet, where, sentence in found] == [
            *(("Trainees", place) for place in ("C3", "I4", "C5", "A6", "B7")),
            *(("Organisaties", place) for place in ("E2", "B3", "F3", "H3")),
            *(("Wensen", place) for place in ("C2", "A3", "B4")),
        ]
        told = {where: sentence for _sheet, where, sentence in found}
        assert told["C3"].startswith("“noor.dijkema@example.org” already stands in row 2.")
        assert told["E2"] == "At least 3 is more than at most 1 in period 1. Correct one of the two."
        assert told["A3"].startswith("onbekend@example.org is no trainee of this cohort.")
        assert told["B4"] == "“XXX” is no organisation of this cohort. Choose from: GRO."

    def test_saves_nothing(self, by):
        before = rows()
        outcome = sheets.imported(sheets.WITH_MISTAKES.read_bytes(), new_cohort(), by=by)
        assert outcome.cohort is None
        assert len(outcome.plan.problems) == 12
        assert rows() == before


def test_the_csv_of_excel_comes_in_with_its_accents(by):
    proposal = sheets.proposed(sheets.CSV)
    cohort = Cohort(name=proposal.name, starts_on=proposal.starts_on, ends_on=proposal.ends_on)
    sheets.imported(sheets.CSV.read_bytes(), cohort, by=by, name=sheets.CSV.name)
    assert Trainee.objects.count() == 12
    zoe = User.objects.get(email="zoe.groenewoud@example.org")
    assert str(zoe) == "Zoë Groenewoud-Brouwér"


class TestWhatIsProposed:
    def test_name_days_and_periods(self):
        assert sheets.proposed(sheets.COHORT_2026) == Proposal("Lichting 2026", SEPTEMBER, AUGUST, 3)

    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("Lichting 2027 (concept)", "Lichting 2027"),
            ("Lichting 2027 – aanmeldingen", "Lichting 2027"),
            ("Oost-Groningen: lijst", "Oost-Groningen"),
            ("Trainees 2027, versie 3", "Trainees 2027"),
        ],
    )
    def test_the_name_is_in_the_title(self, title, name):
        content = sheets.xlsx(Trainees=[[title], [], sheets.TRAINEES, sheets.NOOR])
        assert propose(content).name == name

    def test_else_in_the_name_of_the_file(self):
        assert propose(sheets.trainees(sheets.NOOR), "lichting-2027_def.xlsx").name == "Lichting 2027 def"

    def test_the_usual_first_day_and_two_years(self):
        late = [*sheets.TESS[:5], "1-11-2026"]
        found = propose(sheets.trainees(sheets.NOOR, late, sheets.JELLE))
        assert (found.starts_on, found.ends_on) == (SEPTEMBER, AUGUST)

    def test_two_years_after_a_leap_day(self):
        found = propose(sheets.trainees([*sheets.NOOR[:5], "29-2-2028"]))
        assert found.ends_on == dt.date(2030, 2, 28)

    def test_without_first_days_the_autumn_of_the_year_in_the_name(self):
        content = sheets.xlsx(Wensen=[["Lichting 2027"], sheets.WISHES, ["noor@example.org", "GRO"]])
        assert propose(content).starts_on == dt.date(2027, 9, 1)
        assert propose(sheets.xlsx(Wensen=[sheets.WISHES, ["noor@example.org", "GRO"]])).starts_on is None


def propose(content, name="lijst.xlsx"):
    return imports.propose(open_workbook(content, name), name)


class TestAllOrNothing:
    def test_a_rule_broken_in_the_last_row_leaves_nothing(self, by):
        """The seat of the last row would become smaller than those who work there."""
        placement = PlacementFactory(host__code="LEF", host__name="Lefier")
        cohort = placement.trainee.cohort
        second = TraineeFactory(cohort=cohort)
        PlacementFactory(trainee=second, host=placement.host, period=placement.period)
        content = sheets.xlsx(
            Trainees=[sheets.TRAINEES, sheets.NOOR],
            Organisaties=[sheets.HOSTS[:5], sheets.GRO[:5], ["Lefier", "LEF", "woningcorporatie", 0, 1]],
        )
        before = rows()
        outcome = sheets.imported(content, cohort, by=by)
        assert outcome.cohort is None
        assert [(problem.sheet, problem.row) for problem in outcome.plan.problems] == [("Organisaties", 3)]
        assert rows() == before
        assert Seat.objects.of_host(placement.host).get().maximum == 2

    def test_a_first_day_after_a_placement_is_told_at_its_row(self, by):
        placement = PlacementFactory(trainee__user__email="noor@example.org")
        trainee = placement.trainee
        name = [trainee.user.first_name, trainee.user.last_name]
        content = sheets.trainees([*name, "noor@example.org", "", "", "1-10-2026"])
        outcome = sheets.imported(content, trainee.cohort, by=by)
        assert [(problem.sheet, problem.row) for problem in outcome.plan.problems] == [("Trainees", 2)]
        trainee.refresh_from_db()
        assert trainee.starts_on == SEPTEMBER

    def test_an_account_made_meanwhile_is_no_error_page(self, by):
        content = sheets.trainees(sheets.NOOR)
        book, target = open_workbook(content, "x.xlsx"), Target(new_cohort())
        shown = imports.CohortImport(book, target, today=TODAY).plan.digest
        UserFactory(email="noor@example.org", first_name="Noor", last_name="Dijkema", phone="06-7")
        outcome = imports.import_cohort(book=book, target=target, shown=shown, by=by, today=TODAY)
        assert outcome.cohort is None
        assert not outcome.plan.problems
        assert not Cohort.objects.exists()

    def test_the_digest_is_the_same_in_each_language(self):
        with override("nl"):
            dutch = sheets.planned(sheets.COHORT_2026.read_bytes(), new_cohort()).plan.digest
        with override("en"):
            assert sheets.planned(sheets.COHORT_2026.read_bytes(), new_cohort()).plan.digest == dutch

    def test_a_cohort_of_that_name_made_meanwhile_is_told(self, by):
        content = sheets.xlsx(Modules=[sheets.MODULES, [1, "De wijk lezen", "", 3]])
        CohortFactory(name="Lichting 2026")
        outcome = sheets.imported(content, new_cohort(), by=by)
        assert outcome.cohort is None
        [problem] = outcome.plan.problems
        assert (problem.sheet, problem.ref) == ("", "")
        assert not Module.objects.exists()

    def test_an_upload_is_imported_once(self, by):
        upload = Upload.objects.create(name="x.csv", content=sheets.CSV.read_bytes(), created_by=by)
        target = Target(new_cohort())
        shown = sheets.planned(sheets.CSV.read_bytes(), new_cohort(), name="x.csv").plan.digest
        first = import_upload(upload=upload, target=target, shown=shown, by=by, today=TODAY)
        second = import_upload(upload=upload, target=None, shown=shown, by=by, today=TODAY)
        assert second.cohort == first.cohort
        upload.refresh_from_db()
        assert bytes(upload.content) == b""


class TestIntoACohortThatIsThere:
    def test_what_is_not_in_the_file_stays_and_is_named(self, by):
        cohort = sheets.imported(sheets.COHORT_2026.read_bytes(), new_cohort(), by=by).cohort
        content = sheets.xlsx(
            Trainees=[sheets.TRAINEES, sheets.NOOR],
            Organisaties=[sheets.HOSTS, sheets.GRO],
            Wensen=[sheets.WISHES, ["tess.mulder@example.org", "GRO"]],
            Modules=[sheets.MODULES, [1, "Wat is wijkvernieuwing?", "", 2]],
        )
        parts = {part.key: part for part in sheets.planned(content, cohort).plan.parts}
        assert {key: len(part.kept) for key, part in parts.items()} == {
            "cohort": 0, "trainees": 11, "hosts": 6, "wishes": 10, "modules": 19}  # fmt: skip
        assert "Jelle Wiersma" in parts["trainees"].kept
        sheets.imported(content, cohort, by=by)
        assert cohort.trainees.count() == 12
        assert Wish.objects.filter(trainee__cohort=cohort).count() == 68

    def test_a_cohort_without_periods_gets_them(self, by):
        cohort = CohortFactory()
        sheets.imported(sheets.xlsx(Organisaties=[sheets.HOSTS, sheets.GRO]), cohort, by=by)
        assert [period.number for period in cohort.periods.in_order()] == [1, 2, 3]
        assert Seat.objects.of_cohort(cohort).count() == 3

    def test_a_cohort_without_a_curriculum_gets_one(self, by):
        CurriculumFactory(name="Curriculum Noord")
        cohort = CohortFactory(name="Noord", periods=3)
        sheets.imported(sheets.xlsx(Modules=[sheets.MODULES, [1, "De wijk lezen", "", 3]]), cohort, by=by)
        assert cohort.programme.curriculum.name == "Curriculum Noord (2)"

    def test_modules_that_others_follow_too_are_pointed_out(self):
        programme = ProgrammeFactory()
        other = ProgrammeFactory(curriculum=programme.curriculum, cohort__name="Lichting Zuid").cohort
        plan = sheets.planned(
            sheets.xlsx(Modules=[sheets.MODULES, [1, "Nieuw", "", 3]]), programme.cohort
        ).plan
        [part] = [part for part in plan.parts if part.key == "modules"]
        assert [other.name in note for note in part.notes] == [True]


class TestTheTemplate:
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_once_filled_in_it_imports(self, by, language):
        """Each header of the template is understood: what stands under it arrives."""
        with override(language):
            content = filled(template_workbook())
            outcome = sheets.imported(content, new_cohort(), by=by)
            work = sheets.planned(content, outcome.cohort)
        assert work.plan.ignored == ()
        assert work.plan.changes_nothing
        assert rows() == rows() | {"Trainee": 1, "Host": 1, "Seat": 3, "Wish": 1, "Module": 1}
        assert Trainee.objects.get().study == "Sociologie"

    def test_is_not_taken_for_a_filled_in_one(self):
        with pytest.raises(Unreadable):
            open_workbook(template_workbook(), "sjabloon.xlsx")

    def test_every_column_is_there_and_explained(self):
        for kind, helps, times in SHEETS:
            assert set(helps) == {column.key for column in kind.columns}
            assert len(list(headers(kind, times))) == sum(times if c.repeats else 1 for c in kind.columns)


EXAMPLE = {
    "trainees": [
        "Noor", "Dijkema", "noor@example.org", "06-1", "Sociologie", "Groningen", "9711", "ja", "1-9-2026",
        "31-8-2028",
    ],
    "hosts": ["Gemeente Groningen", "GRO", "overheid", "Wijkzaken", 1, 3, 1, 3, 1, 3, "rijbewijs"],
    "wishes": ["noor@example.org", "GRO"],
    "modules": [1, "De wijk lezen", "onderzoek", 3, 20, "een wijk beschrijven"],
}  # fmt: skip


def filled(template):
    """The template with one row in each sheet."""
    book = load_workbook(io.BytesIO(template))
    for kind, _helps, _times in SHEETS:
        book[str(kind.label)].append(EXAMPLE[kind.key])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_import_the_same_at_once_make_one_cohort():
    people = [UserFactory(), UserFactory()]
    book = open_workbook(sheets.COHORT_2026.read_bytes(), "lichting-2026.xlsx")
    shown = imports.CohortImport(book, Target(new_cohort()), today=TODAY).plan.digest
    together = Barrier(len(people))

    def bring(by):
        together.wait()
        try:
            target = Target(new_cohort())
            return imports.import_cohort(book=book, target=target, shown=shown, by=by, today=TODAY).cohort
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        made = list(pool.map(bring, people))
    assert made.count(None) == 1
    assert Cohort.objects.count() == 1
    assert Trainee.objects.count() == 11
    assert Wish.objects.count() == 74
