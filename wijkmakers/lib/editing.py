"""The answer of every page with a form: show it, say what is wrong, act and go on, or tell of a conflict."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib.constraints import told_on
from wijkmakers.lib.versions import Conflict

TOLD_OF_CHANGE = _(
    "Somebody else changed this meanwhile. Your input is still here; save again to replace theirs."
)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is made with: bound by every POST, also one without a single field."""
    return request.POST if request.method == "POST" else None


def answer(
    request: HttpRequest,
    form: forms.BaseForm,
    template: str,
    *,
    act: Callable[[], Any],
    done: Callable[[Any], str],
    said: Callable[[Any], Any] | None = None,
    undo: Callable[[Any], str] | None = None,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show `form`, or run `act` when it was posted and is valid.

    act: calls one action and returns its result; done: result -> address to go on to; said: result -> the
    sentence shown there; undo: result -> the address to post to that takes it back, or "". A broken rule of
    the database stands in the form; a row changed by somebody else meanwhile gives 409 with everything typed
    still there.
    """
    page = {"form": form, **(context or {})}
    if request.method != "POST" or not form.is_valid():
        return render(request, template, page)
    result = None
    try:
        with told_on(form):
            result = act()
    except Conflict as conflict:
        return _conflict(request, form, template, page, conflict)
    if form.errors:
        return render(request, template, page)
    if said:
        messages.success(request, said(result), extra_tags=undo(result) if undo else "")
    return redirect(done(result))


def _conflict(request: HttpRequest, form: Any, template: str, page: dict, conflict: Conflict) -> HttpResponse:
    current = conflict.current
    form.data = form.data.copy()
    form.data[form.add_prefix("seen")] = current.version
    form.add_error(None, form.told_of(current) if hasattr(form, "told_of") else TOLD_OF_CHANGE)
    return render(request, template, page | {"conflict": current}, status=409)
