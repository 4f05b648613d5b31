"""The rules of the house. Each is tried on a bad example first: a rule that cannot fail proves nothing.

That a GET never writes is seen to by tests/watch.py on every request of the suite; rule 5, on migrations,
stands in tests/test_migrations.py; that each rule of the database is broken once, in tests/test_rules.py.
"""

from textwrap import indent

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps
from django.urls import URLResolver, get_resolver, include, path
from django.utils.translation import gettext_lazy as _

from tests.house import code, data, kept, pages, tree
from wijkmakers.lib import access, messages
from wijkmakers.lib.constraints import Rule

FILES = tree.all_files()
PATTERNS = get_resolver().url_patterns
OURS = [model for model in apps.get_models() if model._meta.app_label in tree.PACKAGES]

# A rule about files, a bad example of each way to break it, and what comes near without breaking it.
LONG_FUNCTION = "def work():\n" + "    x = 1\n" * (code.FUNCTION_LINES - 1)
FUNCTION_THAT_FITS = "def work():\n" + "    x = 1\n" * (code.FUNCTION_LINES - 2)
ABOUT_FILES = {
    code.imports_go_down: (
        [
            {"trainees/rules.py": "from placements.models import Host"},
            {"trainees/rules.py": "import curriculum"},
            {"placements/rules.py": "from curriculum import models"},
            {"curriculum/rules.py": "import placements.models"},
            {"wijkmakers/lib/names.py": "from trainees.models import User"},
            {"wijkmakers/lib/names.py": "from wijkmakers import settings"},
            {"trainees/views/me.py": "from wijkmakers.views import site"},
            {"placements/urls.py": "import wijkmakers.urls"},
        ],
        {
            "wijkmakers/views/site.py": "from placements.models import Host\nfrom wijkmakers import context",
            "placements/rules.py": "from trainees.models import User\nfrom placements import spans",
            "trainees/rules.py": "from wijkmakers.lib import names",
            "wijkmakers/lib/forms.py": "from wijkmakers.lib.names import fold",
        },
    ),
    code.imports_are_plain: (
        [
            {"trainees/rules.py": "from . import models"},
            {"trainees/rules.py": "from .models import User"},
            {"trainees/rules.py": "def work():\n    from trainees.models import User"},
            {"tests/test_me.py": "def test_me():\n    import trainees.models"},
        ],
        {"trainees/rules.py": "from trainees.models import User\n\ndef work():\n    import json"},
    ),
    code.solvers_stand_alone: (
        [
            {"placements/rotation.py": "from django.utils import timezone"},
            {"placements/rotation.py": "from placements.models import Host"},
            {"curriculum/timetable/days.py": "import wijkmakers.lib.names"},
        ],
        {
            "placements/rotation.py": "import dataclasses\nfrom ortools.sat.python import cp_model",
            "curriculum/timetable/days.py": "from curriculum.timetable.weeks import Week",
        },
    ),
    code.functions_are_short: (
        [
            {"trainees/rules.py": LONG_FUNCTION},
            {"trainees/rules.py": "class A:\n" + indent(LONG_FUNCTION, "    ")},
        ],
        {
            "trainees/rules.py": FUNCTION_THAT_FITS,
            "trainees/states.py": FUNCTION_THAT_FITS.replace(":", ":\n    'Why.'", 1),
            "tests/test_me.py": LONG_FUNCTION,
        },
    ),
    code.files_are_short: (
        [{path: "x = 1\n" * 400} for path in ("trainees/rules.py", "tests/test_me.py", "static/js/a.js")],
        {"trainees/rules.py": "x = 1\n" * 399, "README.md": "x\n" * 999},
    ),
    code.views_leave_filtering_to_querysets: (
        [
            {"trainees/views/me.py": "x = User.objects.filter(pk=1)"},
            {"wijkmakers/views.py": "x = User.objects.exclude(pk=1)"},
        ],
        {"trainees/views/me.py": "x = User.objects.visible_to(user)", "trainees/rules.py": "x.filter(y)"},
    ),
    code.views_are_functions: (
        [
            {"trainees/views/me.py": "class Me(generic.DetailView): ..."},
            {"trainees/urls.py": "path('', MeView.as_view(), name='me')"},
        ],
        {"trainees/views/me.py": "def me(request): ...", "trainees/urls.py": "path('', me, name='me')"},
    ),
    code.entry_comes_first: (
        [{"trainees/views/me.py": "@require_safe\n@access.signed_in\ndef me(request): ..."}],
        {"trainees/views/me.py": "@anyone('why')\n@require_safe\ndef me(request): ..."},
    ),
    code.properties_never_query: (
        [
            {"trainees/rules.py": "class A:\n    @property\n    def b(self): return self.pauses.count()"},
            {"trainees/rules.py": "class A:\n    @cached_property\n    def b(self): return B.objects.get()"},
            {"trainees/rules.py": "class A:\n    @property\n    def b(self): return self.c.filter(d=1)"},
        ],
        {"trainees/rules.py": "class A:\n    @property\n    def b(self): return self.words.count('x')"},
    ),
    code.only_the_edge_reads_the_clock: (
        [
            {"trainees/rules.py": "x = timezone.now()"},
            {"trainees/models/user.py": "x = timezone.localdate()"},
            {"wijkmakers/lib/names.py": "x = dt.date.today()"},
        ],
        {
            "trainees/views/me.py": "x = timezone.localdate()",
            "placements/tasks.py": "x = timezone.now()",
            "wijkmakers/management/commands/seed.py": "x = timezone.now()",
            "trainees/models/user.py": "x = models.DateTimeField(default=timezone.now)",
            "trainees/rules.py": "x = timezone.localdate(moment)",
        },
    ),
    code.lib_is_explained: (
        [
            {"wijkmakers/lib/names.py": "def fold(a: str) -> str:\n    b = a\n    c = b\n    return c"},
            {"wijkmakers/lib/names.py": "def _fold(text) -> str:\n    return text"},
            {"wijkmakers/lib/names.py": "class A:\n    def b(self, c: int):\n        return c"},
        ],
        {
            "wijkmakers/lib/names.py": 'def a(b: str) -> str:\n    """c"""\n    d = b\n    return d\n\n'
            "def e(f: str) -> str:\n    return f",
            "trainees/rules.py": "def a(b):\n    c = b\n    return c",
        },
    ),
    code.no_drawer_for_everything: (
        [{"trainees/utils.py": ""}, {"wijkmakers/lib/utils/names.py": ""}, {"tests/helpers.py": ""}],
        {"trainees/rules.py": ""},
    ),
    code.nothing_hangs_on_signals: (
        [
            {"trainees/apps.py": "from django.db.models.signals import post_save"},
            {"trainees/apps.py": "from django.dispatch import receiver"},
            {"trainees/apps.py": "from allauth.account import signals"},
        ],
        {"trainees/apps.py": "from django.apps import AppConfig"},
    ),
    code.nothing_of_ours_is_mocked: (
        [
            {"tests/test_me.py": "from unittest.mock import patch"},
            {"tests/test_me.py": "from unittest import mock"},
        ],
        {"tests/test_me.py": "import unittest"},
    ),
    code.actions_say_who_acts: (
        [
            {
                "trainees/actions/__init__.py": "from trainees.actions.people import rename",
                "trainees/actions/people.py": "def rename(user, by): ...",
            },
        ],
        {
            "trainees/actions/__init__.py": "from trainees.actions.people import rename",
            "trainees/actions/people.py": "def rename(*, user, by): ...\n\ndef spell(user): ...",
        },
    ),
    pages.templates_are_short: (
        [{"templates/trainees/me.html": "x\n" * 120}],
        {"templates/trainees/me.html": "x\n" * 119},
    ),
    pages.nothing_is_inline: (
        [
            {"templates/me.html": "<script>alert(1)</script>"},
            {"templates/me.html": "<script type='module'>x</script>"},
            {"templates/me.html": "<style>p {}</style>"},
            {"templates/me.html": '<p class="x"\nstyle="color: red">'},
            {"templates/me.html": '<button onclick="x()">'},
            {"templates/me.html": '<a href="javascript:x()">'},
        ],
        {
            "templates/me.html": '<script src="a.js"></script><p data-style="x">{# <style> #}one = two'
            '<script type="application/json">{}</script>'
        },
    ),
    pages.parts_get_only_what_they_need: (
        [
            {"templates/me.html": '{% include "parts/_a.html" %}'},
            {"templates/me.html": '{% include "parts/_a.html" with only=1 %}'},
        ],
        {"templates/me.html": '{% include "parts/_a.html" with b=c only %}{# {% include "x" %} #}'},
    ),
    kept.no_registry_is_named: (
        [{"requirements.txt": "--index-url https://" + "pypi" + ".org/simple"}],
        {"requirements.txt": "django==5.2"},
    ),
    kept.no_place_of_a_machine: (
        [{"README.md": "see /" + "work/main/manage.py"}, {"a.toml": 'x = "/' + 'home/noor/x"'}],
        {"README.md": "see wijkmakers/work/x and https://example.org/home/x and the /worker/ page"},
    ),
}  # fmt: skip
BAD = [(rule, example) for rule, (bad, _good) in ABOUT_FILES.items() for example in bad]


