"""The page that removes a row: what goes with it and one button, or why it stays."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.fingerprints import changed_fields, fingerprint
from wijkmakers.lib.forms import WijkForm


class RemoveForm(WijkForm):
    """Asks for a yes, and remembers which version of the row was shown.

    obstacle: the sentence that says why it cannot go; empty when it can.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)

    def __init__(self, *args: Any, row: Any, obstacle: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obstacle = obstacle
        self.fields["seen"].initial = getattr(row, "version", 0)
        self.fields["was"].initial = fingerprint(row)

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("seen") or 0

    def told_of(self, current: Any) -> str:
        """The sentence for who would have removed something else than was shown. The next yes is to it."""
        names = changed_fields(current, self.cleaned_data.get("was") or "")
        cast(QueryDict, self.data)["was"] = fingerprint(current)
        if not names:
            return _("Somebody else changed this meanwhile. Look at it again before you remove it.")
        sentence = _(
            "Somebody else changed this meanwhile (%(fields)s). Look at it again before you remove it."
        )
        return sentence % {"fields": ", ".join(names)}

    def clean(self) -> dict[str, Any] | None:
        if self.obstacle:
            raise forms.ValidationError(self.obstacle, code="obstacle")
        return super().clean()


def removal(
    request: HttpRequest,
    row: Any,
    template: str,
    *,
    heading: str,
    act: Callable[[int], Any],
    done: str,
    said: str,
    cancel_url: str,
    obstacle: str = "",
    form: Callable[..., RemoveForm] = RemoveForm,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Ask whether `row` may go, or let it go when that was answered.

    act: calls one action with the version that was shown; done: the address to go on to; said: the sentence
    shown there; obstacle: why the row stays, or "". The template extends `remove_page.html`.
    """
    asked = form(posted(request), row=row, obstacle=obstacle)
    return answer(
        request,
        asked,
        template,
        act=lambda: act(asked.seen_version),
        done=lambda _nothing: done,
        said=lambda _nothing: said,
        context={"heading": heading, "obstacle": obstacle, "cancel_url": cancel_url, **(context or {})},
    )
