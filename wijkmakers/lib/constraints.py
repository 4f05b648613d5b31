"""Rules that the database holds, and the sentence a person gets when one is broken.

A rule is a Django constraint with a `violation_error_message`, a unique column with an error message of
its own, or a `Rule`: a deferred constraint trigger for what a constraint cannot express (several rows or
tables). Each has a name; PostgreSQL reports that name with the error, and `sentence_for` finds the sentence.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django import forms
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext_lazy as _
from psycopg import errors

GONE = _("Somebody else removed this, or something it refers to, meanwhile. Nothing is saved.")


class Rule(pgtrigger.Trigger):
    """A rule over several rows: `broken` is a query that finds a row when the rule is broken.

    The query may use NEW and OLD. It runs at the end of the transaction, so rows may be wrong for a moment.
    `lock` is a query that locks the rows which two simultaneous transactions would both have to respect;
    without it neither would see what the other is about to commit. Raises a check violation (SQLSTATE 23514)
    under the trigger's name.
    """

    level = pgtrigger.Row
    when = pgtrigger.After
    timing = pgtrigger.Deferred

    def __init__(
        self, *, name: str, sentence: Any, broken: str, lock: str = "", operation: Any = None, **options: Any
    ) -> None:
        self.sentence = sentence
        super().__init__(
            name=name,
            operation=operation or (pgtrigger.Insert | pgtrigger.Update),
            func=f"""
                {f"PERFORM 1 FROM {lock};" if lock else ""}
                IF EXISTS ({broken}) THEN
                    RAISE EXCEPTION 'rule {name} is broken' USING ERRCODE = '23514', CONSTRAINT = '{name}';
                END IF;
                RETURN NULL;
            """,
            **options,
        )


def stays(column: str, *, name: str, sentence: Any) -> Rule:
    """The rule that a row keeps the row it belongs to: this foreign key never changes."""
    return Rule(
        name=name,
        operation=pgtrigger.UpdateOf(f"{column}_id"),
        condition=pgtrigger.AnyChange(column),
        sentence=sentence,
        broken="SELECT 1",
    )


def sentence_for(error: IntegrityError) -> Any | None:
    """The (lazy, translatable) sentence of the rule that this error reports, or None when it is not ours."""
    if isinstance(error.__cause__, errors.ForeignKeyViolation):
        return GONE
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return _sentences().get(name) if name else None


def sentence_of(rule: str) -> Any:
    """The (lazy, translatable) sentence of the constraint or rule with this name."""
    return _sentences()[rule]


def _sentences() -> dict[str, Any]:
    found = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.violation_error_message != constraint.default_violation_error_message:
                found[constraint.name] = constraint.violation_error_message
        for trigger in getattr(model._meta, "triggers", ()):
            if isinstance(trigger, Rule):
                found[str(trigger.name)] = trigger.sentence
        for field in model._meta.local_fields:
            sentence = field.error_messages.get("unique")
            if field.unique and sentence != models.Field.default_error_messages["unique"]:
                # The name PostgreSQL gives to the index of a unique column.
                found[f"{model._meta.db_table}_{field.column}_key"] = sentence
    return found


class Refused(Exception):
    """An action cannot be done as asked: `sentence` tells a person why, `field` where in the form."""

    def __init__(self, sentence: Any, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field = field


@contextmanager
def rules_checked() -> Iterator[None]:
    """A transaction whose deferred rules are checked at its end, also inside a larger one."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def told_on(form: forms.BaseForm) -> Iterator[None]:
    """Run an action; a rule of ours that it breaks becomes an error of the form instead of an error page."""
    try:
        with rules_checked():
            yield
    except Refused as refusal:
        form.add_error(refusal.field, refusal.sentence)
    except ObjectDoesNotExist:
        form.add_error(None, GONE)
    except IntegrityError as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        form.add_error(None, sentence)
