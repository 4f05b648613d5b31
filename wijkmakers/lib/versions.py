"""Two people, one row: the second to save is told, and loses nothing of what was typed.

A form carries the version it was opened at; `save_version` writes only when the row still has that
version (optimistic locking, as in Martin Fowler's "Optimistic Offline Lock").
"""

from typing import Any, TypeVar

from django import forms
from django.db import models, transaction

from wijkmakers.lib.forms import WijkModelForm

Row = TypeVar("Row", bound=models.Model)


class Conflict(Exception):
    """Somebody else saved `current` while this form was open."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"{current!r} was changed meanwhile")
        self.current = current


class VersionedForm(WijkModelForm):
    """A model form that remembers which version of its row was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version if self.instance.pk else 0

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("seen") or 0


@transaction.atomic
def save_version(row: Row, *, by: Any, seen: int | None = None) -> Row:
    """Insert a new row, or update one whose stored version is still `seen`.

    Raises Conflict when somebody saved in between. `seen=None` is for callers that hold the row's lock.
    """
    if row.pk is None:
        row.created_by = row.changed_by = by  # type: ignore[attr-defined]
        row.save(force_insert=True)
        return row
    current = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if seen is not None and current.version != seen:  # type: ignore[attr-defined]
        raise Conflict(current)
    row.version = current.version + 1  # type: ignore[attr-defined]
    row.changed_by = by  # type: ignore[attr-defined]
    row.save(force_update=True)
    return row
