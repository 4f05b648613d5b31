"""The board as a workbook: who is where at a glance, every placement on a row, and the seats."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from placements import staffing
from placements.drafts import Cell, Draft
from placements.models import Placement
from placements.staffing import PeriodFact, Person, Staffing, Stay
from trainees.models import Cohort
from wijkmakers.lib.sheets import NewSheet, write


def workbook(cohort: Cohort) -> bytes:
    """xlsx with three sheets. Five queries, whatever the size."""
    facts = staffing.load(cohort)
    return write([_overview(facts), _placements(cohort), _seats(facts)])


def draft_workbook(draft: Draft) -> bytes:
    """xlsx with three sheets: who is where, what each gives up, and why. Without a query."""
    return write([_draft_overview(draft), _draft_losses(draft), _draft_reasons(draft)])


def _draft_overview(draft: Draft) -> NewSheet:
    header = [_("Trainee"), *(f"{period} ({period.span.short})" for period in draft.periods)]
    rows = [[row.name, *(_draft_place(cell) for cell in row.cells)] for row in draft.rows]
    return NewSheet(_("Draft"), header, rows, title=f"{draft.names.facts.name}: {draft.plan}")


def _draft_place(cell: Cell) -> str:
    return _said_stays(cell.stays, cell.period)


def _draft_losses(draft: Draft) -> NewSheet:
    header = [_("Trainee"), _("Gives up"), _("Of points"), _("Sectors"), _("Wishes")]
    rows = [[row.name, row.loss, row.best, row.sectors, row.ranks] for row in draft.rows]
    return NewSheet(_("What each gives up"), header, rows)


def _draft_reasons(draft: Draft) -> NewSheet:
    header = [
        _("Trainee"), _("Period"), _("Organisation"), _("First day"), _("Last day"), _("Fixed"), _("Why"),
    ]  # fmt: skip
    rows = [
        [
            row.name, cell.period.number, stay.host.name, stay.span.first, stay.span.last,
            _("yes") if stay.pk in draft.pinned else "", cell.why if stay.host == cell.host else "",
        ]
        for row in draft.rows
        for cell in row.cells
        for stay in cell.stays
        if not cell.is_past
    ]  # fmt: skip
    return NewSheet(_("Why"), header, rows)


def _overview(facts: Staffing) -> NewSheet:
    header = [_("Trainee"), *(f"{period} ({period.span.short})" for period in facts.periods)]
    rows = [
        [person.name, *(_places(facts, person, period) for period in facts.periods)]
        for person in facts.people
    ]
    return NewSheet(_("Rotation board"), header, rows, title=facts.name)


def _places(facts: Staffing, person: Person, period: PeriodFact) -> str:
    return _said_stays([stay for stay in facts.stays_of(person) if stay.period == period], period)


def _said_stays(stays: Iterable[Stay], period: PeriodFact) -> str:
    """“GRO Municipality”, and with its days where somebody is not there for the whole period."""
    return "; ".join(
        f"{stay.host.code} {stay.host.name}" + ("" if stay.span == period.span else f" ({stay.span.short})")
        for stay in stays
    )


def _placements(cohort: Cohort) -> NewSheet:
    header = [
        _("Trainee"), _("Period"), _("Organisation"), _("Code"), _("Sector"), _("First day"), _("Last day"),
        _("Supervisor"),
    ]  # fmt: skip
    rows = [
        [
            str(placement.trainee), placement.period.number, placement.host.name, placement.host.code,
            placement.host.sector.name, placement.starts_on, placement.ends_on,
            str(placement.supervisor or ""),
        ]
        for placement in Placement.objects.of_cohort(cohort).with_people().in_order()
    ]  # fmt: skip
    return NewSheet(_("Placements"), header, rows)


def _seats(facts: Staffing) -> NewSheet:
    header = [
        _("Organisation"), _("Code"), _("Sector"), _("Period"), _("At least"), _("At most"), _("Taken"),
        _("Asks"),
    ]  # fmt: skip
    rows = [
        [
            seat.host.name, seat.host.code, seat.host.sector, seat.period.number, seat.minimum, seat.maximum,
            facts.taken(seat), ", ".join(sorted(seat.skills)),
        ]
        for seat in facts.seats
    ]  # fmt: skip
    return NewSheet(_("Seats"), header, rows)
