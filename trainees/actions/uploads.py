"""Spreadsheets between their preview and their confirmation."""

import datetime as dt

from django.db import transaction

from trainees.models import Upload, User


@transaction.atomic
def keep_upload(*, name: str, content: bytes, by: User, now: dt.datetime) -> Upload:
    """Hold a spreadsheet until it is confirmed; those of yesterday go."""
    Upload.objects.older_than(now - dt.timedelta(days=1)).delete()
    return Upload.objects.create(name=name, content=content, created_by=by)


@transaction.atomic
def drop_upload(*, upload: Upload, by: User) -> None:
    upload.delete()
