"""Which curriculum a cohort follows, and what its programme goes by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import Curriculum, Draft, Programme, Room, Session
from wijkmakers.lib.versions import VersionedForm


class ProgrammeForm(VersionedForm):
    """The curriculum cannot be swapped under sessions of the other one. The rest has usual values."""

    told_at = {
        "programme_halves_in_order": "afternoon_begins_at",
        "programme_threshold_is_percentage": "attendance_threshold",
        "programme_catch_up_within_a_year": "catch_up_days",
    }
    more = [
        "rooms", "morning_ends_at", "afternoon_begins_at", "development_every", "heavy_from",
        "quiet_before_switch", "quiet_after_switch", "attendance_threshold", "catch_up_days", "has_check_in",
    ]  # fmt: skip

    rooms = forms.ModelMultipleChoiceField(
        Room.objects.none(), label=_("Rooms that this cohort may use"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everybody meets at the usual place of the cohort."),
    )  # fmt: skip

    class Meta:
        model = Programme
        fields = [
            "curriculum", "morning_ends_at", "afternoon_begins_at", "development_every", "heavy_from",
            "quiet_before_switch", "quiet_after_switch", "attendance_threshold", "catch_up_days",
            "has_check_in",
        ]  # fmt: skip
        labels = {
            "development_every": _("Once in how many learning days is a development day"),
            "heavy_from": _("From how many hours of study is a module heavy"),
            "quiet_before_switch": _("Learning days before a switch on which no module begins"),
            "quiet_after_switch": _("Learning days after a switch on which no module begins"),
            "attendance_threshold": _("Attendance that trainees should reach, in percent"),
            "catch_up_days": _("Days to catch up on a missed session"),
            "has_check_in": _("Trainees record their own attendance with the code on the screen"),
        }
        help_texts = {
            "development_every": _("5: after every four learning days one of personal development. 0: none."),
            "heavy_from": _("Two heavy modules are not taught at the same time."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["curriculum"].queryset = Curriculum.objects.newest_first()
        self.fields["curriculum"].empty_label = None
        self.fields["rooms"].queryset = Room.objects.in_order()
        if self.instance.pk:
            self.initial["rooms"] = list(self.instance.rooms.values_list("pk", flat=True))

    @property
    def needs_more(self) -> bool:
        """Who comes back comes for the further settings; and what is wrong among them has to be seen."""
        return bool(self.instance.pk) or any(name in self.errors for name in self.more)

    def clean_curriculum(self):
        curriculum = self.cleaned_data["curriculum"]
        sessions, drafts = (
            model.objects.of_cohort(self.instance.cohort).outside_curriculum(curriculum)
            for model in (Session, Draft)
        )
        left = sessions.count() or drafts.count()
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
