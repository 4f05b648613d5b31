"""The pages of an import: what a coordinator sees, and what nobody else does."""

import re
import time
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests import sheets
from tests.factories import (
    CohortFactory,
    CoordinatorFactory,
    CurriculumFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
)
from tests.lib.workbooks import SPREADSHEET, xlsx
from trainees.models import Cohort, Trainee, Upload

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def coordinator(client):
    """Somebody who coordinates last year's cohort, signed in."""
    found = CoordinatorFactory(cohort__name="Lichting 2025").user
    client.force_login(found)
    return found


def chunks(text, times):
    """The XML of a sheet, far larger than anybody would type."""
    yield f'<worksheet xmlns="{SPREADSHEET}"><sheetData>'.encode()
    yield from (text.encode() for _time in range(times))
    yield b"</sheetData></worksheet>"


def choose(client, content, **fields):
    """Upload it; the answer."""
    return client.post(reverse("cohort_import"), {"file": sheets.upload(content), "cohort": "new", **fields})


def preview(client, content, **fields):
    """Upload it and go on to the page with what it would do."""
    return client.get(choose(client, content, **fields).url)


def agreed(page):
    """What the button of a preview sends."""
    form = page.content.decode().split("/confirm/")[1].split("</form>")[0]
    fields = {}
    for name, value in HIDDEN.findall(form):
        fields.setdefault(name, []).append(unescape(value))
    return fields


def confirm(client, page):
    return client.post(reverse("import_confirm", args=[page.context["upload"].pk]), agreed(page))


class TestChoosingAFile:
    def test_says_what_may_be_in_it_and_offers_own_cohorts(self, client, coordinator):
        CohortFactory(name="Lichting van een ander")
        page = client.get(reverse("cohort_import"))
        assertContains(page, reverse("import_template"))
        assertContains(page, "Wens 1")
        assertContains(page, "Lichting 2025")
        assertNotContains(page, "Lichting van een ander")

    def test_goes_on_to_the_preview_and_holds_the_file(self, client, coordinator):
        answer = choose(client, sheets.COHORT_2026)
        held = Upload.objects.get()
        assertRedirects(answer, reverse("import_preview", args=[held.pk]))
        assert (held.name, held.created_by) == ("lichting-2026.xlsx", coordinator)
        assert Cohort.objects.count() == 1

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("leeg.xlsx", b""),
            ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 600),
            ("brief.xlsx", b"%PDF-1.7"),
            ("boodschappen.xlsx", sheets.xlsx(Lijst=[["melk", "brood"], [1, 2]])),
            ("kop.xlsx", sheets.trainees()),
        ],
    )
    def test_what_is_no_list_is_told_at_the_file(self, client, coordinator, name, content):
        page = client.post(reverse("cohort_import"), {"file": sheets.upload(content, name), "cohort": "new"})
        assert page.context["form"].errors["file"]
        assert list(page.context["form"].errors) == ["file"]
        assert not Upload.objects.exists()

    def test_a_zip_bomb_and_a_hundred_thousand_rows_are_refused_in_seconds(self, client, coordinator):
        row = f'<row><c t="inlineStr"><is><t>{"x" * 50}</t></is></c></row>'
        for content in (xlsx(chunks(" " * 1_000_000, 100)), xlsx(chunks(row * 1_000, 100))):
            began = time.process_time()
            page = choose(client, content)
            assert time.process_time() - began < 20
            assert list(page.context["form"].errors) == ["file"]

    def test_more_than_a_few_megabytes_is_not_read(self, client, coordinator):
        page = choose(client, b"a;b\n" * 2_000_000)
        assert list(page.context["form"].errors) == ["file"]

    def test_without_a_file(self, client, coordinator):
        page = client.post(reverse("cohort_import"), {"cohort": "new"})
        assert list(page.context["form"].errors) == ["file"]

    def test_the_cohort_of_another_cannot_be_chosen(self, client, coordinator):
        page = choose(client, sheets.CSV, cohort=CohortFactory().pk)
        assert list(page.context["form"].errors) == ["cohort"]
        assert not Upload.objects.exists()

    def test_files_of_yesterday_go(self, client, coordinator, time_machine):
        time_machine.move_to("2026-11-18 09:00:00+00:00")
        choose(client, sheets.CSV)
        time_machine.move_to("2026-11-19 10:00:00+00:00")
        choose(client, sheets.COHORT_2026)
        assert [held.name for held in Upload.objects.all()] == ["lichting-2026.xlsx"]


