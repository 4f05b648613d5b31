"""What people fill in about trainees: who they are, what they can, from when to when they take part."""

import datetime as dt
import re

from django import forms
from django.utils.translation import gettext_lazy as _

from trainees.forms.cohorts import CohortField
from trainees.forms.people import PersonFields
from trainees.models import Pause, Skill, Trainee, TraineeState
from wijkmakers.lib.constraints import sentence_of
from wijkmakers.lib.forms import DateField
from wijkmakers.lib.listing import ListForm
from wijkmakers.lib.versions import VersionedForm

SKILL_LONGEST = 80
ONE_DAY = dt.timedelta(days=1)
POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})")


def written_postcode(typed: str) -> str:
    """9711ab and 9711 AB are the same; one from another country stays as it is."""
    dutch = POSTCODE.fullmatch(typed)
    return f"{dutch[1]} {dutch[2].upper()}" if dutch else typed


class SkillsFields(forms.Form):
    """Skills that are known by name, and new ones."""

    known_skills = forms.ModelMultipleChoiceField(
        label=_("Skills"),
        queryset=Skill.objects.in_order(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other_skills = forms.CharField(
        label=_("Other skills"), max_length=400, required=False, help_text=_("Put a comma between them.")
    )

    def clean_other_skills(self):
        found = [" ".join(name.split()) for name in self.cleaned_data["other_skills"].split(",")]
        if any(len(name) > SKILL_LONGEST for name in found):
            raise forms.ValidationError(
                _("A skill has at most 80 characters. Put a comma between two skills.")
            )
        return [name for name in found if name]

    def skills(self):
        known = self.cleaned_data.get("known_skills", ())
        return [*(skill.name for skill in known), *self.cleaned_data["other_skills"]]


class TraineeForm(PersonFields, SkillsFields, VersionedForm):
    """A traineeship with the name of its person. The last day changes by stopping or extending."""

    told_at = {
        "trainee_ends_after_start": "starts_on",
        "trainee_keeps_pauses_inside": "starts_on",
    }
    field_order = [
        "email", "first_name", "last_name", "phone", "starts_on", "ends_on", "study", "city", "postcode",
        "known_skills", "other_skills",
    ]  # fmt: skip

    class Meta:
        model = Trainee
        fields = ["starts_on", "study", "city", "postcode"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not Skill.objects.exists():
            del self.fields["known_skills"]
            self.fields["other_skills"].label = _("Skills")
        if self.instance.pk:
            self.initial["known_skills"] = list(self.instance.skills.in_order())

    def clean_postcode(self):
        return written_postcode(self.cleaned_data["postcode"].strip())


class TraineeNewForm(TraineeForm):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("This is what the trainee signs in with.")
    )
    told_at = {"trainee_ends_after_start": "ends_on", "trainee_once_per_cohort": "email"}

    class Meta(TraineeForm.Meta):
        fields = ["starts_on", "ends_on", "study", "city", "postcode"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if Trainee.objects.of_cohort(self.instance.cohort).of_person(email).exists():
            raise forms.ValidationError(sentence_of("trainee_once_per_cohort"))
        return email


class StopForm(VersionedForm):
    """The last day of somebody who leaves. Why is not asked."""

    last_day = DateField(label=_("Last day"))

    class Meta:
        model = Trainee
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_day"].between(self.instance.starts_on, self.instance.ends_on)


class ExtendForm(VersionedForm):
    """A later last day."""

    last_day = DateField(label=_("New last day"))

    class Meta:
        model = Trainee
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_day"].between(self.instance.ends_on + ONE_DAY, None)


class PauseForm(VersionedForm):
    """From when to when somebody does not take part. Why is not asked."""

    told_at = {
        "pause_ends_after_start": "ends_on",
        "pause_inside_trainee": "starts_on",
        "pause_no_overlap": "starts_on",
    }

    class Meta:
        model = Pause
        fields = ["starts_on", "ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        trainee = self.instance.trainee
        for name in self.Meta.fields:
            self.fields[name].between(trainee.starts_on, trainee.ends_on)


class TraineeFilters(ListForm):
    """Name or e-mail address, cohort, and where somebody is in their traineeship."""

    cohort = CohortField(label=_("Cohort"), queryset=None, required=False, empty_label=_("All cohorts"))
    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Every status")), *TraineeState.choices]
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Name or e-mail address")
        self.fields["cohort"].offer(user)
