"""Planning as a coordinator does it in Dutch, with the planner at work in the background.

Every page on the way is looked at by axe, in both themes at each width.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import MINUTE, follow, is_fine, new_cohort

pytestmark = pytest.mark.usefixtures("planner")
widths = pytest.mark.parametrize("width", [390, 1440])


def make_plan(page, cohort):
    """Asks for one as it is offered, from the page of plans, and waits for what comes out; its key."""
    page.goto(f"/cohorts/{cohort}/plans/")
    follow(page, page.get_by_role("link", name="Maak een indeling").first)
    follow(page, page.get_by_role("button", name="Maak een indeling"))
    return worked_out(page)


def worked_out(page):
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    expect(page.locator("main .meta .tag").first).to_be_visible(timeout=MINUTE)
    return re.search(r"/plans/(\d+)/", page.url).group(1)


def publish(page):
    follow(page, page.get_by_role("link", name="Publiceren …"))
    is_fine(page)
    follow(page, page.get_by_role("button", name="Publiceren"))
    expect(page.locator("[role=status]").first).to_contain_text("Gepubliceerd")


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
    follow(page, page.get_by_role("button", name=re.compile("^Vergelijk wat")))
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
    follow(page, page.locator("form[action$='/try/'] button").first)
    expect(page.locator("main .lede").first).to_contain_text("Bewezen in", timeout=MINUTE)
    is_fine(page)
    follow(page, page.locator("a[href$='/adopt/']"))
    is_fine(page)
    follow(page, page.locator("main form .btn--go"))
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
    follow(page, page.locator("main form .btn--go"))


@widths
def test_an_organisation_withdraws_and_the_rest_stays(sign_in, width):
    page = sign_in("coordinator", width=width).new_page()
    cohort = new_cohort(page, f"Lichting met tegenslag {width}")
    make_plan(page, cohort)
    publish(page)
    page.goto(f"/cohorts/{cohort}/repair/")
    is_fine(page)
    follow(page, page.locator("a[href*='/repair/withdraws/']"))
    is_fine(page)
    host = page.locator("select[name=host] option", has_text="Rizoem").get_attribute("value")
    page.locator("select[name=host]").select_option(host)
    page.locator("[name=day]").fill("2027-05-01")
    follow(page, page.locator("main form .btn--go"))
    worked_out(page)
    expect(page.locator("#h-repair")).to_be_visible()
    is_fine(page)
    publish(page)
    board = page.locator("main table.rot tbody a")
    expect(board.filter(has_text=re.compile("periode 3"))).to_have_count(11)
    expect(board.filter(has_text=re.compile("Rizoem.*periode [23]"))).to_have_count(0)
