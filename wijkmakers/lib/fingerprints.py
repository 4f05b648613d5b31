"""Which fields of a row are different from when it was shown, without sending the row along."""

from zlib import crc32

from django.db import models


def fingerprint(row: models.Model) -> str:
    """What somebody can change about `row`, as "name:1f3a…" per field: short, and nobody can read it."""
    return " ".join(f"{field.name}:{_mark(row, field)}" for field in _fields(row))


def changed_fields(row: models.Model, shown: str) -> list[str]:
    """The labels of the fields that are different from those in the fingerprint `shown`."""
    marks = dict(part.split(":", 1) for part in shown.split() if ":" in part)
    return [
        str(field.verbose_name)
        for field in _fields(row)
        if marks.get(field.name, "") not in {"", _mark(row, field)}
    ]


def _fields(row: models.Model) -> list[models.Field]:
    return [field for field in row._meta.concrete_fields if field.editable and not field.primary_key]


def _mark(row: models.Model, field: models.Field) -> str:
    return f"{crc32(str(field.value_from_object(row)).encode('utf-8', 'replace')):x}"
