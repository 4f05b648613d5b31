"""On a phone: who is not there, who was there, and a connection that drops."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def last_list(sign_in):
    """The address of the attendance list of the last session; in the demo it is still open."""
    page = sign_in("coordinator").new_page()
    page.goto("/cohorts/")
    page.locator("main").get_by_role("link", name=re.compile(r"^Lichting 20\d\d$")).first.click()
    page.locator(".subnav").get_by_role("link", name=re.compile("^(Aanwezigheid|Attendance)$")).click()
    return page.locator(".matrix thead a").last.get_attribute("href")


def chosen(page, value):
    return page.locator(f'.seg input[value="{value}"]:checked')


def test_two_exceptions_in_four_taps(sign_in, last_list):
    page = sign_in("coordinator", width=390).new_page()
    page.goto(last_list)
    rows = page.locator(".att li")
    count = rows.count()
    assert count > 2
    page.locator("button[formaction]").click()
    expect(chosen(page, "present")).to_have_count(count)
    rows.nth(0).locator("label.x").click()
    rows.nth(1).locator("label.l").click()
    page.locator(".dock button").click()
    expect(page.locator(".say")).not_to_be_empty()
    page.reload()
    for value, number in (("absent", 1), ("late", 1), ("present", count - 2)):
        expect(chosen(page, value)).to_have_count(number)


def test_what_was_tapped_survives_a_dropped_connection(sign_in, last_list):
    context = sign_in("coordinator", width=390)
    page = context.new_page()
    page.goto(last_list)
    row = page.locator(".att li").nth(2)
    row.locator("label.m").click()
    context.set_offline(True)
    page.locator(".dock button").click()
    expect(page.locator(".say")).to_contain_text(
        re.compile("Je keuze staat er nog|Your choice is still there")
    )
    expect(row.locator('[type=radio][value="excused"]')).to_be_checked()
    context.set_offline(False)
    page.wait_for_timeout(300)
    page.wait_for_load_state()
    again = context.new_page()
    again.goto(last_list)
    expect(again.locator(".att li").nth(2).locator('[type=radio][value="excused"]')).to_be_checked()
    assert again.evaluate("localStorage.length") == 0


def test_what_was_tapped_is_there_when_the_page_opens_again(sign_in, last_list):
    context = sign_in("coordinator", width=390)
    page = context.new_page()
    page.goto(last_list)
    page.locator(".att li").nth(3).locator("label.x").click()
    page.goto(last_list)
    expect(page.locator(".att li").nth(3).locator('[type=radio][value="absent"]')).to_be_checked()
    expect(page.locator(".say")).to_contain_text(
        re.compile("Je keuze staat er nog|Your choice is still there")
    )


@pytest.mark.parametrize("script", [True, False])
def test_an_absence_is_reported_and_withdrawn(sign_in, script):
    page = sign_in("trainee", width=390, script=script).new_page()
    page.goto("/week/")
    page.locator('a[href="/my-absences/new/"]').click()
    page.locator(".form__end button").click()
    expect(page).to_have_url(re.compile("/my-absences/$"))
    rows = page.locator("#h-coming").locator("xpath=../..").locator("li.dated")
    expect(rows).to_have_count(1)
    rows.locator("a.btn").click()
    where = page.locator("dialog[open]") if script else page.locator("main")
    where.locator("button.btn--danger").click()
    expect(rows).to_have_count(0)
