"""What every page promises, whoever looks: accessible, in one column, silent, and from this server only."""

from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, resolve

from tests.e2e import axe, states

# Enough for the slowest to be small beside the whole: they are divided among the processes.
PARTS = 16
OF_ALLAUTH = ("account_", "mfa_", "socialaccount_", "usersessions_")
NO_LINK_LEADS_TO = {
    # What only answers to a button.
    *("attendance_fill", "import_confirm", "import_discard", "language_switch", "theme_switch"),
    *("material_down", "material_up", "placement_undo", "exclusion_undo", "pair_undo"),
    *("my_wish_add", "my_wish_remove", "my_wish_up", "my_wish_down", "my_wish_order", "my_wish_undo"),
    *("plan_stop", "plan_pin", "plan_unpin", "plan_undo", "plan_redo", "plan_try", "plan_alternatives"),
    *("absence_approve", "absence_decline", "catch_up_done", "catch_up_undo", "goal_down", "goal_up"),
    *("draft_drop", "draft_pin", "draft_unpin", "session_pin", "session_restore", "session_unpin"),
    *("check_in_open", "check_in_close", "outbox_hold", "outbox_release", "outbox_retry"),
    *("message_hold", "message_release", "message_restore", "message_retry"),
    # Files.
    *("board_export", "coverage_export", "feed", "import_template", "material_file", "my_data"),
    *("plan_export", "trainee_export"),
    *("home",),  # goes on to the first page of a role
    # Looked at in states.py.
    *("exclusion_remove", "import_preview", "pause_remove", "calendar_new", "calendar_remove"),
    *("check_in", "my_check_in", "my_unavailable_edit", "my_unavailable_remove"),
    *("plan_adopt", "plan_compare"),  # looked at in test_planning.py
    *("programme_unlay",),  # looked at in test_programme.py
}


def test_no_page_is_overlooked(reachable):
    found = {resolve(urlsplit(one.path).path).view_name for pages in reachable.values() for one in pages}
    ours = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    unfound = {name for name in ours - found if not name.startswith(OF_ALLAUTH)}
    assert sorted(unfound ^ NO_LINK_LEADS_TO) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_keeps_its_promises(part, reachable, sign_in, record_property):
    wrong, seen, looked = [], set(), 0
    for role, found in reachable.items():
        page, heard = open_page(sign_in(role))
        for one in found:
            # What two people see alike is looked at once.
            if one.in_part(part, PARTS) and one.sameness not in seen:
                seen.add(one.sameness)
                looked += 1
                wrong += [f"{role}: {line}" for line in look_at(page, one.path)]
        wrong += [f"{role}: {line}" for line in heard]
        page.context.close()
    record_property("pages", looked)
    record_property("analyses", looked * axe.LOOKS)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("role", "state"), states.STATES, ids=[state.__name__ for _, state in states.STATES])
def test_every_state_is_accessible(role, state, sign_in, record_property):
    page, wrong, looked = sign_in(role).new_page(), [], 0
    for _moment in state(page):
        looked += 1
        wrong += axe.violations(page)
        if axe.is_too_wide(page):
            wrong.append(f"{page.url} is wider than {axe.NARROWEST}")
        axe.as_it_was(page)
    record_property("pages", looked)
    record_property("analyses", looked * axe.LOOKS)
    assert not wrong, "\n".join(wrong)


def open_page(context):
    page, heard = context.new_page(), []
    own = urlsplit(context.request.get("/help/").url).netloc
    page.on(
        "console",
        lambda line: (
            heard.append(f"{page.url} says {line.text}") if line.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: heard.append(f"{page.url} fails: {error}"))
    page.on(
        "request",
        lambda request: (
            heard.append(f"{page.url} asks {request.url}")
            if request.url.startswith("http") and urlsplit(request.url).netloc != own
            else None
        ),
    )
    return page, heard


def look_at(page, path):
    page.goto(path)
    wrong = axe.violations(page)
    # The administration is Django's own page, with our colours.
    if not path.startswith("/admin/") and axe.is_too_wide(page):
        wrong.append(f"{path} is wider than {axe.NARROWEST}")
    return wrong
