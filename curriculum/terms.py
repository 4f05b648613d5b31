"""Halves of a school year, by which long programmes are divided."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

AUGUST = 8


@dataclass(frozen=True)
class Term:
    """Half a school year: from August up to and including December, or the months before."""

    year: int
    is_autumn: bool

    @classmethod
    def of(cls, day: dt.date) -> Self:
        return cls(day.year, day.month >= AUGUST)

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return f"{self.year}-{'autumn' if self.is_autumn else 'spring'}"

    @property
    def label(self) -> str:
        return (_("Autumn %(year)s") if self.is_autumn else _("Spring %(year)s")) % {"year": self.year}
