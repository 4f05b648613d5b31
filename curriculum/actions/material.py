"""Material of a module or of one of its sessions: files and links, in an order, required or not."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from curriculum.actions.editions import hold_edition
from curriculum.actions.lessons import lesson_of
from curriculum.actions.removing import forget_files
from curriculum.models import Material, Module
from trainees.models import User
from wijkmakers.lib.versions import remove_version, save_version

STAYS = object()


@transaction.atomic
def add_material(*, material: Material, by: User, session_number: int | None = None) -> Material:
    """New material comes last. session_number: for which session of the module; None for all of it."""
    _hold(material)
    material.position = Material.objects.of_module(material.module_id).next_position()
    material.lesson = lesson_of(material.module, session_number, by=by)
    return _save(material, by=by)


@transaction.atomic
def change_material(
    *, material: Material, seen: int, by: User, session_number: int | object | None = STAYS
) -> Material:
    """Save title, link or a new file; the file that it replaces goes."""
    _hold(material)
    before = Material.objects.get(pk=material.pk).file.name or ""
    if session_number is None or isinstance(session_number, int):
        material.lesson = lesson_of(material.module, session_number, by=by)
    _save(material, by=by, seen=seen, before=before)
    if before and before != material.file.name:
        forget_files([before])
    return material


@transaction.atomic
def remove_material(*, material: Material, by: User, seen: int | None = None) -> None:
    name = material.file.name
    remove_version(material, seen=seen)
    forget_files([name] if name else [])


@transaction.atomic
def move_material(*, material: Material, places: int, by: User, now: datetime) -> None:
    """Up (-1) or down (1) among the material for the same session; at the end it stays where it is."""
    _hold(material)
    groups: dict[int | None, list[Material]] = {}
    for row in Material.objects.of_module(material.module_id).by_lesson():
        groups.setdefault(row.lesson_id, []).append(row)
    order = next((group for group in groups.values() if material in group), None)
    if order is None:  # removed by somebody else, a moment ago
        return
    at = order.index(material)
    order.insert(max(0, min(at + places, len(order) - 1)), order.pop(at))
    rows = [row for group in groups.values() for row in group]
    for position, row in enumerate(rows):
        if row.position != position:
            row.position, row.changed_by, row.changed_at = position, by, now
    Material.objects.bulk_update(rows, ["position", "changed_by", "changed_at"])


def _hold(material: Material) -> None:
    """Its edition, and then its module: who adds or moves material of one module does so in turn."""
    hold_edition(material.module.curriculum_id)
    Module.objects.select_for_update(no_key=True).get(pk=material.module_id)


def _save(material: Material, *, by: User, seen: int | None = None, before: str = "") -> Material:
    """A new file is stored with its row: when the row is refused, the file must not stay behind."""
    try:
        with transaction.atomic():
            return save_version(material, by=by, seen=seen)
    except DatabaseError:
        name = material.file.name
        if name and name != before:
            default_storage.delete(name)
        raise
