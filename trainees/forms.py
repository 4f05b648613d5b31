"""What people fill in about cohorts, trainees, closed days and themselves."""

import datetime as dt
import re

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trainees.actions.people import NamedPerson
from trainees.models import ClosedDay, Cohort, Pause, Skill, Trainee, TraineeState, User
from trainees.models.cohort import WEEKDAYS
from trainees.models.user import MailPace
from wijkmakers.lib.constraints import sentence_of
from wijkmakers.lib.forms import Choice, DateField, WijkForm, WijkModelForm
from wijkmakers.lib.listing import ListForm
from wijkmakers.lib.versions import VersionedForm

OFFERED = 100  # lines in a list to choose from, at most
SKILL_LONGEST = 80
ONE_DAY = dt.timedelta(days=1)
POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})")


def written_postcode(typed: str) -> str:
    """9711ab and 9711 AB are the same; one from another country stays as it is."""
    dutch = POSTCODE.fullmatch(typed)
    return f"{dutch[1]} {dutch[2].upper()}" if dutch else typed


class FeedForm(WijkForm):
    """Asks for a new address of one's calendar, and remembers which one it takes the place of."""

    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)

    def __init__(self, *args, feed=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaces"].initial = feed.pk if feed else None


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


class PersonFields(forms.Form):
    """Who the person of a row is; the e-mail address of somebody who is here stays."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            user = self.instance.user
            self.initial.update({name: getattr(user, name) for name in PersonFields.base_fields})

    def named(self):
        names = {name: self.cleaned_data[name] for name in PersonFields.base_fields}
        return NamedPerson(self.cleaned_data.get("email") or self.instance.user.email, **names)


class ByEmailFields(forms.Form):
    """Somebody by e-mail address. The name is asked of who is not here yet, and taken of who is."""

    first_name = forms.CharField(label=_("First name"), max_length=100, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)

    def take_known_name(self, email):
        known = User.objects.with_email(email).first()
        if known:
            self.cleaned_data |= {"first_name": known.first_name, "last_name": known.last_name}
            return
        for name in ("first_name", "last_name"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("This person is not here yet. Fill in the name too."))


class CoordinatorForm(ByEmailFields, WijkForm):
    """Somebody who already coordinates, or anybody by e-mail address."""

    person = forms.ModelChoiceField(
        label=_("Somebody who already coordinates"), queryset=User.objects.none(), required=False
    )
    email = forms.EmailField(
        label=_("Or an e-mail address"), max_length=254, required=False,
        help_text=_("Also of somebody who is not here yet. Then fill in the name too."),
    )  # fmt: skip
    field_order = ["person", "email", "first_name", "last_name"]

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        others = User.objects.active().coordinators().besides_coordinators_of(cohort).in_order()
        self.fields["person"].queryset = others
        self.fields["person"].widget.choices = [
            ("", _("Nobody of these")),
            *((user.pk, f"{user} ({user.email})") for user in others[:OFFERED]),
        ]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email and self.cohort.coordinations.of_person(email).exists():
            raise forms.ValidationError(sentence_of("coordinator_once_per_cohort"))
        return email

    def clean(self):
        data = super().clean()
        email, chosen = data.get("email"), data.get("person")
        if email and chosen:
            self.add_error("email", _("Choose somebody or fill in an e-mail address, not both."))
        if not email and not chosen and not self.errors:
            self.add_error("person", _("Choose somebody, or fill in an e-mail address."))
        if email and not chosen and not (data.get("first_name") and data.get("last_name")):
            self.take_known_name(email)
        return data

    def named(self):
        chosen = self.cleaned_data["person"]
        if chosen:
            return NamedPerson(chosen.email, chosen.first_name, chosen.last_name)
        return NamedPerson(**{name: self.cleaned_data[name] for name in ("email", "first_name", "last_name")})


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


class OwnDetailsForm(WijkModelForm):
    """What somebody keeps up to date about themselves. The e-mail address is the login and changes there."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone", "language", "mail_pace"]
        widgets = {
            "phone": forms.TextInput({"type": "tel", "autocomplete": "tel"}),
            "language": forms.RadioSelect,
            "mail_pace": forms.RadioSelect,
        }
        labels = {"mail_pace": _("How we tell you things")}
        help_texts = {"mail_pace": _("One mail a day comes at five in the afternoon.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mail_pace"].choices = [(pace, capfirst(label)) for pace, label in MailPace.choices]


class CohortFilters(ListForm):
    """Words in the name."""


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
