"""Curricula, their tracks, themes and modules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.forms.lecturers import TaughtForm
from curriculum.models import Curriculum, Goal, Module, Theme, Track
from wijkmakers.lib.versions import VersionedForm


class CurriculumForm(VersionedForm):
    told_at = {"curriculum_name_once": "name"}

    class Meta:
        model = Curriculum
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea({"rows": 4})}
        help_texts = {"name": _("The edition, for example “Wijkmakers 2026”.")}


class CopyForm(VersionedForm):
    """What a copy of an edition is called."""

    told_at = {"curriculum_name_once": "name"}

    class Meta:
        model = Curriculum
        fields = ["name"]
        labels = {"name": _("Name of the new edition")}


class GoalForm(VersionedForm):
    told_at = {"goal_once": "text"}

    class Meta:
        model = Goal
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 3})}
        help_texts = {"text": _("What somebody can do at the end of the whole programme.")}

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())


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
    told_at = {"module_after_what_it_needs": "number", "prerequisite_comes_earlier": "number"}

    needs = forms.ModelMultipleChoiceField(
        Module.objects.none(), label=_("Modules before this one"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    covers = forms.ModelMultipleChoiceField(
        Goal.objects.none(), label=_("Final goals it works towards"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Module
        fields = [
            "number", "title", "track", "theme", "summary", "goals", "session_count", "study_hours",
            "is_half_day",
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
        self._offer_joined(curriculum)

    def _offer_joined(self, curriculum):
        """Modules before this one, and the final goals of the edition; those chosen stay on the list."""
        module = self.instance
        earlier = Module.objects.of_curriculum(curriculum)
        if module.pk:
            self.initial["needs"] = list(module.prerequisites.values_list("pk", flat=True))
            self.initial["covers"] = list(module.covers.values_list("pk", flat=True))
            earlier = earlier.up_to_number(module.number - 1)
        self.fields["needs"].queryset = earlier.in_order()
        self.fields["covers"].queryset = Goal.objects.of_curriculum(curriculum).in_order()

    def clean_number(self):
        number = self.cleaned_data["number"]
        if not 1 <= number <= self.last:
            raise forms.ValidationError(
                _("Choose a number from 1 to %(last)d."), code="out_of_order", params={"last": self.last}
            )
        return number
