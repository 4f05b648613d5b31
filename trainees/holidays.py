"""The holidays of the country, from the library, and of its schools in region Noord, from our own list."""

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import holidays as library

from trainees.models import ClosedDay

SCHOOL_HOLIDAYS = Path(__file__).parent / "data" / "school_holidays_north.csv"


@dataclass(frozen=True)
class Holiday:
    """Both days included. The name is Dutch, as the days are."""

    name: str
    starts_on: dt.date
    ends_on: dt.date


def public(years: Iterable[int]) -> list[Holiday]:
    """The official public holidays of these years in date order; Liberation Day once in five years."""
    found = library.country_holidays("NL", years=sorted(set(years)), language="nl")
    return [Holiday(name, day, day) for day, name in sorted(found.items())]


@cache
def school() -> tuple[Holiday, ...]:
    """The school holidays that the government has announced for region Noord, in date order."""
    with SCHOOL_HOLIDAYS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return tuple(
        Holiday(row["vakantie"], dt.date.fromisoformat(row["van"]), dt.date.fromisoformat(row["tot en met"]))
        for row in rows
    )


def not_there_yet(kind: ClosedDay.Kind, wanted: Iterable[Holiday]) -> list[Holiday]:
    """Those of these holidays on whose days there is no closed day of this kind for all."""
    known = list(ClosedDay.objects.for_all().of_kind(kind).values_list("starts_on", "ends_on"))
    return [
        holiday
        for holiday in wanted
        if not any(first <= holiday.ends_on and last >= holiday.starts_on for first, last in known)
    ]


def public_not_there_yet(years: Iterable[int]) -> dict[int, list[Holiday]]:
    """Per year, the public holidays that are not there yet."""
    missing = not_there_yet(ClosedDay.Kind.PUBLIC, public(years))
    return {year: [holiday for holiday in missing if holiday.starts_on.year == year] for year in years}
