"""What of a cohort's placements needs the coordinator now; all from the board, without a further query."""

import datetime as dt
from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import choices
from placements.board import Board
from placements.coverage import said_names, sectors_of
from placements.drawing import SOON, is_pressing, lacks_supervisor, place_addresses, supervisor_leaves
from placements.spans import Span, said_day
from placements.staffing import PeriodFact, Person, SeatFact, Staffing, Stay
from wijkmakers.lib.problems import Problem, in_order

EACH = 5  # more of one kind are told in one sentence

Waiting = list[tuple[Person, Span]]
Promised = Counter[SeatFact]  # how often each seat has been suggested: never more often than it is free


def find(board: Board) -> list[Problem]:
    """What stands in the way in the running period, then what the next one asks in the coming two months."""
    facts, today = board.staffing, board.today
    found: list[Problem] = []
    promised: Promised = Counter()
    for period in _looked_at(facts, today):
        found += _without_place(board, period, promised)
        found += _below_minimum(board, period)
        found += _without_supervisor(board, period)
    return in_order([*found, *_not_sent_there(board), *_same_sector(board, promised)])


def _looked_at(facts: Staffing, today: dt.date) -> list[PeriodFact]:
    running, coming = facts.period_on(today), facts.period_after(today)
    soon = coming if coming and coming.span.first <= today + SOON else None
    return [period for period in (running, soon) if period]


def _waiting(board: Board, period: PeriodFact) -> Waiting:
    """Who has, from today on, no place in this period, and since or from when."""
    found = []
    for person in board.staffing.people:
        spans = [span for span in board.staffing.unplaced(person, period) if span.last >= board.today]
        found += [(person, span) for span in spans[:1]]
    return found


def _without_place(board: Board, period: PeriodFact, promised: Promised) -> list[Problem]:
    waiting = _waiting(board, period)
    offered = choices.together(board.staffing, waiting, period)
    promised.update(option.seat for option in offered.values())
    if len(waiting) > EACH:
        return [_many_without_place(board, period, waiting)]
    place_url = place_addresses("placement_new")
    return [
        Problem(
            blocks=is_pressing(span, board.today),
            sentence=_no_place(person, period, span, board),
            reason=_reason(board.staffing, person, offered.get(person.pk)),
            url=_cell(board, person, span),
            button=_("Choose a place"),
            button_url=place_url(person.pk, period.pk, span.first),
        )
        for person, span in waiting
    ]


def _no_place(person: Person, period: PeriodFact, span: Span, board: Board) -> str:
    words = {"name": person.name, "number": period.number, "day": said_day(span.first)}
    reach = board.staffing.reach(person, period)
    if reach and span.first > reach.first and span.first > board.today:
        return _("%(name)s has no place from %(day)s") % words
    return _("%(name)s has no place in period %(number)d") % words


def _reason(facts: Staffing, person: Person, option: choices.Option | None) -> str:
    needed = choices.needs(facts, person)
    sentences = []
    if needed and facts.stays_of(person):
        sentences.append(_("Still needed: %(sectors)s.") % {"sectors": ", ".join(needed.values())})
    return " ".join([*sentences, choices.said_free_seat(option)])


def _many_without_place(board: Board, period: PeriodFact, waiting: Waiting) -> Problem:
    words = {"n": len(waiting), "number": period.number}
    free = sum(max(board.staffing.free(seat), 0) for seat in board.staffing.seats_in(period))
    return Problem(
        blocks=any(is_pressing(span, board.today) for _person, span in waiting),
        sentence=ngettext(
            "%(n)d trainee has no place yet in period %(number)d",
            "%(n)d trainees have no place yet in period %(number)d",
            len(waiting),
        ) % words,
        reason=_("It begins on %(day)s. Seats still free: %(free)d.") % {
            "day": said_day(period.span.first), "free": free,
        },
        url=_cell(board, *waiting[0]),
        button=_("To the board"),
        button_url=reverse("board", args=[board.cohort]),
    )  # fmt: skip


def _below_minimum(board: Board, period: PeriodFact) -> list[Problem]:
    """Told as soon as it can no longer be met by who still waits for a place."""
    waiting = len(_waiting(board, period))
    now = Span(max(board.today, period.span.first), period.span.last)
    short = []
    for seat in board.staffing.seats_in(period):
        taken = board.staffing.taken(seat, now)
        if taken < seat.minimum and (not waiting or board.today in period.span):
            short.append((seat, taken))
    return [_too_few(board, seat, taken) for seat, taken in short]


def _too_few(board: Board, seat: SeatFact, taken: int) -> Problem:
    grid = reverse("seat_grid", args=[board.cohort])
    words = {"host": seat.host.name, "n": taken, "minimum": seat.minimum, "number": seat.period.number}
    return Problem(
        blocks=False,
        sentence=ngettext(
            "%(host)s has %(n)d trainee in period %(number)d and asked for at least %(minimum)d",
            "%(host)s has %(n)d trainees in period %(number)d and asked for at least %(minimum)d",
            taken,
        ) % words,
        reason=_("Place somebody there, or agree with them on a lower number."),
        url=grid,
        button=_("Change seats"),
        button_url=grid,
    )  # fmt: skip


