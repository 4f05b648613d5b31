"""What people fill in about cohorts, and how they look for one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trainees.models import Cohort
from trainees.models.cohort import WEEKDAYS
from wijkmakers.lib.listing import ListForm
from wijkmakers.lib.versions import VersionedForm

OFFERED = 100  # lines in a list to choose from, at most


class CohortField(forms.ModelChoiceField):
    """One of the cohorts that somebody coordinates; the newest are offered."""

    def offer(self, user):
        self.queryset = Cohort.objects.coordinated_by(user).newest_first()
        newest = self.queryset.values_list("pk", "name")[:OFFERED]
        self.widget.choices = [("", self.empty_label), *newest]


class CohortForm(VersionedForm):
    """Everything of a cohort but its two dates, which the periods share."""

    work_weekdays = forms.TypedMultipleChoiceField(
        label=_("Work days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    told_at = {
        "cohort_day_ends_after_start": "day_ends_at",
        "cohort_learning_day_is_no_work_day": "work_weekdays",
        "cohort_ends_after_start": "ends_on",
    }

    class Meta:
        model = Cohort
        fields = [
            "name", "learning_weekday", "work_weekdays", "day_starts_at", "day_ends_at", "place",
            "follows_school_holidays",
        ]  # fmt: skip
        help_texts = {
            "name": _("For example “Cohort 2026”."),
            "place": _("Stands with every learning day that has no place of its own."),
            "follows_school_holidays": _("The holidays of region Noord."),
        }


class CohortNewForm(CohortForm):
    class Meta(CohortForm.Meta):
        fields = ["name", "starts_on", "ends_on", *CohortForm.Meta.fields[1:]]


class CohortFilters(ListForm):
    """Words in the name."""
