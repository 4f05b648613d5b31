"""Pages no link leads to: an error, a refusal, a dialog, what follows on a form. Each `yield` shows one."""

import datetime as dt
import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.steps import MISTAKES, WORKBOOK, follow, new_cohort, upload
from wijkmakers.demo import people

SOMEBODY_ELSE = people.COORDINATORS[1].email


def what_is_not_there(page):
    page.goto("/cohorts/999999/")
    yield


def what_is_not_for_you(page):
    page.goto("/cohorts/")
    yield


def signed_in_wrongly(page):
    sign_in_as(page, "nobody@example.org")
    page.locator(".errsum").wait_for()
    yield
    page.goto("/accounts/password/reset/")
    page.locator("[name=email]").fill("nobody@example.org")
    follow(page, page.locator("main form button"))
    yield
    page.goto("/accounts/password/reset/key/1-wrong/")
    yield


def a_form_with_mistakes(page):
    page.goto("/cohorts/new/")
    follow(page, page.locator("main form .btn--go"))
    page.locator(".errsum").wait_for()
    yield


def a_workbook_that_fits(page):
    upload(page, WORKBOOK)
    yield


def a_workbook_with_mistakes(page):
    upload(page, MISTAKES)
    yield


def a_dialog_and_what_it_did(page):
    new_cohort(page, "Lichting met een dialoog")
    page.locator("a.slot.is-empty").first.click()
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    yield
    dialog.locator("input[type=radio][name=host]").first.check(force=True)
    dialog.get_by_role("button", name=re.compile("opslaan|plaatsen|kiezen", re.IGNORECASE)).last.click()
    expect(page.locator("[role=status]").first).to_contain_text("werkt")
    yield


def a_trainee_more_and_a_pause(page):
    page.goto("/cohorts/1/trainees/new/")
    yield
    page.goto("/trainees/13/pauses/new/")
    for field, day in (("starts_on", "2027-03-01"), ("ends_on", "2027-03-12")):
        page.locator(f"[name={field}]").fill(day)
    follow(page, page.locator("main form .btn--go"))
    page.goto(page.locator("a[href^='/pauses/']").first.get_attribute("href"))
    yield


def somewhere_somebody_is_not_sent(page):
    page.goto("/trainees/20/")
    page.goto(page.locator("a[href^='/exclusions/'][href$='/remove/']").first.get_attribute("href"))
    yield


def a_calendar_and_the_end_of_it(page):
    page.goto("/calendar/")
    follow(page, page.locator("main form .btn--go"))
    yield
    for path in ("", "new/", "remove/"):
        page.goto(f"/calendar/{path}")
        yield


def days_that_a_lecturer_is_not_there(page):
    page.goto("/my-unavailable/new/")
    first = timezone.localdate() + dt.timedelta(days=30)
    for field, day in (("starts_on", first), ("ends_on", first + dt.timedelta(days=7))):
        page.locator(f"[name={field}]").fill(day.isoformat())
    follow(page, page.locator("main form .btn--go"))
    yield
    for verb in ("edit", "remove"):
        page.goto("/my-sessions/")
        page.goto(page.locator(f"a[href^='/my-unavailable/'][href$='/{verb}/']").first.get_attribute("href"))
        yield


def a_code_on_the_screen(page):
    """All of this day, in a cohort of its own; its one trainee has finished another."""
    trainee, today = people.FINISHED[0], timezone.localdate()
    page.goto("/cohorts/new/")
    page.locator("[name=name]").fill("Lichting die zich aanmeldt")
    page.locator("[name=starts_on]").fill((today - dt.timedelta(days=7)).isoformat())
    page.locator("[name=ends_on]").fill((today + dt.timedelta(days=700)).isoformat())
    follow(page, page.locator("main form .btn--go"))
    cohort = re.search(r"/cohorts/\d+/", page.url).group()
    page.goto(f"{cohort}trainees/new/")
    for field, value in (
        ("email", trainee.email), ("first_name", trainee.first_name), ("last_name", trainee.last_name)
    ):  # fmt: skip
        page.locator(f"[name={field}]").fill(value)
    follow(page, page.locator("main form .btn--go"))
    page.goto(f"{cohort}programme/edit/")
    page.locator("details.more summary").click()
    page.locator("[name=has_check_in]").check()
    follow(page, page.locator("main form .btn--go"))
    page.goto(f"{cohort}sessions/new/")
    for field, value in (("day", today.isoformat()), ("begins", "00:00"), ("ends", "23:59")):
        page.locator(f"[name={field}]").fill(value)
    follow(page, page.locator("main form .btn--go"))
    page.goto(f"{cohort}programme/publish/")
    follow(page, page.locator("main form .btn--go"))
    page.goto(f"{cohort}programme/")
    page.goto(page.locator(".meets a").first.get_attribute("href") + "attendance/")
    follow(page, page.get_by_role("button", name="Laat trainees zich aanmelden"))
    expect(page.locator("#code .code")).to_have_text(re.compile(r"^\d{4}$"))
    yield
    page.context.clear_cookies()
    sign_in_as(page, trainee.email)
    page.goto("/week/")
    yield
    follow(page, page.locator("a[href$='/my-check-in/']"))
    yield
    page.locator("[name=code]").fill("x")
    follow(page, page.locator("main form .btn--go"))
    page.locator(".errsum").wait_for()
    yield


