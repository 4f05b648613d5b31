"""The sessions of a module as the curriculum describes them, whichever cohort has them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from curriculum.models import Lesson, Material, Module


@dataclass(frozen=True)
class Described:
    """One session of a module. `number` 0 is the whole module: only material."""

    number: int
    title: str = ""
    preparation: list[str] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)

    @property
    def name(self) -> str:
        return _("Session %(number)d") % {"number": self.number} if self.number else _("For the whole module")


@dataclass(frozen=True)
class Sessions:
    """All of a module: what belongs to the whole of it, and each session in order."""

    whole: Described
    each: list[Described]

    @property
    def is_described(self) -> bool:
        return any(session.title or session.preparation for session in self.each)

    @property
    def has_material(self) -> bool:
        return any(session.materials for session in [self.whole, *self.each])

    def titles(self) -> dict[int, str]:
        return {session.number: session.title for session in self.each if session.title}


def sessions(module: Module) -> Sessions:
    """Every session the module has, described or not, and any beyond those that is. Two queries."""
    lessons = {lesson.number: lesson for lesson in Lesson.objects.of_module(module).in_order()}
    materials: dict[int, list[Material]] = {}
    for material in Material.objects.of_module(module).by_lesson():
        materials.setdefault(material.lesson.number if material.lesson else 0, []).append(material)
    last = max([module.session_count, *lessons])
    each = [
        _described(number, lessons.get(number), materials.get(number, [])) for number in range(1, last + 1)
    ]
    return Sessions(_described(0, None, materials.get(0, [])), each)


def _described(number: int, lesson: Lesson | None, materials: list[Material]) -> Described:
    if lesson is None:
        return Described(number, materials=materials)
    return Described(number, lesson.title, lesson.preparation_lines(), materials)
