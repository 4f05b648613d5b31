"""A problem while it is worked on. Loads numpy."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from curriculum.timetable.aims import Aims
from curriculum.timetable.answers import Placed, Session, Timetable
from curriculum.timetable.booking import Diaries, Diary, Span, span
from curriculum.timetable.costing import cost_of
from curriculum.timetable.offers import is_whole
from curriculum.timetable.one import Laid, lay_cohort
from curriculum.timetable.problem import Cohort, Problem


@dataclass
class Desk:
    """What each cohort has, and so who is taken when. `firm`: only what has its own date."""

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

    def in_order(self) -> list[Cohort]:
        """First who has the fewest half learning days to spare, then as in the problem."""
        return sorted(self.problem.cohorts, key=self._to_spare)

    def lay(self, key: str) -> None:
        """A cohort, exactly, beside what the others have."""
        self.take_away(key)
        self.put(key, lay_cohort(self.aims[key], self.taken))

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

    def left_out(self, keys: Iterable[str] | None = None) -> int:
        """How many sessions have no place, of those cohorts or of all."""
        return sum(self.laid[key].cost.left_out for key in (self.laid if keys is None else keys))

    def swap(self, old: Placed, new: Placed) -> None:
        """Other hands or another room at the same time."""
        key, when = old.session.cohort, self.when(old)
        self.taken.release(old.lecturers, old.room, when, key)
        self.taken.book(new.lecturers, new.room, when, key)
        placed = tuple(new if each is old else each for each in self.laid[key].placed)
        self.laid[key] = replace(self.laid[key], placed=placed)
        if (old.session.of, old.session.number) in self.problem.named[key].kept_at:
            self.laid[key] = replace(self.laid[key], cost=cost_of(self.aims[key], placed))

    def restore(self, before: Mapping[str, Laid]) -> None:
        for key in before:
            self.take_away(key)
        for key, laid in before.items():
            self.put(key, laid)

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
            proved=len(exact) == len(order) and not self.shares(),
        )

    def shares(self) -> bool:
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
