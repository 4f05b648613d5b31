"""Organisations, their people, and the sectors they stand for."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from placements.models import Host, HostMember, Sector
from trainees.actions import change_person, find_or_add_person
from trainees.actions.people import Found, NamedPerson
from trainees.models import User
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.versions import remove_version, save_version


@transaction.atomic
def change_host(*, host: Host, seen: int, by: User) -> Host:
    """Save an organisation, new or changed."""
    return save_version(host, by=by, seen=seen)


@transaction.atomic
def remove_host(*, host: Host, by: User, seen: int | None = None) -> None:
    """Remove an organisation that was never used. Raises Refused for one that was."""
    locked = Host.objects.select_for_update().filter(pk=host.pk).first()
    if locked and locked.is_used():
        raise Refused(_("%(host)s is in use, so it stays.") % {"host": host})
    remove_version(host, seen=seen)


@dataclass(frozen=True)
class AddedMember:
    member: HostMember
    found: Found


@transaction.atomic
def add_member(
    *,
    host: Host,
    person: NamedPerson,
    by: User,
    job: str = "",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> AddedMember:
    """Somebody becomes a supervisor; an account is made when there is none for this e-mail address."""
    found = find_or_add_person(person, by=by)
    member = HostMember(host=host, user=found.user, job=job, starts_on=starts_on, ends_on=ends_on)
    return AddedMember(save_version(member, by=by), found)


@transaction.atomic
def change_member(*, member: HostMember, person: NamedPerson, seen: int, by: User) -> HostMember:
    """Save somebody's job and days together with their name and phone; the e-mail address stays."""
    save_version(member, by=by, seen=seen)
    change_person(user=member.user, person=person, by=by)
    return member


@transaction.atomic
def remove_member(*, member: HostMember, by: User, seen: int | None = None) -> None:
    """Somebody is no longer of this organisation. Raises Refused when placements name them as supervisor."""
    try:
        remove_version(member, seen=seen)
    except ProtectedError as protected:
        raise Refused(_("%(name)s supervises or supervised trainees here.") % {"name": member}) from protected


@transaction.atomic
def change_sector(*, sector: Sector, seen: int, by: User) -> Sector:
    """Save a sector, new or changed."""
    return save_version(sector, by=by, seen=seen)


@transaction.atomic
def remove_sector(*, sector: Sector, by: User, seen: int | None = None) -> None:
    """Remove a sector without organisations. Raises Refused otherwise."""
    try:
        remove_version(sector, seen=seen)
    except ProtectedError as protected:
        raise Refused(
            _("There are organisations in the sector %(sector)s.") % {"sector": sector}
        ) from protected
