"""What is wrong with a draft, without asking the database.

What stops it from being published comes from the check that publishing makes; what only deserves a thought
comes after it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import choices
from placements.board import Board
from placements.draftboard import decided_by
from placements.draftchoices import Better, better_place
from placements.drafts import Draft
from placements.drawing import place_addresses
from placements.publishing import Entry, Remark
from placements.reviewing import blockers_by, changes_with, supposed
from placements.rotation.problem import Pair
from placements.spans import Span, said_day
from placements.staffing import PeriodFact, Person, SeatFact, Staffing, Stay
from wijkmakers.lib.problems import Problem

EACH = 5  # more of one kind are told in one sentence


@dataclass(frozen=True)
class Check:
    """What publishing would say of a draft today."""

    draft: Draft
    today: dt.date

    @cached_property
    def blockers(self) -> tuple[Remark, ...]:
        """What publishing asks itself, but whether the draft is out of date: that is told above it."""
        draft, stands = self.draft, self._stands
        entries = [
            Entry(stay.trainee, stay.host, stay.period, stay.span, pinned=stay.pk in draft.pinned)
            for stay in self.own
        ]
        after = supposed(draft.plan, stands, today=self.today)
        changes = changes_with(entries, draft.problem, stands, after, today=self.today)
        return blockers_by(stands, after, changes)

    @property
    def _stands(self) -> Staffing:
        """Who is where as it stands. Organisations that are supposed to be new offer nothing yet."""
        stood = self.draft.stood
        new = [seat for seat in self.draft.names.facts.seats if stood.seat(seat.host, seat.period) is None]
        none = (replace(seat, minimum=0, maximum=0, until=None) for seat in new)
        return replace(stood, seats=(*stood.seats, *none))

    @cached_property
    def own(self) -> list[Stay]:
        """What the draft decided, without what stands."""
        return [stay for stay in self.draft.facts.stays if stay.pk > 0]

    @cached_property
    def flags(self) -> dict[int, str]:
        """What is wrong with a place, by the key of its row."""
        words = {
            "full": _("too full"),
            "twice": _("a second time here"),
            "excluded": _("not to be sent here"),
            "closed": _("takes nobody then"),
        }
        return {
            stay.pk: words.get(remark.kind, _("not there"))
            for remark in reversed(self.blockers)
            for stay in self.concerned(remark)
        }

    def concerned(self, remark: Remark) -> list[Stay]:
        """The places that a remark is about."""
        return [
            stay
            for stay in self.own
            if (remark.person is None or remark.person.pk == stay.trainee)
            and remark.host in (None, stay.host)
            and remark.period in (None, stay.period)
        ]


def find(check: Check, board: Board) -> list[Problem]:
    """What blocks first. Suggestions are made together: no seat is suggested twice."""
    finder = _Finder(check, board)
    kinds = (
        *(finder.blocking(kind) for kind in dict.fromkeys(remark.kind for remark in check.blockers)),
        finder.without_place(),
        finder.below_minimum(),
        finder.pairs(),
        finder.unskilled(),
    )
    return [problem for found in kinds for problem in _not_too_many(found, finder.solve_url)]


def _not_too_many(found: Iterator[Problem], url: str) -> list[Problem]:
    problems = list(found)
    if len(problems) <= EACH:
        return problems
    more = len(problems) - EACH
    sentence = ngettext("%(n)d more of this kind", "%(n)d more of this kind", more) % {"n": more}
    rest = Problem(problems[0].blocks, sentence, "", "", _("Solve the rest"), url)
    return [*problems[:EACH], rest]


class _Finder:
    def __init__(self, check: Check, board: Board) -> None:
        self.check, self.draft, self.board = check, check.draft, board
        self.facts = check.draft.facts
        self.cell_url = place_addresses("plan_cell", check.draft.plan.pk)
        self.solve_url = reverse("plan_solve_rest", args=[check.draft.plan.pk])
        self.promised: Counter[SeatFact] = Counter()
        self.people = {person.pk: person for person in self.facts.people}

    def blocking(self, kind: str) -> Iterator[Problem]:
        for remark in self.check.blockers:
            if remark.kind == kind:
                stays = self.check.concerned(remark)
                yield self._movable(remark.sentence, stays, blocks=True)

    def without_place(self) -> Iterator[Problem]:
        decided = decided_by(self.draft.problem)
        for period in self.facts.periods:
            waiting = [
                (person, spans[0])
                for person in self.facts.people
                if (person.pk, period.pk) in decided and (spans := self.facts.unplaced(person, period))
            ]
            offered = choices.together(self.facts, waiting, period)
            self.promised.update(option.seat for option in offered.values())
            for person, span in waiting:
                yield self._nowhere(person, period, span, offered.get(person.pk))

    def _nowhere(
        self, person: Person, period: PeriodFact, span: Span, option: choices.Option | None
    ) -> Problem:
        words = {"name": person.name, "number": period.number, "day": said_day(span.first)}
        if any(stay.period == period for stay in self.facts.stays_of(person)):
            sentence = _("%(name)s has no place from %(day)s") % words
        else:
            sentence = _("%(name)s has no place in period %(number)d") % words
        return Problem(
            blocks=False,
            sentence=sentence,
            reason=choices.said_free_seat(option),
            url=self._cell(person, span),
            button=_("Choose a place"),
            button_url=self.cell_url(person.pk, period.pk, span.first),
        )

    def below_minimum(self) -> Iterator[Problem]:
        for seat in self.facts.seats:
            taken = self.facts.taken(seat)
            if str(seat.period.pk) in self.draft.problem.periods and taken < seat.minimum:
                words = {"host": seat.host.name, "n": taken, "minimum": seat.minimum}
                sentence = ngettext(
                    "%(host)s has %(n)d trainee in period %(number)d and asked for at least %(minimum)d",
                    "%(host)s has %(n)d trainees in period %(number)d and asked for at least %(minimum)d",
                    taken,
                ) % (words | {"number": seat.period.number})
                better = better_place(self.draft, self._spare(seat), self.promised, to=seat.host)
                yield self._move(sentence, better)

    def _spare(self, seat: SeatFact) -> list[Stay]:
        """Who is elsewhere in that period, where one fewer would do."""
        found = []
        for stay in self.check.own:
            there = self.facts.seat(stay.host, stay.period)
            if stay.period == seat.period and there and self.facts.taken(there) > there.minimum:
                found.append(stay)
        return found

    def pairs(self) -> Iterator[Problem]:
        for pair in self.draft.problem.pairs:
            if not {pair.first, pair.second} <= self.draft.names.people.keys():
                continue
            together = [period for period in self.draft.problem.periods if self._meet(pair, period)]
            words = {
                "first": self.draft.names.person(pair.first),
                "second": self.draft.names.person(pair.second),
            }
            if pair.together and not together:
                yield self._movable(
                    _("%(first)s and %(second)s are nowhere together") % words, self._stays_of(pair)
                )
            for period in [] if pair.together else together:
                words["number"] = str(self.draft.names.number(period))
                sentence = _("%(first)s and %(second)s are together in period %(number)s")
                yield self._movable(sentence % words, self._stays_of(pair, period))

    def _meet(self, pair: Pair, period: str) -> bool:
        hosts = {self.draft.assignment.get((name, period)) for name in (pair.first, pair.second)}
        return len(hosts) == 1 and None not in hosts

    def _stays_of(self, pair: Pair, period: str = "") -> list[Stay]:
        names = {pair.first, pair.second}
        mine = [stay for stay in self.check.own if str(stay.trainee) in names]
        return [stay for stay in mine if not period or str(stay.period.pk) == period]

    def unskilled(self) -> Iterator[Problem]:
        problem = self.draft.problem
        for stay in self.check.own:
            trainee = problem.named.get(str(stay.trainee))
            if trainee is None or stay.pk in self.draft.pinned:
                continue
            if lacking := problem.lacks(trainee, str(stay.host.pk), str(stay.period.pk)):
                words = {"name": self.people[stay.trainee].name, "host": stay.host.name}
                words["skills"] = ", ".join(sorted(lacking))
                yield self._movable(
                    _("%(host)s asks %(skills)s, which %(name)s does not have") % words, [stay]
                )

    def _movable(self, sentence: str, stays: Sequence[Stay], *, blocks: bool = False) -> Problem:
        """The button opens the place that costs least to change."""
        better = better_place(self.draft, stays, self.promised)
        return self._move(sentence, better, stays, blocks=blocks)

    def _move(
        self, sentence: str, better: Better | None, stays: Sequence[Stay] = (), *, blocks: bool = False
    ) -> Problem:
        if better:
            self.promised[better.option.seat] += 1
        stay = better.stay if better else next(iter(stays), None)
        if stay is None:
            reason = _("Nobody who is not fixed can go there now.")
            return Problem(blocks, sentence, reason, "", _("Solve the rest"), self.solve_url)
        return Problem(
            blocks=blocks,
            sentence=sentence,
            reason=better.sentence if better else self._stuck(stays),
            url=self._cell(self.people[stay.trainee], stay.span),
            button=_("Change place"),
            button_url=self.cell_url(stay.trainee, stay.period.pk, stay.span.first),
        )

    def _stuck(self, stays: Sequence[Stay]) -> str:
        if all(stay.pk in self.draft.pinned for stay in stays):
            return _("It is fixed. Choose another organisation by hand, or let it go.")
        return _("No free seat fits. Swap with somebody, or solve the rest.")

    def _cell(self, person: Person, span: Span) -> str:
        return f"#{self.board.cell_of(person.pk, span.first)}"
