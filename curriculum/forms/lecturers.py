"""Who teaches: chosen from those already known, or somebody new by e-mail address."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trainees.actions.people import NamedPerson
from trainees.models import User
from wijkmakers.lib.versions import VersionedForm


def known_lecturers(curriculum, *, besides=()):
    """Those who teach modules of this curriculum or sessions of them; `besides` are always in."""
    teaches = User.objects.filter(Q(modules_taught__curriculum=curriculum)).values("pk")
    gave = User.objects.filter(sessions_given__track__curriculum=curriculum).values("pk")
    return User.objects.active().filter(Q(pk__in=teaches) | Q(pk__in=gave) | Q(pk__in=besides)).in_order()


def all_lecturers(*, besides=()):
    """Whoever teaches a module or gave a session, of any edition; `besides` are always in."""
    teaches = User.objects.filter(modules_taught__isnull=False).values("pk")
    gave = User.objects.filter(sessions_given__isnull=False).values("pk")
    return User.objects.active().filter(Q(pk__in=teaches) | Q(pk__in=gave) | Q(pk__in=besides)).in_order()


class TaughtForm(VersionedForm):
    """A form of something that is taught: tick lecturers, or add one."""

    lecturers = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Lecturers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new_email = forms.EmailField(
        label=_("E-mail address of another lecturer"),
        required=False,
        max_length=254,
        help_text=_("Who is not in the list yet gets an account with this address."),
    )
    new_first_name = forms.CharField(label=_("First name"), required=False, max_length=100)
    new_last_name = forms.CharField(label=_("Last name"), required=False, max_length=150)

    def offer_lecturers(self, curriculum, *, gives=None):
        """Called by each form when it knows its curriculum. `gives`: the row whose lecturers are ticked."""
        gives = gives or self.instance
        chosen = list(gives.lecturers.all()) if gives.pk else []
        field = self.fields["lecturers"]
        field.queryset = known_lecturers(curriculum, besides=[person.pk for person in chosen])
        field.initial = chosen

    def clean(self):
        cleaned = super().clean()
        email = cleaned.get("new_email")
        names = [name for name in ("new_first_name", "new_last_name") if cleaned.get(name)]
        if names and not email and "new_email" not in self.errors:
            self.add_error("new_email", _("Give the e-mail address of this lecturer."))
        if email and not User.objects.with_email(email).exists():
            for name in ("new_first_name", "new_last_name"):
                if not cleaned.get(name):
                    self.add_error(name, self.fields[name].default_error_messages["required"])
        return cleaned

    def adds_lecturer(self) -> bool:
        """Whether something stands in the fields for somebody new, or is wrong there."""
        names = ("new_email", "new_first_name", "new_last_name")
        return any(self[name].value() or name in self.errors for name in names)

    @property
    def newcomer(self) -> NamedPerson | None:
        if not self.cleaned_data.get("new_email"):
            return None
        return NamedPerson(
            self.cleaned_data["new_email"],
            self.cleaned_data["new_first_name"],
            self.cleaned_data["new_last_name"],
        )
