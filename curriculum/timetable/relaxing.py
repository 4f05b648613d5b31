"""What does not fit, why, and which rule to relax for it. Loads numpy.

Everything here is found by really laying the cohort again, beside what the other cohorts have.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from curriculum.timetable.aims import Aims
from curriculum.timetable.answers import Timetable
from curriculum.timetable.booking import Diaries, Diary
from curriculum.timetable.days import halves, learning_days, weekdays
from curriculum.timetable.desk import Desk
from curriculum.timetable.offers import is_whole, lecturers_for
from curriculum.timetable.one import lay_cohort
from curriculum.timetable.problem import Cohort, Numbered, Problem, Time, sessions_of
from curriculum.timetable.rules import Rule, without
from curriculum.timetable.strands import Given

WEEKS = 26
"""How much later an end is tried."""


@dataclass(frozen=True)
class Relaxation:
    """What relaxing one rule brings.

    `solved`: how many sessions fewer are left out; with "fewer", those that are given up are not left out.
    `halves`: half learning days that become available, or are no longer asked; for a lecturer or a room the
    half learning days on which it is no longer away; 0 where it is not a matter of days.
    """

    rule: Rule
    solved: int
    halves: int

    @property
    def days(self) -> float:
        return self.halves / 2


def relaxations(problem: Problem, timetable: Timetable, cohort: str | None = None) -> list[Relaxation]:
    """For who has sessions left out (or that cohort only): what helps, the most helpful first.

    Equally helpful ones: first what asks the fewest half days. Each takes a cohort to be laid, so together
    some fifty times as long as laying one. When it is tried to end later, closed days beyond the end count.
    The pace is never among them: nothing is left out for it.
    """
    found = []
    for each in problem.cohorts:
        if cohort in (None, each.key) and timetable.costs[each.key].left_out:
            found += _Trial(problem, timetable, each).helpful()
    return found


class _Trial:
    """One cohort of which something is left out, laid again with this rule relaxed and then that."""

    def __init__(self, problem: Problem, timetable: Timetable, cohort: Cohort) -> None:
        self.problem = Problem((cohort,), problem.lecturers_away, problem.rooms_away)
        self.cohort, self.left_out = cohort, timetable.costs[cohort.key].left_out
        self.beside = beside(problem, timetable, cohort.key)

    def helpful(self) -> list[Relaxation]:
        tried = [self._tried(rule) for rule in rules_of(self.problem) if not self._is_plainly_useless(rule)]
        tried += [
            self._fewest(line.key, len(sessions_of(line))) for line in self.cohort.lines if line.development
        ]
        tried.append(self._soonest())
        return sorted((each for each in tried if each.solved), key=lambda each: (-each.solved, each.halves))

    def _is_plainly_useless(self, rule: Rule) -> bool:
        """Somebody else is of no use for a module when there always is somebody."""
        if rule.kind != "someone_else":
            return False
        given = Given(Aims(self.cohort), self.beside)
        whole = self.cohort.modules[rule.key].whole
        there = given.lecturers.any_of([(key,) for key in self.cohort.modules[rule.key].lecturers], whole)
        return bool(there[given.slots.fit(whole)].all())

    def _tried(self, rule: Rule) -> Relaxation:
        relaxed = without(self.problem, rule)
        others = Diaries(
            Diary(relaxed.lecturers_away, self.beside.lecturers.taken),
            Diary(relaxed.rooms_away, self.beside.rooms.taken),
        )
        laid = lay_cohort(Aims(relaxed.cohorts[0]), others)
        return Relaxation(rule, max(self.left_out - laid.cost.left_out, 0), self._halves(rule, relaxed))

    def _fewest(self, line: str, most: int) -> Relaxation:
        return self._least(most, lambda amount: Rule(self.cohort.key, "fewer", line, amount))

    def _soonest(self) -> Relaxation:
        return self._least(WEEKS, lambda amount: Rule(self.cohort.key, "later", "", amount))

    def _least(self, most: int, rule: Callable[[int], Rule]) -> Relaxation:
        """The smallest amount that helps as much as the largest. More never helps less."""
        best = self._tried(rule(most))
        low, high = 1, most
        while best.solved and low < high:
            middle = (low + high) // 2
            trial = self._tried(rule(middle))
            if trial.solved == best.solved:
                best, high = trial, middle
            else:
                low = middle + 1
        return best

    def _halves(self, rule: Rule, relaxed: Problem) -> int:
        asked, after = self.cohort, relaxed.cohorts[0]
        if rule.kind == "pin":
            return 0
        if rule.kind in {"lecturer", "room"}:
            away = self.problem.lecturers_away if rule.kind == "lecturer" else self.problem.rooms_away
            return len(halves_of(away[rule.key]) & open_halves(asked))
        fewer = sum(map(partial(_length, asked), asked.sessions)) - sum(
            map(partial(_length, after), after.sessions)
        )
        return fewer + len(open_halves(after)) - len(open_halves(asked))


def rules_of(problem: Problem) -> Iterator[Rule]:
    """What can be tried for the one cohort of a problem, besides fewer development days and a later end."""
    cohort = problem.cohorts[0]
    rule = partial(Rule, cohort.key)
    ahead = [day for day in weekdays(cohort) if day >= cohort.begin]
    yield from (
        rule("closed", kind)
        for kind in dict.fromkeys(cohort.closed[day] for day in ahead if day in cohort.closed)
    )
    spread = [line for line in cohort.lines if line.development and line.development.whole]
    yield from (rule("half_development", line.key) for line in spread)
    yield from (rule("half_module", module.key) for module in cohort.modules.values() if module.whole)
    people = dict.fromkeys(
        key for session in cohort.sessions for keys in lecturers_for(cohort, session) for key in keys
    )
    yield from (rule("lecturer", key) for key in people if key in problem.lecturers_away)
    yield from (rule("someone_else", module.key) for module in cohort.modules.values() if module.lecturers)
    yield from (rule("room", key) for key in cohort.rooms if key in problem.rooms_away)
    yield from (rule("any_room") for _ in cohort.rooms[:1])
    yield from (rule("fixed", fixed.key) for fixed in cohort.fixed)
    yield from (
        rule("pin", kept.of, kept.number) for kept in cohort.kept if kept.stays and kept.day >= cohort.begin
    )
    yield from (rule("after", module.key) for module in cohort.modules.values() if module.after)


def beside(problem: Problem, timetable: Timetable, cohort: str) -> Diaries:
    """What the other cohorts have."""
    desk = Desk(problem)
    desk.take(timetable)
    return desk.beside(cohort)


def _length(cohort: Cohort, session: Numbered) -> int:
    return 1 + is_whole(cohort, session)


def halves_of(times: Iterable[Time]) -> set[int]:
    return {half for day, part in times for half in halves(day, part)}


def open_halves(cohort: Cohort) -> set[int]:
    """The half learning days that nothing fixed has taken."""
    ahead = halves_of((day, "day") for day in learning_days(cohort) if day >= cohort.begin)
    return ahead - halves_of((each.day, each.part) for each in cohort.dated)
