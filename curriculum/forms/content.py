"""Curricula, their tracks, themes and modules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.forms.lecturers import TaughtForm
from curriculum.models import Curriculum, Module, Programme, Session, Theme, Track
from wijkmakers.lib.versions import VersionedForm


class CurriculumForm(VersionedForm):
    told_at = {"curriculum_name_once": "name"}

    class Meta:
        model = Curriculum
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea({"rows": 4})}
        help_texts = {"name": _("The edition, for example “Wijkmakers 2026”.")}


class TrackForm(VersionedForm):
    told_at = {"track_name_once": "name"}

    class Meta:
        model = Track
        fields = ["name", "kind"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"name": _("For example the partner who gives it.")}


class ThemeForm(VersionedForm):
    told_at = {"theme_name_once": "name"}

    class Meta:
        model = Theme
        fields = ["name"]


class ModuleForm(TaughtForm):
    class Meta:
        model = Module
        fields = [
            "number", "title", "track", "theme", "summary", "goals", "session_count", "study_hours",
        ]  # fmt: skip
        widgets = {"summary": forms.Textarea({"rows": 3}), "goals": forms.Textarea({"rows": 5})}
        help_texts = {
            "number": _("Its place in the order. The other modules make room."),
            "summary": _("One or two sentences, for the top of the page."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        curriculum = self.instance.curriculum
        self.fields["track"].queryset = Track.objects.of_curriculum(curriculum).in_order()
        self.fields["track"].empty_label = None
        self.fields["theme"].queryset = Theme.objects.of_curriculum(curriculum).in_order()
        self.fields["theme"].empty_label = _("No theme")
        self.offer_lecturers(curriculum)
        self.last = Module.objects.of_curriculum(curriculum).last_number()
        if not self.instance.pk:
            self.last += 1
            self.initial["number"] = self.last

    def clean_number(self):
        number = self.cleaned_data["number"]
        if not 1 <= number <= self.last:
            raise forms.ValidationError(
                _("Choose a number from 1 to %(last)d."), code="out_of_order", params={"last": self.last}
            )
        return number


class ProgrammeForm(VersionedForm):
    """Which curriculum a cohort follows; it cannot be swapped under sessions of the other one."""

    class Meta:
        model = Programme
        fields = ["curriculum"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["curriculum"].queryset = Curriculum.objects.newest_first()
        self.fields["curriculum"].empty_label = None

    def clean_curriculum(self):
        curriculum = self.cleaned_data["curriculum"]
        left = Session.objects.of_cohort(self.instance.cohort).outside_curriculum(curriculum).count()
        if left:
            raise forms.ValidationError(
                _(
                    "This cohort has sessions of modules from its present curriculum (%(count)d). "
                    "Remove those first."
                ),
                code="has_sessions",
                params={"count": left},
            )
        return curriculum