class TestPreview:
    def test_shows_what_the_workbook_would_make(self, client, coordinator):
        page = preview(client, sheets.COHORT_2026)
        assert [len(part.new) for part in page.context["parts"]] == [5, 11, 7, 11, 20]
        assertContains(page, "Lichting 2026")
        assertContains(page, "Noor Dijkema")
        assertContains(page, "1 september 2026")
        assertContains(page, "GRO Gemeente Groningen")
        assert not Trainee.objects.exists()

    def test_the_proposed_cohort_can_be_changed_before_it_is_saved(self, client, coordinator):
        page = preview(client, sheets.COHORT_2026)
        form = page.context["form"]
        assert form["name"].value() == "Lichting 2026"
        assert (form["starts_on"].value(), form["ends_on"].value()) == ("2026-09-01", "2028-08-31")
        changed = dict(agreed(page)) | {
            "name": ["Lichting Noord"],
            "ends_on": ["31-8-2027"],
            "periods": ["2"],
        }
        page = client.get(reverse("import_preview", args=[page.context["upload"].pk]), changed)
        # The workbook speaks of a third period, which is now one too many.
        assertContains(page, "P3 m")
        changed |= {"periods": ["3"]}
        page = client.get(reverse("import_preview", args=[page.context["upload"].pk]), changed)
        confirm(client, page)
        cohort = Cohort.objects.get(name="Lichting Noord")
        assert [str(period.ends_on) for period in cohort.periods.in_order()] == [
            "2026-12-31", "2027-04-30", "2027-08-31"]  # fmt: skip

    def test_what_cannot_be_is_told_in_the_form(self, client, coordinator):
        page = preview(client, sheets.CSV)
        address = reverse("import_preview", args=[page.context["upload"].pk])
        fields = {name: values for name, values in agreed(page).items() if name != "shown"}
        page = client.get(address, fields | {"ends_on": ["2026-08-01"]})
        assert list(page.context["form"].errors) == ["ends_on"]
        page = client.get(address, fields | {"work_weekdays": ["4", "5"]})
        assert list(page.context["form"].errors) == ["work_weekdays"]
        page = client.get(address, fields | {"name": ["Lichting 2025"]})
        assert list(page.context["form"].errors) == ["name"]
        page = client.get(address, fields | {"ends_on": ["2026-09-20"]})
        assert list(page.context["form"].errors) == ["periods"]
        assertNotContains(page, "/confirm/")

    @pytest.mark.parametrize(
        "query",
        ["cohort=x", "cohort=%00", "cohort=99999999999999999999", "periods=%C2%B2", "starts_on=31-2-2026",
         "name=&periods=0", "work_weekdays=9&name=x", "learning_weekday=x", "curriculum=-1",
         "name=" + "a" * 3000, "cohort=&name=x&ends_on=9999-99-99"],
    )  # fmt: skip
    def test_no_address_breaks_the_page(self, client, coordinator, query):
        address = choose(client, sheets.CSV).url
        page = client.get(f"{address}?{query}")
        assert page.status_code == 200
        assert page.context["form"].errors

    def test_names_what_is_ignored(self, client, coordinator):
        content = sheets.xlsx(
            Trainees=[[*sheets.TRAINEES, "Schoenmaat"], [*sheets.NOOR, 38]],
            Vergaderingen=[["Datum"], ["morgen"]],
        )
        page = preview(client, content)
        assertContains(page, "Schoenmaat")
        assertContains(page, "Vergaderingen")

    def test_a_cohort_of_that_name_is_compared_with(self, client, coordinator):
        mine = CohortFactory(name="Lichting 2026")
        CoordinatorFactory(cohort=mine, user=coordinator)
        page = preview(client, sheets.COHORT_2026)
        assert page.context["form"].chosen == mine

    def test_once_imported_it_leads_to_the_cohort(self, client, coordinator):
        page = preview(client, sheets.CSV)
        confirm(client, page)
        answer = client.get(reverse("import_preview", args=[page.context["upload"].pk]))
        assertRedirects(
            answer,
            reverse("cohort", args=[Cohort.objects.newest_first().first().pk]),
            fetch_redirect_response=False,
        )

    @pytest.mark.parametrize("rows", [[sheets.NOOR], [sheets.NOOR, sheets.JELLE, sheets.TESS]])
    def test_costs_the_same_for_one_and_for_three(self, client, coordinator, django_assert_num_queries, rows):
        cohort = CohortFactory(periods=3)
        CoordinatorFactory(cohort=cohort, user=coordinator)
        names = [name.split("@")[0].capitalize() for *_rest, name, _a, _b, _c in rows]
        content = sheets.xlsx(
            Trainees=[sheets.TRAINEES, *rows],
            Organisaties=[sheets.HOSTS, sheets.GRO, sheets.LEF][: len(rows) + 1],
            Wensen=[sheets.WISHES, *([row[2], "GRO"] for row in rows)],
            Modules=[
                sheets.MODULES,
                *([n, f"Module over {name}", "wijken", 2] for n, name in enumerate(names, 1)),
            ],
        )
        address = choose(client, content, cohort=cohort.pk).url
        with django_assert_num_queries(20):
            page = client.get(address)
        assert not page.context["plan"].problems


