"""The main job, as people do it, in Dutch: from the workbook to a trainee who sees this week."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import MISTAKES, new_cohort, to_cohort, upload


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("script", [True, False])
def test_the_workbook_becomes_a_cohort(sign_in, width, script):
    page = sign_in("coordinator", width=width, script=script).new_page()
    new_cohort(page, f"Lichting {width} {'met' if script else 'zonder'} script")
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
    new_cohort(page, f"Lichting met lege plekken {'met' if script else 'zonder'} script")
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
    to_cohort(page, 1)
    first = page.locator("[data-board] a.slot[tabindex='0']")
    expect(first).to_have_count(1)
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("[data-board] a.slot:focus")).to_have_count(1)


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


@pytest.mark.parametrize("path", ["/week/", "/cohorts/1/board/", "/curricula/1/coverage/"])
def test_on_paper_it_is_one_page(sign_in, path):
    page = sign_in("trainee" if path == "/week/" else "coordinator").new_page()
    page.goto(path)
    sheet = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
