"""Removing a session: what was recorded in it goes only when somebody says so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib.removing import RemoveForm


class RemoveSessionForm(RemoveForm):
    anyway = forms.BooleanField(label=_("Remove the attendance as well"))

    def __init__(self, *args, recorded, **kwargs):
        super().__init__(*args, **kwargs)
        if not recorded:
            del self.fields["anyway"]
