"""What people do on the way in several of the tests."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e import axe
from tests.e2e.conftest import CHECKOUT

WORKBOOK = CHECKOUT / "wijkmakers" / "data" / "lichting-2026.xlsx"
MISTAKES = CHECKOUT / "tests" / "data" / "lichting-met-fouten.xlsx"
MINUTE = 60_000  # for the worker, which may be busy with something else first


def follow(page: Page, opener: Locator) -> None:
    """Click a link or a button, and be on the page that it leads to: a click alone does not wait for that."""
    with page.expect_navigation():
        opener.click()


def is_fine(page: Page) -> None:
    """What is on the screen now, in every width and theme; afterwards the window is as it was."""
    size = page.viewport_size
    wrong = axe.violations(page)
    if axe.is_too_wide(page):
        wrong.append(f"{page.url} is wider than {axe.NARROWEST}")
    assert not wrong, "\n".join(wrong)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)


def to_cohort(page: Page, which: int = 0) -> None:
    """The page of a cohort of the demo, the newest first."""
    page.goto("/cohorts/")
    named = page.locator("main").get_by_role("link", name=re.compile(r"^Lichting 20\d\d$"))
    follow(page, named.nth(which))


def upload(page: Page, path: Path) -> None:
    page.goto("/cohorts/import/")
    page.locator("input[type=file]").set_input_files(path)
    follow(page, page.get_by_role("button", name="Bestand nakijken"))


def new_cohort(page: Page, name: str) -> str:
    """The workbook as another cohort than the one of that name that is there already; its key."""
    upload(page, WORKBOOK)
    page.locator("summary").filter(has_text="Wijzigen").first.click()
    page.locator("select[name=cohort]").select_option("new")
    again = page.get_by_role("button", name="Toon wat er dan verandert")
    follow(page, again)
    page.locator("[name=name]").fill(name)
    follow(page, again)
    follow(page, page.get_by_role("button", name=re.compile("opslaan$")))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return re.search(r"/cohorts/(\d+)/", page.url).group(1)
