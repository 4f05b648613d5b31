"""Which modules work towards which final goals: a matrix of ticks, and the theme of each module."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import Goal, Module, Theme
from wijkmakers.lib.forms import WijkForm


@dataclass(frozen=True)
class Tick:
    goal: Goal
    number: int
    name: str
    is_on: bool


@dataclass(frozen=True)
class TickRow:
    module: Module
    ticks: list[Tick]
    theme: forms.BoundField


class CoverageForm(WijkForm):
    """goals_<module>: the goals ticked; was_<module>: those that were when the page was opened."""

    def __init__(
        self, *args, modules: list[Module], goals: list[Goal], themes: list[Theme], stored, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.modules, self.goals = modules, goals
        choices = [(str(goal.pk), str(goal)) for goal in goals]
        offered = [("", _("No theme")), *((str(theme.pk), str(theme)) for theme in themes)]
        for module in modules:
            on = [str(goal.pk) for goal in goals if (module.pk, goal.pk) in stored]
            self.fields[f"goals_{module.pk}"] = forms.MultipleChoiceField(
                choices=choices, required=False, initial=on
            )
            self.fields[f"was_{module.pk}"] = forms.CharField(
                max_length=4000, required=False, initial=" ".join(on), widget=forms.HiddenInput
            )
            self.fields[f"theme_{module.pk}"] = forms.ChoiceField(
                label=_("Theme"), choices=offered, required=False, initial=str(module.theme_id or "")
            )

    def rows(self) -> list[TickRow]:
        return [self._row(module) for module in self.modules]

    @property
    def chosen(self) -> set[tuple[int, int]]:
        return {
            (module.pk, int(goal))
            for module in self.modules
            for goal in self.cleaned_data[f"goals_{module.pk}"]
        }

    @property
    def shown(self) -> set[tuple[int, int]]:
        """As the page had it; of a goal that is no longer there nothing has to be taken away."""
        known = {str(goal.pk) for goal in self.goals}
        return {
            (module.pk, int(goal))
            for module in self.modules
            for goal in self.cleaned_data[f"was_{module.pk}"].split()
            if goal in known
        }

    @property
    def new_themes(self) -> dict[int, int | None]:
        """{module: theme} where somebody chose another than stood there."""
        names = [(module, f"theme_{module.pk}") for module in self.modules]
        return {
            module.pk: int(self.cleaned_data[name]) if self.cleaned_data[name] else None
            for module, name in names
            if name in self.changed_data
        }

    def _row(self, module: Module) -> TickRow:
        on = set(self[f"goals_{module.pk}"].value() or [])
        name = f"goals_{module.pk}"
        ticks = [Tick(goal, number, name, str(goal.pk) in on) for number, goal in enumerate(self.goals, 1)]
        return TickRow(module, ticks, self[f"theme_{module.pk}"])
