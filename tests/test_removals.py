"""Two coordinators, one row: one removes it while the other looks, edits, or removes it as well."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from tests import factories
from tests.page_forms import own_form

pytestmark = pytest.mark.django_db

STALE = "Somebody else changed this meanwhile"
HELD = re.compile(r"FOR (NO KEY )?UPDATE")


def track():
    """Not the only one of its curriculum: that stays."""
    return factories.TrackFactory(curriculum=factories.TrackFactory().curriculum)


def placement():
    return factories.PlacementFactory(supervised=True)


# How a row is made, the field that somebody else changes, and what it is called.
REMOVED = {
    "theme": (factories.ThemeFactory, "name", "name"),
    "track": (track, "name", "name"),
    "goal": (factories.GoalFactory, "text", "final goal"),
    "room": (factories.RoomFactory, "address", "address"),
    "unavailable": (factories.UnavailableFactory, "starts_on", "first day"),
    "module": (factories.ModuleFactory, "title", "title"),
    "material": (factories.MaterialFactory, "title", "title"),
    "host": (factories.HostFactory, "address", "address"),
    "sector": (factories.SectorFactory, "name", "name"),
    "host_member": (factories.HostMemberFactory, "job", "job"),
    "placement": (placement, "repeat_reason", "why a second time here"),
    "plan": (factories.PlanFactory, "name", "name"),
    "pause": (factories.PauseFactory, "ends_on", "last day"),
    "exclusion": (factories.ExclusionFactory, "kind", "why"),
    "pair": (factories.PairFactory, "together", "at least once together"),
    "closed_day": (factories.ClosedDayFactory, "name", "name"),
}
# These are removed and made anew, or only get another name on a page that is called otherwise.
EDITED = [name for name in REMOVED if name not in {"pause", "exclusion", "pair", "plan"}]


def form_of(page):
    return own_form(page).sent


def change(row, field):
    """As an action does: another value, another version."""
    old = getattr(row, field)
    choices = [key for key, _label in row._meta.get_field(field).choices or ()]
    if choices:
        new = next(key for key in choices if key != old)
    elif isinstance(old, bool):
        new = not old
    else:
        new = old.replace(day=1) if hasattr(old, "day") else f"{old} anders"
    type(row).objects.filter(pk=row.pk).update(**{field: new, "version": row.version + 1})


@pytest.fixture(params=REMOVED)
def asked(request, admin):
    """Somebody has the page open that asks whether it may go: (name, row, address, what the page sends)."""
    make, _field, _label = REMOVED[request.param]
    row = make()
    url = reverse(f"{request.param}_remove", args=[row.pk])
    return request.param, row, url, form_of(admin.get(url))


def is_there(row):
    return type(row).objects.filter(pk=row.pk).exists()


def test_a_yes_to_what_was_shown_removes_it(admin, asked):
    _name, row, url, yes = asked
    assert admin.post(url, yes).status_code == 302
    assert not is_there(row)


def test_what_was_changed_meanwhile_is_asked_again(admin, asked):
    name, row, url, yes = asked
    _make, field, label = REMOVED[name]
    change(row, field)
    answer = admin.post(url, yes)
    assert answer.status_code == 409
    assert f"{STALE} ({label}). Look at it again before you remove it." in answer.text
    assert is_there(row)
    # The page that says so shows what it is now, and its yes is a yes to that.
    assert admin.post(url, form_of(answer)).status_code == 302
    assert not is_there(row)


def test_a_yes_without_having_seen_the_page_is_none(admin, asked):
    _name, row, url, _yes = asked
    assert admin.post(url).status_code == 409
    assert is_there(row)


def test_a_second_yes_is_told_that_it_has_gone(admin, asked):
    _name, _row, url, yes = asked
    admin.post(url, yes)
    answer = admin.post(url, yes)
    assert answer.status_code == 404
    assert "Somebody else has removed it, or it is not meant for you. Nothing is saved." in answer.text


def test_a_yes_at_the_very_moment_it_goes(admin, asked):
    """The page found the row, and before it could take hold of it somebody else removed it."""
    _name, row, url, yes = asked
    with gone_before_it_is_held(row):
        answer = admin.post(url, yes)
    assert answer.status_code == 302
    assert not is_there(row)


@pytest.fixture(params=EDITED)
def edited(request, admin):
    row = REMOVED[request.param][0]()
    url = reverse(f"{request.param}_edit", args=[row.pk])
    return row, url, form_of(admin.get(url))


def test_what_was_removed_cannot_be_saved(admin, edited):
    row, url, filled = edited
    row.delete()
    answer = admin.post(url, filled)
    assert answer.status_code == 404
    assert "This is no longer here" in answer.text
    assert not is_there(row)


def test_what_is_removed_at_the_very_moment_it_is_saved(admin, edited):
    row, url, filled = edited
    with gone_before_it_is_held(row):
        answer = admin.post(url, filled)
    assert answer.status_code == 200
    assert (
        "Somebody else removed this, or something it refers to, meanwhile. Nothing is saved." in answer.text
    )


@pytest.mark.parametrize("name", ["theme", "track"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_was_chosen_has_gone(admin, name, language):
    """In one language, whatever Django has no words for."""
    admin.cookies["django_language"] = language
    module = factories.ModuleFactory()
    chosen = getattr(factories, f"{name.title()}Factory")(curriculum=module.curriculum)
    url = reverse("module_edit", args=[module.pk])
    filled = form_of(admin.get(url)) | {name: [chosen.pk]}
    sentence = {
        "nl": "Wat hier gekozen was, is er niet meer. Kies opnieuw.",
        "en": "What was chosen here is no longer there. Choose again.",
    }[language]
    with gone_after_it_was_found(chosen):
        assert sentence in admin.post(url, filled).text
    assert sentence in admin.post(url, filled).text


class gone_before_it_is_held:  # noqa: N801, reads as words where it is used
    """Somebody else removes the row just before the first statement that locks it."""

    def __init__(self, row):
        self.row, self.gone = row, False
        self.table = row._meta.db_table

    def __enter__(self):
        self.watch = connection.execute_wrapper(self)
        self.watch.__enter__()

    def __exit__(self, *error):
        self.watch.__exit__(*error)
        assert self.gone, "nothing took hold of the row"

    def is_the_moment(self, sql):
        return sql.startswith("SELECT") and f'FROM "{self.table}"' in sql and bool(HELD.search(sql))

    def __call__(self, execute, sql, params, many, context):
        if not self.gone and self.is_the_moment(sql):
            self.gone = True
            type(self.row).objects.get(pk=self.row.pk).delete()
        return execute(sql, params, many, context)


class gone_after_it_was_found(gone_before_it_is_held):  # noqa: N801
    """Somebody else removes the row after the form found it, before the model looks whether it is there."""

    def is_the_moment(self, sql):
        return sql.startswith("SELECT %s AS") and f'FROM "{self.table}"' in sql
