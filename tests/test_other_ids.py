"""Ids of another cohort, host, module or curriculum, in the body of every form that takes ids.

Each is sent by somebody who may use the form, in a body that is right but for that one id. Nothing may be
saved, and nothing about the row of the others may be said.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.factories import TODAY, local
from tests.page_forms import own_form
from tests.strangers import browser_of, coordinator, kept, lecturer
from tests.worlds import World

pytestmark = pytest.mark.django_db

Body = dict[str, Any]


@pytest.fixture
def own(time_machine):
    time_machine.move_to(local(TODAY, 10))
    return World("Kievit")


@pytest.fixture
def other(own):
    return World("Zilvermeeuw")


AWAY = {"starts_on": "2026-12-04", "ends_on": "2026-12-04"}
# name of the page: who sends it, the row it is about (None: no row), and per try what is changed in the body.
Try = Callable[[World, World], Body]
FORMS: dict[str, tuple[Callable[[World], Any], Callable[[World], list[int]], dict[str, Try]]] = {
    "module_edit": (
        coordinator,
        lambda own: [own.module.pk],
        {
            "track of another curriculum": lambda own, other: {"track": other.track.pk},
            "theme of another curriculum": lambda own, other: {"theme": other.theme.pk},
            "somebody who teaches nothing here": lambda own, other: {"lecturers": [other.trainee.user.pk]},
            "module of another curriculum before it": lambda own, other: {"needs": [other.module.pk]},
            "final goal of another curriculum": lambda own, other: {"covers": [other.goal.pk]},
        },
    ),
    "coverage_edit": (
        coordinator,
        lambda own: [own.curriculum.pk],
        {
            "final goal of another curriculum": lambda own, other: {
                f"goals_{own.module.pk}": [other.goal.pk],
            },
            "module of another curriculum": lambda own, other: {f"goals_{other.module.pk}": [own.goal.pk]},
            "theme of another curriculum": lambda own, other: {f"theme_{own.module.pk}": other.theme.pk},
        },
    ),
    "unavailable_new": (
        coordinator,
        lambda own: [],
        {"somebody who teaches nothing": lambda own, other: AWAY | {"who": f"u{other.trainee.user.pk}"}},
    ),
    "module_new": (
        coordinator,
        lambda own: [own.curriculum.pk],
        {
            "track of another curriculum": lambda own, other: {"title": "Nieuw", "track": other.track.pk},
            "theme of another curriculum": lambda own, other: {"title": "Nieuw", "theme": other.theme.pk},
        },
    ),
    "session_new": (
        coordinator,
        lambda own: [own.cohort.pk],
        {
            "module of another curriculum": lambda own, other: {"what": f"m{other.module.pk}.1"},
            "track of another curriculum": lambda own, other: {
                "what": f"t{other.track.pk}", "title": "Ontwikkeldag",
            },
            "somebody who teaches nothing here": lambda own, other: {
                "title": "Ontwikkeldag", "what": f"t{own.other_track.pk}",
                "lecturers": [other.trainee.user.pk],
            },
        },
    ),
    "session_edit": (
        coordinator,
        lambda own: [own.session.pk],
        {"module of another curriculum": lambda own, other: {"what": f"m{other.module.pk}.1"}},
    ),
    "draft_edit": (
        coordinator,
        lambda own: [own.draft.pk],
        {
            "track of another curriculum": lambda own, other: {"what": f"t{other.track.pk}"},
            "somebody who teaches nothing here": lambda own, other: {"lecturers": [other.trainee.user.pk]},
        },
    ),
    "session_swap": (
        coordinator,
        lambda own: [own.session.pk],
        {
            "session of another cohort": lambda own, other: {"other": f"s{other.session.pk}"},
            "draft of another cohort": lambda own, other: {"other": f"d{other.draft.pk}"},
        },
    ),
    "draft_swap": (
        coordinator,
        lambda own: [own.draft.pk],
        {
            "session of another cohort": lambda own, other: {"other": f"s{other.session.pk}"},
            "draft of another cohort": lambda own, other: {"other": f"d{other.draft.pk}"},
        },
    ),
    "programme_edit": (
        coordinator,
        lambda own: [own.cohort.pk],
        {"a curriculum under sessions of this one": lambda own, other: {"curriculum": other.curriculum.pk}},
    ),
    "placement_new": (
        coordinator,
        lambda own: [own.classmate.pk, own.periods[1].pk],
        {
            "host without a seat in this cohort": lambda own, other: {"host": other.host.pk},
            "supervisor of another host": lambda own, other: {
                "host": own.host.pk, "supervisor": other.member.pk,
            },
        },
    ),
    "placement_edit": (
        coordinator,
        lambda own: [own.placement.pk],
        {
            "host without a seat in this cohort": lambda own, other: {"host": other.host.pk},
            "supervisor of another host": lambda own, other: {"supervisor": other.member.pk},
        },
    ),
    "pair_new": (
        coordinator,
        lambda own: [own.cohort.pk],
        {
            "trainee of another cohort": lambda own, other: {
                "one": own.classmate.pk, "other": other.trainee.pk,
            },
            "two of another cohort": lambda own, other: {
                "one": other.trainee.pk, "other": other.third.pk,
            },
        },
    ),
    "wish_edit": (
        coordinator,
        lambda own: [own.trainee.pk],
        {"host without a seat in this cohort": lambda own, other: {"wish_1": other.host.pk}},
    ),
    "seat_grid": (
        coordinator,
        lambda own: [own.cohort.pk],
        {
            "seat of another cohort's period": lambda own, other: {
                f"max-{own.host.pk}-{other.periods[0].pk}": 5,
                f"seen-{own.host.pk}-{other.periods[0].pk}": "0,0",
                f"max-{other.host.pk}-{other.periods[0].pk}": 5,
            },
            "new host in another cohort's period": lambda own, other: {
                "new_host": other.host.pk, f"max-new-{other.periods[0].pk}": 5,
            },
        },
    ),
    "attendance": (
        lecturer,
        lambda own: [own.past.pk],
        {
            "trainee of another cohort": lambda own, other: {
                f"state_{other.trainee.pk}": "absent", f"was_{other.trainee.pk}": "present",
            },
        },
    ),
    "closed_day_new": (
        coordinator,
        lambda own: [],
        {
            "cohort of others": lambda own, other: {
                "name": "Vrij", "starts_on": "2026-12-04", "ends_on": "2026-12-04", "cohort": other.cohort.pk,
            },
        },
    ),
    "closed_day_edit": (
        coordinator,
        lambda own: [own.closed_day.pk],
        {"cohort of others": lambda own, other: {"cohort": other.cohort.pk}},
    ),
    "cohort_import": (
        coordinator,
        lambda own: [],
        {"cohort of others": lambda own, other: {"cohort": other.cohort.pk}},
    ),
}  # fmt: skip
TRIES = [(name, what) for name, (_who, _key, tries) in FORMS.items() for what in tries]


@pytest.mark.parametrize(("name", "what"), TRIES)
def test_an_id_of_others_changes_and_tells_nothing(name, what, own, other):
    who, key, tries = FORMS[name]
    client, url = browser_of(who(own)), reverse(name, args=key(own))
    shown = client.get(url)
    changes = tries[what](own, other)
    before = kept()
    answer = client.post(url, own_form(shown).sent | changes)
    assert answer.status_code in {200, 302, 404, 409}
    assert kept() == before
    assert names_of_others(answer, other) <= names_of_others(shown, other)


def names_of_others(answer, other):
    """What of the other world is named on a page: the host, the curriculum, somebody …"""
    return set(re.findall(rf"\w+ {other.word}", answer.content.decode()))


@pytest.mark.parametrize("name", [name for name in FORMS if name not in {"cohort_import", "attendance"}])
def test_the_same_body_with_ones_own_ids_is_taken(name, own):
    """Otherwise the tries would be refused for another reason than the id."""
    who, key, _tries = FORMS[name]
    client, url = browser_of(who(own)), reverse(name, args=key(own))
    body = own_form(client.get(url)).sent | OWN.get(name, lambda own: {})(own)
    assert client.post(url, body).status_code == 302


OWN: dict[str, Callable[[World], Body]] = {
    "module_new": lambda own: {"title": "Nieuw", "theme": own.theme.pk},
    "unavailable_new": lambda own: AWAY | {"who": f"u{own.lecturer.pk}"},
    "session_new": lambda own: {"title": "Ontwikkeldag", "what": f"t{own.other_track.pk}"},
    "session_swap": lambda own: {"other": f"d{own.draft.pk}"},
    "draft_swap": lambda own: {"other": f"s{own.session.pk}"},
    "placement_new": lambda own: {"host": own.host.pk, "supervisor": own.member.pk, "repeat_reason": "x"},
    "wish_edit": lambda own: {"wish_1": own.host.pk},
    "pair_new": lambda own: {"one": own.classmate.pk, "other": own.third.pk},
    "closed_day_new": lambda own: {
        "name": "Vrij", "starts_on": "2026-12-04", "ends_on": "2026-12-04", "cohort": own.cohort.pk,
    },
}  # fmt: skip


class TestAlone:
    """Addresses that take a row in the body only, without a page of their own that shows the form."""

    def confirm(self, user, upload, **body):
        return browser_of(user).post(reverse("import_confirm", args=[upload.pk]), body)

    def test_an_import_into_a_cohort_of_others(self, own, other):
        before = kept()
        answer = self.confirm(own.coordinator, own.upload, cohort=other.cohort.pk, shown="")
        assert answer.status_code == 302
        assert kept() == before
        assert str(other.cohort) not in browser_of(own.coordinator).get(answer.url).content.decode()

    def test_an_upload_of_others(self, own, other):
        before = kept()
        assert self.confirm(own.coordinator, other.upload, cohort=own.cohort.pk).status_code == 404
        assert kept() == before

    @pytest.mark.parametrize("name", ["exclusion", "pair"])
    def test_undoing_what_another_noted(self, name, own, other):
        before = kept()
        url = reverse(f"{name}_undo", args=[getattr(other, name).pk])
        assert browser_of(own.coordinator).post(url).status_code == 404
        assert kept() == before

    def test_undoing_the_place_that_another_chose(self, own, other):
        before = kept()
        url = reverse("placement_undo", args=[other.placement.pk])
        assert browser_of(own.coordinator).post(url).status_code == 404
        assert kept() == before


class TestOwnWishes:
    """Trainees rank hosts themselves: by the address, or by an order in the body."""

    def seen(self, own):
        return browser_of(own.trainee.user).get(reverse("my_wishes")).context["own"].trainee.version

    @pytest.mark.parametrize("verb", ["add", "remove", "up", "down"])
    def test_a_host_of_others_in_the_address(self, verb, own, other):
        client, seen = browser_of(own.trainee.user), self.seen(own)
        before = kept()
        answer = client.post(reverse(f"my_wish_{verb}", args=[other.host.pk]), {"seen": seen})
        assert answer.status_code == 302
        assert kept() == before
        assert other.word not in client.get(answer.url).content.decode()

    @pytest.mark.parametrize("name", ["my_wish_order", "my_wish_undo"])
    def test_a_host_of_others_in_the_order(self, name, own, other):
        client, seen = browser_of(own.trainee.user), self.seen(own)
        order = {"order": f"{own.host.pk},{other.host.pk}", "seen": seen}
        before = kept()
        query = f"?{urlencode(order)}" if name == "my_wish_undo" else ""
        answer = client.post(reverse(name) + query, order)
        assert answer.status_code == 302
        assert kept() == before
        assert other.word not in client.get(answer.url).content.decode()

    def test_with_ones_own_host_it_is_taken(self, own):
        client = browser_of(own.trainee.user)
        client.post(reverse("my_wish_remove", args=[own.host.pk]), {"seen": self.seen(own)})
        assert not own.trainee.wishes.exists()

    def test_the_page_of_the_coordinators_is_not_theirs(self, own):
        client = browser_of(own.trainee.user)
        assert client.get(reverse("wish_edit", args=[own.trainee.pk])).status_code == 404
