"""Pages no link leads to: an error, a refusal, a dialog, what follows on a form. Each `yield` shows one."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.e2e.steps import MISTAKES, WORKBOOK, upload
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
    page.locator("main form button").click()
    page.wait_for_url("**/password/reset/done/")
    yield
    page.goto("/accounts/password/reset/key/1-wrong/")
    yield


def a_form_with_mistakes(page):
    page.goto("/cohorts/new/")
    page.locator("main form .btn--go").click()
    page.locator(".errsum").wait_for()
    yield


def a_workbook_that_fits(page):
    upload(page, WORKBOOK)
    yield


def a_workbook_with_mistakes(page):
    upload(page, MISTAKES)
    yield


def a_dialog_and_what_it_did(page):
    page.goto("/cohorts/1/")
    page.locator("a.slot.is-empty").first.click()
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    yield
    dialog.locator("input[type=radio][name=host]").first.check(force=True)
    dialog.get_by_role("button", name=re.compile("opslaan|plaatsen|kiezen", re.IGNORECASE)).last.click()
    page.locator("[role=status] p").first.wait_for()
    yield


def a_trainee_more_and_a_pause(page):
    page.goto("/cohorts/1/trainees/new/")
    yield
    page.goto("/trainees/13/pauses/new/")
    for field, day in (("starts_on", "2027-03-01"), ("ends_on", "2027-03-12")):
        page.locator(f"[name={field}]").fill(day)
    page.locator("main form .btn--go").click()
    page.wait_for_url("**/trainees/13/")
    page.goto(page.locator("a[href^='/pauses/']").first.get_attribute("href"))
    yield


def somewhere_somebody_is_not_sent(page):
    page.goto("/trainees/20/")
    page.goto(page.locator("a[href^='/exclusions/'][href$='/remove/']").first.get_attribute("href"))
    yield


def a_second_step_with_an_app(page):
    sign_in_as(page, SOMEBODY_ELSE)
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    open_surely(page, "/accounts/2fa/totp/activate/")
    yield
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(code(secret))
    page.locator("main form .btn--go").click()
    page.wait_for_url(lambda url: "/activate/" not in url)
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
    ("nobody", a_second_step_with_an_app),
    ("nobody", a_second_step_with_a_passkey),
]


def sign_in_as(page, email, here=""):
    page.goto(f"{here}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(people.PASSWORD)
    page.locator("main form button").first.click()


def open_surely(page, path, here=""):
    """Who changes how they sign in is asked for the password again."""
    page.goto(here + path)
    if "reauthenticate" in page.url:
        page.locator("[name=password]").fill(people.PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(f"**{path}")


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