def two_at_one_attendance_list(page):
    page.goto("/cohorts/1/attendance/")
    address = page.locator(".matrix thead a").first.get_attribute("href")
    page.goto(address)
    others = page.context.new_page()
    others.goto(address)
    for number, each in enumerate((others, page)):
        each.locator(".att li").first.locator("label:not(:has(:checked))").nth(number).click()
        follow(each, each.locator(".dock button"))
    others.close()
    page.locator(".errsum").wait_for()
    yield


def what_trainees_thought_of_it(page):
    """Shown once enough have answered; in the demo that is so of one session."""
    page.goto("/cohorts/1/attendance/")
    held = page.locator(".matrix thead a").evaluate_all("links => links.map(link => link.pathname)")
    for address in reversed(held):
        page.goto(address.replace("/attendance/", "/feedback/"))
        if page.locator("#h-useful").count():
            break
    expect(page.locator("#h-useful")).to_be_visible()
    yield


def messages_as_they_stand(page):
    """One of the demo is held back; here it is withdrawn and put back."""
    for state in ("failed", "sent", "cancelled", "held"):
        page.goto(f"/cohorts/2/outbox/?state={state}")
        yield
    follow(page, page.locator("main table.list tbody a").first)
    yield
    page.locator("#cancel").click()
    page.locator("dialog[open]").wait_for()
    yield
    page.locator("dialog[open] .btn--danger").click()
    back = page.locator("form[action$='/restore/'] button").last
    back.wait_for()
    yield
    follow(page, back)


def a_second_step_with_an_app(page):
    sign_in_as(page, SOMEBODY_ELSE)
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    open_surely(page, "/accounts/2fa/totp/activate/")
    yield
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(code(secret))
    follow(page, page.locator("main form .btn--go"))
    yield
    for path in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        open_surely(page, f"/accounts/2fa/{path}")
        yield
    page.context.clear_cookies()
    sign_in_as(page, SOMEBODY_ELSE)
    page.wait_for_url("**/2fa/authenticate/")
    yield


def a_second_step_with_a_passkey(page):
    """A passkey belongs to a name; the number that the other tests use has none."""
    page.goto(page.context.request.get("/help/").url.replace("127.0.0.1", "localhost"))
    here = page.url.removesuffix("/help/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    abilities = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    abilities |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": abilities})
    sign_in_as(page, people.LECTURERS[1].email, here)
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    open_surely(page, "/accounts/2fa/webauthn/add/", here)
    yield
    page.locator("[name=name]").fill("Laptop")
    page.locator("main form .btn--go").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    yield
    page.goto(f"{here}/accounts/2fa/webauthn/")
    yield
    for verb in ("edit", "remove"):
        page.goto(f"{here}/accounts/2fa/webauthn/")
        page.goto(here + page.locator(f"main a[href*='/{verb}/']").first.get_attribute("href"))
        yield


STATES = [
    ("coordinator", what_is_not_there),
    ("supervisor", what_is_not_for_you),
    ("nobody", signed_in_wrongly),
    ("coordinator", a_form_with_mistakes),
    ("coordinator", a_workbook_that_fits),
    ("coordinator", a_workbook_with_mistakes),
    ("coordinator", a_dialog_and_what_it_did),
    ("coordinator", a_trainee_more_and_a_pause),
    ("coordinator", somewhere_somebody_is_not_sent),
    ("trainee", a_calendar_and_the_end_of_it),
    ("lecturer", days_that_a_lecturer_is_not_there),
    ("coordinator", a_code_on_the_screen),
    ("coordinator", two_at_one_attendance_list),
    ("coordinator", what_trainees_thought_of_it),
    ("coordinator", messages_as_they_stand),
    ("nobody", a_second_step_with_an_app),
    ("nobody", a_second_step_with_a_passkey),
]


def sign_in_as(page, email, here=""):
    page.goto(f"{here}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(people.PASSWORD)
    follow(page, page.locator("main form button").first)


def open_surely(page, path, here=""):
    """Who changes how they sign in is asked for the password again."""
    page.goto(here + path)
    if "reauthenticate" in page.url:
        page.locator("[name=password]").fill(people.PASSWORD)
        follow(page, page.locator("main form button").first)


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
