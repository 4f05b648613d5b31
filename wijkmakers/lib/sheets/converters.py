"""From a filled cell to a value of the right kind, or a sentence that says what to type instead.

A converter takes a value that is neither blank nor a formula nor an error value, and returns the converted
value or raises Refused.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from wijkmakers.lib.forms import NoSuchDayError, read_date
from wijkmakers.lib.sheets.model import Value
from wijkmakers.lib.sheets.words import dutch_day, name_key, shown

T = TypeVar("T")
Converter = Callable[[Value], T]

_MIDNIGHT = re.compile(r"[T ]00?:00(?::00(?:\.0+)?)?$")


class Refused(ValueError):
    """The value cannot be used. `sentence` is translated, repeats the value and says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def text(max_length: int = 200, *, multiline: bool = False) -> Converter[str]:
    """Any value as text of at most `max_length` characters; on one line unless `multiline`."""

    def convert(value: Value) -> str:
        found = _as_text(value)
        if not multiline:
            found = " ".join(found.split())
        if len(found) > max_length:
            raise Refused(
                _("“%(value)s” has %(length)s characters. Shorten it to at most %(max)s.")
                % {"value": shown(value), "length": len(found), "max": max_length}
            )
        return found

    return convert


def email(value: Value) -> str:
    """An e-mail address in lower case, at most 254 characters."""
    address = _as_text(value).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(
            _("“%(value)s” is not an e-mail address. Write it as name@example.org.") % {"value": shown(value)}
        ) from error
    return text(254)(address)


def integer(minimum: int = 0, maximum: int = 1_000_000) -> Converter[int]:
    """A whole number within the bounds; 2, "2" and "2,0" are all 2."""

    def convert(value: Value) -> int:
        number = _whole(value)
        if number is None:
            raise Refused(
                _("“%(value)s” is not a whole number. Write it in digits, such as 2.")
                % {"value": shown(value)}
            )
        if number < minimum:
            raise Refused(
                _("%(value)s is too low. Write %(limit)s or more.")
                % {"value": shown(value), "limit": minimum}
            )
        if number > maximum:
            raise Refused(
                _("%(value)s is too high. Write %(limit)s or less.")
                % {"value": shown(value), "limit": maximum}
            )
        return number

    return convert


_YES = frozenset(("ja", "j", "yes", "y", "x", "v", "1", "waar", "true"))
_NO = frozenset(("nee", "n", "no", "0", "onwaar", "false"))


def yes_no(value: Value) -> bool:
    """Yes or no in Dutch, English, as a cross or as a number. Raises Refused."""
    key = name_key(str(value))
    if key not in _YES | _NO:
        raise Refused(_("“%(value)s” is neither yes nor no. Write “yes” or “no”.") % {"value": shown(value)})
    return key in _YES


def choice(options: Mapping[str, T]) -> Converter[T]:
    """The thing that the text names; case, accents, spaces and punctuation do not matter."""
    by_key = {name_key(name): thing for name, thing in options.items()}

    def convert(value: Value) -> T:
        key = name_key(_as_text(value))
        if key not in by_key:
            raise Refused(
                _("“%(value)s” is not one of the choices. Choose from: %(choices)s.")
                % {"value": shown(value), "choices": ", ".join(options)}
            )
        return by_key[key]

    return convert


def day(
    earliest: datetime.date = datetime.date(2000, 1, 1), latest: datetime.date = datetime.date(2099, 12, 31)
) -> Converter[datetime.date]:
    """A date that exists, between the bounds: a date cell, or words that `read_date` understands."""

    def convert(value: Value) -> datetime.date:
        found = _as_day(value)
        if not earliest <= found <= latest:
            raise Refused(
                _("%(value)s is not between %(earliest)s and %(latest)s. Check the year.")
                % {"value": shown(value), "earliest": dutch_day(earliest), "latest": dutch_day(latest)}
            )
        return found

    return convert


def _as_text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    return shown(value)


def _whole(value: Value) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Three zeros after a point are a thousand to a Dutch reader, so they are not taken for decimals.
        found = re.fullmatch(r"([+\-\u2212]?)\s?([0-9]{1,9})(?:[.,]0{1,2})?", value)
        if found:
            return int(found[2]) * (1 if found[1] in ("", "+") else -1)
    return None


def _as_day(value: Value) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return read_date(_MIDNIGHT.sub("", _as_text(value)))
    except NoSuchDayError as error:
        sentence = _(
            "%(value)s does not exist. Check the day and the month; the day comes first, as in 1-9-2026."
        )
        raise Refused(sentence % {"value": shown(value)}) from error
    except ValueError as error:
        sentence = _("“%(value)s” is not a date. Write it as 1-9-2026: day, month, year.")
        raise Refused(sentence % {"value": shown(value)}) from error
