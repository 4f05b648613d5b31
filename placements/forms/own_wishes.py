"""The order of somebody's own wishes, as buttons, dragging and undoing send it."""

from django import forms

from placements.wishing import UNREADABLE
from wijkmakers.lib.forms import WijkForm

LONGEST = 400


class SeenForm(WijkForm):
    """Which version of their wishes somebody was looking at."""

    seen = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), UNREADABLE),
    )


class OrderForm(SeenForm):
    """“3,1,2”: the keys of the organisations, the dearest first; empty for no wishes at all."""

    order = forms.CharField(
        max_length=LONGEST,
        required=False,
        error_messages=dict.fromkeys(("invalid", "max_length"), UNREADABLE),
    )

    def clean_order(self) -> list[int]:
        keys = [key.strip() for key in self.cleaned_data["order"].split(",") if key.strip()]
        if not all(key.isascii() and key.isdigit() for key in keys):
            raise forms.ValidationError(UNREADABLE)
        return [int(key) for key in keys]
