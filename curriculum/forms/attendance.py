"""The attendance list: one answer for each trainee, and what stood there when it was opened."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from curriculum.absent import covers
from curriculum.models import Attendance
from curriculum.states import LOOKS, Look
from trainees.models import Absence
from wijkmakers.lib.forms import WijkForm

AWAY = {
    Absence.Part.WHOLE: _("Reported absent"),
    Absence.Part.MORNING: _("Absent in the morning"),
    Absence.Part.AFTERNOON: _("Absent in the afternoon"),
}


@dataclass(frozen=True)
class Option:
    value: str
    look: Look
    chosen: bool


@dataclass(frozen=True)
class Theirs:
    """What somebody else recorded while the list was open, and when."""

    look: Look
    who: str
    at: dt.datetime


@dataclass(frozen=True)
class Row:
    """One trainee in the list. `theirs`: what somebody else recorded meanwhile; `mine`: how what stands
    here looks; `away`: that they are reported absent, in words; `differs`: how they were recorded then."""

    pk: int
    name: str
    options: list[Option]
    was: str
    away: str = ""
    differs: Look | None = None
    theirs: Theirs | None = None

    @property
    def chosen(self) -> str:
        return next((option.value for option in self.options if option.chosen), "")

    @property
    def mine(self) -> Look | None:
        return next((option.look for option in self.options if option.chosen), None)

    @property
    def is_open(self) -> bool:
        return not self.chosen


class AttendanceForm(WijkForm):
    """Fields state_<trainee> and was_<trainee>. Only from the day of the session on.

    absences: {trainee id: absence} of who is reported absent; where that is for all of the session and
    nothing is recorded yet, they are excused unless somebody says otherwise.
    """

    def __init__(self, *args, session, trainees, states, today, absences, **kwargs):
        super().__init__(*args, **kwargs)
        self.session, self.trainees, self.today, self.absences = session, trainees, today, absences
        self.theirs: Mapping[int, Attendance] = {}
        for trainee in trainees:
            state = states.get(trainee.pk, "")
            choices = [("", ""), *Attendance.State.choices]
            self.fields[f"state_{trainee.pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=state or self._expected(trainee)
            )
            self.fields[f"was_{trainee.pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=state
            )

    @property
    def is_open_yet(self) -> bool:
        return self.session.day() <= self.today

    def clean(self):
        if not self.is_open_yet:
            day = date_format(self.session.day(), "l j F")
            raise forms.ValidationError(
                _("Attendance can be recorded from %(day)s on."), code="too_early", params={"day": day}
            )
        return super().clean()

    @property
    def states(self) -> dict[int, str]:
        return {trainee.pk: self.cleaned_data[f"state_{trainee.pk}"] for trainee in self.trainees}

    @property
    def seen(self) -> dict[int, str]:
        return {trainee.pk: self.cleaned_data[f"was_{trainee.pk}"] for trainee in self.trainees}

    def tell_of(self, theirs: Mapping[int, Attendance]) -> None:
        """Somebody else recorded these meanwhile: keep every choice, and show theirs beside it."""
        self.theirs = theirs
        data = QueryDict(mutable=True)
        data.update(self.data)
        for trainee, row in theirs.items():
            data[f"was_{trainee}"] = row.state
        self.data = data
        self.add_error(
            None, _("Somebody else recorded attendance meanwhile. Look at the marked names and save again.")
        )

    def rows(self) -> list[Row]:
        return [self._row(trainee) for trainee in self.trainees]

    def _row(self, trainee) -> Row:
        chosen, was = self[f"state_{trainee.pk}"].value(), self[f"was_{trainee.pk}"].value()
        options = [Option(state.value, look, chosen == state.value) for state, look in LOOKS.items()]
        return Row(
            trainee.pk, str(trainee), options, was or "",
            away=self._away(trainee), differs=self._differs(trainee, was), theirs=self._theirs(trainee),
        )  # fmt: skip

    def _expected(self, trainee) -> str:
        absence = self.absences.get(trainee.pk)
        return Attendance.State.EXCUSED if absence and covers(absence, self.session) else ""

    def _away(self, trainee) -> str:
        absence = self.absences.get(trainee.pk)
        return str(AWAY[Absence.Part(absence.part)]) if absence else ""

    def _differs(self, trainee, was) -> Look | None:
        """They were recorded as there, and are reported absent for all of it: somebody looks which is so."""
        absence = self.absences.get(trainee.pk)
        was_there = was in (Attendance.State.PRESENT, Attendance.State.LATE)
        if not was_there or not absence or not covers(absence, self.session):
            return None
        return LOOKS[Attendance.State(was)]

    def _theirs(self, trainee) -> Theirs | None:
        row = self.theirs.get(trainee.pk)
        if row is None:
            return None
        return Theirs(
            LOOKS[Attendance.State(row.state)], str(row.changed_by or _("Somebody")), row.changed_at
        )


class TermForm(forms.Form):
    """Which term an address asks for."""

    term = forms.SlugField(max_length=20, required=False)

    def asked(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("term", "")


class CodeForm(WijkForm):
    """The four digits that stand on the screen."""

    code = forms.RegexField(
        r"^\s*[0-9]{4}\s*$", label=_("Code on the screen"), max_length=10,
        error_messages={"invalid": _("The code has four digits.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def clean_code(self):
        return self.cleaned_data["code"].strip()
