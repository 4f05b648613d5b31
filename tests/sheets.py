"""Workbooks for tests: small ones by sheet, and the ones that come with the project."""

import io
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.factories import TODAY
from wijkmakers.imports import CohortImport, Target, import_cohort, open_workbook, propose

ROOT = Path(__file__).resolve().parent.parent
COHORT_2026 = ROOT / "wijkmakers" / "data" / "lichting-2026.xlsx"
WITH_MISTAKES = ROOT / "tests" / "data" / "lichting-met-fouten.xlsx"
CSV = ROOT / "tests" / "data" / "trainees-excel-nl.csv"

TRAINEES = ["Voornaam", "Achternaam", "E-mail", "Telefoon", "Rijbewijs", "Start"]
HOSTS = ["Organisatie", "Code", "Perspectief", "P1 min", "P1 max", "P2 min", "P2 max", "P3 min", "P3 max"]
WISHES = ["E-mail", "Wens 1", "Wens 2", "Wens 3"]
MODULES = ["Nr", "Module", "Thema", "Bijeenkomsten"]

NOOR = ["Noor", "Dijkema", "noor@example.org", "06-1", "ja", "1-9-2026"]
JELLE = ["Jelle", "Wiersma", "jelle@example.org", "06-2", "nee", "1-9-2026"]
TESS = ["Tess", "Mulder", "tess@example.org", "06-3", "nee", "1-9-2026"]
GRO = ["Gemeente Groningen", "GRO", "overheid", 1, 3, 1, 3, 1, 3]
LEF = ["Lefier", "LEF", "woningcorporatie", 0, 2, 0, 2, 0, 2]


def xlsx(**sheets):
    """xlsx(Trainees=[header, row, …]) -> bytes."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def trainees(*rows, header=TRAINEES):
    return xlsx(Trainees=[header, *rows])


def upload(content, name="lijst.xlsx"):
    """A file as a browser sends it; a path or its content."""
    if isinstance(content, Path):
        content, name = content.read_bytes(), content.name
    return SimpleUploadedFile(name, content)


def planned(content, cohort, *, periods=3, curriculum=None, name="lijst.xlsx"):
    return CohortImport(open_workbook(content, name), Target(cohort, periods, curriculum), today=TODAY)


def problems(content, cohort, **options):
    """Where and what: {"C3": sentence}; with the sheet before it when there are more."""
    found = planned(content, cohort, **options).problems
    return [(problem.sheet, problem.ref or problem.row, problem.sentence) for problem in found]


def imported(content, cohort, *, by, periods=3, curriculum=None, name="lijst.xlsx"):
    """Import it as confirmed; the outcome."""
    book, target = open_workbook(content, name), Target(cohort, periods, curriculum)
    shown = CohortImport(book, target, today=TODAY).plan.digest
    return import_cohort(book=book, target=target, shown=shown, by=by, today=TODAY)


def proposed(path):
    return propose(open_workbook(path.read_bytes(), path.name), path.name)