class TestMistakes:
    def test_all_stand_there_at_their_place(self, client, coordinator):
        page = preview(client, sheets.WITH_MISTAKES)
        assert page.context["count"] == 12
        found = [
            (sheet, [mistake.where for mistake in mistakes]) for sheet, mistakes in page.context["sheets"]
        ]
        assert found == [
            ("Trainees", ["C3", "I4", "C5", "A6", "B7"]),
            ("Organisaties", ["E2", "B3", "F3", "H3"]),
            ("Wensen", ["C2", "A3", "B4"]),
        ]
        assertContains(page, "sander.holtrop")
        assertNotContains(page, "/confirm/")
        assert not Trainee.objects.exists()
        assert Cohort.objects.count() == 1

    def test_the_corrected_file_is_uploaded_from_there(self, client, coordinator):
        page = preview(client, sheets.WITH_MISTAKES)
        assertContains(page, f'action="{reverse("cohort_import")}"')
        assertContains(page, 'type="file"')

    def test_text_of_the_file_is_only_text(self, client, coordinator):
        page = preview(client, sheets.trainees(["<b>Noor</b>", "Dijkema", "<script>", "", "", "1-9-2026"]))
        assertNotContains(page, "<script>")
        assertContains(page, "&lt;script&gt;")


class TestConfirming:
    def test_makes_the_cohort_and_says_so(self, client, coordinator):
        answer = confirm(client, preview(client, sheets.COHORT_2026))
        cohort = Cohort.objects.get(name="Lichting 2026")
        assertRedirects(answer, reverse("cohort", args=[cohort.pk]), fetch_redirect_response=False)
        [message] = get_messages(answer.wsgi_request)
        assert str(message).startswith("Opgeslagen in Lichting 2026")
        assert list(cohort.coordinators.all()) == [coordinator]
        assert cohort.trainees.count() == 11

    def test_the_same_file_again_changes_nothing_and_says_so(self, client, coordinator):
        confirm(client, preview(client, sheets.COHORT_2026))
        page = preview(client, sheets.COHORT_2026)
        assertContains(page, "Dit bestand verandert niets")
        assertNotContains(page, "/confirm/")

    def test_a_changed_file_shows_exactly_what_changes(self, client, coordinator):
        confirm(client, preview(client, sheets.trainees(sheets.NOOR, sheets.JELLE)))
        page = preview(client, sheets.trainees([*sheets.NOOR[:3], "06-99", *sheets.NOOR[4:]]))
        touched = [item for part in page.context["parts"] for item in part.touched]
        changes = [(item.name, c.key, c.old_text, c.new_text) for item in touched for c in item.changes]
        assert changes == [("Noor Dijkema", "phone", "06-1", "06-99")]
        assertContains(page, "Jelle Wiersma")

    def test_twice_at_once_is_once(self, client, coordinator):
        page = preview(client, sheets.CSV)
        first, second = confirm(client, page), confirm(client, page)
        assert first.url == second.url
        assert Cohort.objects.count() == 2
        assert Trainee.objects.count() == 12

    def test_what_is_no_longer_what_was_shown_is_shown_again(self, client, coordinator):
        cohort = CohortFactory()
        CoordinatorFactory(cohort=cohort, user=coordinator)
        page = preview(client, sheets.trainees(sheets.NOOR), cohort=cohort.pk)
        TraineeFactory(
            cohort=cohort, user__email="noor@example.org", user__first_name="Noor", user__last_name="Dijkema"
        )
        answer = confirm(client, page)
        again = client.get(answer.url)
        assertContains(again, "Er is iets veranderd sinds je keek")
        assertContains(again, "06-1")
        assert Trainee.objects.get().user.phone == ""
        confirm(client, again)
        assert Trainee.objects.get().user.phone == "06-1"

    def test_the_cohort_of_another_is_refused(self, client, coordinator):
        page = preview(client, sheets.trainees(sheets.NOOR))
        fields = agreed(page) | {"cohort": [str(CohortFactory().pk)]}
        answer = client.post(reverse("import_confirm", args=[page.context["upload"].pk]), fields, follow=True)
        assert list(answer.context["form"].errors) == ["cohort"]
        assert not Trainee.objects.exists()

    def test_a_broken_rule_is_told_at_its_row(self, client, coordinator):
        placement = PlacementFactory(host__code="LEF", host__name="Lefier")
        CoordinatorFactory(cohort=placement.trainee.cohort, user=coordinator)
        content = sheets.xlsx(Organisaties=[sheets.HOSTS[:5], ["Lefier", "LEF", "wonen", 0, 0]])
        answer = confirm(client, preview(client, content, cohort=placement.trainee.cohort.pk))
        [(name, [mistake])] = answer.context["sheets"]
        assert (name, mistake.where) == ("Organisaties", "A2")
        assert Upload.objects.exists()

    def test_into_a_curriculum_that_is_there(self, client, coordinator):
        curriculum = CurriculumFactory()
        page = preview(client, sheets.COHORT_2026)
        address = reverse("import_preview", args=[page.context["upload"].pk])
        page = client.get(address, agreed(page) | {"curriculum": [str(curriculum.pk)]})
        confirm(client, page)
        assert curriculum.modules.count() == 20
        assert Cohort.objects.get(name="Lichting 2026").programme.curriculum == curriculum


