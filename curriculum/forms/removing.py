"""Removing something: a page that says what goes with it, and why it sometimes cannot go."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib.forms import WijkForm


class RemoveForm(WijkForm):
    """`obstacle`: the sentence that says why it cannot go; empty when it can."""

    def __init__(self, *args, obstacle="", **kwargs):
        super().__init__(*args, **kwargs)
        self.obstacle = obstacle

    def clean(self):
        if self.obstacle:
            raise forms.ValidationError(self.obstacle, code="obstacle")
        return super().clean()


class RemoveSessionForm(RemoveForm):
    """Attendance that was recorded goes only when somebody says so."""

    anyway = forms.BooleanField(label=_("Remove the attendance as well"))

    def __init__(self, *args, recorded, **kwargs):
        super().__init__(*args, **kwargs)
        if not recorded:
            del self.fields["anyway"]
