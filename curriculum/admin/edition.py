"""What an edition holds, in the admin: read only once the edition is closed, with the reason above it."""

from typing import Any

from django.contrib.admin import options
from django.http import HttpRequest
from django.utils import timezone

from curriculum import editions
from curriculum.models import Curriculum


class OfEdition(options.BaseModelAdmin):
    """Beside a page, or the rows inside one: of an edition, of a part of it, or of one of its modules."""

    def has_add_permission(self, request: HttpRequest, *parent: Any) -> bool:
        return super().has_add_permission(request, *parent) and not any(
            _is_closed(request, row) for row in parent
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_closed(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_closed(request, obj)


class OfEditionPage(OfEdition):
    """The page itself says why nothing can be changed on it; who adds something is told on saving."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (name, first), *others = super().get_fieldsets(request, obj)
        why = {"description": editions.CLOSED} if _is_closed(request, obj) else {}
        return [(name, first | why), *others]

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        row = super().save_form(request, form, change)  # type: ignore[misc]
        edition = _edition_of(row)
        if edition:
            editions.hold_open(edition, today=timezone.localdate())
        return row


def _is_closed(request: HttpRequest, row: Any) -> bool:
    """Asked once a request for each edition: every button and every row of a page wants to know."""
    edition = _edition_of(row) if row else None
    if edition is None:
        return False
    known: dict[int, bool] = request.__dict__.setdefault("closed_editions", {})
    if edition not in known:
        today = timezone.localdate()
        known[edition] = editions.followers(Curriculum(pk=edition), today=today).is_closed
    return known[edition]


def _edition_of(row: Any) -> int | None:
    """None for an edition that is being made."""
    if isinstance(row, Curriculum):
        return row.pk
    return row.curriculum_id if hasattr(row, "curriculum_id") else row.module.curriculum_id
