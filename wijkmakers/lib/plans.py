"""What an import would do: worked out row by row in memory, shown, and only then saved.

The importer of a sheet sets the values of the file on rows in memory (`put`), which tells what changes, and
keeps them as items of a `Part`. Saving is saving those rows, so that a preview cannot differ from it.
"""

import datetime
import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkmakers.lib.constraints import rules_checked, sentence_for
from wijkmakers.lib.sheets import Place, Problems, Record, name_key, shown
from wijkmakers.lib.words import said_all

Plain = str | int | bool | datetime.date | tuple[str, ...] | tuple[int, ...] | None
Row = TypeVar("Row", bound=models.Model)

NOWHERE = Place(0, 0, 0, "")


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


def said(value: Plain) -> str:
    """A value in words; "" for none."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return str(date_format(value, "j F Y"))
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Change:
    """A value that becomes another. `key` is for programs, `label` (lazy, translatable) for people.

    The label is empty where the item is about nothing else.
    """

    key: str
    label: Any
    old: Plain
    new: Plain
    say: Callable[[Plain], str] = said

    @property
    def old_text(self) -> str:
        return self.say(self.old)

    @property
    def new_text(self) -> str:
        return self.say(self.new)


@dataclass(frozen=True)
class Item:
    """One row of the file, or one thing that comes with it.

    name: for people; row: the model row with its new values set, not saved; extra: what more is saved with
    it. A new item lists all its values as changes from nothing; `unsaid` are the keys of those that its name
    tells already, or that go without saying.
    """

    name: str
    row: Any
    changes: tuple[Change, ...]
    new: bool = False
    place: Place = NOWHERE
    note: str = ""
    extra: Any = None
    unsaid: frozenset[str] = frozenset()

    @property
    def said(self) -> list[Change]:
        """The changes to show: of a new item those that do not speak for themselves."""
        return [change for change in self.changes if not (self.new and change.key in self.unsaid)]

    @property
    def state(self) -> State:
        if self.new:
            return State.NEW
        return State.CHANGED if self.changes else State.SAME

    def touches(self, *keys: str) -> bool:
        """Whether it is new, or changes one of these."""
        return self.new or any(change.key in keys for change in self.changes)


@dataclass(frozen=True)
class Part:
    """What one sheet does.

    counts: what is saved, such as "11 trainees" and "21 seats"; kept: what is there, stays, and is not in the
    file; stated: the names that stand in the sheet, also in rows with mistakes.
    """

    key: str
    label: Any
    items: tuple[Item, ...]
    counts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stated: frozenset[str] = frozenset()

    @property
    def rows(self) -> bool:
        """Whether its items stand in rows of the file."""
        return any(item.place.row for item in self.items)

    @property
    def new(self) -> list[Item]:
        return [item for item in self.items if item.state is State.NEW]

    @property
    def changed(self) -> list[Item]:
        return [item for item in self.items if item.state is State.CHANGED]

    @property
    def same(self) -> list[Item]:
        return [item for item in self.items if item.state is State.SAME]

    @property
    def touched(self) -> list[Item]:
        return [item for item in self.items if item.state is not State.SAME]


@dataclass(frozen=True)
class Plan:
    """All that an import would do; with problems, it does nothing. `ignored` are sentences."""

    parts: tuple[Part, ...]
    problems: Problems
    ignored: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        return not any(part.touched for part in self.parts)

    @property
    def counts(self) -> str:
        """What is saved, in words: "11 trainees, 7 organisations and 21 seats"."""
        return said_all(count for part in self.parts for count in part.counts)

    @property
    def digest(self) -> str:
        """The same for two plans that do the same, in any language."""
        told = [
            (
                part.key,
                item.place.row,
                item.row.pk,
                [(change.key, change.old, change.new) for change in item.changes],
            )
            for part in self.parts
            for item in part.touched
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()


class Named(Generic[Row]):
    """Rows by their name, however it is spelled; a name that is not there yet makes a new row, not saved."""

    def __init__(self, rows: Iterable[Row], make: Callable[[str], Row]) -> None:
        self._rows = {name_key(str(row)): row for row in rows}
        self._make = make
        self._aliases: dict[str, str] = {}
        self.new: list[Row] = []

    def also(self, alias: str, name: str) -> None:
        """From now on this alias means that name."""
        self._aliases[name_key(alias)] = name

    def __call__(self, name: str) -> Row:
        name = self._aliases.get(name_key(name), name)
        key = name_key(name)
        if key not in self._rows:
            self._rows[key] = self._make(name)
            self.new.append(self._rows[key])
        return self._rows[key]


def label_of(model: type[models.Model], field: str) -> Any:
    """What people call this field (lazy)."""
    return model._meta.get_field(field).verbose_name  # type: ignore[union-attr]


def put(row: models.Model, values: Mapping[str, Any]) -> tuple[Change, ...]:
    """Set the values on the row in memory, and say what that changes.

    None and "" are what the file does not say: those fields stay as they are.
    """
    changes = []
    for key, value in values.items():
        old = getattr(row, key, None) if row.pk else None
        if value in (None, "") or old == value:
            continue
        setattr(row, key, value)
        changes.append(Change(key, label_of(type(row), key), _plain(old), _plain(value)))
    return tuple(changes)


def only_once(
    records: Iterable[Record],
    key: str,
    problems: Problems,
    *,
    alike: Callable[[Any], Hashable] = lambda value: value,
) -> None:
    """A problem for each row that repeats a value of an earlier one; `alike` tells when two are the same."""
    first: dict[Hashable, int] = {}
    for record in records:
        if not record.has(key):
            continue
        row = first.setdefault(alike(record[key]), record.number)
        if row != record.number:
            sentence = _(
                "“%(value)s” already stands in row %(row)s. Correct one of the two rows, or remove it."
            )
            problems.add(record.cell(key), sentence % {"value": shown(record[key]), "row": row})


@contextmanager
def told_at(place: Place, problems: Problems) -> Iterator[None]:
    """Save something; a rule of the database that it breaks becomes a problem at its place in the file."""
    try:
        with rules_checked():
            yield
    except IntegrityError as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        problems.add(place, sentence)


def _plain(value: Any) -> Plain:
    return str(value) if isinstance(value, models.Model) else value
