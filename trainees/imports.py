"""The sheet with trainees: how it is read, what it would change, and how that is saved."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trainees.forms import written_postcode
from trainees.models import Cohort, Skill, Trainee, User
from wijkmakers.lib.names import fold
from wijkmakers.lib.plans import Change, Item, Named, Part, label_of, only_once, put, told_at
from wijkmakers.lib.sheets import (
    Column,
    Kind,
    Problems,
    Record,
    Table,
    Value,
    day,
    email,
    name_key,
    text,
    yes_no,
)
from wijkmakers.lib.versions import save_version

# The skill that the column with the driving licence is about, and how else it is asked for.
LICENCE = "rijbewijs"
LICENCE_NAMES = frozenset({"rijbewijs b", "autorijbewijs", "driving licence", "driving license"})

PERSON = ("first_name", "last_name", "phone")


def longest(model: type[models.Model], field: str) -> int:
    """How long a text may be in this field."""
    length: int = model._meta.get_field(field).max_length  # type: ignore[union-attr,assignment]
    return length


def postcode(value: Value) -> str:
    return written_postcode(text(longest(Trainee, "postcode"))(value))


TRAINEES = Kind(
    "trainees",
    (
        Column(
            "first_name",
            text(longest(User, "first_name")),
            nl=("Voornaam", "Roepnaam"),
            en=("First name", "Given name"),
        ),
        Column(
            "last_name",
            text(longest(User, "last_name")),
            nl=("Achternaam",),
            en=("Last name", "Surname", "Family name"),
        ),
        Column("email", email, nl=("E-mail", "E-mailadres", "Mailadres"), en=("E-mail", "E-mail address")),
        Column(
            "phone",
            text(longest(User, "phone")),
            nl=("Telefoon", "Telefoonnummer", "Mobiel"),
            en=("Phone", "Phone number", "Telephone", "Mobile"),
            required=False,
        ),
        Column(
            "study",
            text(longest(Trainee, "study")),
            nl=("Studie", "Opleiding"),
            en=("Study", "Degree"),
            required=False,
        ),
        Column(
            "city",
            text(longest(Trainee, "city")),
            nl=("Woonplaats", "Plaats"),
            en=("City", "Town"),
            required=False,
        ),
        Column(
            "postcode", postcode, nl=("Postcode",), en=("Postcode", "Postal code", "Zip code"), required=False
        ),
        Column(
            "licence",
            yes_no,
            nl=("Rijbewijs", "Rijbewijs B"),
            en=("Driving licence", "Driving license"),
            required=False,
        ),
        Column(
            "starts_on",
            day(),
            nl=("Start", "Startdatum", "Begin"),
            en=("Start", "Start date", "First day"),
            required=False,
        ),
        Column(
            "ends_on",
            day(),
            nl=("Einde", "Einddatum", "Eind"),
            en=("End", "End date", "Last day"),
            required=False,
        ),
    ),
    nl=("Trainees", "Deelnemers", "Aanmeldingen"),
    en=("Trainees", "Participants", "Applications"),
)
HELP: Mapping[str, Any] = {
    "first_name": gettext_lazy("The name somebody goes by."),
    "last_name": gettext_lazy("With what stands before it: “van der Veen”."),
    "email": gettext_lazy(
        "What the trainee signs in with, and how the wishes find them. Each trainee has their own."
    ),
    "phone": gettext_lazy("Optional. Type an apostrophe or a space in it, so that the first 0 stays."),
    "study": gettext_lazy("Optional."),
    "city": gettext_lazy("Optional."),
    "postcode": gettext_lazy("Optional. Four digits are enough."),
    "licence": gettext_lazy("Optional: yes or no."),
    "starts_on": gettext_lazy("Optional: the first day, such as 1-9-2026. Otherwise that of the cohort."),
    "ends_on": gettext_lazy("Optional: the last day. Otherwise that of the cohort."),
}


def known_skills() -> Named[Skill]:
    """The skills by name; those that nobody had yet are made, and are saved with `save_skills`."""
    skills = Named(Skill.objects.in_order(), lambda name: Skill(name=name))
    for name in LICENCE_NAMES:
        skills.also(name, LICENCE)
    return skills


def save_skills(skills: Named[Skill]) -> None:
    for skill in skills.new:
        skill.save(force_insert=True)


class TraineeImport:
    """What the sheet does to a cohort, which need not exist yet."""

    def __init__(self, cohort: Cohort, skills: Named[Skill]) -> None:
        self.cohort = cohort
        self.skills = skills
        self.by_email: dict[str, Trainee] = {trainee.user.email: trainee for trainee in _there(cohort)}
        self.part = Part("trainees", TRAINEES.label, ())

    def plan(self, table: Table, problems: Problems) -> Part:
        records = table.records(problems)
        only_once(records, "email", problems)
        emails = [record["email"] for record in records if record.has("email")]
        people = {user.email: user for user in User.objects.filter(email__in=emails)}
        there = list(self.by_email.values())
        items = [self._item(record, people, problems) for record in records if record.ok]
        self.part = Part(
            "trainees",
            TRAINEES.label,
            tuple(items),
            counts=_counts(items),
            kept=tuple(str(trainee) for trainee in there if trainee.user.email not in emails),
            stated=frozenset(emails),
        )
        return self.part

    def save(self, *, by: User, problems: Problems) -> None:
        for item in self.part.touched:
            with told_at(item.place, problems):
                _save(item, by)
        if not problems:
            self._save_licences()

    def _save_licences(self) -> None:
        """Who got a driving licence, and who has none after all; all at once."""
        said = {
            item.row: change.new
            for item in self.part.touched
            for change in item.changes
            if change.key == "licence"
        }
        if not said:
            return
        skill = self.skills(LICENCE)
        joins = Trainee.skills.through.objects
        joins.filter(skill=skill, trainee__in=said).delete()
        joins.bulk_create(
            Trainee.skills.through(trainee=trainee, skill=skill) for trainee, has_it in said.items() if has_it
        )

    def _item(self, record: Record, people: Mapping[str, User], problems: Problems) -> Item:
        address = record["email"]
        found = self.by_email.get(address)
        trainee = found or Trainee(cohort=self.cohort, user=people.get(address) or User(email=address))
        if not found and trainee.user.pk:
            _check_whose(record, trainee.user, problems)
        note = self._note(record, trainee)
        self._check_days(record, trainee, problems)
        changes = self._changes(record, trainee)
        if not found:
            changes = (Change("email", label_of(User, "email"), None, address), *changes)
            self.by_email[address] = trainee
        name = f"{record['first_name']} {record['last_name']}"
        return Item(
            name,
            trainee,
            changes,
            new=not found,
            place=record.cell("email").place,
            note=note,
            unsaid=frozenset({"first_name", "last_name", *self._usual_days(trainee)}),
        )

    def _usual_days(self, trainee: Trainee) -> list[str]:
        """Which of the days are simply those of the cohort."""
        return [key for key in ("starts_on", "ends_on") if getattr(trainee, key) == getattr(self.cohort, key)]

    def _changes(self, record: Record, trainee: Trainee) -> tuple[Change, ...]:
        values = {key: record[key] for key in ("study", "city", "postcode", "starts_on", "ends_on")}
        if not trainee.pk:
            values |= {key: record[key] or getattr(self.cohort, key) for key in ("starts_on", "ends_on")}
        elif trainee.stopped_at:
            values.pop("ends_on")
        changes = put(trainee.user, {key: record[key] for key in PERSON}) + put(trainee, values)
        licensed = bool(trainee.pk) and name_key(LICENCE) in {
            name_key(skill.name) for skill in trainee.skills.all()
        }
        if record.has("licence") and record["licence"] != licensed:
            old = licensed if trainee.pk else None
            changes += (Change("licence", self.skills(LICENCE).name, old, record["licence"]),)
        return changes

    def _check_days(self, record: Record, trainee: Trainee, problems: Problems) -> None:
        """The first day lies in the cohort, the last not before it; who is extended may stay longer."""
        first, cohort = record["starts_on"], self.cohort
        begins = first or (trainee.starts_on if trainee.pk else cohort.starts_on)
        if first and first != trainee.starts_on and not cohort.starts_on <= first <= cohort.ends_on:
            sentence = _(
                "%(day)s lies outside the cohort, which runs from %(first)s to %(last)s. "
                "Correct this day, or that of the cohort."
            )
            days = {"day": first, "first": cohort.starts_on, "last": cohort.ends_on}
            problems.add(
                record.cell("starts_on"), sentence % {key: written(value) for key, value in days.items()}
            )
        elif record["ends_on"] and record["ends_on"] < begins:
            sentence = _("%(last)s comes before the first day, %(first)s. Correct one of the two.")
            problems.add(
                record.cell("ends_on"),
                sentence % {"last": written(record["ends_on"]), "first": written(begins)},
            )

    def _note(self, record: Record, trainee: Trainee) -> str:
        if trainee.stopped_at and record["ends_on"] not in (None, trainee.ends_on):
            return _("This trainee stopped on %(day)s; that day stays.") % {"day": written(trainee.ends_on)}
        name = fold(f"{record['first_name']} {record['last_name']}")
        for address, other in self.by_email.items():
            if not trainee.pk and address != record["email"] and fold(str(other)) == name:
                sentence = _(
                    "There is another %(name)s, with the address %(address)s. Is this somebody else?"
                )
                return sentence % {"name": other, "address": address}
        return ""


def _save(item: Item, by: User) -> None:
    trainee = item.row
    if trainee.user.pk is None:
        trainee.user.language = by.language
        trainee.user.set_unusable_password()
        trainee.user.save(force_insert=True)
    elif changed := {change.key for change in item.changes} & set(PERSON):
        trainee.user.save(update_fields=changed)
    save_version(trainee, by=by, seen=None if item.new else trainee.version)


def _there(cohort: Cohort) -> Iterable[Trainee]:
    if not cohort.pk:
        return ()
    return Trainee.objects.of_cohort(cohort).with_user().prefetch_related("skills").in_order()


def _check_whose(record: Record, user: User, problems: Problems) -> None:
    """An account keeps its person: an address typed wrong must not rename somebody else."""
    if fold(str(user)) != fold(f"{record['first_name']} {record['last_name']}"):
        sentence = _(
            "This is the address of %(name)s, who already has an account. "
            "Correct the address, or write the name as it stands there."
        )
        problems.add(record.cell("email"), sentence % {"name": user})


def _counts(items: Iterable[Item]) -> tuple[str, ...]:
    count = sum(1 for item in items if item.new or item.changes)
    return (ngettext("%(count)s trainee", "%(count)s trainees", count) % {"count": count},) if count else ()


def written(date: dt.date) -> str:
    """1 september 2026, in the language of the reader."""
    return str(date_format(date, "j F Y"))
