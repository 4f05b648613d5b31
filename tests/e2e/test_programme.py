"""The programme as people do it in Dutch: laid out in one click, one day moved, and the trainee sees it.

Every page on the way is looked at by axe, in both themes at each width.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_planning import is_fine

pytestmark = pytest.mark.usefixtures("planner")
widths = pytest.mark.parametrize("width", [390, 1440])
LONG = {"timeout": 20_000}


@widths
def test_two_years_are_laid_out_and_published(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    first = dt.date.today().replace(day=1) + dt.timedelta(days=40)
    page.goto("/cohorts/new/")
    page.locator("[name=name]").fill(f"Lichting te leggen op {width}")
    page.locator("[name=starts_on]").fill(first.isoformat())
    page.locator("[name=ends_on]").fill((first + dt.timedelta(days=2 * 365)).isoformat())
    page.locator("main form .btn--go").click()
    page.locator(".subnav").get_by_role("link", name="Programma").click()
    page.get_by_role("link", name="Kies een curriculum").click()
    page.locator("main form .btn--go").click()
    page.get_by_role("link", name="Programma leggen").click()
    is_fine(page)
    page.get_by_role("button", name="Leg in het concept").click()
    expect(page.locator("main")).to_contain_text("Alles past", **LONG)
    is_fine(page)
    page.get_by_role("link", name=re.compile("^Bekijk het concept")).click()
    expect(page.locator(".draftbar")).to_contain_text("nog niet gepubliceerd")
    expect(page.locator(".planned .tag--warn")).to_have_count(0)
    is_fine(page)
    page.get_by_role("link", name="Publiceren …").click()
    is_fine(page)
    page.get_by_role("button", name="Publiceren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat er in het programma veranderde", **LONG)
    expect(page.locator(".meets li").first).to_contain_text("Module 1, les 1")
    is_fine(page)
    page.locator(".crumb a").first.click()
    expect(page.locator(".draftbar")).to_have_count(0)


@widths
def test_one_day_moves_and_exactly_those_concerned_see_it(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    page.goto("/cohorts/")
    page.locator("main").get_by_role("link", name=re.compile(r"^Lichting 20\d\d$")).first.click()
    page.locator(".subnav").get_by_role("link", name="Programma").click()
    # What somebody else left in the draft is not ours to publish.
    if page.get_by_role("link", name="Concept weggooien").count():
        page.get_by_role("link", name="Concept weggooien").click()
        is_fine(page)
        page.get_by_role("button", name="Concept weggooien").click()
    page.locator(".meets li:not(.is-past, .is-closed) a").nth(1).click()
    session = page.url
    page.get_by_role("link", name="Wijzig of verplaats").click()
    is_fine(page)
    day = dt.date.fromisoformat(page.locator("[name=day]").input_value()) - dt.timedelta(days=2)
    page.locator("[name=day]").fill(day.isoformat())
    page.get_by_role("button", name="Bewaar in het concept").click()
    expect(page.locator("[role=status]").first).to_contain_text("Nog niet gepubliceerd")
    trainee = sign_in("trainee", width=width).new_page()
    trainee.goto(session)
    expect(trainee.locator("main .lede")).not_to_contain_text(f" {day.day} ")
    page.get_by_role("link", name="Publiceren …").click()
    expect(page.locator("main")).to_contain_text("is niet de leerdag van deze lichting")
    page.locator("[name=note]").fill("De zaal was dubbel geboekt.")
    is_fine(page)
    page.get_by_role("button", name="Publiceren").click()
    expect(page.locator("main")).to_contain_text("De zaal was dubbel geboekt.")
    trainee.reload()
    expect(trainee.locator("main .lede")).to_contain_text(f" {day.day} ")
    is_fine(trainee)
    page.get_by_role("link", name=re.compile("outbox")).last.click()
    expect(page.locator("main")).to_contain_text("Noor Dijkema")
    is_fine(page)
