"""Where a trainee is not sent, and which two trainees are kept apart or brought together."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placements.models import Exclusion, Host, Pair
from trainees.models import Cohort, Trainee
from wijkmakers.lib.constraints import sentence_of
from wijkmakers.lib.forms import NOT_THERE, Choice, WijkForm

WHO_SAYS_SO = {
    Exclusion.Kind.EMPLOYER: gettext_lazy("has worked there before the traineeship"),
    Exclusion.Kind.VETO: gettext_lazy("the trainee said so"),
    Exclusion.Kind.UNFIT: gettext_lazy("you decided so; the trainee can see this"),
}
APART, TOGETHER = "apart", "together"


class ExclusionForm(WijkForm):
    """An organisation and a kind, and on purpose no room for words."""

    host = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Host.objects.none(),
        empty_label=gettext_lazy("Choose an organisation"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=Exclusion.Kind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, trainee: Trainee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = Host.objects.open_to(trainee).in_order()
        self.fields["kind"].widget.choices = [
            (kind, Choice(name=str(kind.label).capitalize(), why=str(WHO_SAYS_SO[kind])))
            for kind in Exclusion.Kind
        ]


class PairForm(WijkForm):
    """Two trainees of one cohort, and what is agreed about them."""

    what = forms.ChoiceField(
        label=gettext_lazy("What is agreed"),
        choices=[(APART, ""), (TOGETHER, "")],
        initial=APART,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, cohort: Cohort, **kwargs):
        super().__init__(*args, **kwargs)
        trainees = list(Trainee.objects.of_cohort(cohort).with_user().in_order())
        self.fields = {
            "one": _one_of(trainees, _("Trainee")),
            "other": _one_of(trainees, _("And")),
            **self.fields,
        }
        self.fields["what"].widget.choices = [
            (APART, Choice(name=_("Apart"), why=_("never at one organisation in the same period"))),
            (TOGETHER, Choice(name=_("Together"), why=_("at least one period at one organisation"))),
        ]

    @property
    def together(self) -> bool:
        return self.cleaned_data["what"] == TOGETHER

    def clean(self):
        data = super().clean()
        one, other = data.get("one"), data.get("other")
        if one and one == other:
            self.add_error("other", _("Choose somebody else than %(name)s.") % {"name": one})
        elif one and other and Pair.objects.between(one, other).exists():
            self.add_error("other", sentence_of("pair_once"))
        return data


def _one_of(trainees: list[Trainee], label: str) -> forms.TypedChoiceField:
    """Fetched once for both lists."""
    by_key = {str(trainee.pk): trainee for trainee in trainees}
    return forms.TypedChoiceField(
        label=label,
        choices=[("", _("Choose a trainee")), *by_key.items()],
        coerce=by_key.__getitem__,
        empty_value=None,
        error_messages={"invalid_choice": NOT_THERE},
    )
