"""What the pages of an import say: the plan in sentences, and the mistakes by sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainees.models import Cohort, Upload
from wijkmakers.imports.cohort import Outcome, Target
from wijkmakers.lib.plans import Plan
from wijkmakers.lib.sheets import Place, Problem, Workbook, shown


@dataclass(frozen=True)
class Mistake:
    """A mistake as it stands in the table of its sheet. `where` is "C5", "row 5" or the whole sheet."""

    where: str
    header: str
    value: str
    sentence: str


def preview_page(plan: Plan, target: Target) -> dict[str, Any]:
    return {
        "plan": plan,
        "target": target,
        "parts": [part for part in plan.parts if part.items or part.kept],
        "sentence": plan_sentence(plan, target.cohort),
        "save_label": save_label(plan),
    }


def mistakes_page(plan: Plan, book: Workbook) -> dict[str, Any]:
    sheets = [(name, list(mistakes)) for name, mistakes in by_sheet(plan, book)]
    return {"count": len(plan.problems), "sheets": sheets, "page_has_errors": True}


def plan_sentence(plan: Plan, cohort: Cohort) -> str:
    """What the file would do, in one sentence."""
    names = {"cohort": cohort.name, "counts": plan.counts}
    if plan.changes_nothing:
        return _("This file changes nothing: everything in it is already in %(cohort)s.") % names
    if not cohort.pk and plan.counts:
        return _("%(cohort)s is new, with %(counts)s.") % names
    if not cohort.pk:
        return _("%(cohort)s is new.") % names
    if plan.counts:
        return _("In %(cohort)s this file adds or changes %(counts)s.") % names
    return _("This file changes %(cohort)s.") % names


def save_label(plan: Plan) -> str:
    return _("Save %(counts)s") % {"counts": plan.counts} if plan.counts else _("Save")


def saved_sentence(outcome: Outcome, upload: Upload) -> str:
    names = {"cohort": outcome.cohort, "counts": outcome.plan.counts, "file": upload.name}
    if outcome.plan.counts:
        return _("Saved in %(cohort)s: %(counts)s.") % names
    return _("%(cohort)s is up to date with %(file)s.") % names


def mistakes_sentence(plan: Plan, filename: str) -> str:
    count = len(plan.problems)
    sentence = ngettext(
        "%(count)s mistake in %(file)s. Nothing has been saved.",
        "%(count)s mistakes in %(file)s. Nothing has been saved.",
        count,
    )
    return sentence % {"count": count, "file": filename}


def by_sheet(plan: Plan, book: Workbook) -> Iterator[tuple[str, Iterator[Mistake]]]:
    """The mistakes of each sheet, in the order of the file; those of no sheet under no name."""
    values = {(row.sheet_number, row.number): row for sheet in book.sheets for row in sheet.rows}
    for sheet, problems in groupby(plan.problems, key=attrgetter("sheet")):
        yield sheet, (_mistake(problem, values) for problem in problems)


def _mistake(problem: Problem, rows: dict[tuple[int, int], Any]) -> Mistake:
    place = problem.place
    row = rows.get((place.sheet_number, place.row))
    value = row.cell(place.column).value if row and place.column else None
    return Mistake(_where(place), problem.header, "" if value is None else shown(value), problem.sentence)


def _where(place: Place) -> str:
    if place.ref:
        return place.ref
    if place.row:
        return _("row %(row)s") % {"row": place.row}
    return _("whole sheet") if place.sheet else _("whole file")
