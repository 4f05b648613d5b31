"""Working on a draft of the demo: by keyboard alone, without script, and on paper."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import follow, is_fine

ENDS = ("starts", "ends")
widths = pytest.mark.parametrize("width", [390, 1440])


def draft_of_the_demo(page):
    page.goto("/cohorts/1/plans/")
    follow(page, page.locator("table.list tbody th a").last)
    expect(page.locator("table.rot")).to_be_visible()
    return page.url.split("#")[0]


def focused(page):
    return page.evaluate("document.activeElement.id")


def status(page):
    return page.locator("[role=status]").first


def test_by_keyboard_alone(sign_in):
    page = sign_in("coordinator").new_page()
    draft_of_the_demo(page)
    page.locator("a.slot").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    cell = focused(page)
    assert re.fullmatch(r"cell-\d+-3", cell)
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    is_fine(page)
    page.keyboard.press("ArrowDown")
    host = dialog.locator("label.choice", has=page.locator("input:checked")).locator(".what").inner_text()
    dialog.locator(".btn--go").focus()
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("gaat in periode 3 naar")
    expect(page.locator(f"#{cell}")).to_be_focused()
    expect(page.locator(f"#{cell} b")).to_have_text(host[:3])
    undo = status(page).get_by_role("button", name="Ongedaan maken")
    undo.focus()
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("Ongedaan gemaakt")


@widths
def test_without_script_some_days_elsewhere_undone_and_done_again(sign_in, width):
    page = sign_in("coordinator", width=width, script=False).new_page()
    draft = draft_of_the_demo(page)
    before = page.locator("a.slot").count()
    follow(page, page.locator("a.slot").last)
    first, last = (dt.date.fromisoformat(page.locator(f"[name={end}_on]").input_value()) for end in ENDS)
    page.locator("label.choice:not(:has(input:checked)):has(.tag--ok)").first.click()
    page.locator("details.more summary").click()
    page.locator("[name=starts_on]").fill((first + (last - first) / 2).isoformat())
    page.locator(".form__end .btn--go").click()
    expect(page.locator("a.slot")).to_have_count(before + 1)
    page.locator("form[action$='/undo/']").last.get_by_role("button").click()
    expect(page.locator("a.slot")).to_have_count(before)
    page.locator("form[action$='/redo/']").last.get_by_role("button").click()
    expect(page.locator("a.slot")).to_have_count(before + 1)
    page.goto(draft)
    page.locator("form[action$='/undo/']").last.get_by_role("button").click()
    expect(page.locator("a.slot")).to_have_count(before)


def test_on_paper_it_is_one_page(sign_in):
    page = sign_in("coordinator").new_page()
    draft_of_the_demo(page)
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@widths
def test_the_pages_of_a_place(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    draft_of_the_demo(page)
    cell = page.locator("a.slot").last.get_attribute("href").split("?")[0]
    for address in (cell, f"{cell}swap/", f"{cell.split('trainees')[0]}solve-rest/"):
        page.goto(address)
        is_fine(page)
