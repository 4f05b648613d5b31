"""On a phone: who is not there, who was there, and a connection that drops."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import follow, to_cohort

KEPT = "Je keuze staat er nog"


@pytest.fixture
def last_list(sign_in):
    """last_list(0) -> the address of the last list of the newest cohort: in the demo it is still open. Of
    the cohorts before that (1, 2) it is complete."""

    def address(which):
        page = sign_in("coordinator").new_page()
        to_cohort(page, which)
        follow(page, page.locator(".subnav").get_by_role("link", name="Aanwezigheid"))
        return page.locator(".matrix thead a").last.get_attribute("href")

    return address


def choices(page):
    """What is chosen, in the order of the list; None where nothing is."""
    return page.locator(".att li").evaluate_all(
        "rows => rows.map(row => row.querySelector('[type=radio]:checked')?.value ?? null)"
    )


def of_somebody_present(page):
    return page.locator(".att li").nth(choices(page).index("present"))


def test_two_exceptions_in_four_taps(sign_in, last_list):
    page = sign_in("coordinator", width=390).new_page()
    page.goto(last_list(0))
    before, rows = choices(page), page.locator(".att li")
    assert None in before
    follow(page, page.locator("button[formaction]"))
    assert choices(page) == [value or "present" for value in before]
    rows.nth(0).locator("label.x").click()
    rows.nth(1).locator("label.l").click()
    for state in ("absent", "late"):
        expect(page.locator(f'.sum [data-count="{state}"] b')).to_have_text(str(choices(page).count(state)))
    expect(page.locator("#new")).to_be_visible()
    follow(page, page.locator(".dock button"))
    page.reload()
    assert choices(page) == ["absent", "late", *(value or "present" for value in before[2:])]


def test_what_was_tapped_survives_a_dropped_connection(sign_in, last_list):
    context, address = sign_in("coordinator", width=390), last_list(1)
    page = context.new_page()
    page.goto(address)
    row = of_somebody_present(page)
    row.locator("label.m").click()
    context.set_offline(True)
    page.locator(".dock button").click()
    expect(page.locator(".say")).to_contain_text(KEPT)
    expect(row.locator('[type=radio][value="excused"]')).to_be_checked()
    tapped = choices(page)
    with page.expect_navigation():
        context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    assert choices(again) == tapped
    assert again.evaluate("localStorage.length") == 0


def test_what_was_tapped_is_there_when_the_page_opens_again(sign_in, last_list):
    page, address = sign_in("coordinator", width=390).new_page(), last_list(2)
    page.goto(address)
    of_somebody_present(page).locator("label.x").click()
    tapped = choices(page)
    page.goto(address)
    expect(page.locator(".say")).to_contain_text(KEPT)
    assert choices(page) == tapped


@pytest.mark.parametrize("script", [True, False])
def test_an_absence_is_reported_and_withdrawn(sign_in, script):
    page = sign_in("trainee", width=390, script=script).new_page()
    page.goto("/my-absences/")
    rows = page.locator("#h-coming").locator("xpath=../..").locator("li.dated")
    before = rows.count()
    page.goto("/week/")
    follow(page, page.locator('a[href="/my-absences/new/"]'))
    follow(page, page.locator(".form__end button"))
    expect(page).to_have_url(re.compile("/my-absences/$"))
    expect(rows).to_have_count(before + 1)
    rows.last.locator("a.btn").click()
    where = page.locator("dialog[open]") if script else page.locator("main")
    where.locator("button.btn--danger").click()
    expect(rows).to_have_count(before)
