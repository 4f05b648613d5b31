"""Asking for an address of one's calendar."""

from django import forms

from wijkmakers.lib.forms import WijkForm


class FeedForm(WijkForm):
    """Asks for a new address of one's calendar, and remembers which one it takes the place of."""

    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)

    def __init__(self, *args, feed=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaces"].initial = feed.pk if feed else None
