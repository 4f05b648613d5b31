"""Asking for a draft, naming it, and choosing which to lay beside each other."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placements.comparing import LEAST, MOST
from placements.models import Plan
from placements.staffing import PeriodFact, Staffing
from wijkmakers.lib.forms import Choice, WijkForm
from wijkmakers.lib.versions import VersionedForm

MEANS = {
    Plan.Objective.FAIR: gettext_lazy(
        "Who gives up most gives up as little as possible; then all together as little as possible."
    ),
    Plan.Objective.LEXIMIN: gettext_lazy(
        "As fair, and then the same again for the next, down to the last trainee."
    ),
    Plan.Objective.MOST: gettext_lazy(
        "All together give up as little as possible, even when somebody gives up much."
    ),
    Plan.Objective.FEWEST: gettext_lazy(
        "As few places as possible differ from what stands; for when something has happened."
    ),
}


class PlanNewForm(WijkForm):
    """What the planner is asked."""

    objective = forms.ChoiceField(
        label=gettext_lazy("What comes first"), choices=Plan.Objective.choices, widget=forms.RadioSelect
    )
    first = forms.TypedChoiceField(label=gettext_lazy("Plan from"), coerce=int)
    keeps = forms.BooleanField(
        label=gettext_lazy("Placements that are there already stay"),
        help_text=gettext_lazy(
            "Without the tick they may change too. What lies before these periods always stays."
        ),
        required=False,
    )

    def __init__(self, *args, staffing: Staffing, first: PeriodFact | None, objective: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"first": first.pk if first else None, "keeps": True, "objective": objective}
        self.periods = {period.pk: period for period in staffing.periods}
        self.fields["first"].choices = [
            (period.pk, f"{period} ({period.span.short})") for period in staffing.periods
        ]
        self.fields["objective"].widget.choices = [
            (value, Choice(name=str(value.label).capitalize(), why=str(MEANS[value])))
            for value in Plan.Objective
        ]

    @property
    def period(self) -> PeriodFact:
        return self.periods[self.cleaned_data["first"]]


class PlanNameForm(VersionedForm):
    class Meta:
        model = Plan
        fields = ["name"]
        help_texts = {"name": gettext_lazy("For example “If Lefier has one seat more”.")}


class PlanChoiceForm(forms.Form):
    """Which drafts an address names; what cannot be understood is left out."""

    plan = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args, plans, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = [(plan.pk, str(plan)) for plan in plans]

    def chosen(self) -> list[int]:
        """Keys of two to four drafts; none when it is another number."""
        found = list(dict.fromkeys(self.cleaned_data["plan"])) if self.is_valid() else []
        return found if LEAST <= len(found) <= MOST else []

    @property
    def remark(self) -> str:
        return _("Choose two to four drafts.")
