"""The columns and sheets that are understood, by the names people give them in Dutch and English."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from wijkmakers.lib.sheets.converters import Converter, text
from wijkmakers.lib.sheets.words import name_key

_NUMBER = "{n}"
_LONGEST_HEADER = 100
_BETWEEN_BRACKETS = re.compile(r"\([^()]*\)")


class Column:
    """A column, by the names its header may have; the first of each language is the one used in sentences.

    `required`: the column must be there, with something in every row. Otherwise `default` stands for a blank.
    "{n}" in the names makes it repeat (Wens 1, Wens 2, …): its value in a record is then a dict by number,
    without the blank ones, and required means that there is at least one such column.
    """

    def __init__(
        self,
        key: str,
        convert: Converter[Any] | None = None,
        *,
        nl: Sequence[str] = (),
        en: Sequence[str] = (),
        required: bool = True,
        default: Any = None,
    ) -> None:
        self.key = key
        self.convert = convert or text()
        self.required = required
        self.default = default
        self._nl, self._en = tuple(nl), tuple(en)
        names = self._nl + self._en
        self.repeats = any(_NUMBER in name for name in names)
        if not names or self.repeats != all(_NUMBER in name for name in names):
            raise ValueError(f"Column {key}: name it, and put {_NUMBER} in all of its names or in none")
        self._forms = re.compile("|".join(_form(name) for name in names))

    @property
    def label(self) -> str:
        """Its name in the language of the reader."""
        return _in_this_language(self._nl, self._en)

    def label_for(self, number: int) -> str:
        return self.label.replace(_NUMBER, str(number))

    def number_in(self, header: str) -> int | None:
        """None when the header is of another column, its number when this one repeats, else 0.

        Case, accents, punctuation and spaces do not matter, and neither does what stands between brackets.
        """
        for key in _keys(header):
            if found := self._forms.fullmatch(key):
                return next((int(number) for number in found.groups() if number), 0)
        return None


class Kind:
    """A kind of table: its columns, and the names that a sheet with such a table usually has."""

    def __init__(
        self, key: str, columns: Sequence[Column], *, nl: Sequence[str] = (), en: Sequence[str] = ()
    ) -> None:
        self.key = key
        self.columns = tuple(columns)
        self._nl, self._en = tuple(nl), tuple(en)

    @property
    def label(self) -> str:
        return _in_this_language(self._nl, self._en)

    def is_named(self, sheet: str) -> bool:
        return name_key(sheet) in {name_key(name) for name in self._nl + self._en}


@lru_cache(maxsize=1_000)
def _keys(header: str) -> tuple[str, ...]:
    if len(header) > _LONGEST_HEADER:
        return ()
    return name_key(header), name_key(_BETWEEN_BRACKETS.sub("", header))


def _form(name: str) -> str:
    return "0?([1-9][0-9]?)".join(name_key(part) for part in name.split(_NUMBER))


def _in_this_language(nl: Sequence[str], en: Sequence[str]) -> str:
    return ((en or nl) if (get_language() or "").startswith("en") else (nl or en))[0]
