"""Two people, one row: the second to save is told, and loses nothing of what was typed.

A form carries the version it was opened at; `save_version` writes only when the row still has that
version (optimistic locking, as in Martin Fowler's "Optimistic Offline Lock").
"""

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import timezone

from wijkmakers.lib.constraints import sentence_of
from wijkmakers.lib.forms import WijkModelForm

Row = TypeVar("Row", bound=models.Model)


class Conflict(Exception):
    """Somebody else saved `current` while this form was open."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"{current!r} was changed meanwhile")
        self.current = current


def _by_field(error: ValidationError) -> dict[str, list[ValidationError]]:
    return error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}


class VersionedForm(WijkModelForm):
    """A model form that remembers which version of its row was shown."""

    # Constraints and rules, and the field under which each is told; the others stand above the form.
    told_at: ClassVar[dict[str, str]] = {}

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version if self.instance.pk else 0

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("seen") or 0

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, self._at_its_field(error) if field is None else error)

    def _at_its_field(self, error: Any) -> ValidationError:
        error = error if isinstance(error, ValidationError) else ValidationError(error)
        told_at = {
            str(sentence_of(rule)): field for rule, field in self.told_at.items() if field in self.fields
        }
        found: dict[str, list[ValidationError]] = {}
        for place, errors in _by_field(error).items():
            for each in errors:
                name = told_at.get(str(each.message), place) if place == NON_FIELD_ERRORS else place
                found.setdefault(name, []).append(each)
        return ValidationError(found)


@transaction.atomic
def save_version(row: Row, *, by: Any, seen: int | None = None) -> Row:
    """Insert a new row, or update one whose stored version is still `seen`.

    Raises Conflict when somebody saved in between. `seen=None` is for callers that hold the row's lock.
    """
    if row.pk is None:
        row.created_by = row.changed_by = by  # type: ignore[attr-defined]
        row.save(force_insert=True)
        return row
    # Without the key: who only refers to this row, as a message does to its cohort, need not wait for it.
    current = type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
    if seen is not None and current.version != seen:  # type: ignore[attr-defined]
        raise Conflict(current)
    row.version = current.version + 1  # type: ignore[attr-defined]
    row.changed_by = by  # type: ignore[attr-defined]
    row.save(force_update=True)
    return row


@transaction.atomic
def remove_version(row: models.Model, *, seen: int | None = None) -> None:
    """Delete a row whose stored version is still `seen`; when it is gone already, that is what was asked.

    Raises Conflict when somebody saved in between. `seen=None` is for callers that hold the row's lock, or
    show nothing that could have changed.
    """
    current = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    if current is None:
        return
    if seen is not None and current.version != seen:  # type: ignore[attr-defined]
        raise Conflict(current)
    current.delete()


def add_rows(rows: Sequence[models.Model], *, by: Any) -> None:
    """Insert new rows of one model in one query."""
    for row in rows:
        row.created_by = row.changed_by = by  # type: ignore[attr-defined]
    if rows:
        type(rows[0])._base_manager.bulk_create(rows)


def save_rows(rows: Sequence[models.Model], *, fields: Sequence[str], by: Any) -> None:
    """Update these fields of rows of one model in one query; for callers that hold the locks of the rows."""
    for row in rows:
        row.version += 1  # type: ignore[attr-defined]
        row.changed_by, row.changed_at = by, timezone.now()  # type: ignore[attr-defined]
    if rows:
        type(rows[0])._base_manager.bulk_update(rows, [*fields, "version", "changed_by", "changed_at"])
