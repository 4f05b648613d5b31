"""Rows of another cohort in the address, read and written by everybody who has such rows themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import TODAY, local
from tests.fuzz.requests import patterns
from tests.page_forms import own_form
from tests.strangers import browser_of, coordinator, kept, lecturer, trainee
from tests.worlds import ABOUT, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(time_machine):
    time_machine.move_to(local(TODAY, 10))
    return World("Kievit")


@pytest.fixture
def other(own):
    return World("Zilvermeeuw")


# Who acts on a row of others by its address: each of these people may do it with their own.
ACTS = [
    (lecturer, "attendance", "past"),
    (lecturer, "attendance_fill", "past"),
    (lecturer, "material_new", "module"),
    (lecturer, "material_edit", "material"),
    (lecturer, "material_remove", "material"),
    (lecturer, "material_up", "material"),
    (lecturer, "my_unavailable_edit", "away"),
    (lecturer, "my_unavailable_remove", "away"),
    (lecturer, "session_text", "session"),
    (lecturer, "check_in_open", "today"),
    (lecturer, "check_in_close", "today"),
    (trainee, "my_check_in", "today"),
    (trainee, "feedback_new", "past"),
    (trainee, "absence_withdraw", "absence"),
    (coordinator, "session_edit", "session"),
    (coordinator, "session_text", "session"),
    (coordinator, "session_swap", "session"),
    (coordinator, "session_split", "session"),
    (coordinator, "session_cancel", "session"),
    (coordinator, "session_restore", "session"),
    (coordinator, "session_pin", "session"),
    (coordinator, "session_unpin", "session"),
    (coordinator, "draft_edit", "draft"),
    (coordinator, "draft_swap", "draft"),
    (coordinator, "draft_split", "draft"),
    (coordinator, "draft_pin", "draft"),
    (coordinator, "draft_unpin", "draft"),
    (coordinator, "draft_drop", "draft"),
    (coordinator, "programme_edit", "cohort"),
    (coordinator, "programme_lay", "cohort"),
    (coordinator, "programme_unlay", "cohort"),
    (coordinator, "programme_publish", "cohort"),
    (coordinator, "programme_drop", "cohort"),
    (coordinator, "session_new", "cohort"),
    (coordinator, "check_in_open", "today"),
    (coordinator, "check_in_close", "today"),
    (coordinator, "catch_up_done", "catch_up"),
    (coordinator, "catch_up_undo", "catch_up"),
    (coordinator, "absence_new", "trainee"),
    (coordinator, "absence_approve", "leave"),
    (coordinator, "absence_decline", "leave"),
    (coordinator, "absence_withdraw", "leave"),
    (coordinator, "seat_edit", "seat"),
    (coordinator, "placement_edit", "placement"),
    (coordinator, "placement_remove", "placement"),
    (coordinator, "trainee_edit", "trainee"),
    (coordinator, "trainee_stop", "trainee"),
    (coordinator, "trainee_extend", "trainee"),
    (coordinator, "pause_new", "trainee"),
    (coordinator, "pause_remove", "pause"),
    (coordinator, "exclusion_new", "trainee"),
    (coordinator, "exclusion_remove", "exclusion"),
    (coordinator, "pair_new", "cohort"),
    (coordinator, "pair_remove", "pair"),
    (coordinator, "planning_edit", "cohort"),
    (coordinator, "planning_reset", "cohort"),
    (coordinator, "plan_new", "cohort"),
    (coordinator, "plan_rename", "plan"),
    (coordinator, "plan_remove", "plan"),
    (coordinator, "plan_publish", "plan"),
    (coordinator, "closed_day_edit", "closed_day"),
    (coordinator, "closed_day_remove", "closed_day"),
    (coordinator, "cohort_edit", "cohort"),
    (coordinator, "period_edit", "cohort"),
    (coordinator, "coordinator_new", "cohort"),
    (coordinator, "coordinator_remove", "coordination"),
    (coordinator, "trainee_new", "cohort"),
    (coordinator, "message_edit", "message"),
    (coordinator, "message_hold", "message"),
    (coordinator, "message_release", "message"),
    (coordinator, "message_cancel", "message"),
    (coordinator, "message_restore", "message"),
    (coordinator, "message_retry", "message"),
    (coordinator, "outbox_hold", "cohort"),
    (coordinator, "outbox_release", "cohort"),
    (coordinator, "outbox_cancel", "cohort"),
    (coordinator, "outbox_retry", "cohort"),
]


@pytest.mark.parametrize(
    ("who", "name", "about"), ACTS, ids=[f"{name}-{who.__name__}" for who, name, _about in ACTS]
)
def test_the_row_of_others_in_the_address(who, name, about, own, other):
    """With the very body that is right for it, as its own people see it."""
    url = reverse(name, args=[getattr(other, about).pk])
    page = browser_of(who(other)).get(url)
    body = own_form(page).sent if page.status_code == 200 else {}
    before = kept()
    answer = browser_of(who(own)).post(url, body)
    assert answer.status_code == 404
    assert other.word not in answer.content.decode()
    assert kept() == before


@pytest.mark.parametrize("about", ["trainee", "supervisor"])
def test_people_who_only_look_save_nothing(about, own):
    """Trainees and supervisors have no form of a cohort, not even of their own."""
    user = own.trainee.user if about == "trainee" else own.supervisor
    before = kept()
    for who, name, row in ACTS:
        if who is trainee:
            continue
        answer = browser_of(user).post(reverse(name, args=[getattr(own, row).pk]), {"seen": 1})
        assert answer.status_code in {403, 404}, name
    assert kept() == before


# What belongs to a cohort and its people; the rest is shared by all who coordinate.
OF_A_COHORT = {
    "cohorts", "trainees", "coordinators", "pauses", "placements", "plans", "exclusions", "pairs", "sessions",
    "drafts", "releases", "absences", "catch-ups", "messages",
}  # fmt: skip
PEOPLE: dict[str, Callable[[World], Any]] = {
    "coordinator": coordinator,
    "lecturer": lecturer,
    "trainee": trainee,
    "supervisor": lambda own: own.supervisor,
    "somebody without a role": lambda own: own.person("guest"),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_whatever_is_of_a_cohort_is_not_there_for_others(who, own, other):
    """Every address with the key of such a row, to read and to write."""
    client = browser_of(PEOPLE[who](own))
    before = kept()
    found = [each for each in patterns() if "<int:pk>" in each and each.split("/")[0] in OF_A_COHORT]
    rows = [(each, row) for each in found for row in other.rows(each.split("/")[0])]
    assert len(rows) > 100
    for pattern, row in rows:
        url = filled(pattern, other, row)
        for answer in (client.get(url), client.post(url, {"seen": 1})):
            assert answer.status_code in {404, 405}, url
            assert other.word not in answer.content.decode(), url
    assert kept() == before


def filled(pattern, world, row):
    """The address of a row, and of whatever else is asked for beside it."""
    beside = {
        "<int:period>": world.periods[1].pk, "<int:trainee>": world.trainee.pk, "<int:number>": 1,
        "<slug:kind>": "withdraws",
    }  # fmt: skip
    address = pattern.replace("<int:pk>", str(row.pk))
    for name, value in beside.items():
        address = address.replace(name, str(value))
    assert "<" not in address
    return f"/{address}"


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "coordinator"])
def test_a_draft_is_nowhere_for_who_is_told_later(who, own):
    """Neither is a message that has not gone: not on any page of one's own cohort."""
    client = browser_of(PEOPLE[who](own))
    hidden = [own.draft.title, own.draft.place, own.message.subject]
    shown = 0
    for pattern in patterns():
        segment = pattern.split("/")[0]
        if segment in {"admin", "accounts"} or ("<" in pattern and segment not in ABOUT):
            continue
        rows = own.rows(segment) if segment in ABOUT else [own.draft]
        for row in rows:
            page = client.get(filled(pattern, own, row))
            shown += page.status_code == 200
            text = "" if page.streaming else page.content.decode(errors="replace")
            assert [word for word in hidden if word in text] == [], pattern
            if segment in {"drafts", "plans"}:
                assert page.status_code in {404, 405}, pattern
    assert shown > 5
