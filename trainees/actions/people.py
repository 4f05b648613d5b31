"""Accounts of people. Nobody signs up: an account begins when a coordinator needs the person."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from trainees.models import User


@dataclass(frozen=True)
class NamedPerson:
    """A person as a form or a spreadsheet names them."""

    email: str
    first_name: str
    last_name: str
    phone: str = ""


@dataclass(frozen=True)
class Found:
    """The person with an address: `added` just now, or known and then `under_other_name` perhaps."""

    user: User
    added: bool
    under_other_name: bool


@transaction.atomic
def find_or_add_person(person: NamedPerson, *, by: User) -> Found:
    """The person with this e-mail address, in lower case; made when nobody has it.

    Who exists keeps their name, because it is theirs; a phone number is filled in when there was none.
    A new person has no password yet and chooses one through “Forgot your password?”.
    """
    fields = {"first_name": person.first_name, "last_name": person.last_name, "phone": person.phone}
    user, added = User.objects.get_or_create(
        email=person.email.strip().lower(),
        defaults=fields | {"password": make_password(None), "language": by.language},
    )
    if not added and person.phone and not user.phone:
        user.phone = person.phone
        user.save(update_fields={"phone"})
    other_name = (user.first_name, user.last_name) != (person.first_name, person.last_name)
    return Found(user, added=added, under_other_name=other_name)


@transaction.atomic
def change_person(*, user: User, person: NamedPerson, by: User) -> User:
    """Save the name and phone of somebody; the e-mail address stays."""
    user.first_name, user.last_name, user.phone = person.first_name, person.last_name, person.phone
    user.save(update_fields={"first_name", "last_name", "phone"})
    return user


def choose_language(*, language: str, by: User) -> None:
    """Remember the language somebody reads in."""
    User.objects.filter(pk=by.pk).update(language=language)


@transaction.atomic
def change_own_details(*, user: User, by: User) -> User:
    """Save the name, phone, language and way of being told that somebody chose for themselves."""
    if user.pk != by.pk:
        raise ValueError("these details belong to somebody else")
    user.save(update_fields={"first_name", "last_name", "phone", "language", "mail_pace"})
    return user
