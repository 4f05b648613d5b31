"""Rooms, and the days on which a lecturer or a room is not there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.forms.lecturers import all_lecturers
from curriculum.models import Room, Unavailable
from trainees.models.cohort import WEEKDAYS
from wijkmakers.lib.listing import ListForm
from wijkmakers.lib.versions import VersionedForm

EVERY_DAY = ("", _("every day"))


class RoomForm(VersionedForm):
    told_at = {"room_name_once": "name"}

    class Meta:
        model = Room
        fields = ["name", "address", "seats"]


class MyUnavailableForm(VersionedForm):
    """One's own days: from when until when, all of them or one weekday. There is no room for a reason."""

    told_at = {"unavailable_ends_after_start": "ends_on"}

    weekday = forms.TypedChoiceField(
        label=_("On which day"), choices=[EVERY_DAY, *WEEKDAYS], coerce=int, empty_value=None, required=False,
        help_text=_("Choose Friday for every Friday from the first to the last day."),
    )  # fmt: skip

    class Meta:
        model = Unavailable
        fields = ["starts_on", "ends_on", "weekday"]


class UnavailableForm(MyUnavailableForm):
    """The same of anybody who teaches, or of a room."""

    who = forms.ChoiceField(label=_("Lecturer or room"))

    field_order = ["who", "starts_on", "ends_on", "weekday"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.owners = offered(self.instance)
        self.fields["who"].choices = [("", "---------"), *as_groups(self.owners)]
        if self.instance.pk:
            self.initial["who"] = key_of(self.instance)

    def clean(self):
        cleaned = super().clean()
        owner = self.owners.get(cleaned.get("who"))
        if owner:
            is_room = isinstance(owner, Room)
            self.instance.room, self.instance.user = (owner, None) if is_room else (None, owner)
        return cleaned


class UnavailableListForm(ListForm):
    """Of whom, and whether what is over is shown too."""

    q = None  # type: ignore[assignment]
    who = forms.ChoiceField(label=_("Lecturer or room"), required=False)
    when = forms.ChoiceField(
        label=_("Days"), required=False, choices=[("", _("to come")), ("all", _("also what is over"))]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.owners = offered()
        everybody = ("", _("Everybody and everything"))
        self.fields["who"].choices = [everybody, *as_groups(self.owners)]

    def owner(self):
        return self.owners.get(self.value("who"))


def offered(besides: Unavailable | None = None):
    """{key: lecturer or room} to choose from; whose days these are already stays on the list."""
    people = list(all_lecturers(besides=[besides.user_id] if besides and besides.user_id else []))
    found = {f"u{person.pk}": person for person in people}
    return found | {f"r{room.pk}": room for room in Room.objects.in_order()}


def as_groups(owners):
    groups: dict[str, list] = {"u": [], "r": []}
    for key, owner in owners.items():
        groups[key[0]].append((key, str(owner)))
    named = [(_("Lecturers"), groups["u"]), (_("Rooms"), groups["r"])]
    return [(name, choices) for name, choices in named if choices]


def key_of(days: Unavailable) -> str:
    return f"r{days.room_id}" if days.room_id else f"u{days.user_id}"
