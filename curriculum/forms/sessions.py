"""A session of a cohort, as it is to become once it is published."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum import days, parts
from curriculum.drafting import Row
from curriculum.forms.lecturers import TaughtForm
from curriculum.models import Draft, Room, Session
from curriculum.models.planned import Planned
from wijkmakers.lib.clock import local
from wijkmakers.lib.editing import TOLD_OF_CHANGE
from wijkmakers.lib.forms import NOT_THERE, DateField, TimeField, WijkForm
from wijkmakers.lib.versions import VersionedForm


class PlanForm(WijkForm):
    """The address of a new session may say for which module, and on which day."""

    module = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    day = DateField(required=False)

    def asked(self, name):
        self.is_valid()
        return self.cleaned_data.get(name)


class SessionForm(TaughtForm):
    """A draft, new or of a session that people know. `instance.cohort` is set and follows a curriculum.

    A new one has texts as well; those of a session that is known change at once, by themselves.
    """

    known = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    what = forms.ChoiceField(label=gettext_lazy("What"))
    day = DateField(label=gettext_lazy("Date"))
    begins = TimeField(label=gettext_lazy("Begins"))
    ends = TimeField(label=gettext_lazy("Ends"))

    class Meta:
        model = Draft
        fields = ["title", "room", "place", "summary", "preparation"]
        widgets = {"summary": forms.Textarea({"rows": 3}), "preparation": forms.Textarea({"rows": 4})}
        help_texts = {
            "title": gettext_lazy("What this day is about. A day outside the modules needs one."),
            "place": gettext_lazy("Leave it empty when you do not know yet: trainees see “Place follows”."),
        }

    def __init__(self, *args, today, asked_module=None, asked_day=None, **kwargs):
        super().__init__(*args, **kwargs)
        draft = self.instance
        self.cohort, self.session, self.is_new = draft.cohort, draft.session, not (draft.pk or draft.session)
        if self.session:
            self.fields["known"].initial = self.session.version
            del self.fields["summary"], self.fields["preparation"]
        curriculum = self.cohort.programme.curriculum
        offered = parts.to_plan(self.cohort, curriculum, besides=draft)
        own = [] if self.is_new else [parts.Part(draft.track, draft.module, draft.number)]
        self.parts = {part.key: part for part in [*own, *offered]}
        now = [(_("As it is now"), [(part.key, str(part)) for part in own])] if own else []
        others = parts.grouped([part for part in offered if part.key not in {part.key for part in own}])
        self.fields["what"].choices = [*now, *others]
        self.fields["room"].queryset = Room.objects.in_order()
        self.fields["room"].empty_label = _("No room of ours")
        # Of a session that has no draft yet, those who give it as people know it.
        self.offer_lecturers(curriculum, gives=draft if draft.pk else self.session)
        self._begin(today, asked_module, asked_day)

    def _begin(self, today, asked_module, asked_day):
        """What stands in the fields when the form is opened."""
        draft, cohort = self.instance, self.cohort
        if self.is_new:
            part = parts.following(list(self.parts.values()), asked_module)
            day = asked_day or days.next_free(cohort, today=today)
            begins, ends = cohort.day_starts_at, cohort.day_ends_at
            self.initial.update(what=part.key if part else None, place=cohort.place)
            self.fields["lecturers"].help_text = _("Tick nobody for the lecturers of the module.")
        else:
            begin, end = timezone.localtime(draft.starts_at), timezone.localtime(draft.ends_at)
            begins, ends, day = begin.time(), end.time(), begin.date()
            self.initial.update(what=next(iter(self.parts)))
        self.initial.update(day=day, begins=begins, ends=ends)

    def clean(self):
        cleaned = super().clean()
        part = self.parts.get(cleaned.get("what"))
        if part:
            self.instance.module, self.instance.number = part.module, part.number
            self.instance.track = part.track
            if not part.module and not cleaned.get("title"):
                self.add_error("title", _("Give a day outside the modules a title."))
        day, begins, ends = (cleaned.get(name) for name in ("day", "begins", "ends"))
        if day and begins and ends:
            self.instance.starts_at, self.instance.ends_at = local(day, begins), local(day, ends)
            if self.instance.ends_at <= self.instance.starts_at:
                self.add_error("ends", _("A session ends after it begins."))
        self._go_to_the_room(cleaned)
        return cleaned

    def _go_to_the_room(self, cleaned):
        """Another room is another place, unless somebody wrote another place as well."""
        room, place = cleaned.get("room"), cleaned.get("place")
        is_left_behind = "room" in self.changed_data and "place" not in self.changed_data
        if room and (not place or place == self.cohort.place or is_left_behind):
            cleaned["place"] = str(room)

    @property
    def known_version(self) -> int | None:
        return self.cleaned_data.get("known")

    def told_of(self, current):
        """Saving again is to what stands there now: the draft of somebody else, or what was published."""
        if isinstance(current, Session):
            data = cast(QueryDict, self.data)
            data["known"], data["seen"] = str(current.version), "0"
        return TOLD_OF_CHANGE


class SwapForm(WijkForm):
    """With which other coming session this one changes places. `seen`: when it was, as it was shown: sent
    twice, they would be where they were."""

    seen = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    other = forms.ChoiceField(
        label=gettext_lazy("With"),
        error_messages={
            "required": gettext_lazy("Choose a session."),
            "invalid_choice": NOT_THERE,
        },
    )

    def __init__(self, *args, planned: Planned, rows: list[Row], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = planned.starts_at.isoformat()
        self.rows = {row.key: row for row in rows}
        self.fields["other"].choices = [
            ("", _("Choose a session")),
            *((row.key, _named(row)) for row in rows),
        ]

    @property
    def chosen(self) -> Row:
        return self.rows[self.cleaned_data["other"]]

    def told_of(self, current: Draft) -> str:
        """The next yes is to where it is now."""
        cast(QueryDict, self.data)["seen"] = current.starts_at.isoformat()
        return _(
            "This session has moved meanwhile: it is on %(day)s now. Swap again if they still have to change "
            "places."
        ) % {"day": date_format(current.day(), "l j F Y")}


class SplitForm(WijkForm):
    """Until when it lasts, and when the rest of it is."""

    until = TimeField(label=gettext_lazy("The first part lasts until"))
    day = DateField(label=gettext_lazy("The second part is on"))
    begins = TimeField(label=gettext_lazy("Begins"))
    ends = TimeField(label=gettext_lazy("Ends"))

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("A session ends after it begins."))
        return cleaned


class PublishForm(WijkForm):
    """The yes to what was shown, and a word with it. `seen` stands for the drafts that were shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)
    note = forms.CharField(
        label=gettext_lazy("A word with it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Everybody who is told reads it."),
    )

    def told_of(self, current) -> str:
        """The sentence for who would have published something else than was shown. The next yes is to it."""
        del current
        return _("Somebody else changed the draft meanwhile. Look at what changes now, and publish again.")


class LayForm(WijkForm):
    """What happens with drafts when the programme is laid out."""

    keeps_drafts = forms.BooleanField(
        label=gettext_lazy("Leave what is in the draft where it is"),
        required=False,
        help_text=gettext_lazy("Otherwise only what is published, fixed or past counts."),
    )


class DropForm(WijkForm):
    """The yes to dropping all drafts, as far as they were shown."""

    shown_at = forms.DateTimeField(widget=forms.HiddenInput)


class SessionTextForm(VersionedForm):
    """What trainees read of a session besides when and where. It changes at once; nobody is told."""

    class Meta:
        model = Session
        fields = ["summary", "preparation"]
        widgets = {"summary": forms.Textarea({"rows": 4}), "preparation": forms.Textarea({"rows": 6})}


def _named(row: Row) -> str:
    planned = row.planned
    return f"{date_format(planned.day(), 'D j F Y')} · {planned}"
