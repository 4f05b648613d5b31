"""The yes to going back to the draft of before."""

from django import forms
from django.utils.translation import gettext as _

from wijkmakers.lib.forms import WijkForm


class UnlayForm(WijkForm):
    """`seen` stands for the draft that was shown, and goes."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    def told_of(self, current) -> str:
        """The sentence for who would have thrown away something else than was shown."""
        del current
        return _("Somebody else changed the draft meanwhile. Look at what goes now, and undo it again.")
