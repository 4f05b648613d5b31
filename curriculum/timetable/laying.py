"""Laying out a programme: each cohort exactly, beside what the others have. Loads numpy.

A timetable is better than another one when it is better in the first step in which they differ:

1. fewer sessions without a place;
2. fewer published sessions on another day or part of the day (or without a place); then fewer in other
   hands or another room; then fewer learning days over which they moved, together;
3. less against the pace, by weight (see `problem.Pace`);
4. development days closer to an even spread: day i of k in the middle of the i-th of k shares;
5. sessions closer to a steady pace: modules begin evenly over the learning days up to the margin at the end,
   and go on weekly;
6. ties: see `search`.

Kept without exception: the learning weekday, closed days, what is fixed, the order of a line, which modules
come before which, one thing at a time for a cohort, a lecturer and a room. Sessions without a place are
answered as such: of a module the last ones (before one that stays), of development days any.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from curriculum.timetable.aims import Aims
from curriculum.timetable.answers import Placed, Session, Timetable
from curriculum.timetable.booking import Diaries, Diary, Span, span
from curriculum.timetable.offers import is_whole
from curriculum.timetable.one import Laid, lay_cohort
from curriculum.timetable.problem import Cohort, Problem

ROUNDS = 3
"""How often room is sought for what is left over."""


def lay(problem: Problem) -> Timetable:
    """Lay out everything that is asked. There always is an answer, if need be with sessions left out.

    One cohort with two lines of modules and one of development days is laid exactly. Cohorts are laid one
    after another: first who has the fewest half learning days to spare, then as in the problem; each exactly
    beside those before it. Where something is left out, others are asked to make room.
    """
    desk = Desk(problem)
    desk.lay_all()
    for _ in range(ROUNDS):
        if not desk.make_room():
            break
    return desk.timetable()


@dataclass
class Desk:
    """A problem while it is worked on: what each cohort has, and so who is taken when."""

    problem: Problem
    laid: dict[str, Laid] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.aims = {cohort.key: Aims(cohort) for cohort in self.problem.cohorts}
        self.firm, self.taken = self._diaries(), self._diaries()

    def _diaries(self) -> Diaries:
        """With everything that has its own date."""
        found = Diaries(Diary(self.problem.lecturers_away), Diary(self.problem.rooms_away))
        for cohort in self.problem.cohorts:
            for lecturers, room, when in _dated(cohort):
                found.book(lecturers, room, when, cohort.key)
        return found

    def beside(self, key: str) -> Diaries:
        """What the other cohorts have."""
        self.take_away(key)
        for lecturers, room, when in _dated(self.problem.named[key]):
            self.taken.release(lecturers, room, when, key)
        return self.taken

    def lay_all(self) -> None:
        for cohort in sorted(self.problem.cohorts, key=self._to_spare):
            self.put(cohort.key, lay_cohort(self.aims[cohort.key], self.taken))

    def _to_spare(self, cohort: Cohort) -> int:
        asked = sum(1 + is_whole(cohort, session) for session in cohort.sessions)
        return 2 * len(self.aims[cohort.key].days) - asked

    def put(self, key: str, laid: Laid) -> None:
        """The cohort has this, instead of what it had."""
        self.take_away(key)
        self.laid[key] = laid
        for each in laid.placed:
            if not each.stays:
                self.taken.book(each.lecturers, each.room, self.when(each), key)

    def take(self, timetable: Timetable) -> None:
        """Every cohort has what it has there."""
        for key in self.aims:
            cost, exact = timetable.costs[key], key in timetable.exact
            self.put(key, Laid(timetable.of_cohort(key), cost, exact))

    def take_away(self, key: str) -> None:
        if laid := self.laid.pop(key, None):
            for each in laid.placed:
                if not each.stays:
                    self.taken.release(each.lecturers, each.room, self.when(each), key)

    def when(self, placed: Placed) -> tuple[int, int]:
        return span(self.problem.named[placed.session.cohort], placed.day, placed.part)

    def make_room(self) -> bool:
        """Who has something left out is laid as if others could make room, and then those are laid again.

        Whether that helped; what did not is undone.
        """
        helped = False
        for cohort in self.problem.cohorts:
            if self.laid[cohort.key].cost.left_out:
                helped |= self._make_room_for(cohort.key)
        return helped

    def _make_room_for(self, key: str) -> bool:
        before = dict(self.laid)
        self.take_away(key)
        wanted = lay_cohort(self.aims[key], self.firm, self.taken)
        asked = self._in_the_way(wanted)
        for other in asked:
            self.take_away(other)
        self.put(key, wanted)
        for other in asked:
            self.put(other, lay_cohort(self.aims[other], self.taken))
        again = (key, *asked)
        if sum(self.laid[each].cost.left_out for each in again) < sum(
            before[each].cost.left_out for each in again
        ):
            return True
        for each in again:
            self.take_away(each)
        for each in again:
            self.put(each, before[each])
        return False

    def _in_the_way(self, wanted: Laid) -> list[str]:
        """Cohorts that have a lecturer or a room at a time at which this timetable has them."""
        new = [each for each in wanted.placed if not each.stays]
        owners = [self.taken.owners(each.lecturers, each.room, self.when(each)) for each in new]
        found = set().union(*owners)
        return [cohort.key for cohort in self.problem.cohorts if cohort.key in found]

    def timetable(self) -> Timetable:
        placed = {key: {each.session for each in laid.placed} for key, laid in self.laid.items()}
        order = [cohort.key for cohort in self.problem.cohorts]
        exact = tuple(key for key in order if self.laid[key].exact)
        return Timetable(
            placed=tuple(each for key in order for each in self.laid[key].placed),
            left_out=tuple(
                session
                for cohort in self.problem.cohorts
                for session in (Session(cohort.key, *each) for each in cohort.sessions)
                if session not in placed[cohort.key]
            ),
            costs={key: self.laid[key].cost for key in order},
            exact=exact,
            proved=len(exact) == len(order) and not self._shares(),
        )

    def _shares(self) -> bool:
        """Whether two cohorts may want the same lecturer or room."""
        seen: set[tuple[str, str]] = set()
        for cohort in self.problem.cohorts:
            asked = set(_asked(cohort))
            if not seen.isdisjoint(asked):
                return True
            seen |= asked
        return False


def _dated(cohort: Cohort) -> Iterator[tuple[tuple[str, ...], str, Span]]:
    """Who, where and when of everything that has its own date."""
    for each in cohort.dated:
        yield each.lecturers, each.room, span(cohort, each.day, each.part)


def _asked(cohort: Cohort) -> Iterator[tuple[str, str]]:
    """The lecturers and rooms that it may have."""
    for line in cohort.lines:
        people = [module.lecturers for module in line.modules]
        people += [line.development.lecturers] if line.development else []
        yield from (("lecturer", key) for keys in people for key in keys)
    yield from (("room", key) for key in cohort.rooms)
    for kept in cohort.kept:
        if not kept.stays:
            yield from (("lecturer", key) for key in kept.lecturers)
            yield from [("room", kept.room)] if kept.room else []
