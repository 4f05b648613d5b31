"""Material of a module: files and links, in an order."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from curriculum.actions.removing import forget_files
from curriculum.models import Material, Module
from trainees.models import User
from wijkmakers.lib.versions import remove_version, save_version


@transaction.atomic
def add_material(*, material: Material, by: User) -> Material:
    """New material comes last."""
    Module.objects.select_for_update().get(pk=material.module_id)
    material.position = Material.objects.of_module(material.module_id).next_position()
    return _save(material, by=by)


@transaction.atomic
def change_material(*, material: Material, seen: int, by: User) -> Material:
    """Save title, link or a new file; the file that it replaces goes."""
    before = Material.objects.get(pk=material.pk).file.name or ""
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
    """Up (-1) or down (1) among the material of its module; at the end it stays where it is."""
    Module.objects.select_for_update().get(pk=material.module_id)
    order = list(Material.objects.of_module(material.module_id).in_order())
    if material not in order:  # removed by somebody else, a moment ago
        return
    at = order.index(material)
    to = max(0, min(at + places, len(order) - 1))
    order.insert(to, order.pop(at))
    for position, row in enumerate(order):
        if row.position != position:
            row.position, row.changed_by, row.changed_at = position, by, now
    Material.objects.bulk_update(order, ["position", "changed_by", "changed_at"])


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
