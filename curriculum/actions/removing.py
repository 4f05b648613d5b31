"""Removing rows that others may use, and the files that only they named."""

from collections.abc import Iterable
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import remove_version


def delete_unused(row: Model, *, seen: int | None) -> None:
    """Raises Refused when something began to use the row since the page looked, Conflict when it changed."""
    try:
        remove_version(row, seen=seen)
    except ProtectedError as used:
        raise Refused(_("Something else uses this by now. Look again at what it is.")) from used


def forget_files(names: Iterable[str]) -> None:
    """Remove these files from storage once the transaction has committed; a file that is away is well."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
