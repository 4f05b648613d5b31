"""A session of a cohort. What is unusual about it, or whom a move touches, is shown before it is saved."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from curriculum import days, parts
from curriculum.forms.lecturers import TaughtForm
from curriculum.models import Session
from wijkmakers.lib.forms import DateField, TimeField, WijkForm


class PlanForm(WijkForm):
    """The address of a new session may say for which module."""

    module = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def asked(self):
        return self.cleaned_data.get("module") if self.is_valid() else None


class SessionForm(TaughtForm):
    """`instance.cohort` is set; `cohort.programme` says which curriculum it follows."""

    told_at = {"session_one_at_a_time": "day", "session_number_once": "what"}

    what = forms.ChoiceField(label=gettext_lazy("What"))
    day = DateField(label=gettext_lazy("Date"))
    begins = TimeField(label=gettext_lazy("Begins"))
    ends = TimeField(label=gettext_lazy("Ends"))
    agreed = forms.BooleanField(required=False)
    agreed_to = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    class Meta:
        model = Session
        fields = ["title", "place", "summary", "preparation"]
        widgets = {"summary": forms.Textarea({"rows": 3}), "preparation": forms.Textarea({"rows": 4})}
        help_texts = {
            "title": gettext_lazy("What this day is about. A day outside the modules needs one."),
            "place": gettext_lazy("Leave it empty when you do not know yet: trainees see “Place follows”."),
        }

    def __init__(self, *args, today, asked_module=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.cohort, self.is_new = self.instance.cohort, not self.instance.pk
        self.before = None if self.is_new else _moment(self.instance)
        self.consequences: list[str] = []
        curriculum = self.cohort.programme.curriculum
        offered = parts.to_plan(self.cohort, curriculum, besides=None if self.is_new else self.instance)
        own = []
        if not self.is_new:
            own = [parts.Part(self.instance.track, self.instance.module, self.instance.number)]
        self.parts = {part.key: part for part in [*own, *offered]}
        now = [(_("As it is now"), [(part.key, str(part)) for part in own])] if own else []
        others = parts.grouped([part for part in offered if part.key not in {part.key for part in own}])
        self.fields["what"].choices = [*now, *others]
        self.fields["agreed"].label = _("On this day anyway") if self.is_new else _("Save it like this")
        self.offer_lecturers(curriculum)
        self._begin(today, asked_module)

    def _begin(self, today, asked_module):
        """What stands in the fields when the form is opened."""
        session, cohort = self.instance, self.cohort
        if self.is_new:
            part = parts.following(list(self.parts.values()), asked_module)
            begins, ends, day = cohort.day_starts_at, cohort.day_ends_at, days.next_free(cohort, today=today)
            self.initial.update(what=part.key if part else None, place=cohort.place)
            self.fields["lecturers"].help_text = _("Tick nobody for the lecturers of the module.")
        else:
            begin, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
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
            self.instance.starts_at, self.instance.ends_at = _local(day, begins), _local(day, ends)
            if self.instance.ends_at <= self.instance.starts_at:
                self.add_error("ends", _("A session ends after it begins."))
        return cleaned

    def is_settled(self) -> bool:
        """Whether it can be saved now. If not, `consequences` says what somebody has to agree to first."""
        if self.errors:
            return True
        after = _moment(self.instance)
        self.consequences = days.objections(self.cohort, self.instance.day()) if self._is_new_day() else []
        if self.before and self.before != after:
            self.consequences += _move(self.before, after) + _touched(self.instance)
        key = "|".join(map(str, after))
        shown = self.cleaned_data["agreed_to"] == key
        if not self.consequences or (shown and self.cleaned_data["agreed"]):
            return True
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["agreed_to"] = key
        data.pop("agreed", None)
        self.data = data
        if shown:
            self.add_error("agreed", self.fields["agreed"].default_error_messages["required"])
        return False

    def _is_new_day(self) -> bool:
        return self.before is None or timezone.localdate(self.before[0]) != self.instance.day()


def _local(day: dt.date, clock: dt.time) -> dt.datetime:
    """That time on the clock of the programme, in winter and in summer."""
    return timezone.make_aware(dt.datetime.combine(day, clock))


def _moment(session: Session) -> tuple[dt.datetime, dt.datetime, str]:
    return session.starts_at, session.ends_at, session.place


def _move(before, after) -> list[str]:
    return [_("From %(before)s to %(after)s.") % {"before": _shown(*before), "after": _shown(*after)}]


def _shown(starts_at, ends_at, place) -> str:
    begin, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    words = {
        "day": date_format(begin, "l j F Y"),
        "begin": begin.strftime("%H:%M"),
        "end": end.strftime("%H:%M"),
    }
    if not place:
        return _("%(day)s, %(begin)s–%(end)s, no place yet") % words
    return _("%(day)s, %(begin)s–%(end)s, %(place)s") % (words | {"place": place})


def _touched(session: Session) -> list[str]:
    """Who sees it in their schedule: so many trainees, these lecturers."""
    count = session.attendees().count()
    found = []
    if count:
        sentence = ngettext(
            "%(count)d trainee sees this change.", "%(count)d trainees see this change.", count
        )
        found.append(sentence % {"count": count})
    names = ", ".join(str(person) for person in session.lecturers.in_order())
    if names:
        found.append(_("It is taught by %(names)s.") % {"names": names})
    return found
