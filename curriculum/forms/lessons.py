"""What each session of a module is about: one row for each, saved together."""

from dataclasses import dataclass
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.actions import LessonText
from curriculum.models import Lesson
from wijkmakers.lib.forms import WijkForm

KEY = 16


@dataclass(frozen=True)
class LessonRow:
    """`is_extra`: beyond what the module has. `theirs`: what somebody else saved meanwhile."""

    number: int
    title: forms.BoundField
    preparation: forms.BoundField
    shown: forms.BoundField
    is_extra: bool
    theirs: Lesson | None = None


class LessonsForm(WijkForm):
    """Fields title_<n>, preparation_<n> and shown_<n>: the key of what stood there."""

    def __init__(self, *args, module, lessons, **kwargs):
        super().__init__(*args, **kwargs)
        self.module, self.theirs = module, {}
        self.numbers = range(1, max([module.session_count, *lessons]) + 1)
        for number in self.numbers:
            before = LessonText.of(lessons.get(number))
            self.fields[f"title_{number}"] = forms.CharField(
                label=gettext_lazy("Title"), max_length=150, required=False, initial=before.title
            )
            self.fields[f"preparation_{number}"] = forms.CharField(
                label=gettext_lazy("What to prepare"), max_length=2000, required=False,
                initial=before.preparation, widget=forms.Textarea({"rows": 3}),
            )  # fmt: skip
            self.fields[f"shown_{number}"] = forms.CharField(
                max_length=KEY, required=False, initial=before.key, widget=forms.HiddenInput
            )

    @property
    def texts(self) -> dict[int, LessonText]:
        return {number: self._text(number) for number in self.numbers}

    @property
    def shown(self) -> dict[int, str]:
        return {number: self.cleaned_data[f"shown_{number}"] for number in self.numbers}

    def rows(self) -> list[LessonRow]:
        return [
            LessonRow(
                number, self[f"title_{number}"], self[f"preparation_{number}"], self[f"shown_{number}"],
                number > self.module.session_count, self.theirs.get(number),
            )
            for number in self.numbers
        ]  # fmt: skip

    def told_of(self, theirs):
        """Somebody else described these meanwhile: keep what was typed, and show theirs beside it."""
        self.theirs = theirs.lessons
        for number, lesson in self.theirs.items():
            cast(QueryDict, self.data)[f"shown_{number}"] = LessonText.of(lesson).key
            sentence = _("Somebody else changed session %(number)d meanwhile. Save again to replace theirs.")
            self.add_error(f"title_{number}", sentence % {"number": number})
        return _("Your input is still here. What the others wrote stands beside it.")

    def _text(self, number: int) -> LessonText:
        preparation = self.cleaned_data[f"preparation_{number}"].replace("\r\n", "\n")
        return LessonText(self.cleaned_data[f"title_{number}"], preparation)
