"""Somebody puts what is theirs in their own calendar, in Dutch; what goes on the wall is one page."""

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import follow

ADDRESS = "Of plak dit adres in Google Agenda of Outlook"


@pytest.mark.parametrize(("role", "script"), [("lecturer", True), ("supervisor", False)])
def test_somebody_subscribes_makes_another_address_and_stops(sign_in, role, script):
    page = sign_in(role, script=script, width=390).new_page()
    page.goto("/")
    follow(page, page.get_by_role("link", name="In je eigen agenda"))
    follow(page, page.get_by_role("button", name="Maak mijn adres"))
    first = page.get_by_label(ADDRESS).input_value()
    assert page.get_by_role("link", name="Abonneren").get_attribute("href") == f"webcal{first[4:]}"
    assert fetched(first).startswith(b"BEGIN:VCALENDAR")
    follow(page, page.get_by_role("link", name="Klaar"))
    expect(page.locator("main .facts")).not_to_contain_text("nog niet")
    assert first not in page.content()
    follow(page, page.get_by_role("link", name="Maak een nieuw adres"))
    follow(page, page.get_by_role("button", name="Maak een nieuw adres"))
    second = page.get_by_label(ADDRESS).input_value()
    assert fetched(first) is None
    assert fetched(second)
    page.goto("/calendar/")
    page.get_by_role("link", name="Stop de agenda").click()
    page.get_by_role("button", name="Stop de agenda").click()
    expect(page.get_by_role("button", name="Maak mijn adres")).to_be_visible()
    assert fetched(second) is None


@pytest.mark.parametrize(
    ("role", "path"), [("trainee", "/schedule/term/"), ("coordinator", "/cohorts/1/programme/year/")]
)
def test_on_paper_it_is_one_page(sign_in, role, path):
    page = sign_in(role).new_page()
    page.goto(path)
    sheet = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def fetched(address):
    """What a program gets there that cannot sign in; None when there is nothing."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return None if error.code == 404 else error.code
