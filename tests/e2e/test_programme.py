"""The programme as people do it in Dutch: laid out in one click, one day moved, and the trainee sees it.

Every page on the way is looked at by axe, in both themes at each width.
"""

import datetime as dt
import re

import pytest
from django.utils import translation
from django.utils.formats import date_format
from playwright.sync_api import expect

from tests.e2e.steps import MINUTE, follow, is_fine, to_cohort

pytestmark = pytest.mark.usefixtures("planner")
widths = pytest.mark.parametrize("width", [390, 1440])


# Not on the days of the demo, nor of each other: a lecturer is in one room at a time.
@pytest.mark.parametrize(("width", "weekday"), [(390, "2"), (1440, "3")])
def test_two_years_are_laid_out_and_published(sign_in, width, weekday):
    page = sign_in("coordinator", width=width).new_page()
    first = dt.date.today().replace(day=1) + dt.timedelta(days=40)
    page.goto("/cohorts/new/")
    page.locator("[name=name]").fill(f"Lichting te leggen op {width}")
    page.locator("[name=starts_on]").fill(first.isoformat())
    page.locator("[name=ends_on]").fill((first + dt.timedelta(days=2 * 365)).isoformat())
    page.locator("[name=learning_weekday]").select_option(weekday)
    page.locator(f"[name=work_weekdays][value='{weekday}']").uncheck()
    page.locator("[name=work_weekdays][value='5']").check()
    follow(page, page.locator("main form .btn--go"))
    follow(page, page.locator(".subnav").get_by_role("link", name="Programma"))
    follow(page, page.get_by_role("link", name="Curriculum kiezen"))
    follow(page, page.locator("main form .btn--go"))
    follow(page, page.get_by_role("link", name="Programma inroosteren"))
    is_fine(page)
    follow(page, page.get_by_role("button", name="Rooster in als concept"))
    expect(page.locator("main")).to_contain_text("Alles past", timeout=MINUTE)
    is_fine(page)
    follow(page, page.get_by_role("link", name=re.compile("^Bekijk het concept")))
    expect(page.locator(".draftbar")).to_contain_text("nog niet gepubliceerd")
    expect(page.locator(".planned .tag--warn")).to_have_count(0)
    is_fine(page)
    follow(page, page.locator(".draftbar a[href$='/undo-laying/']"))
    is_fine(page)
    follow(page, page.locator("main form a[data-cancel]"))
    follow(page, page.get_by_role("link", name="Publiceren …"))
    is_fine(page)
    follow(page, page.get_by_role("button", name="Publiceren"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat er in het programma veranderde")
    expect(page.locator(".meets li").first).to_contain_text("Module 1, les 1")
    is_fine(page)
    follow(page, page.locator(".crumb a").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Programma")
    expect(page.locator(".draftbar")).to_have_count(0)


@widths
def test_one_day_moves_and_exactly_those_concerned_see_it(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    to_cohort(page)
    follow(page, page.locator(".subnav").get_by_role("link", name="Programma"))
    # What somebody else left in the draft is not ours to publish.
    if page.get_by_role("link", name="Concept weggooien").count():
        follow(page, page.get_by_role("link", name="Concept weggooien"))
        is_fine(page)
        follow(page, page.get_by_role("button", name="Concept weggooien"))
    follow(page, page.locator(".meets li:not(.is-past, .is-closed) a").nth(1))
    session = page.url
    follow(page, page.get_by_role("link", name="Wijzig of verplaats"))
    is_fine(page)
    day = dt.date.fromisoformat(page.locator("[name=day]").input_value())
    then = day - dt.timedelta(days=2)
    page.locator("[name=day]").fill(then.isoformat())
    follow(page, page.get_by_role("button", name="Bewaar in het concept"))
    expect(page.locator("[role=status]").first).to_contain_text("Nog niet gepubliceerd")
    trainee = sign_in("trainee", width=width).new_page()
    trainee.goto(session)
    expect(trainee.locator("main .lede")).to_contain_text(said(day))
    follow(page, page.get_by_role("link", name="Publiceren …"))
    expect(page.locator("main")).to_contain_text("is niet de leerdag van deze lichting")
    page.locator("[name=note]").fill("De zaal was dubbel geboekt.")
    is_fine(page)
    follow(page, page.get_by_role("button", name="Publiceren"))
    expect(page.locator("main")).to_contain_text("De zaal was dubbel geboekt.")
    trainee.reload()
    expect(trainee.locator("main .lede")).to_contain_text(said(then))
    is_fine(trainee)
    follow(page, page.get_by_role("link", name=re.compile("Postvak uit")).last)
    expect(page.locator("main")).to_contain_text("Noor Dijkema")
    is_fine(page)


def said(day):
    """As it stands on a Dutch page: woensdag 2 december 2026."""
    with translation.override("nl"):
        return date_format(day, "l j F Y")
