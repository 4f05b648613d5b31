"""Form fields that understand what people type, and the labels of choice lists."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.db import models
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

NOT_THERE = _("What was chosen here is no longer there. Choose again.")
YEARS = range(1900, 2200)
TEXT_MAX = 40
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
DIGITS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
WORDS = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:e|th|st|nd|rd)?\.? ([a-z]+)\.?,? (\d{4}|\d{2})")
CLOCK = re.compile(r"(\d{1,2})(?:[:.uh ]?([0-5]\d))?(?::[0-5]\d)? ?(?:u|uur|h)?")
# The short forms that are not simply the first three letters.
SHORT = {"mrt": 3, "maa": 3, "mei": 5, "okt": 10, "sept": 9}


class NoSuchDayError(ValueError):
    """The words are a date, but no calendar has it."""


def _months() -> dict[str, int]:
    names = dict(SHORT)
    for language in ("en", "nl"):
        with override(language):
            full = {str(name).lower(): number for number, name in MONTHS.items()}
        names |= full | {name[:3]: number for name, number in full.items() if name[:3] not in SHORT}
    return names


MONTH_NAMES = _months()


def read_date(text: str) -> date:
    """1-6-2027, 1/6/27, 2027-06-01, 1 juni 2027, 1 jun 2027, Friday 1 June 2027 -> a date.

    Day before month, always. Raises NoSuchDayError for 31-2-2027, ValueError for what is no date at all.
    """
    text = " ".join(text.lower().split())
    if len(text) > TEXT_MAX:
        raise ValueError(text[:TEXT_MAX])
    if found := ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := DIGITS.fullmatch(text):
        day, month, year = found.groups()
    elif (found := WORDS.fullmatch(text)) and found[2] in MONTH_NAMES:
        day, month, year = found[1], str(MONTH_NAMES[found[2]]), found[3]
    else:
        raise ValueError(text)
    try:
        read = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError as error:
        raise NoSuchDayError(text) from error
    if read.year not in YEARS:
        raise NoSuchDayError(text)
    return read


def read_time(text: str) -> time:
    """9:30, 09.30, 930, 9u30, 9 uur -> a time of day. Raises ValueError."""
    found = CLOCK.fullmatch(" ".join(text.lower().split())[:TEXT_MAX])
    if not found:
        raise ValueError(text[:TEXT_MAX])
    return time(int(found[1]), int(found[2] or 0))


class _NativeInput(forms.TextInput):
    """A browser's own date or time control; typed words it could not show stay readable as text."""

    native = ""
    read: Callable[[str], Any]

    def format_value(self, value: Any) -> str | None:
        if value in (None, ""):
            return None
        try:
            read = type(self).read(value) if isinstance(value, str) else value
        except ValueError:
            return str(value)
        return read.isoformat() if self.native == "date" else read.strftime("%H:%M")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["type"] = self.native if self._understood(context["widget"]["value"]) else "text"
        return context

    def _understood(self, text: str | None) -> bool:
        try:
            if text:
                type(self).read(text)
        except ValueError:
            return False
        return True


class DateInput(_NativeInput):
    native = "date"
    read = staticmethod(read_date)


class TimeInput(_NativeInput):
    native = "time"
    read = staticmethod(read_time)


class DateField(forms.DateField):
    """A date as people write it, in Dutch or English, whatever the language of the page."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("“%(value)s” is not a date. Write it like 1-6-2027 or 1 June 2027."),
        "no_such_day": _("%(value)s does not exist. Choose a day that is in the calendar."),
        "too_early": _("Choose %(limit)s or later."),
        "too_late": _("Choose %(limit)s or earlier."),
    }

    def __init__(self, *, first: date | None = None, last: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.between(first, last)

    def between(self, first: date | None, last: date | None) -> None:
        """Only the days from `first` to `last` are good; the browser's control shows it too."""
        self.first, self.last = first, last
        for name, limit in (("min", first), ("max", last)):
            self.widget.attrs.pop(name, None)
            if limit:
                self.widget.attrs[name] = limit.isoformat()

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or value.strip() in self.empty_values:
            return super().to_python(None if isinstance(value, str) else value)
        try:
            return read_date(value)
        except NoSuchDayError:
            code = "no_such_day"
        except ValueError:
            code = "invalid"
        params = {"value": value.strip()[:TEXT_MAX]}
        raise forms.ValidationError(self.error_messages[code], code=code, params=params)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.first and value < self.first:
            self._refuse("too_early", self.first)
        if value and self.last and value > self.last:
            self._refuse("too_late", self.last)

    def _refuse(self, code: str, limit: date) -> None:
        shown = f"{limit.day}-{limit.month}-{limit.year}"
        raise forms.ValidationError(self.error_messages[code], code=code, params={"limit": shown})


class TimeField(forms.TimeField):
    """A time of day as people write it: 9:30, 09.30, 930, 9u30."""

    widget = TimeInput
    default_error_messages = {"invalid": _("“%(value)s” is not a time. Write it like 9:30.")}

    def to_python(self, value: Any) -> time | None:
        if not isinstance(value, str) or value.strip() in self.empty_values:
            return super().to_python(None if isinstance(value, str) else value)
        try:
            return read_time(value)
        except ValueError as error:
            params = {"value": value.strip()[:TEXT_MAX]}
            message = self.error_messages["invalid"]
            raise forms.ValidationError(message, code="invalid", params=params) from error


def lenient(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """For `Meta.formfield_callback`: a model's dates and times become the fields above."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        kwargs = {"form_class": DateField} | kwargs
    elif isinstance(db_field, models.TimeField):
        kwargs = {"form_class": TimeField} | kwargs
    return db_field.formfield(**kwargs)


class _InOurWords(forms.BaseForm):
    """Django's sentences about a row that is no longer there are half translated, or blame who chose it."""

    use_required_attribute = False

    def full_clean(self) -> None:
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages |= {"invalid": NOT_THERE, "invalid_choice": NOT_THERE}
        super().full_clean()


class WijkForm(_InOurWords, forms.Form):
    """A form whose mistakes are told by the server, all at once, in our own words."""


class WijkModelForm(_InOurWords, forms.ModelForm):
    """The same for a model; its dates and times are lenient without being asked."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "Meta") and not hasattr(cls.Meta, "formfield_callback"):
            cls.Meta.formfield_callback = staticmethod(lenient)


@dataclass(frozen=True)
class Choice:
    """The label of one line of a choice list that says more than its name.

    code, look: of an organisation; why: the consequence; fits: it is a good choice; tag, tone: seats left
    and how that sounds ("ok", "warn", "danger" or "").
    """

    name: str
    code: str = ""
    look: str = ""
    why: str = ""
    fits: bool = False
    tag: str = ""
    tone: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()
