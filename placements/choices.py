"""What fits whom: the one set of rules behind the choice list, the suggestions and the server's checks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from placements.coverage import said_free, sectors_of
from placements.models import Exclusion
from placements.rotation.matching import match
from placements.spans import Span
from placements.staffing import HostFact, PeriodFact, Person, SeatFact, Staffing
from wijkmakers.lib.forms import Choice

GOOD, ALSO, FULL = "good", "also", "full"
GROUPS = {
    GOOD: gettext_lazy("Fits well"),
    ALSO: gettext_lazy("Possible too"),
    FULL: gettext_lazy("Full"),
}
WISHES = [
    gettext_lazy("first wish"), gettext_lazy("second wish"), gettext_lazy("third wish"),
    gettext_lazy("fourth wish"), gettext_lazy("fifth wish"), gettext_lazy("sixth wish"),
    gettext_lazy("seventh wish"), gettext_lazy("eighth wish"),
]  # fmt: skip


@dataclass(frozen=True)
class Option:
    """A host that somebody could go to; `rank` of the wish (0: none), `adds`: its sector would be new.

    `is_repeat`: they have been there; `needs_reason`: and the rules ask to say why they should again.
    `excluded`: the kind of exclusion that says they are not sent there, or "".
    """

    host: HostFact
    seat: SeatFact
    free: int
    adds: bool
    is_repeat: bool
    needs_reason: bool
    missing_skills: tuple[str, ...]
    rank: int
    needs_left: bool
    excluded: str

    @property
    def group(self) -> str:
        if self.free <= 0:
            return FULL
        helps = self.adds or not self.needs_left
        return GOOD if helps and self.is_suitable and not self.is_repeat else ALSO

    @property
    def is_suitable(self) -> bool:
        """Nothing says that they should not, or cannot, work there."""
        return not self.excluded and not self.missing_skills

    @property
    def order(self) -> tuple[int, float]:
        """Best first; among equals the dearest wish."""
        return list(GROUPS).index(self.group), self.rank or float("inf")

    def label(self) -> Choice:
        return Choice(
            name=self.host.name,
            code=self.host.code,
            look=self.host.look,
            why=" · ".join(self._reasons()),
            fits=self.group == GOOD,
            tag=said_free(self.free),
            tone="ok" if self.free > 0 else "danger" if self.free < 0 else "",
        )

    def _reasons(self) -> list[str]:
        sector = {"sector": self.host.sector}
        if self.is_repeat:
            found = [_("Has already worked here")]
        elif self.adds:
            found = [_("Adds %(sector)s") % sector]
        else:
            found = [_("%(sector)s again") % sector if self.needs_left else self.host.sector]
        if self.excluded:
            found.insert(0, said_exclusion(self.excluded).capitalize())
        if self.rank:
            found.append(said_wish(self.rank))
        if self.missing_skills:
            found.append(_("asks %(skills)s") % {"skills": ", ".join(self.missing_skills)})
        return found


def options(
    staffing: Staffing, person: Person, period: PeriodFact, during: Span, besides: int | None = None
) -> list[Option]:
    """Every host with seats in this period, best first. `besides`: a placement that would be replaced."""
    needed = needs(staffing, person, besides)
    stays = [stay for stay in staffing.stays_of(person) if stay.pk != besides]
    been = {stay.host.pk for stay in stays}
    unexplained = {stay.host.pk for stay in stays if not stay.is_second_time}
    ranks, excluded = dict(person.wishes), dict(person.exclusions)
    found = [
        Option(
            host=seat.host,
            seat=seat,
            free=staffing.free(seat, during, besides),
            adds=seat.host.sector_pk in needed,
            is_repeat=seat.host.pk in been,
            needs_reason=seat.host.pk in unexplained,
            missing_skills=tuple(sorted(seat.skills - person.skills)),
            rank=ranks.get(seat.host.pk, 0),
            needs_left=bool(needed),
            excluded=excluded.get(seat.host.pk, ""),
        )
        for seat in staffing.seats_in(period)
        if seat.is_open(during)
    ]
    return sorted(found, key=lambda option: option.order)


def needs(staffing: Staffing, person: Person, besides: int | None = None) -> dict[int, str]:
    """Key and name of the sectors that somebody's other placements do not give."""
    seen = sectors_of(staffing, person, besides)
    return {key: name for key, name in staffing.sectors.items() if key not in seen}


