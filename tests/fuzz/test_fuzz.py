"""Whatever is sent, to any address, by anybody: an answer, never a failure of ours, and nothing of others.

`make fuzz`; another seed: `make fuzz SEED=7`. What was asked and answered is kept in build/fuzz.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.factories import TODAY, UserFactory, local
from tests.fuzz.requests import Asked, Told, ask, campaign, patterns, wrong_with
from tests.worlds import World

pytestmark = pytest.mark.django_db

SEED = os.environ.get("SEED", "2026")
LOGIN_URL = "/accounts/login/"
OWN, OTHER = "Kievit", "Zilvermeeuw"
# Coordinators share organisations, content and who follows it, and admins all there is: not the trainees of a
# cohort, what is drafted, told and thought there.
OF_A_COHORT = rf"(Trainee|Classmate|Third|Idea|Attic|Draft|News of|Note|Opinion\d|Day|Day of) {OTHER}"
# The administration belongs to admins, the others only try its front doors.
FRONT_DOORS = 12
# Together more than 3,000, whatever is added.
LEAST = {
    "anonymous": 500, "trainee": 500, "supervisor": 500, "lecturer": 500, "coordinator": 500, "admin": 500,
}  # fmt: skip


@pytest.fixture
def own(time_machine):
    time_machine.move_to(local(TODAY, 10))
    return World(OWN)


@pytest.fixture
def other(own):
    return World(OTHER)


@pytest.fixture
def browser(own):
    def of(role):
        client = Client(raise_request_exception=False)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
        if role != "anonymous":
            others = {"trainee": own.trainee.user, "admin": UserFactory(admin=True)}
            sign_in(client, others.get(role) or getattr(own, role))
        return client

    return of


def sign_in(client, user):
    """By the door: what signing in leaves behind is there too."""
    user.set_password("kievit-in-de-wei")
    user.save()
    answer = client.post(LOGIN_URL, {"login": user.email, "password": "kievit-in-de-wei"})
    assert answer.status_code == 302


def keep(role, told):
    path = Path(settings.BASE_DIR) / "build" / "fuzz" / f"{role}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        f"{each.status} {each.seconds * 1000:6.1f} ms {each.wrong or 'ok'}\t{each.asked.what}"
        for each in told
    )
    path.write_text("\n".join(line.encode("ascii", "backslashreplace").decode() for line in lines) + "\n")


@pytest.mark.parametrize("role", LEAST)
def test_nothing_breaks_and_nothing_leaks(role, own, other, browser):
    client = browser(role)
    secret = {"coordinator": OF_A_COHORT, "admin": ""}.get(role, OTHER)
    tried = patterns()
    if role != "admin":
        doors = [pattern for pattern in tried if pattern.startswith("admin/")][:: len(tried) // FRONT_DOORS]
        tried = [pattern for pattern in tried if not pattern.startswith("admin/") or pattern in doors]
    told: list[Told] = []
    for pattern in tried:
        told += campaign(client, pattern, own, other, secret=secret, seed=f"{SEED} {role}")
    keep(role, told)
    assert [f"{each.wrong}: {each.asked.what}" for each in told if each.wrong] == []
    assert len(told) >= LEAST[role]
    slowest = sorted(each.seconds for each in told)
    assert slowest[int(len(slowest) * 0.99)] < 1


def test_the_same_seed_asks_the_same(own, other, browser):
    once, twice = (
        [
            told.asked
            for told in campaign(browser("coordinator"), "hosts/new/", own, other, secret="", seed="1")
        ]
        for _ in range(2)
    )
    assert once == twice


class TestItCanFail:
    """A net without holes is tried with a fish."""

    def test_a_page_that_breaks(self, own, other, browser):
        def broken(execute, sql, params, many, context):
            if "placements_sector" in sql:
                raise ValueError("a mistake of ours")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(broken):
            told = list(campaign(browser("coordinator"), "sectors/", own, other, secret="", seed="1"))
        assert told[0].wrong == "500"

    def test_a_word_of_others(self, own, other, browser):
        told = list(campaign(browser("coordinator"), "sectors/", own, other, secret=OTHER, seed="1"))
        assert told[0].wrong == f"shows {OTHER}"

    @pytest.mark.parametrize(
        "text",
        [
            "Traceback (most recent call last)",
            'SELECT "trainees_user"."id" FROM',
            "psycopg.errors.UndefinedColumn",
            "/srv/placements/views/hosts.py",
        ],
    )
    def test_what_only_we_should_see(self, text, rf):
        class Page:
            status_code, streaming, content = 200, False, text.encode()

            def get(self, name, default):
                return "text/html"

        assert wrong_with(Page(), "").startswith("shows ")

    def test_nothing_stays(self, own, browser):
        client = browser("coordinator")
        answer, _seconds = ask(client, Asked("POST", "/sectors/new/", b"name=water&position=9&seen=0"))
        assert answer.status_code == 302
        assert not type(own.sector).objects.filter(name="water").exists()
