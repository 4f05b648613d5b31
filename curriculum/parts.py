"""What a cohort can still plan: sessions of its modules that have no date, and days outside the modules."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum import drafting
from curriculum.models import Curriculum, Draft, Module, Track
from trainees.models import Cohort


@dataclass(frozen=True)
class Part:
    """One session of a module (`number` 1, 2, 3 …), or a day of a track outside the modules."""

    track: Track
    module: Module | None = None
    number: int | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"m{self.module.pk}.{self.number}" if self.module else f"t{self.track.pk}"

    @property
    def is_extra(self) -> bool:
        return bool(self.module and (self.number or 0) > self.module.session_count)

    def __str__(self) -> str:
        if self.module is None:
            development = self.track.kind == Track.Kind.DEVELOPMENT
            words = (
                _("Development day · %(track)s") if development else _("Day outside the modules · %(track)s")
            )
            return words % {"track": self.track.name}
        words = (
            _("%(module)d. %(title)s, extra session %(session)d")
            if self.is_extra
            else _("%(module)d. %(title)s, session %(session)d of %(count)d")
        )
        return words % {
            "module": self.module.number,
            "title": self.module.title,
            "session": self.number,
            "count": self.module.session_count,
        }


def to_plan(cohort: Cohort, curriculum: Curriculum, *, besides: Draft | None = None) -> list[Part]:
    """In order: what is not planned yet of each module and one extra session of it, then days of each track.

    `besides`: what is being changed, whose own part stays available. Four queries.
    """
    taken = {
        (row.planned.module_id, row.planned.number)
        for row in drafting.rows(cohort)
        if not row.is_off and not (besides and row.is_about(besides))
    }
    parts = []
    for module in Module.objects.of_curriculum(curriculum).with_theme().in_order():
        last = max([module.session_count, *(number for pk, number in taken if pk == module.pk)])
        free = (number for number in range(1, last + 2) if (module.pk, number) not in taken)
        parts += [Part(module.track, module, number) for number in free]
    return parts + [Part(track) for track in Track.objects.of_curriculum(curriculum).in_order()]


def following(parts: list[Part], module_id: int | None = None) -> Part | None:
    """The next part to plan: of this module, or else of all; when all is planned, a development day."""
    regular = [part for part in parts if part.module and not part.is_extra]
    own = [part for part in parts if part.module and part.module.pk == module_id]
    outside = [part for part in parts if not part.module]
    development = [part for part in outside if part.track.kind == Track.Kind.DEVELOPMENT]
    return next(iter([*own[:1], *regular[:1], *development, *outside]), None)


def grouped(parts: list[Part]) -> list[tuple[str, list[tuple[str, str]]]]:
    """As groups of a choice list: what has to be planned, days outside the modules, extra sessions."""
    groups = {
        _("Not planned yet"): [part for part in parts if part.module and not part.is_extra],
        _("Outside the modules"): [part for part in parts if not part.module],
        _("Extra sessions"): [part for part in parts if part.is_extra],
    }
    return [(name, [(part.key, str(part)) for part in found]) for name, found in groups.items() if found]
