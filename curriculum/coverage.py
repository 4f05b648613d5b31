"""Which modules work towards which final goals and themes, what that comes to, and where nothing does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.models import Coverage, Curriculum, Goal, Module, Theme
from wijkmakers.lib.sheets import NewSheet, write


@dataclass(frozen=True)
class Line:
    """A final goal or a theme. `marks`: one for each module in order, whether that works towards it."""

    name: str
    number: int
    marks: tuple[bool, ...]
    modules: tuple[Module, ...]

    @property
    def is_gap(self) -> bool:
        return not self.modules

    @property
    def sessions(self) -> int:
        return sum(module.session_count for module in self.modules)

    @property
    def hours(self) -> int:
        return sum(module.study_hours or 0 for module in self.modules)

    def crosses(self) -> list[str]:
        return ["x" if mark else "" for mark in self.marks]

    @property
    def numbers(self) -> str:
        return ", ".join(str(module.number) for module in self.modules)


@dataclass(frozen=True)
class Gap:
    """What nothing works towards: a sentence, and where its repair begins."""

    sentence: str
    url: str
    label: str
    about: str


@dataclass(frozen=True)
class Table:
    modules: list[Module]
    goals: list[Line]
    themes: list[Line]
    idle: list[Module]  # work towards no final goal

    @property
    def sessions(self) -> int:
        return sum(module.session_count for module in self.modules)

    @property
    def hours(self) -> int:
        return sum(module.study_hours or 0 for module in self.modules)


def table(curriculum: Curriculum) -> Table:
    """Of one edition; four queries."""
    modules = list(Module.objects.of_curriculum(curriculum).in_order())
    goals = list(Goal.objects.of_curriculum(curriculum).in_order())
    themes = list(Theme.objects.of_curriculum(curriculum).in_order())
    pairs = set(Coverage.objects.of_curriculum(curriculum).pairs())
    covering = {module for module, _goal in pairs}
    return Table(
        modules,
        _lines(goals, modules, lambda module, goal: (module.pk, goal.pk) in pairs),
        _lines(themes, modules, lambda module, theme: module.theme_id == theme.pk),
        [module for module in modules if module.pk not in covering] if goals else [],
    )


def gaps(found: Table, curriculum: Curriculum) -> list[Gap]:
    """Final goals first, then themes, then modules: each with the page on which it is mended."""
    edit = reverse("coverage_edit", args=[curriculum.pk])
    goals = [line.name for line in found.goals if line.is_gap]
    themes = [line.name for line in found.themes if line.is_gap]
    no_goal = _("No module works towards this yet: %(goal)s")
    no_theme = _("No module is about this theme yet: %(theme)s")
    idle = _("This module works towards no final goal yet: %(module)s")
    return [
        *(Gap(no_goal % {"goal": name}, edit, _("Tick modules"), name) for name in goals),
        *(Gap(no_theme % {"theme": name}, edit, _("Choose modules"), name) for name in themes),
        *(
            Gap(idle % {"module": module}, f"{edit}#m-{module.pk}", _("Tick goals"), module.title)
            for module in found.idle
        ),
    ]


def workbook(found: Table) -> bytes:
    """One sheet: the final goals and the themes against the modules."""
    titles = [f"{module.number}. {module.title}" for module in found.modules]
    header = [_("What"), _("Name"), *titles, _("Modules"), _("Sessions"), _("Hours")]
    rows = [
        [kind, line.name, *line.crosses(), len(line.modules), line.sessions, line.hours]
        for kind, lines in ((_("final goal"), found.goals), (_("theme"), found.themes))
        for line in lines
    ]
    return write([NewSheet(_("Coverage"), header, rows)])


def _lines(
    things: Sequence[Goal] | Sequence[Theme], modules: Iterable[Module], covers: Callable[[Module, Any], bool]
) -> list[Line]:
    found = []
    for number, thing in enumerate(things, 1):
        marks = [(module, covers(module, thing)) for module in modules]
        own = tuple(module for module, mark in marks if mark)
        found.append(Line(str(thing), number, tuple(mark for _module, mark in marks), own))
    return found
