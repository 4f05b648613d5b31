"""What a trainee thought of a session: two questions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import Feedback
from wijkmakers.lib.forms import WijkModelForm

MARKS = [
    (1, _("1, not useful")),
    (2, "2"),
    (3, "3"),
    (4, "4"),
    (5, _("5, very useful")),
]


class FeedbackForm(WijkModelForm):
    """How useful it was, and what one would change. Who answers stands nowhere."""

    class Meta:
        model = Feedback
        fields = ["usefulness", "words"]
        widgets = {"usefulness": forms.RadioSelect, "words": forms.Textarea({"rows": 4})}
        help_texts = {"words": _("Do not write your name, or that of somebody else.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["usefulness"].choices = MARKS
