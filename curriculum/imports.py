"""The sheet with modules, and the curriculum that a cohort follows."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from curriculum.actions import follow_curriculum, start_curriculum
from curriculum.editions import Followers, followers
from curriculum.models import Curriculum, Module, Programme, Theme, Track
from trainees.models import Cohort, User
from wijkmakers.lib.plans import Change, Item, Named, Part, label_of, only_once, put, told_at
from wijkmakers.lib.sheets import Column, Kind, Problems, Record, Table, integer, name_key, text
from wijkmakers.lib.versions import save_version

MODULES = Kind(
    "modules",
    (
        Column("number", integer(1, 999), nl=("Nr", "Nummer", "#"), en=("No", "Number", "Nr")),
        Column("title", text(150), nl=("Module", "Titel", "Naam"), en=("Module", "Title", "Name")),
        Column("theme", text(80), nl=("Thema",), en=("Theme",), required=False),
        Column(
            "session_count",
            integer(1, 60),
            nl=("Bijeenkomsten", "Aantal bijeenkomsten"),
            en=("Sessions", "Number of sessions"),
        ),
        Column(
            "study_hours",
            integer(0, 2000),
            nl=("Studielast (uur)", "Studielast", "Uren", "Studieuren"),
            en=("Study load (hours)", "Study load", "Hours", "Study hours"),
            required=False,
        ),
        Column(
            "goals",
            text(4000, multiline=True),
            nl=("Na deze module kun je", "Leerdoelen", "Doelen"),
            en=("After this module you can", "Learning goals", "Goals"),
            required=False,
        ),
    ),
    nl=("Modules", "Curriculum"),
    en=("Modules", "Curriculum"),
)
HELP: Mapping[str, Any] = {
    "number": gettext_lazy("The place of the module in the order, from 1."),
    "title": gettext_lazy("The name of the module. A module keeps its name when it gets another number."),
    "theme": gettext_lazy("Optional. A new name makes a new theme."),
    "session_count": gettext_lazy("On how many learning days the module is taught."),
    "study_hours": gettext_lazy("Optional: the hours of work, sessions among them."),
    "goals": gettext_lazy("Optional: what somebody can do afterwards, one goal on each line."),
}

# So many modules are named in a sentence about all of them.
NAMED = 3


class ProgrammeImport:
    """Which curriculum the modules go to: the one followed, the one chosen, or one made for this cohort."""

    def __init__(self, cohort: Cohort, chosen: Curriculum | None, *, needed: bool) -> None:
        self.cohort = cohort
        followed = (
            Programme.objects.of_cohort(cohort).select_related("curriculum").first() if cohort.pk else None
        )
        self.curriculum: Curriculum | None = followed.curriculum if followed else chosen
        self.items: tuple[Item, ...] = ()
        if not followed and (chosen or needed):
            self.curriculum = chosen or Curriculum(name=_free_name(cohort))
            label = label_of(Programme, "curriculum")
            changes = (Change("curriculum", "", None, self.curriculum.name),)
            self.items = (Item(str(capfirst(label)), self.curriculum, changes, new=True),)

    def save(self, *, by: User) -> None:
        for item in self.items:
            if item.row.pk is None:
                start_curriculum(curriculum=item.row, by=by)
            follow_curriculum(cohort=self.cohort, curriculum=item.row, by=by)


class ModuleImport:
    """What the sheet does to a curriculum, which need not exist yet."""

    def __init__(self, curriculum: Curriculum, cohort: Cohort, *, today: dt.date) -> None:
        self.curriculum = curriculum
        self.cohort = cohort
        self.today = today
        themes = Theme.objects.of_curriculum(curriculum).in_order() if curriculum.pk else ()
        self.themes = Named(themes, lambda name: Theme(curriculum=curriculum, name=name))
        modules = Module.objects.of_curriculum(curriculum).with_theme().in_order() if curriculum.pk else ()
        self.modules = list(modules)
        self.part = Part("modules", MODULES.label, ())

    def plan(self, table: Table, problems: Problems) -> Part:
        self.table = table
        records = table.records(problems)
        only_once(records, "number", problems)
        only_once(records, "title", problems, alike=name_key)
        good = [record for record in records if record.ok]
        matched = self._matched(good)
        kept = [module for module in self.modules if module not in matched.values()]
        _check_free(good, kept, problems)
        items = [self._item(record, matched.get(record.number)) for record in good]
        self._check_open(items, problems)
        self.part = Part(
            "modules",
            MODULES.label,
            tuple(items),
            counts=_counts(items),
            kept=tuple(str(module) for module in kept),
            notes=tuple(self._notes(items)),
        )
        return self.part

    def save(self, *, by: User, problems: Problems) -> None:
        """All together, since two modules may swap their numbers."""
        if not self.part.touched:
            return
        track = self._track(by)
        with told_at(self.table.place(), problems):
            for theme in self.themes.new:
                save_version(theme, by=by)
            for item in self.part.touched:
                if item.new:
                    item.row.track = track
                save_version(item.row, by=by, seen=None if item.new else item.row.version)

    def _matched(self, records: Sequence[Record]) -> dict[int, Module]:
        """The module that each row, by its number in the file, is about: by name, or else by number."""
        by_title = {name_key(module.title): module for module in self.modules}
        matched = {
            record.number: by_title[name_key(record["title"])]
            for record in records
            if name_key(record["title"]) in by_title
        }
        free = {module.number: module for module in self.modules if module not in matched.values()}
        for record in records:
            if record.number not in matched and record["number"] in free:
                matched[record.number] = free.pop(record["number"])
        return matched

    def _item(self, record: Record, module: Module | None) -> Item:
        found, module = module, module or Module(curriculum=self.curriculum)
        values = {key: record[key] for key in ("number", "title", "session_count", "study_hours", "goals")}
        if record["theme"]:
            values["theme"] = self.themes(record["theme"])
        changes = put(module, values)
        place = record.cell("title").place
        unsaid = frozenset({"number", "title"})
        return Item(str(module), module, changes, new=not found, place=place, unsaid=unsaid)

    def _check_open(self, items: Iterable[Item], problems: Problems) -> None:
        """A closed edition may be in the file, as long as nothing in it becomes different."""
        names = [f"“{item.row.title}”" for item in items if item.new or item.changes]
        if not names or not self.followers.is_closed:
            return
        sentence = ngettext(
            "%(curriculum)s stays as it was, because only cohorts that have finished followed it. "
            "This sheet would change a module: %(names)s. "
            "Make a new edition from it to change something, or leave this sheet out of the file.",
            "%(curriculum)s stays as it was, because only cohorts that have finished followed it. "
            "This sheet would change %(count)s modules: %(names)s. "
            "Make a new edition from it to change something, or leave this sheet out of the file.",
            len(names),
        )
        said = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        about = {"curriculum": self.curriculum, "count": len(names), "names": said}
        problems.add(self.table.place(), sentence % about)

    def _notes(self, items: Iterable[Item]) -> Iterator[str]:
        names = [theme.name for theme in self.themes.new]
        if names:
            sentence = ngettext("A new theme: %(names)s.", "%(count)s new themes: %(names)s.", len(names))
            yield sentence % {"count": len(names), "names": ", ".join(names)}
        if not any(item.new or item.changes for item in items):
            return
        others = [cohort.name for cohort in self.followers.everybody if cohort.pk != self.cohort.pk]
        if others:
            sentence = _("The modules change for all who follow %(curriculum)s, also for %(cohorts)s.")
            yield sentence % {"cohorts": ", ".join(others), "curriculum": self.curriculum}

    @cached_property
    def followers(self) -> Followers:
        """The cohorts that follow it now, before this file is imported. One query."""
        return followers(self.curriculum, today=self.today) if self.curriculum.pk else Followers()

    def _track(self, by: User) -> Track:
        """Modules are content: new ones go to the first track that is."""
        tracks = Track.objects.of_curriculum(self.curriculum).in_order()
        found = next((track for track in tracks if track.kind == Track.Kind.CONTENT), None)
        return found or save_version(
            Track(curriculum=self.curriculum, name=_("Content"), kind=Track.Kind.CONTENT), by=by
        )


def _check_free(records: Iterable[Record], kept: Iterable[Module], problems: Problems) -> None:
    """A number that a module outside the file keeps cannot be given to another."""
    taken = {module.number: module for module in kept}
    for record in records:
        if module := taken.get(record["number"]):
            sentence = _(
                "Number %(number)s is of “%(title)s”, which is not in this file. "
                "Choose another number, or add that module to the sheet."
            )
            problems.add(record.cell("number"), sentence % {"number": module.number, "title": module.title})


def _free_name(cohort: Cohort) -> str:
    name = _("Curriculum %(cohort)s") % {"cohort": cohort.name}
    taken = {
        taken.lower()
        for taken in Curriculum.objects.filter(name__istartswith=name).values_list("name", flat=True)
    }
    candidates = [name, *(f"{name} ({number})" for number in range(2, len(taken) + 2))]
    return next(candidate for candidate in candidates if candidate.lower() not in taken)


def _counts(items: Iterable[Item]) -> tuple[str, ...]:
    count = sum(1 for item in items if item.new or item.changes)
    return (ngettext("%(count)s module", "%(count)s modules", count) % {"count": count},) if count else ()
