"""What people fill in about an absence: of what kind, on which days. Why is not asked."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trainees.absences import KINDS
from trainees.models import Absence, Trainee
from trainees.rules import DAYS_BACK
from wijkmakers.lib.forms import Choice
from wijkmakers.lib.listing import ListForm
from wijkmakers.lib.versions import VersionedForm

WHAT_IT_MEANS = {
    Absence.Kind.ABSENT: _("You report it; nobody has to agree."),
    Absence.Kind.LEAVE: _("A coordinator answers whether you can go."),
    Absence.Kind.ELSEWHERE: _("You work or learn in another place that day."),
}
MAY_GO_BACK = _("You can go back %(days)d days. Was it longer ago? Ask your coordinator.")
TOO_LONG_AGO = _("Choose %(limit)s or later. Was it longer ago? Ask your coordinator.")
PARTS = [
    (Absence.Part.WHOLE, _("Whole days")),
    (Absence.Part.MORNING, _("Only the morning")),
    (Absence.Part.AFTERNOON, _("Only the afternoon")),
]


class AbsenceForm(VersionedForm):
    """Days, or half a day. `told`: of which absence the consequences were shown; another is shown first."""

    told_at = {
        "absence_ends_after_start": "ends_on",
        "absence_half_of_one_day": "part",
        "absence_no_overlap": "starts_on",
        "absence_inside_trainee": "starts_on",
    }
    told = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    class Meta:
        model = Absence
        fields = ["kind", "starts_on", "ends_on", "part"]
        widgets = {"kind": forms.RadioSelect, "part": forms.RadioSelect}
        help_texts = {"ends_on": _("Leave this empty for a single day.")}

    def __init__(self, *args, first, day, own, **kwargs):
        super().__init__(*args, **kwargs)
        trainee = self.instance.trainee
        self.fields["ends_on"].required = False
        self.fields["starts_on"].initial = day
        for name in ("starts_on", "ends_on"):
            self.fields[name].between(first, trainee.ends_on)
            if own and first > trainee.starts_on:
                self.fields[name].error_messages["too_early"] = TOO_LONG_AGO
                self.fields["starts_on"].help_text = MAY_GO_BACK % {"days": DAYS_BACK}
        self.fields["part"].choices = PARTS
        self.fields["kind"].choices = [
            (kind, Choice(str(label), why=str(WHAT_IT_MEANS[Absence.Kind(kind)]) if own else ""))
            for kind, label in KINDS.items()
        ]
        blank = Absence(starts_on=day, ends_on=day)
        self.fields["told"].initial = _key(blank)

    def clean_ends_on(self):
        return self.cleaned_data["ends_on"] or self.cleaned_data.get("starts_on")

    def is_settled(self):
        """Whoever sends this has seen what it means."""
        return self.cleaned_data["told"] == _key(self.instance)

    def settle(self):
        """What it means is shown now: the same, sent once more, is agreed to."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["told"] = _key(self.instance)
        self.data = data

    @property
    def has_other_days(self) -> bool:
        """The days are not those that stand there by themselves, or something is wrong with them."""
        days = {"starts_on", "ends_on", "part"}
        return self.is_bound and bool(days & {*self.errors, *self.changed_data})


class AbsenceFilters(ListForm):
    """Of one trainee, of one kind."""

    trainee = forms.ModelChoiceField(
        label=_("Trainee"), queryset=Trainee.objects.none(), required=False, empty_label=_("All")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Every kind")), *KINDS.items()])

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["q"]
        self.fields["trainee"].queryset = Trainee.objects.of_cohort(cohort).with_user().in_order()


def _key(absence: Absence) -> str:
    return f"{absence.kind} {absence.starts_on} {absence.ends_on} {absence.part}"
