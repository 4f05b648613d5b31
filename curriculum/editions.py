"""Who follows an edition of the curriculum, whom a change of it touches, and when it is closed for change."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from curriculum.models import Curriculum, Lesson, Material, Programme
from trainees.models import Cohort
from wijkmakers.lib.constraints import Refused

CLOSED = gettext_lazy(
    "Only cohorts that have finished followed this edition. It stays as it was, so that certificates say "
    "later what was done. Make a new edition from it to change something."
)
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True)
class Followers:
    """The cohorts that follow an edition, the latest first, by how far they are."""

    coming: tuple[Cohort, ...] = ()
    running: tuple[Cohort, ...] = ()
    finished: tuple[Cohort, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Nobody has anything to gain by a change any more, and it would change what was done."""
        return bool(self.finished) and not self.running and not self.coming

    @property
    def everybody(self) -> tuple[Cohort, ...]:
        return (*self.coming, *self.running, *self.finished)

    @property
    def touched(self) -> list[str]:
        """Sentences about those who have this edition in use, or had it. Empty while nobody has."""
        found = []
        if self.running:
            sentence = ngettext(
                "%(cohorts)s follows this edition now.", "%(cohorts)s follow this edition now.",
                len(self.running),
            )  # fmt: skip
            found.append(sentence % {"cohorts": _named(self.running)})
        if self.finished:
            sentence = ngettext(
                "%(cohorts)s has finished with it.", "%(cohorts)s have finished with it.", len(self.finished)
            )
            found.append(sentence % {"cohorts": _named(self.finished)})
        return found


def followers(curriculum: Curriculum, *, today: dt.date) -> Followers:
    """Of one edition, whoever coordinates them. One query."""
    programmes = Programme.objects.of_curriculum(curriculum).with_cohort().newest_first()
    return among([programme.cohort for programme in programmes], today=today)


def among(cohorts: Iterable[Cohort], *, today: dt.date) -> Followers:
    """The same of cohorts that are loaded already."""
    by_state: dict[str, list[Cohort]] = {state: [] for state in Cohort.State}
    for cohort in cohorts:
        by_state[cohort.state_on(today)].append(cohort)
    return Followers(*(tuple(by_state[state]) for state in ("coming", "running", "finished")))


@contextmanager
def open_edition(curriculum: Curriculum, *, today: dt.date) -> Iterator[None]:
    """Inside, this edition may be changed. Raises Refused when only finished cohorts followed it."""
    with transaction.atomic():
        hold_open(curriculum.pk, today=today)
        yield


def hold_open(curriculum_id: int, *, today: dt.date) -> None:
    """From here to the end of the transaction this edition may be changed. Raises Refused when it is closed.

    No rule of the database holds this: an edition closes by the passing of a day, and who is forgotten then
    is also taken out of what they wrote in it.
    """
    held = Curriculum.objects.held().get(pk=curriculum_id)
    if followers(held, today=today).is_closed:
        raise Refused(CLOSED)


def content_of(curriculum: Curriculum) -> dict[str, int]:
    """How much of everything an edition holds, and so what a copy gets."""
    lessons, materials = (model.objects.of_curriculum(curriculum) for model in (Lesson, Material))
    files = len(materials.file_names())
    return {
        "tracks": curriculum.tracks.count(),
        "themes": curriculum.themes.count(),
        "goals": curriculum.final_goals.count(),
        "modules": curriculum.modules.count(),
        "lessons": lessons.count(),
        "files": files,
        "links": materials.count() - files,
    }


def next_name(name: str, taken: Iterable[str]) -> str:
    """What the edition after this one is called: the year after it, or else a number behind it."""
    folded = {each.casefold() for each in taken}
    years = YEAR.findall(name)
    if years:
        year = int(years[-1])
        while True:
            year += 1
            following = name.replace(years[-1], str(year))
            if following.casefold() not in folded:
                return following
    number = 2
    while f"{name} ({number})".casefold() in folded:
        number += 1
    return f"{name} ({number})"


def _named(cohorts: Iterable[Cohort]) -> str:
    names = [cohort.name for cohort in cohorts]
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