def called(rule):
    return getattr(rule, "__name__", "")


@pytest.mark.parametrize("rule", ABOUT_FILES, ids=called)
def test_house(rule):
    assert list(rule(FILES)) == []


@pytest.mark.parametrize(("rule", "example"), BAD, ids=called)
def test_the_rule_notices(rule, example):
    assert len(list(rule(example))) == 1


@pytest.mark.parametrize("rule", ABOUT_FILES, ids=called)
def test_the_rule_lets_good_work_be(rule):
    assert list(rule(ABOUT_FILES[rule][1])) == []


def test_the_house_is_there():
    """The rules look at what they should."""
    assert {path.split("/")[0] for path in tree.code(FILES)} == set(tree.PACKAGES)
    assert len(tree.code(FILES)) > 100
    assert len(tree.views(FILES)) > 15
    assert len(tree.templates(FILES)) > 100


class TestAddresses:
    def test_every_view_says_who_may_enter(self):
        assert list(pages.views_state_their_entry(PATTERNS)) == []

    def test_every_address_is_called_like_its_view(self):
        assert list(pages.addresses_are_called_like_their_views(PATTERNS)) == []

    def test_every_page_is_an_address(self):
        assert list(pages.every_page_is_an_address(FILES, pages.names_of(PATTERNS))) == []

    def test_a_view_without_entry_is_noticed(self):
        def me(request): ...

        patterns = [path("a/", include([path("b/", me, name="me")]))]
        assert list(pages.views_state_their_entry(patterns)) == ["b/: me does not say who may enter"]
        patterns = [path("a/", access.anyone("why")(me), name="me")]
        assert list(pages.views_state_their_entry(patterns)) == []

    def test_another_name_is_noticed(self):
        def me(request): ...

        patterns = [path("a/", me, name="you")]
        assert list(pages.addresses_are_called_like_their_views(patterns)) == ["me has the address you"]

    def test_a_page_without_an_address_is_noticed(self):
        files = {
            "templates/trainees/me.html": '{% extends "trainees/frame.html" %}',
            "templates/trainees/frame.html": "",
            "templates/trainees/_part.html": "",
            "templates/trainees/forgotten.html": "",
        }
        assert list(pages.every_page_is_an_address(files, {"me"})) == [
            "templates/trainees/forgotten.html: no address is called forgotten"
        ]

    def test_the_libraries_keep_their_own_doors(self):
        """Exempt are whole branches of the address book, and only these two."""
        branches = {str(pattern.pattern) for pattern in PATTERNS if isinstance(pattern, URLResolver)}
        assert branches - {""} == {"accounts/", "admin/"}


