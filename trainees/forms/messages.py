"""What coordinators fill in about messages that have not gone yet, and how they look for one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trainees.models import Message, MessageState
from wijkmakers.lib.forms import WijkForm
from wijkmakers.lib.listing import ListForm
from wijkmakers.lib.versions import VersionedForm


class MessageForm(VersionedForm):
    """The words of a message that has not gone yet."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea({"rows": 18}))

    class Meta:
        model = Message
        fields = ["subject", "text"]


class WithdrawAllForm(WijkForm):
    """The yes to withdrawing all that waits, as far as it was shown."""

    shown_at = forms.DateTimeField(widget=forms.HiddenInput)


class OutboxFilters(ListForm):
    """In what state, and to whom."""

    q = forms.CharField(label=_("Name or e-mail address"), max_length=100, required=False)
    state = forms.ChoiceField(required=False, choices=MessageState.choices, widget=forms.HiddenInput)
