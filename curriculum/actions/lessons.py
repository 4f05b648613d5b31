"""What each session of a module is about, and what to prepare for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Self

from django.db import transaction

from curriculum.actions.editions import hold_edition
from curriculum.models import Lesson, Module
from trainees.models import User
from wijkmakers.lib.versions import Conflict, save_version


@dataclass(frozen=True)
class LessonText:
    """What is said of one session of a module. `key` tells two texts apart without sending one of them."""

    title: str = ""
    preparation: str = ""

    @classmethod
    def of(cls, lesson: Lesson | None) -> Self:
        """What is said of it now; nothing when there is no row of it yet."""
        return cls(lesson.title, lesson.preparation) if lesson else cls()

    @property
    def key(self) -> str:
        return sha256(f"{self.title}\n\n{self.preparation}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Theirs:
    """What others saved meanwhile, by the number of the session, and when the last of it was."""

    lessons: dict[int, Lesson]
    changed_at: datetime
    version: int = 0


@transaction.atomic
def describe_lessons(
    *, module: Module, texts: Mapping[int, LessonText], shown: Mapping[int, str], by: User
) -> int:
    """Save what is said of the sessions, by their number; answer how many changed.

    shown: the key of what stood there when the page was opened. A session of which nothing was changed is
    left as somebody else may have described it meanwhile; where both changed it, nothing at all is saved and
    Conflict tells where (`current` is Theirs).
    """
    hold_edition(module.curriculum_id)
    stored = {lesson.number: lesson for lesson in Lesson.objects.of_module(module).in_order()}
    mine = {number: text for number, text in texts.items() if text.key != shown.get(number, LessonText().key)}
    theirs = {
        number: stored[number]
        for number, text in mine.items()
        if number in stored and LessonText.of(stored[number]).key not in (shown.get(number), text.key)
    }
    if theirs:
        raise Conflict(Theirs(theirs, max(lesson.changed_at for lesson in theirs.values())))
    changed = {number: text for number, text in mine.items() if LessonText.of(stored.get(number)) != text}
    for number, text in changed.items():
        lesson = stored.get(number) or Lesson(module=module, number=number)
        lesson.title, lesson.preparation = text.title, text.preparation
        save_version(lesson, by=by)
    return len(changed)


def lesson_of(module: Module, number: int | None, *, by: User) -> Lesson | None:
    """The row of this session of the module, made when nothing was said of it yet."""
    if number is None:
        return None
    found = Lesson.objects.of_module(module).numbered(number).first()
    return found or save_version(Lesson(module=module, number=number), by=by)
