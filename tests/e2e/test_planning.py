"""Planning as a coordinator does it in Dutch, with the planner at work in the background."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import axe
from tests.e2e.test_flows import WORKBOOK, upload

MINUTE = 60_000
pytestmark = pytest.mark.usefixtures("planner")


def new_cohort(page, name):
    """The workbook as another cohort, for each test its own."""
    upload(page, WORKBOOK)
    page.locator("summary").filter(has_text="Wijzigen").first.click()
    page.locator("select[name=cohort]").select_option("new")
    page.get_by_role("button", name="Toon wat er dan verandert").click()
    page.locator("[name=name]").fill(name)
    page.get_by_role("button", name="Toon wat er dan verandert").click()
    page.get_by_role("button", name=re.compile("opslaan$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return re.search(r"/cohorts/(\d+)/", page.url).group(1)


def is_fine(page):
    """Looks at what is on the screen in every width and theme; the window is as it was afterwards."""
    size = page.viewport_size
    assert axe.violations(page) == []
    assert not axe.is_too_wide(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)


def make_plan(page):
    page.get_by_role("link", name="Indelingen", exact=True).first.click()
    page.get_by_role("link", name="Maak een indeling").first.click()
    page.get_by_role("button", name="Maak een indeling").click()
    return page.locator("main .lede, main").first


@pytest.mark.parametrize("width", [390, 1440])
def test_the_workbook_is_planned_within_a_minute_and_proved(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    new_cohort(page, f"Lichting gepland op {width}")
    page.set_default_timeout(MINUTE)
    make_plan(page)
    expect(page.get_by_text(re.compile("Bewezen in"))).to_be_visible(timeout=MINUTE)
    is_fine(page)
