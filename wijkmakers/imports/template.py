"""The workbook to fill in: made from the very columns that are read, so that it cannot fall behind them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

import curriculum.imports
import placements.imports.hosts
import placements.imports.wishes
import trainees.imports
from wijkmakers.lib.sheets import Column, Kind, NewSheet, Notes, write

# Each kind of sheet, what to say about its columns, and how often a repeating column stands in the template.
SHEETS: tuple[tuple[Kind, Mapping[str, Any], int], ...] = (
    (trainees.imports.TRAINEES, trainees.imports.HELP, 1),
    (placements.imports.hosts.HOSTS, placements.imports.hosts.HELP, 3),
    (placements.imports.wishes.WISHES, placements.imports.wishes.HELP, 7),
    (curriculum.imports.MODULES, curriculum.imports.HELP, 1),
)


def template_workbook() -> bytes:
    """An xlsx in the language of the reader: a sheet with headers of each kind, and one to explain them."""
    sheets = [NewSheet(kind.label, list(headers(kind, times))) for kind, _help, times in SHEETS]
    return write(sheets, notes=Notes(_notes_name(), list(_lines())))


def headers(kind: Kind, times: int) -> Iterator[str]:
    """The names of the columns; columns that repeat together stand together: P1 min, P1 max, P2 min, …"""
    repeated: list[Column] = []
    for column in kind.columns:
        if column.repeats:
            repeated.append(column)
            continue
        yield from _numbered(repeated, times)
        repeated = []
        yield column.label
    yield from _numbered(repeated, times)


def notes_names() -> set[str]:
    """How the explaining sheet is called in each language: it is no list, and nobody has to be told."""
    names = set()
    for language in ("nl", "en"):
        with override(language):
            names.add(_notes_name())
    return names


def explained(kind: Kind, helps: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Each column by its name, and what belongs in it."""
    return [(column.label_for(1), helps[column.key]) for column in kind.columns]


def _numbered(columns: list[Column], times: int) -> Iterator[str]:
    return (
        column.label_for(number) for number in range(1, times + 1 if columns else 1) for column in columns
    )


def _notes_name() -> str:
    return _("Explanation")


def _lines() -> Iterator[Any]:
    yield _(
        "Fill in the sheets you need; the others may stay empty. "
        "You see what would change before it is saved."
    )
    yield _("An empty cell changes nothing: what is already known stays.")
    for kind, helps, _times in SHEETS:
        yield ""
        yield _("Sheet %(sheet)s") % {"sheet": kind.label}
        for name, sentence in explained(kind, helps):
            yield _("%(column)s: %(explanation)s") % {"column": name, "explanation": sentence}
