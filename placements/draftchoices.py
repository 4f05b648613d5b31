"""What can be chosen for somebody in a draft, and what it would cost them. Nothing here asks the database."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import choices, moves
from placements.choices import Option
from placements.draftboard import decided_by
from placements.drafts import Draft
from placements.moves import Spot
from placements.planning import presence
from placements.spans import ONE_DAY, Span
from placements.staffing import HostFact, PeriodFact, Person, SeatFact, Staffing, Stay
from wijkmakers.lib.forms import Choice


@dataclass(frozen=True)
class Target:
    """A trainee in a period of a draft. `spot`: the place that is looked at, None for days without one.

    `offered`: the days of that place, or the days without one; `reach`: the days in which it may lie.
    """

    draft: Draft
    person: Person
    period: PeriodFact
    reach: Span
    offered: Span
    spot: Spot | None

    @property
    def key(self) -> int | None:
        """Of the row of the place."""
        return next((key for key, spot in self.draft.spots.items() if spot == self.spot), None)

    @property
    def spots(self) -> list[Spot]:
        """All places of this trainee in the draft."""
        return [spot for spot in self.draft.spots.values() if spot.trainee == self.person.pk]

    @property
    def loss(self) -> int:
        return self.draft.plan.losses.get(str(self.person.pk), 0)

    def loss_with(self, spots: Iterable[Spot]) -> int:
        return self.draft.costs.of(self.draft.problem.named[str(self.person.pk)], spots)

    def loss_at(self, host: HostFact, during: Span) -> int:
        """What they would give up with this host in these days."""
        to = Spot(self.person.pk, during, self.period.pk, host.pk)
        return self.loss_with(moves.moved(self.spots, to))

    def stood_at(self, host: int) -> bool:
        """Whether they are at this host outside the draft, and nobody said why a second time would be good:
        then no draft with them there can be published."""
        stays = self.draft.facts.stays_of(self.person)
        return any(stay.pk < 0 and stay.host.pk == host and not stay.is_second_time for stay in stays)


def target(draft: Draft, trainee: int, period: int, *, on: dt.date | None) -> Target | None:
    """None when the draft decides nothing about this trainee in this period. `on`: a day of the place that is
    meant, where there are several."""
    person = draft.names.people.get(str(trainee))
    fact = draft.names.periods.get(str(period))
    if person is None or fact is None or (trainee, period) not in decided_by(draft.problem):
        return None
    reach = _reach(draft, person, fact)
    if reach is None:
        return None
    here = [spot for spot in draft.spots.values() if (spot.trainee, spot.period) == (trainee, period)]
    mine = sorted(spot for spot in here if spot.span.overlaps(reach))
    left = reach.without([*(spot.span for spot in mine), *person.pauses])
    if empty := next((span for span in left if on and on in span), None):
        return Target(draft, person, fact, reach, empty, None)
    spot = next((spot for spot in mine if on and on in spot.span), mine[0] if mine else None)
    if spot:
        return Target(draft, person, fact, reach, spot.span.within(reach) or reach, spot)
    days = presence(draft.facts, person, fact, draft.plan.begins_on)
    return Target(draft, person, fact, reach, days or reach, None)


def _reach(draft: Draft, person: Person, period: PeriodFact) -> Span | None:
    reach, begins_on = draft.facts.reach(person, period), draft.plan.begins_on
    if reach is None or begins_on is None:
        return reach
    return Span(max(reach.first, begins_on), reach.last) if reach.last >= begins_on else None


def options(target: Target, during: Span) -> list[Option]:
    """Every host with seats, best first, for these days: what is there in them now makes room. Going on at
    the host of the days before or after is no second time there."""
    facts, person, period = target.draft.facts, target.person, target.period
    cleared = _without(facts, person, period, during)
    found = choices.options(cleared, person, period, during)
    around = {during.first - ONE_DAY, during.last + ONE_DAY}
    beside = [
        stay
        for stay in cleared.stays_of(person)
        if stay.period == period and around & {stay.span.first, stay.span.last}
    ]
    for stay in beside:
        alone = replace(cleared, stays=tuple(one for one in cleared.stays if one is not stay))
        going_on = {option.host: option for option in choices.options(alone, person, period, during)}
        found = [going_on[option.host] if option.host == stay.host else option for option in found]
    return sorted(found, key=lambda option: option.order)


def _without(facts: Staffing, person: Person, period: PeriodFact, during: Span) -> Staffing:
    """As if this person were nowhere in these days."""
    stays: list[Stay] = []
    for stay in facts.stays:
        if (stay.trainee, stay.period) == (person.pk, period) and stay.span.overlaps(during):
            stays += [replace(stay, span=left) for left in stay.span.without([during])]
        else:
            stays.append(stay)
    return replace(facts, stays=tuple(stays))


def label(target: Target, option: Option, during: Span) -> Choice:
    """What the choice list says of a host: also what the trainee would give up with it."""
    choice = option.label()
    cost = said_cost(target.loss, target.loss_at(option.host, during))
    return replace(choice, why=f"{choice.why} · {cost}")


def said_cost(now: int, then: int) -> str:
    """“gives up 4 points instead of 2”"""
    words = {"n": then, "now": now}
    if not then:
        return _("gives up nothing instead of %(now)d") % words if now else _("gives up nothing, as now")
    if now == then:
        return ngettext("gives up %(n)d point, as now", "gives up %(n)d points, as now", then) % words
    return (
        ngettext("gives up %(n)d point instead of %(now)d", "gives up %(n)d points instead of %(now)d", then)
        % words
    )


@dataclass(frozen=True)
class Better:
    """Somebody who could be elsewhere: at which host, and what they would give up instead of what."""

    person: Person
    stay: Stay
    option: Option
    now: int
    then: int

    @property
    def more(self) -> int:
        return self.then - self.now

    @property
    def sentence(self) -> str:
        words = {"name": self.person.name, "host": self.option.host.name}
        words["cost"] = said_cost(self.now, self.then)
        return _("%(name)s can go to %(host)s: %(cost)s.") % words


def better_place(
    draft: Draft, stays: Iterable[Stay], promised: Counter[SeatFact], *, to: HostFact | None = None
) -> Better | None:
    """Of these places in a draft the one that costs least to give up, and for where. Only for free seats, and
    where nothing says that they should not work. `to`: only for that host."""
    people = {person.pk: person for person in draft.facts.people}
    found: list[Better] = []
    for stay in stays:
        if stay.pk < 0 or stay.pk in draft.pinned or str(stay.trainee) not in draft.problem.named:
            continue
        person = people[stay.trainee]
        target = Target(draft, person, stay.period, stay.span, stay.span, draft.spots[stay.pk])
        found += [
            Better(person, stay, option, target.loss, target.loss_at(option.host, stay.span))
            for option in choices.options(draft.facts, person, stay.period, stay.span, besides=stay.pk)
            if _is_open(option, stay, promised) and to in (None, option.host)
        ]
    return min(found, key=lambda better: (better.more, better.option.order, better.person.pk), default=None)


def _is_open(option: Option, stay: Stay, promised: Counter[SeatFact]) -> bool:
    free = option.free - promised[option.seat] > 0
    return free and option.is_suitable and not option.is_repeat and option.host != stay.host


@dataclass(frozen=True)
class Exchange:
    """Somebody with whom a trainee could swap in a period, and what both would give up then."""

    person: Person
    spot: Spot
    host: HostFact
    now: tuple[int, int]
    then: tuple[int, int]

    @property
    def more(self) -> int:
        return sum(self.then) - sum(self.now)


def exchanges(target: Target) -> list[Exchange]:
    """Who could swap with this trainee, the best for both together first. Without those who are fixed, and
    without swaps that would bring somebody where they are not to be sent or were already."""
    draft, begins_on = target.draft, target.draft.plan.begins_on
    own = moves.left_of(target.spot, begins_on) if target.spot else None
    if own is None or own.pinned:
        return []
    people = {person.pk: person for person in draft.facts.people}
    found: list[Exchange] = []
    for spot in draft.spots.values():
        is_other = spot.period == own.period and spot.host != own.host and spot.trainee in people
        theirs = moves.left_of(spot, begins_on)
        if is_other and theirs and not spot.pinned and str(spot.host) in draft.names.hosts:
            other = Target(draft, people[spot.trainee], target.period, theirs.span, theirs.span, spot)
            found += _exchange(target, own, other, theirs)
    return sorted(found, key=lambda one: (one.more, one.person.name, one.spot))


def _exchange(target: Target, own: Spot, other: Target, spot: Spot) -> Sequence[Exchange]:
    """`own` and `spot`: the parts of both places that would be swapped."""
    if not (_may_go(target, own, spot.host) and _may_go(other, spot, own.host)):
        return []
    spots = moves.swapped([*target.spots, *other.spots], own, spot, pinned=True)
    sides = (target, other)
    then = tuple(side.loss_with(one for one in spots if one.trainee == side.person.pk) for side in sides)
    host, whole = target.draft.names.hosts[str(spot.host)], other.spot or spot
    return [Exchange(other.person, whole, host, (target.loss, other.loss), (then[0], then[1]))]


def _may_go(target: Target, spot: Spot, host: int) -> bool:
    """Nothing says that they should not, somebody can be there then, and it would be their first time."""
    seat = next((one for one in target.draft.facts.seats_in(target.period) if one.host.pk == host), None)
    stays = target.draft.facts.stays_of(target.person)
    elsewhere = {stay.host.pk for stay in stays if not stay.span.overlaps(spot.span)}
    key, period = str(target.person.pk), str(target.period.pk)
    trainee = target.draft.problem.named.get(key)
    if trainee is None or host in elsewhere or host in dict(target.person.exclusions):
        return False
    if seat and not seat.is_open(spot.span):
        return False
    return not target.draft.problem.lacks(trainee, str(host), period)
