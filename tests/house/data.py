"""Rules about the models."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.expressions import Combinable, OrderBy
from pgtrigger import Trigger

from wijkmakers.lib.constraints import Rule

Models = Iterable[type[models.Model]]
# Names that Django chose.
OF_DJANGO = {"date_joined", "last_login"}
# Moments at which nobody acts.
NOBODY_ACTS = {
    "Session.starts_at": "when a session begins",
    "Session.ends_at": "when a session ends",
    "Cohort.day_starts_at": "a time of day",
    "Cohort.day_ends_at": "a time of day",
    "Plan.finished_at": "the planner has finished",
    "Message.due_at": "it may be sent from then on",
    "Message.sent_at": "the post has taken it",
    "Message.failed_at": "the post has refused it too often",
    "Delivery.tried_at": "the post was asked",
    "Draft.starts_at": "when a session is to begin",
    "Draft.ends_at": "when a session is to end",
    "CheckIn.closes_at": "checking in stops by itself",
    "Programme.morning_ends_at": "a time of day",
    "Programme.afternoon_begins_at": "a time of day",
    "Feed.created_at": "its person made it",
    "Feed.used_at": "a calendar has fetched it",
}


def days_end_in_on(ours: Models) -> Iterator[str]:
    """…_on is a day, …_at a moment or a time of day."""
    for model, field in _fields(ours):
        wanted = {models.DateField: "_on", models.DateTimeField: "_at", models.TimeField: "_at"}.get(
            type(field)
        )
        if wanted and field.name not in OF_DJANGO and not field.name.endswith(wanted):
            yield f"{model.__name__}.{field.name} should end in {wanted}"
        if not wanted and field.name.endswith(("_on", "_at")):
            yield f"{model.__name__}.{field.name} is neither a day nor a moment"


def who_acts_is_known(ours: Models) -> Iterator[str]:
    """Beside …_at stands …_by."""
    for model, field in _fields(ours):
        label = f"{model.__name__}.{field.name}"
        if field.name.endswith("_at") and label not in NOBODY_ACTS:
            try:
                model._meta.get_field(f"{field.name.removesuffix('_at')}_by")
            except FieldDoesNotExist:
                yield f"{label} does not say by whom"


def order_is_never_chance(ours: Models) -> Iterator[str]:
    """Every ordering ends in a unique field."""
    for model in ours:
        last = model._meta.ordering[-1] if model._meta.ordering else None
        if last is None or not _is_unique(model, last):
            yield f"{model.__name__} is ordered by {model._meta.ordering}"


def rules_have_sentences(ours: Models) -> Iterator[str]:
    """What the database refuses, it can be asked why."""
    for model in ours:
        for constraint in model._meta.constraints:
            if constraint.violation_error_message == constraint.default_violation_error_message:
                yield f"{model.__name__}: {constraint.name} has no sentence"
        for trigger in getattr(model._meta, "triggers", ()):
            if isinstance(trigger, Trigger) and not (isinstance(trigger, Rule) and trigger.sentence):
                yield f"{model.__name__}: {trigger.name} has no sentence"
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key and "unique" not in (field._error_messages or {}):
                yield f"{model.__name__}.{field.name} is unique without a sentence"


def rows_say_who_sees_them(ours: Models) -> Iterator[str]:
    for model in ours:
        if not callable(getattr(model._default_manager, "visible_to", None)):
            yield f"{model.__name__} has no visible_to"


def _fields(ours: Models) -> Iterator[tuple[type[models.Model], models.Field]]:
    return ((model, field) for model in ours if not model._meta.proxy for field in model._meta.local_fields)


def _is_unique(model: type[models.Model], order: Any) -> bool:
    if isinstance(order, OrderBy | Combinable):
        return False
    name = order.removeprefix("-")
    return name == "pk" or ("__" not in name and model._meta.get_field(name).unique)
