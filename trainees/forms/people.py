"""Who somebody is: by name, by e-mail address, and what people keep up to date about themselves."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from trainees.actions.people import NamedPerson
from trainees.forms.cohorts import OFFERED
from trainees.models import User
from trainees.models.user import MailPace
from wijkmakers.lib.constraints import sentence_of
from wijkmakers.lib.forms import WijkForm, WijkModelForm


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
