"""What coordinators fill in about organisations, their people and the sectors."""

from collections import Counter

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements.models import LOOKS, Host, HostMember, Sector
from trainees.actions.people import NamedPerson
from trainees.forms import PersonFields
from trainees.models import User
from wijkmakers.lib.constraints import sentence_of
from wijkmakers.lib.forms import Choice, WijkForm
from wijkmakers.lib.listing import ListForm
from wijkmakers.lib.versions import VersionedForm


class HostFilters(ListForm):
    sector = forms.ModelChoiceField(
        label=gettext_lazy("Sector"),
        queryset=Sector.objects.in_order(),
        required=False,
        empty_label=gettext_lazy("All sectors"),
    )


class HostForm(VersionedForm):
    told_at = {
        "host_name_once": "name",
        "placements_host_code_key": "code",
        "host_code_three_capitals": "code",
    }

    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Host
        fields = [
            "name", "code", "sector", "look", "department", "description", "address", "work_hours", "website",
        ]  # fmt: skip
        widgets = {"look": forms.RadioSelect}
        help_texts = {
            "look": gettext_lazy("How the organisation is recognised on the board and in calendars."),
            "description": gettext_lazy("What trainees do here. They read this too."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sector"].queryset = Sector.objects.in_order()
        used = Counter(Host.objects.besides(self.instance).values_list("look", flat=True))
        self.fields["look"].choices = [(key, self._look(key, name, used[key])) for key, name in LOOKS]
        if not self.instance.look:
            self.initial["look"] = min((key for key, _name in LOOKS), key=lambda key: used[key])

    @staticmethod
    def _look(key, name, used):
        by = ngettext("used by %(n)d", "used by %(n)d", used) % {"n": used} if used else _("not used yet")
        return Choice(name=name, look=key, tag=by)

    def clean_code(self):
        return self.cleaned_data["code"].strip().upper()


class MemberNewForm(WijkForm):
    """Somebody by e-mail address; the name is needed only for who is not here yet."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("This is what the supervisor signs in with."),
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=100, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    job = forms.CharField(label=gettext_lazy("Job"), max_length=120, required=False)

    def __init__(self, *args, host, **kwargs):
        super().__init__(*args, **kwargs)
        self.host = host

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if self.host.members.of_person(email).exists():
            raise forms.ValidationError(sentence_of("host_member_once"))
        return email

    def clean(self):
        super().clean()
        if self.cleaned_data.get("email"):
            self._take_known_name(self.cleaned_data["email"])
        return self.cleaned_data

    def _take_known_name(self, email):
        known = User.objects.with_email(email).first()
        if known:
            self.cleaned_data |= {"first_name": known.first_name, "last_name": known.last_name}
            return
        for name in ("first_name", "last_name"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("This person is not here yet. Fill in the name too."))

    def named(self):
        names = ("email", "first_name", "last_name", "phone")
        return NamedPerson(**{name: self.cleaned_data[name] for name in names})


class MemberForm(PersonFields, VersionedForm):
    """A supervisor's job, with their name and phone."""

    field_order = ["first_name", "last_name", "phone", "job"]

    class Meta:
        model = HostMember
        fields = ["job"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.instance.user
        self.initial = {
            **self.initial,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "phone": user.phone,
        }

    def names(self):
        return {name: self.cleaned_data[name] for name in ("first_name", "last_name", "phone")}


class SectorForm(VersionedForm):
    told_at = {"sector_name_once": "name"}

    class Meta:
        model = Sector
        fields = ["name", "position"]
        help_texts = {
            "position": gettext_lazy(
                "Sectors stand in this order everywhere; those with the same number by name."
            ),
        }
