"""Editions: held while somebody changes them, copied for the next cohort."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Model, QuerySet

from curriculum.models import (
    Coverage,
    Curriculum,
    Goal,
    Lesson,
    Material,
    Module,
    Prerequisite,
    Theme,
    Track,
)
from curriculum.models.material import random_path
from trainees.models import User
from wijkmakers.lib.constraints import rules_checked
from wijkmakers.lib.versions import add_rows, save_version

OWN = frozenset({"id", "version", "created_at", "created_by", "changed_at", "changed_by"})
Pairs = dict[int, Any]


def hold_edition(curriculum_id: int) -> Curriculum:
    """Who changes or copies the content of one edition waits here for who is doing so already."""
    return Curriculum.objects.held().get(pk=curriculum_id)


def copy_curriculum(*, curriculum: Curriculum, copy: Curriculum, by: User) -> Curriculum:
    """A new edition with all content of another: `copy` has its name. Cohorts, sessions and attendance stay.

    Files are stored anew, so that removing one leaves the other. All, or nothing: no file is left behind.
    """
    files: list[str] = []
    try:
        with rules_checked():
            source = hold_edition(curriculum.pk)
            copy.description, copy.copied_from = source.description, source
            save_version(copy, by=by)
            modules = _copy_modules(source, copy, by)
            _copy_joined(source, modules, _copied(_of(Goal, source), by, lambda _row: {"curriculum": copy}))
            _copy_material(source, modules, files, by)
    except BaseException:
        for name in files:
            default_storage.delete(name)
        raise
    return copy


def _copy_modules(source: Curriculum, copy: Curriculum, by: User) -> Pairs:
    tracks = _copied(_of(Track, source), by, lambda _row: {"curriculum": copy})
    themes = _copied(_of(Theme, source), by, lambda _row: {"curriculum": copy})
    modules = _copied(
        _of(Module, source),
        by,
        lambda row: {
            "curriculum": copy,
            "track": tracks[row.track_id],
            "theme": themes[row.theme_id] if row.theme_id else None,
        },
    )
    teaches = Module.lecturers.through
    teaches.objects.bulk_create(
        teaches(module=modules[module], user_id=user)
        for module, user in teaches.objects.filter(module__curriculum=source)
        .order_by("pk")
        .values_list("module_id", "user_id")
    )
    return modules


def _copy_joined(source: Curriculum, modules: Pairs, goals: Pairs) -> None:
    Prerequisite.objects.bulk_create(
        Prerequisite(module=modules[row.module_id], needs=modules[row.needs_id])
        for row in Prerequisite.objects.of_curriculum(source).in_order()
    )
    Coverage.objects.bulk_create(
        Coverage(module=modules[row.module_id], goal=goals[row.goal_id])
        for row in Coverage.objects.of_curriculum(source).in_order()
    )


def _copy_material(source: Curriculum, modules: Pairs, files: list[str], by: User) -> None:
    lessons = _copied(_of(Lesson, source), by, lambda row: {"module": modules[row.module_id]})
    _copied(
        _of(Material, source),
        by,
        lambda row: {
            "module": modules[row.module_id],
            "lesson": lessons[row.lesson_id] if row.lesson_id else None,
            "file": _copy_file(row, files),
        },
    )


def _copy_file(material: Material, files: list[str]) -> str:
    """Where the copy is stored. A file that has gone from the store is gone in both editions."""
    if not material.file:
        return ""
    try:
        with material.file.open("rb") as content:
            name = default_storage.save(random_path(material, ""), File(content))
    except FileNotFoundError:
        return random_path(material, "")
    files.append(name)
    return name


def _of(model: type[Model], curriculum: Curriculum) -> QuerySet:
    return model._default_manager.of_curriculum(curriculum).order_by("pk")  # type: ignore[attr-defined]


def _copied(rows: QuerySet, by: User, changes: Callable[[Any], dict[str, Any]]) -> Pairs:
    """{id of the row: its copy}, in two queries. `changes`: what is otherwise in the copy."""
    found = list(rows)
    copies = [_anew(row, changes(row)) for row in found]
    add_rows(copies, by=by)
    return {row.pk: copy for row, copy in zip(found, copies, strict=True)}


def _anew(row: Model, changes: dict[str, Any]) -> Model:
    fields = [field for field in row._meta.concrete_fields if field.name not in OWN | changes.keys()]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields}, **changes)