ABOUT_MODELS = [
    data.days_end_in_on, data.who_acts_is_known, data.order_is_never_chance, data.rules_have_sentences,
    data.rows_say_who_sees_them,
]  # fmt: skip


@pytest.mark.parametrize("rule", ABOUT_MODELS, ids=called)
def test_house_of_data(rule):
    assert list(rule(OURS)) == []


@isolate_apps("trainees")
def test_bad_models_are_noticed():
    class Bad(models.Model):  # noqa: DJ008
        name = models.CharField(unique=True)
        start = models.DateField()
        begun_on = models.DateTimeField()
        left_at = models.DateField()
        told_at = models.DateTimeField()
        number_on = models.IntegerField()

        class Meta:
            app_label = "trainees"
            ordering = ["start"]
            constraints = [models.CheckConstraint(name="silent", condition=models.Q(pk__gt=0))]
            triggers = [Rule(name="mute", sentence="", broken="SELECT 1")]

    assert list(data.days_end_in_on([Bad])) == [
        "Bad.start should end in _on",
        "Bad.begun_on should end in _at",
        "Bad.left_at should end in _on",
        "Bad.number_on is neither a day nor a moment",
    ]
    assert list(data.who_acts_is_known([Bad])) == [
        "Bad.left_at does not say by whom",
        "Bad.told_at does not say by whom",
    ]
    assert list(data.order_is_never_chance([Bad])) == ["Bad is ordered by ['start']"]
    assert list(data.rules_have_sentences([Bad])) == [
        "Bad: silent has no sentence",
        "Bad: mute has no sentence",
        "Bad.name is unique without a sentence",
    ]
    assert list(data.rows_say_who_sees_them([Bad])) == ["Bad has no visible_to"]


@isolate_apps("trainees")
def test_good_models_are_let_be():
    class Rows(models.QuerySet):
        def visible_to(self, user): ...

    class Good(models.Model):  # noqa: DJ008
        name = models.CharField(unique=True, error_messages={"unique": _("Again.")})
        starts_on = models.DateField()
        told_at = models.DateTimeField()
        told_by = models.IntegerField()
        objects = Rows.as_manager()

        class Meta:
            app_label = "trainees"
            ordering = ["starts_on", "-name"]

    assert [problem for rule in ABOUT_MODELS for problem in rule([Good])] == []


def test_every_message_is_translated():
    assert [str(problem) for problem in messages.problems(settings.BASE_DIR)] == []