def _without_supervisor(board: Board, period: PeriodFact) -> list[Problem]:
    stays = [s for s in board.staffing.stays if s.period == period and lacks_supervisor(s, board.today)]
    people = {person.pk: person for person in board.staffing.people}
    if len(stays) > EACH:
        return [_many_without_supervisor(board, period, stays, people)]
    return [
        Problem(
            blocks=False,
            sentence=_said_alone(stay, people[stay.trainee]),
            reason=_("Period %(number)d, %(days)s.") % {"number": period.number, "days": stay.span},
            url=_cell(board, people[stay.trainee], stay.span),
            button=_("Choose a supervisor"),
            button_url=reverse("placement_edit", args=[stay.pk]) + "#id_supervisor",
        )
        for stay in stays
    ]  # fmt: skip


def _said_alone(stay: Stay, person: Person) -> str:
    words = {"host": stay.host.name, "name": person.name}
    if leaves := supervisor_leaves(stay):
        sentence = _("%(host)s has no supervisor for %(name)s from %(day)s on")
        return sentence % (words | {"day": said_day(leaves)})
    return _("%(host)s has no supervisor yet for %(name)s") % words


def _many_without_supervisor(
    board: Board, period: PeriodFact, stays: list[Stay], people: dict[int, Person]
) -> Problem:
    return Problem(
        blocks=False,
        sentence=ngettext(
            "%(n)d trainee has no supervisor yet in period %(number)d",
            "%(n)d trainees have no supervisor yet in period %(number)d",
            len(stays),
        ) % {"n": len(stays), "number": period.number},
        reason=said_names([people[stay.trainee].name for stay in stays]),
        url=_cell(board, people[stays[0].trainee], stays[0].span),
        button=_("To the board"),
        button_url=reverse("board", args=[board.cohort]),
    )  # fmt: skip


def _not_sent_there(board: Board) -> list[Problem]:
    """It was noted after somebody was placed that they are not to be sent there. Whoever saved the place
    after that knew of it."""
    people = {person.pk: person for person in board.staffing.people}
    return [
        _overtaken(board, stay, people[stay.trainee])
        for stay in board.staffing.stays
        if stay.is_overtaken and stay.span.last >= board.today
    ]


def _overtaken(board: Board, stay: Stay, person: Person) -> Problem:
    words = {"name": person.name, "host": stay.host.name, "number": stay.period.number, "days": stay.span}
    kind = dict(person.exclusions)[stay.host.pk]
    return Problem(
        blocks=False,
        sentence=_("%(name)s is placed at %(host)s, and is not sent there any more") % words,
        reason=_("Noted: %(why)s. Period %(number)d, %(days)s.")
        % (words | {"why": choices.said_exclusion(kind)}),
        url=_cell(board, person, stay.span),
        button=_("Change place"),
        button_url=reverse("placement_edit", args=[stay.pk]),
    )


def _same_sector(board: Board, promised: Promised) -> list[Problem]:
    """Somebody sees one sector only, while a placement that has yet to begin could still be elsewhere."""
    found = []
    for person in board.staffing.people:
        stay = _changeable(board, person)
        option = _elsewhere(board, person, stay, promised) if stay else None
        if stay and option:
            promised[option.seat] += 1
            found.append(_one_sector(board, person, stay, option))
    return found


def _changeable(board: Board, person: Person) -> Stay | None:
    """The first placement to come of somebody who has several, all in one sector."""
    stays = board.staffing.stays_of(person)
    if len(stays) < 2 or len(sectors_of(board.staffing, person)) > 1:
        return None
    return next((stay for stay in stays if stay.span.first > board.today), None)


def _elsewhere(board: Board, person: Person, stay: Stay, promised: Promised) -> choices.Option | None:
    possible = choices.options(board.staffing, person, stay.period, stay.span, besides=stay.pk)
    fitting = (option for option in possible if option.group == choices.GOOD and option.adds)
    return next((option for option in fitting if option.free > promised[option.seat]), None)


def _one_sector(board: Board, person: Person, stay: Stay, option: choices.Option) -> Problem:
    words = {
        "name": person.name,
        "sector": stay.host.sector,
        "host": option.host.name,
        "other": option.host.sector,
    }
    return Problem(
        blocks=False,
        sentence=_("%(name)s sees the sector %(sector)s only") % words,
        reason=_("Period %(number)d could be at %(host)s (%(other)s).")
        % (words | {"number": stay.period.number}),
        url=_cell(board, person, stay.span),
        button=_("Change place"),
        button_url=reverse("placement_edit", args=[stay.pk]),
    )


def _cell(board: Board, person: Person, span: Span) -> str:
    """The cell in which this stretch stands, on the same page."""
    return f"#{board.cell_of(person.pk, span.first)}"
