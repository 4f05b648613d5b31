"""The attendance list: one answer for each trainee, and what stood there when it was opened."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from curriculum.models import Attendance
from curriculum.states import LOOKS, Look
from wijkmakers.lib.forms import WijkForm


@dataclass(frozen=True)
class Option:
    value: str
    look: Look
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One trainee in the list. `theirs`: how what somebody else recorded meanwhile looks."""

    pk: int
    name: str
    options: list[Option]
    was: str
    theirs: Look | None = None

    @property
    def is_open(self) -> bool:
        return not any(option.chosen for option in self.options)


class AttendanceForm(WijkForm):
    """Fields state_<trainee> and was_<trainee>. Only from the day of the session on."""

    def __init__(self, *args, session, trainees, states, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.session, self.trainees, self.today = session, trainees, today
        self.theirs: dict[int, str] = {}
        for trainee in trainees:
            state = states.get(trainee.pk, "")
            choices = [("", ""), *Attendance.State.choices]
            self.fields[f"state_{trainee.pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=state
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

    def tell_of(self, theirs):
        """Somebody else recorded these meanwhile: keep every choice, and show theirs beside it."""
        self.theirs = theirs
        data = QueryDict(mutable=True)
        data.update(self.data)
        for trainee, state in theirs.items():
            data[f"was_{trainee}"] = state
        self.data = data
        self.add_error(
            None, _("Somebody else recorded attendance meanwhile. Look at the marked names and save again.")
        )

    def rows(self) -> list[Row]:
        return [self._row(trainee) for trainee in self.trainees]

    def _row(self, trainee) -> Row:
        chosen, was = self[f"state_{trainee.pk}"].value(), self[f"was_{trainee.pk}"].value()
        options = [Option(state.value, look, chosen == state.value) for state, look in LOOKS.items()]
        theirs = self.theirs.get(trainee.pk)
        look = LOOKS[Attendance.State(theirs)] if theirs else None
        return Row(trainee.pk, str(trainee), options, was or "", look)
