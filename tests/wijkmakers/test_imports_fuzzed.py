"""Whatever stands in the cells: a plan or sentences, and what has no mistakes is saved or told."""

import datetime as dt
import random

import pytest
from django.db import transaction

from tests import sheets
from tests.factories import TODAY, CohortFactory, UserFactory
from trainees.models import Cohort
from wijkmakers.imports import CohortImport, Target, import_cohort, open_workbook, propose
from wijkmakers.lib.sheets import Unreadable

pytestmark = pytest.mark.django_db

HEADERS = {
    "Trainees": [*sheets.TRAINEES, "Studie", "Woonplaats", "Postcode", "Einde"],
    "Organisaties": [*sheets.HOSTS, "Vraagt", "Afdeling"],
    "Wensen": sheets.WISHES,
    "Modules": [*sheets.MODULES, "Studielast", "Leerdoelen"],
}
ODD = [
    None, None, "", " ", 0, 1, 2, 3, -1, 1.5, 10**12, 1e300, True, False, "ja", "nee", "x" * 300, "x" * 5000,
    "=1+1", "#REF!", "é", "\u200b", "\u202eabc", "👩‍🌾", "a\nb", "ABC", "abc", "ABD", "Organisatie 1", "---",
    "trainee0@example.org", "TRAINEE1@example.org", "a@b", "1-9-2026", "31-8-2028", "1-1-2027", "31-2-2026",
    "2026-09-01", "1 september 2026", "5-5-1999", dt.date(2026, 9, 1), dt.datetime(2027, 1, 1, 12),
    dt.time(9, 30), "rijbewijs", "Duits, Engels;Fries", ",,,", "٣", "²", "1,0", "1.000", "%(name)s",
    "{x}", "<b>",
]  # fmt: skip


def good(name, number):
    """A row without mistakes."""
    email, code = f"trainee{number}@example.org", f"AB{'CDEFG'[number]}"
    return {
        "Trainees": [
            "Noor",
            f"Dijkema {number}",
            email,
            "06-1",
            "ja",
            "1-9-2026",
            "Sociologie",
            "Leek",
            "9711",
            None,
        ],
        "Organisaties": [f"Organisatie {number}", code, "wonen", 0, 2, 1, 2, 0, 0, "rijbewijs", "Wijkzaken"],
        "Wensen": [email, "ABC", f"Organisatie {number}" if number else None, None],
        "Modules": [number + 1, f"Module over {number}", "wijken", 2, 12, "lezen"],
    }[name]


def workbook(chance):
    """Some of the sheets in some order, now and then with nonsense in a cell."""
    mess = chance.choice((0, 0, 0.01, 0.03, 0.2, 0.8))
    book = {}
    for name in chance.sample(list(HEADERS), chance.randint(1, 4)):
        order = chance.sample(range(len(HEADERS[name])), len(HEADERS[name]))
        rows = [good(name, number) for number in range(chance.randint(0, 5))]
        rows = [[chance.choice(ODD) if chance.random() < mess else cell for cell in row] for row in rows]
        book[name] = [[row[at] for at in order] for row in (HEADERS[name], *rows)]
    return sheets.xlsx(**book)


@pytest.mark.parametrize("seed", range(5))
def test_no_workbook_breaks_an_import(seed):
    chance, by = random.Random(seed), UserFactory()
    there = [CohortFactory(periods=3), CohortFactory()]
    for _book in range(5):
        try:
            book = open_workbook(workbook(chance), "lijst.xlsx")
        except Unreadable:
            continue
        assert propose(book, "lijst.xlsx").name
        new = Cohort(
            name=f"Lichting {chance.random()}", starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2028, 8, 31)
        )
        target = Target(chance.choice([new, *there]), 3)
        plan = CohortImport(book, target, today=TODAY).plan
        assert all(problem.sentence for problem in plan.problems)
        with transaction.atomic():
            outcome = import_cohort(book=book, target=target, shown=plan.digest, by=by, today=TODAY)
        assert bool(outcome.cohort) != bool(outcome.plan.problems)
        if outcome.cohort:
            assert CohortImport(book, Target(outcome.cohort, 3), today=TODAY).plan.changes_nothing
