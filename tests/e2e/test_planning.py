"""Planning as a coordinator does it in Dutch, with the planner at work in the background.

Every page on the way is looked at by axe, in both themes at each width.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import axe
from tests.e2e.test_flows import WORKBOOK, upload

MINUTE = 60_000
pytestmark = pytest.mark.usefixtures("planner")
widths = pytest.mark.parametrize("width", [390, 1440])


def new_cohort(page, name):
    """The workbook as another cohort, for each test its own; its key."""
    upload(page, WORKBOOK)
    page.locator("summary").filter(has_text="Wijzigen").first.click()
    page.locator("select[name=cohort]").select_option("new")
    page.get_by_role("button", name="Toon wat er dan verandert").click()
    page.locator("[name=name]").fill(name)
    page.get_by_role("button", name="Toon wat er dan verandert").click()
    page.get_by_role("button", name=re.compile("opslaan$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return re.search(r"/cohorts/(\d+)/", page.url).group(1)


def make_plan(page, cohort):
    """Asks for one as it is offered, from the page of plans, and waits for what comes out; its key."""
    page.goto(f"/cohorts/{cohort}/plans/")
    page.get_by_role("link", name="Maak een indeling").first.click()
    page.get_by_role("button", name="Maak een indeling").click()
    return worked_out(page)


def worked_out(page):
    page.wait_for_url("**/plans/*/")
    expect(page.locator("main .meta .tag").first).to_be_visible(timeout=MINUTE)
    return re.search(r"/plans/(\d+)/", page.url).group(1)


def publish(page):
    page.get_by_role("link", name="Publiceren …").click()
    page.wait_for_url("**/publish/")
    is_fine(page)
    page.get_by_role("button", name="Publiceren").click()
    expect(page.locator("[role=status]").first).to_contain_text("Gepubliceerd")


def is_fine(page):
    """What is on the screen now, in every width and theme; afterwards the window is as it was."""
    size = page.viewport_size
    assert axe.violations(page) == []
    assert not axe.is_too_wide(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)


@widths
def test_the_workbook_is_planned_within_a_minute_and_proved(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    cohort = new_cohort(page, f"Lichting gepland op {width}")
    make_plan(page, cohort)
    expect(page.locator("main .lede").first).to_contain_text("Bewezen in")
    is_fine(page)


@widths
def test_run_compare_move_one_publish_and_the_trainee_sees_it(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    plan = make_plan(page, "1")
    page.goto("/cohorts/1/plans/")
    is_fine(page)
    for box in page.locator("input[type=checkbox][name=plan]").all()[:2]:
        box.check()
    page.get_by_role("button", name=re.compile("^Vergelijk wat")).click()
    page.wait_for_url("**/compare/**")
    is_fine(page)
    page.goto(f"/plans/{plan}/")
    row = page.locator("table.rot tbody tr").filter(has_text="Noor Dijkema")
    row.locator("a.slot.is-draft").last.click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("input[name=host]").first).to_be_attached()
    is_fine(page)
    # Another organisation than now that still has a seat.
    other = dialog.locator("label", has_text=re.compile(r"\d vrij")).filter(
        has_not=page.locator("input:checked")
    )
    host = re.match(r"\s*[A-Z]{3}\s+(.+)", other.first.inner_text().split("\n")[0])
    other.first.click()
    dialog.locator("form .btn--go").click()
    expect(page.locator("[role=status]").first).to_contain_text("Noor Dijkema")
    expect(page.locator("main .lede").first).to_contain_text("hand")
    is_fine(page)
    publish(page)
    trainee = sign_in("trainee", width=width).new_page()
    trainee.goto("/schedule/")
    expect(trainee.locator("ol.path li").last).to_contain_text(host.group(1))
    is_fine(trainee)


@widths
def test_impossible_is_explained_tried_otherwise_and_made_so(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    cohort = new_cohort(page, f"Lichting zonder plek {width}")
    page.goto(f"/cohorts/{cohort}/seats/")
    leave_one_seat_too_few(page)
    make_plan(page, cohort)
    conflict = page.locator(".problems li h3").first
    expect(conflict).to_have_text("Periode 2: 11 trainees, 10 plekken.")
    is_fine(page)
    page.locator("form[action$='/try/'] button").first.click()
    expect(page.locator("main .lede").first).to_contain_text("Bewezen in", timeout=MINUTE)
    is_fine(page)
    page.locator("a[href$='/adopt/']").click()
    page.wait_for_url("**/adopt/")
    is_fine(page)
    page.locator("main form .btn--go").click()
    expect(page.locator("[role=status]").first).to_be_visible()
    page.goto(f"/cohorts/{cohort}/seats/")
    expect(page.locator("main tbody").last).to_contain_text("11")


def leave_one_seat_too_few(page):
    """Takes away seats of the second period until there are ten for eleven."""
    rows = page.locator("main tbody").first.locator("tr")
    fields = [row.locator("td").nth(1).locator("input:visible") for row in rows.all()]
    too_many = sum(int(field.last.input_value() or 0) for field in fields) - 10
    for field in fields:
        least, most = (int(each.input_value() or 0) for each in (field.first, field.last))
        taken = min(too_many, most - least)
        field.last.fill(str(most - taken))
        too_many -= taken
    assert too_many == 0
    page.locator("main form .btn--go").click()
    expect(page.locator("[role=status]").first).to_be_visible()


@widths
def test_an_organisation_withdraws_and_the_rest_stays(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    cohort = new_cohort(page, f"Lichting met tegenslag {width}")
    make_plan(page, cohort)
    publish(page)
    page.goto(f"/cohorts/{cohort}/repair/")
    is_fine(page)
    page.locator("a[href*='/repair/withdraws/']").click()
    page.wait_for_url("**/repair/withdraws/**")
    is_fine(page)
    host = page.locator("select[name=host] option", has_text="Rizoem").get_attribute("value")
    page.locator("select[name=host]").select_option(host)
    page.locator("[name=day]").fill("2027-05-01")
    page.locator("main form .btn--go").click()
    worked_out(page)
    expect(page.locator("#h-repair")).to_be_visible()
    is_fine(page)
    publish(page)
    board = page.locator("main table.rot tbody a")
    expect(board.filter(has_text=re.compile("periode 3"))).to_have_count(11)
    expect(board.filter(has_text=re.compile("Rizoem.*periode [23]"))).to_have_count(0)
