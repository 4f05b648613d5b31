"""What people fill in about closed days, and how they look for one."""

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trainees.forms.cohorts import CohortField
from trainees.models import ClosedDay
from wijkmakers.lib.forms import Choice, WijkForm
from wijkmakers.lib.listing import ListForm
from wijkmakers.lib.versions import VersionedForm


class ClosedDayForm(VersionedForm):
    """An own closed day or a school holiday: one day, or a run of days."""

    cohort = CohortField(
        label=_("Only for cohort"), queryset=None, required=False, empty_label=_("All cohorts"),
        help_text=_("School holidays are always for all cohorts that follow them."),
    )  # fmt: skip
    told_at = {
        "closed_day_ends_after_start": "ends_on",
        "closed_day_only_own_for_cohort": "cohort",
        "closed_day_no_overlap_in_kind": "starts_on",
    }

    class Meta:
        model = ClosedDay
        fields = ["kind", "name", "starts_on", "ends_on", "cohort"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"ends_on": _("Leave this empty for a single day.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cohort"].offer(user)
        self.fields["ends_on"].required = False
        self.fields["kind"].choices = [
            (kind, kind.label) for kind in (ClosedDay.Kind.OWN, ClosedDay.Kind.SCHOOL)
        ]

    def clean_ends_on(self):
        return self.cleaned_data["ends_on"] or self.cleaned_data.get("starts_on")


class PublicHolidaysForm(WijkForm):
    """Of which years to add the public holidays; `missing` are those not there yet, per year."""

    years = forms.TypedMultipleChoiceField(
        label=_("Years"), coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Do you have a learning day on Good Friday? Remove it from the list afterwards."),
    )  # fmt: skip

    def __init__(self, *args, missing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["years"].initial = [year for year, days in missing.items() if days]
        self.fields["years"].choices = [(year, self._choice(year, days)) for year, days in missing.items()]

    @staticmethod
    def _choice(year, days):
        if not days:
            return Choice(str(year), tag=gettext("all there"))
        count = ngettext("%(count)s day", "%(count)s days", len(days)) % {"count": len(days)}
        return Choice(str(year), why=", ".join(day.name for day in days), tag=count)


class ClosedDayFilters(ListForm):
    """What counts for a cohort, of one kind, in one year."""

    cohort = CohortField(label=_("Counts for"), queryset=None, required=False, empty_label=_("All cohorts"))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Every kind")), *ClosedDay.Kind.choices]
    )
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int)

    def __init__(self, *args, user, years, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["q"]
        self.fields["cohort"].offer(user)
        self.fields["year"].choices = [("", _("From today on")), *((year, str(year)) for year in years)]
        if self.value("cohort"):
            self.fields["year"].choices[0] = ("", _("As long as the cohort lasts"))
