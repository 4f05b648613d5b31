"""The main job, as people do it, in Dutch: from the workbook to a trainee who sees this week."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import CHECKOUT

WORKBOOK = CHECKOUT / "wijkmakers" / "data" / "lichting-2026.xlsx"
MISTAKES = CHECKOUT / "tests" / "data" / "lichting-met-fouten.xlsx"


def upload(page, path):
    page.goto("/cohorts/import/")
    page.locator("input[type=file]").set_input_files(path)
    with page.expect_navigation():
        page.get_by_role("button", name="Bestand nakijken").click()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("script", [True, False])
def test_the_workbook_becomes_a_cohort(sign_in, width, script):
    page = sign_in("coordinator", width=width, script=script).new_page()
    upload(page, WORKBOOK)
    name = f"Lichting {width} {'met' if script else 'zonder'} script"
    # A cohort of that name is there already: this is to be another one.
    page.locator("summary").filter(has_text="Wijzigen").first.click()
    page.locator("select[name=cohort]").select_option("new")
    page.get_by_role("button", name="Toon wat er dan verandert").click()
    page.locator("[name=name]").fill(name)
    page.get_by_role("button", name="Toon wat er dan verandert").click()
    page.get_by_role("button", name=re.compile("opslaan$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("table.rot tbody tr")).to_have_count(11)


def test_every_mistake_is_told_at_once_and_nothing_is_saved(sign_in):
    page = sign_in("coordinator").new_page()
    upload(page, MISTAKES)
    text = page.locator("main").inner_text()
    for place in ("31-2-2026", "sander.holtrop", "onbekend@example.org", "XXX", "twee"):
        assert place in text
    page.goto("/cohorts/")
    expect(page.get_by_role("link", name=re.compile("fouten"))).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_a_place_is_chosen_from_the_board_and_taken_back(sign_in, script):
    """With a script in a dialog over the board, without one on a page of its own."""
    page = sign_in("coordinator", script=script).new_page()
    page.goto("/cohorts/")
    page.locator("main").get_by_role("link", name=re.compile(r"^Lichting 20\d\d$")).nth(1).click()
    empty = page.locator("a.slot.is-empty").first
    cell = empty.get_attribute("id")
    empty.click()
    where = page.locator("dialog[open]") if script else page.locator("main")
    choice = where.locator("input[type=radio][name=host]").first
    choice.check(force=True)
    where.get_by_role("button", name=re.compile("opslaan|plaatsen|kiezen", re.IGNORECASE)).last.click()
    chosen = page.locator(f"#{cell}")
    expect(chosen).not_to_have_class(re.compile("is-empty"))
    expect(page.locator("[role=status]").first).to_contain_text("werkt")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(chosen).to_have_class(re.compile("is-empty"))


def test_the_board_is_one_stop_for_the_keyboard(sign_in):
    page = sign_in("coordinator").new_page()
    page.goto("/cohorts/")
    page.locator("main").get_by_role("link", name=re.compile(r"^Lichting 20\d\d$")).nth(1).click()
    assert page.locator("[data-board] a.slot[tabindex='0']").count() == 1
    first = page.locator("[data-board] a.slot[tabindex='0']")
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.classList.contains('slot')")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_trainee_sees_this_week(sign_in, width):
    page = sign_in("trainee", width=width).new_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze week")
    expect(page.locator(".days > li")).to_have_count(5)
    page.get_by_role("button", name=re.compile("EN")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This week")
    page.get_by_role("button", name=re.compile("NL")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze week")


def test_a_supervisor_and_a_lecturer_see_what_is_theirs(sign_in):
    supervisor = sign_in("supervisor").new_page()
    supervisor.goto("/")
    expect(supervisor.get_by_role("heading", level=1)).to_have_text("Mijn trainees")
    assert supervisor.goto("/cohorts/").status == 403
    lecturer = sign_in("lecturer").new_page()
    lecturer.goto("/")
    expect(lecturer.get_by_role("heading", level=1)).to_have_text("Mijn bijeenkomsten")
    assert lecturer.goto("/trainees/1/").status == 404


@pytest.mark.parametrize("path", ["/week/", "/cohorts/1/board/"])
def test_on_paper_it_is_one_page(sign_in, path):
    page = sign_in("trainee" if path == "/week/" else "coordinator").new_page()
    page.goto(path)
    sheet = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
