"""Lists that are searched, filtered, sorted and paged by their address alone.

Every parameter passes through a form, so that nothing in an address can break a page: what cannot be
understood is left out. A page fetches its own rows only.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _


class ListForm(forms.Form):
    """Search words; a list with filters adds its own fields to this form."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)

    def value(self, name: str) -> Any:
        """The cleaned value, or None when empty or not understood."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class _PlaceForm(forms.Form):
    sort = forms.CharField(max_length=40, required=False)
    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)


def addresses(name: str) -> Callable[[int], str]:
    """id -> address of that row's page; resolved once: fifty times costs as much as the rows."""
    return _addresses(name, get_script_prefix())


@cache
def _addresses(name: str, prefix: str) -> Callable[[int], str]:
    del prefix  # reverse knows; it is here so that each place the product is mounted has its own addresses
    before, _zero, after = reverse(name, kwargs={"pk": 0}).rpartition("0")
    return lambda pk: f"{before}{pk}{after}"


class Listing:
    """One page of rows, in the order that was asked for.

    sorts: sort name -> fields for `order_by`, each ending in a unique field; the first is the default.
    "-name" reverses. The headings that sort and the links to other pages are drawn by `sort_th` and
    parts/_paging.html.
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet,
        *,
        form: ListForm,
        sorts: Mapping[str, Sequence[str]],
        per_page: int = 50,
    ) -> None:
        self.form = form
        self._parameters = request.GET
        place = _PlaceForm(request.GET)
        place.is_valid()
        asked = place.cleaned_data.get("sort", "")
        # As `sort_th` wants it: "name" or "-name".
        self.sort = asked if asked.removeprefix("-") in sorts else next(iter(sorts))
        self._sorts = sorts
        paginator = Paginator(rows.order_by(*self._order()), per_page)
        self.page: Page = paginator.get_page(place.cleaned_data.get("page") or 1)
        self.count = paginator.count

    @property
    def is_filtered(self) -> bool:
        return any(self.form.value(name) for name in self.form.fields)

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each filter in force: what it says, and the address without it."""
        found = []
        for name, field in self.form.fields.items():
            value = self.form.value(name)
            if value is not None and not field.widget.is_hidden:
                labels = dict(getattr(field, "choices", ())) if isinstance(value, str) else {}
                found.append({"label": str(labels.get(value, value)), "query": self._without(name)})
        return found

    def _order(self) -> list[str]:
        fields = list(self._sorts[self.sort.removeprefix("-")])
        if not self.sort.startswith("-"):
            return fields
        return [field[1:] if field.startswith("-") else f"-{field}" for field in fields]

    def _without(self, name: str) -> str:
        parameters = self._parameters.copy()
        parameters.pop("page", None)
        parameters.pop(name, None)
        return parameters.urlencode()
