"""The coordinator's workbook as it would look for a cohort of another year, or with other people."""

import datetime as dt
import io
from pathlib import Path

from openpyxl import load_workbook

from wijkmakers.demo.people import Person

ORIGINAL = Path(__file__).resolve().parent.parent / "data" / "lichting-2026.xlsx"
ORIGINAL_YEAR = 2026


def of_year(year: int, people: list[Person] | None = None) -> bytes:
    """The workbook moved to a cohort that begins in `year`; `people` take the places of its trainees."""
    book = load_workbook(ORIGINAL)
    addresses = {}
    trainees = book["Trainees"]
    for row, person in zip(trainees.iter_rows(min_row=4), people or [], strict=False):
        addresses[str(row[2].value).strip().lower()] = person.email
        row[0].value, row[1].value, row[2].value = person.first_name, person.last_name, person.email
    for sheet in (trainees, book["Wensen"]):
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = _moved(cell.value, year, addresses)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _moved(value: object, year: int, addresses: dict[str, str]) -> object:
    if isinstance(value, dt.datetime):
        return value.replace(year=value.year + year - ORIGINAL_YEAR)
    if isinstance(value, str):
        return addresses.get(value, value.replace(str(ORIGINAL_YEAR), str(year)))
    return value
