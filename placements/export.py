"""The board as a workbook: who is where at a glance, every placement on a row, and the seats."""

from django.utils.translation import gettext as _

from placements import staffing
from placements.models import Placement
from placements.staffing import PeriodFact, Person, Staffing
from trainees.models import Cohort
from wijkmakers.lib.sheets import NewSheet, write


def workbook(cohort: Cohort) -> bytes:
    """xlsx with three sheets. Five queries, whatever the size."""
    facts = staffing.load(cohort)
    return write([_overview(facts), _placements(cohort), _seats(facts)])


def _overview(facts: Staffing) -> NewSheet:
    header = [_("Trainee"), *(f"{period} ({period.span.short})" for period in facts.periods)]
    rows = [
        [person.name, *(_places(facts, person, period) for period in facts.periods)]
        for person in facts.people
    ]
    return NewSheet(_("Rotation board"), header, rows, title=facts.name)


def _places(facts: Staffing, person: Person, period: PeriodFact) -> str:
    """“GRO Municipality”, and with its days where somebody is not there for the whole period."""
    stays = [stay for stay in facts.stays_of(person) if stay.period == period]
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
