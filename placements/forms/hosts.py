"""What coordinators fill in about organisations, their people and the sectors."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements.models import LOOKS, Host, HostMember, Sector
from trainees.actions.people import NamedPerson
from trainees.forms import ByEmailFields, PersonFields
from wijkmakers.lib.constraints import sentence_of
from wijkmakers.lib.forms import Choice, DateField, WijkForm
from wijkmakers.lib.listing import ListForm
from wijkmakers.lib.versions import VersionedForm

FIRST_DAY = gettext_lazy("Before this day they see nothing here. Empty: at once.")
LAST_DAY = gettext_lazy("From the day after they see nothing here any more. Empty: not known yet.")


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
        used = Host.objects.besides(self.instance).count_per_look()
        self.fields["look"].choices = [(key, self._look(key, name, used.get(key, 0))) for key, name in LOOKS]
        if not self.instance.look:
            self.initial["look"] = min((key for key, _name in LOOKS), key=lambda key: used.get(key, 0))

    @staticmethod
    def _look(key, name, used):
        by = ngettext("used by %(n)d", "used by %(n)d", used) % {"n": used} if used else _("not used yet")
        return Choice(name=name, look=key, tag=by)

    def clean_code(self):
        return self.cleaned_data["code"].strip().upper()


class MemberNewForm(ByEmailFields, WijkForm):
    """A new supervisor."""

    field_order = ["email", "first_name", "last_name", "phone", "job", "starts_on", "ends_on"]

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("This is what the supervisor signs in with."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    job = forms.CharField(label=gettext_lazy("Job"), max_length=120, required=False)
    starts_on = DateField(label=gettext_lazy("First day"), required=False, help_text=FIRST_DAY)
    ends_on = DateField(label=gettext_lazy("Last day"), required=False, help_text=LAST_DAY)

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
            self.take_known_name(self.cleaned_data["email"])
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", sentence_of("host_member_ends_after_start"))
        return self.cleaned_data

    def named(self):
        names = ("email", "first_name", "last_name", "phone")
        return NamedPerson(**{name: self.cleaned_data[name] for name in names})


class MemberForm(PersonFields, VersionedForm):
    """A supervisor's job and days, with their name and phone."""

    field_order = ["first_name", "last_name", "phone", "job", "starts_on", "ends_on"]
    told_at = {"host_member_ends_after_start": "ends_on"}

    class Meta:
        model = HostMember
        fields = ["job", "starts_on", "ends_on"]
        help_texts = {"starts_on": FIRST_DAY, "ends_on": LAST_DAY}


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