def test_discarding_drops_the_file(client, coordinator):
    page = preview(client, sheets.CSV)
    answer = client.post(reverse("import_discard", args=[page.context["upload"].pk]))
    assertRedirects(answer, reverse("cohort_import"))
    assert not Upload.objects.exists()
    assert Cohort.objects.count() == 1


def test_the_template_is_a_workbook_in_ones_own_language(client, coordinator):
    answer = client.get(reverse("import_template"))
    assert answer["Content-Disposition"] == 'attachment; filename="lichting.xlsx"'
    assert answer.content.startswith(b"PK")


class TestWhoMayEnter:
    @pytest.fixture
    def held(self):
        return Upload.objects.create(name="x.csv", content=sheets.CSV.read_bytes(), created_by=UserFactory())

    @pytest.mark.parametrize(
        ("method", "name"),
        [("get", "import_preview"), ("post", "import_confirm"), ("post", "import_discard")],
    )
    def test_the_file_of_another_is_not_there(self, client, coordinator, held, method, name):
        assert getattr(client, method)(reverse(name, args=[held.pk])).status_code == 404
        assert Upload.objects.count() == 1

    @pytest.mark.parametrize(
        ("method", "name"),
        [("get", "import_preview"), ("post", "import_confirm"), ("post", "import_discard")],
    )
    def test_a_trainee_finds_nothing(self, client, held, method, name):
        client.force_login(TraineeFactory(user=held.created_by).user)
        assert getattr(client, method)(reverse(name, args=[held.pk])).status_code == 404
        assert Upload.objects.count() == 1

    @pytest.mark.parametrize("name", ["cohort_import", "import_template"])
    def test_a_trainee_is_refused(self, client, name):
        client.force_login(TraineeFactory().user)
        assert client.get(reverse(name)).status_code == 403

    @pytest.mark.parametrize("name", ["cohort_import", "import_template"])
    def test_a_stranger_signs_in_first(self, client, name):
        answer = client.get(reverse(name))
        assertRedirects(
            answer, f"{reverse('account_login')}?next={reverse(name)}", fetch_redirect_response=False
        )

    @pytest.mark.parametrize(
        ("method", "name"),
        [
            ("post", "import_preview"),
            ("get", "import_confirm"),
            ("get", "import_discard"),
            ("put", "import_confirm"),
        ],
    )
    def test_wrong_method(self, client, coordinator, held, method, name):
        assert getattr(client, method)(reverse(name, args=[held.pk])).status_code == 405

    @pytest.mark.parametrize(("method", "name"), [("put", "cohort_import"), ("post", "import_template")])
    def test_wrong_method_without_a_file(self, client, coordinator, method, name):
        assert getattr(client, method)(reverse(name)).status_code == 405
