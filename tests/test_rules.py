"""Every rule of the database: it has a sentence, and a test that breaks it and one that all but does."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from wijkmakers.lib.constraints import Rule, sentence_of

HERE = Path(__file__).parent


OURS = {"trainees", "placements", "curriculum"}
OWN_MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]


def rules_of(model):
    """The names under which PostgreSQL reports what this model forbids."""
    yield from (constraint.name for constraint in model._meta.constraints)
    yield from (trigger.name for trigger in getattr(model._meta, "triggers", ()) if isinstance(trigger, Rule))
    if not model._meta.proxy:
        table = model._meta.db_table
        unique = (field for field in model._meta.local_fields if field.unique and not field.primary_key)
        yield from (f"{table}_{field.column}_key" for field in unique)


RULES = sorted({name for model in OWN_MODELS for name in rules_of(model)})


def names_given_to(helper):
    """The rules that some test names in `with helper("…")`."""
    found = set()
    for file in HERE.rglob("test_models*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == helper:
                found.add(node.args[0].value)
    return found


def test_each_rule_is_broken_by_a_test():
    assert sorted(names_given_to("breaks")) == RULES


def test_each_rule_is_nearly_broken_by_a_test():
    assert sorted(names_given_to("allows")) == RULES


@pytest.mark.parametrize("name", RULES)
def test_each_rule_has_a_sentence_in_both_languages(name):
    sentence = sentence_of(name)
    with translation.override("en"):
        english = str(sentence)
    with translation.override("nl"):
        dutch = str(sentence)
    assert english.endswith(".")
    assert dutch.endswith(".")
    assert dutch != english


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model.__name__)
def test_each_model_says_who_sees_what(model):
    assert callable(model._default_manager.visible_to)