def story(staffing: Staffing, person: Person, besides: int | None = None) -> str:
    """“Besides: HUN (public), REI (market). Still needed: housing.”"""
    stays = [stay for stay in staffing.stays_of(person) if stay.pk != besides]
    places = [f"{stay.host.code} ({stay.host.sector})" for stay in stays]
    needed = list(needs(staffing, person, besides).values())
    sentences = [_("Besides: %(places)s.") % {"places": ", ".join(places)}] if places else []
    if needed:
        sentences.append(_("Still needed: %(sectors)s.") % {"sectors": ", ".join(needed)})
    elif staffing.sectors:
        sentences.append(_("All sectors are covered."))
    return " ".join(sentences)


def said_wish(rank: int) -> str:
    return str(WISHES[rank - 1]) if rank <= len(WISHES) else _("wish %(rank)d") % {"rank": rank}


def said_exclusion(kind: str) -> str:
    """“former employer”"""
    return str(Exclusion.Kind(kind).label)


def said_free_seat(option: Option | None) -> str:
    """Where somebody without a place can go."""
    if option is None:
        return _("There is no free seat left that fits. Ask an organisation for one more.")
    seats = ngettext("%(n)d seat", "%(n)d seats", option.free) % {"n": option.free}
    return _("Free at %(host)s (%(seats)s).") % {"host": option.host.name, "seats": seats}


def together(
    staffing: Staffing, waiting: Iterable[tuple[Person, Span]], period: PeriodFact
) -> dict[int, Option]:
    """A host for each of these people, computed together so that no seat is offered twice.

    As many people as possible get one, who has least to choose from first; who gets none is left out. Key:
    trainee. Nobody is sent to where they have been, to where they are not to be sent, or where a skill is
    asked that they lack.
    """
    people = list(waiting)
    if not people:
        return {}
    whole = Span(min(span.first for _person, span in people), max(span.last for _person, span in people))
    fitting: dict[int, list[Option]] = {}
    for person, span in people:
        possible = options(staffing, person, period, span)
        fitting[person.pk] = [o for o in possible if o.free > 0 and o.is_suitable and not o.is_repeat]
    room = {seat.host.pk: max(staffing.free(seat, whole), 0) for seat in staffing.seats_in(period)}
    choosiest_first = sorted(fitting, key=lambda key: len(fitting[key]))
    given = match({key: [option.host.pk for option in fitting[key]] for key in choosiest_first}, room).given
    return {
        key: option for key, found in fitting.items() for option in found if given.get(key) == option.host.pk
    }


@dataclass(frozen=True)
class Search:
    """Somebody for whom a place in a period is looked for; `offered`: days that are still open, if any."""

    staffing: Staffing
    person: Person
    period: PeriodFact
    reach: Span
    offered: Span | None


def search(
    staffing: Staffing, trainee: int, period: int, *, on: dt.date | None, today: dt.date
) -> Search | None:
    """Where the choice of a place begins: with the open stretch that has the day `on`, else the first.

    None when this period is not of this cohort, or the trainee does not take part in it.
    """
    person = next((person for person in staffing.people if person.pk == trainee), None)
    where = next((fact for fact in staffing.periods if fact.pk == period), None)
    reach = staffing.reach(person, where) if person and where else None
    if person is None or where is None or reach is None:
        return None
    taken = [stay.span for stay in staffing.stays_of(person)]
    left = staffing.unplaced(person, where) or reach.without(taken)
    chosen = (
        [span for span in left if on and on in span] or [span for span in left if span.last >= today] or left
    )
    return Search(staffing, person, where, reach, chosen[0] if chosen else None)
