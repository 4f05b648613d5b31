"""Days without a learning day: our own, and holidays of the country and its schools."""

from collections.abc import Iterable

from django.db import transaction

from trainees import holidays
from trainees.models import ClosedDay, User
from wijkmakers.lib.versions import remove_version, save_version


@transaction.atomic
def change_closed_day(*, day: ClosedDay, seen: int, by: User) -> ClosedDay:
    """Save a closed day, new or changed."""
    return save_version(day, by=by, seen=seen)


@transaction.atomic
def remove_closed_day(*, day: ClosedDay, by: User, seen: int | None = None) -> None:
    remove_version(day, seen=seen)


@transaction.atomic
def fill_public_holidays(*, years: Iterable[int], by: User) -> int:
    """Add the public holidays of these years that are not there yet; how many that were."""
    return _fill(ClosedDay.Kind.PUBLIC, holidays.public(years), by=by)


@transaction.atomic
def fill_school_holidays(*, by: User) -> int:
    """Add the school holidays of region Noord that are not there yet; how many that were."""
    return _fill(ClosedDay.Kind.SCHOOL, holidays.school(), by=by)


def _fill(kind: ClosedDay.Kind, wanted: Iterable[holidays.Holiday], *, by: User) -> int:
    missing = [
        ClosedDay(
            kind=kind,
            name=holiday.name,
            starts_on=holiday.starts_on,
            ends_on=holiday.ends_on,
            created_by=by,
            changed_by=by,
        )
        for holiday in holidays.not_there_yet(kind, wanted)
    ]
    return len(ClosedDay.objects.bulk_create(missing))
