"""What the sessions that stay mean for the others: before and after which half day they have to be."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from curriculum.timetable.days import halves
from curriculum.timetable.problem import Cohort, Kept, Numbered, before

LATEST = 1 << 40


@dataclass(frozen=True)
class Bounds:
    """Only what stays on or after the day from which is laid counts: history need not be in order."""

    cohort: Cohort

    @cached_property
    def staying(self) -> dict[str, list[Kept]]:
        """Module or development line -> what stays of it, by number."""
        found: dict[str, list[Kept]] = defaultdict(list)
        for kept in sorted(self.cohort.kept, key=lambda kept: kept.session):
            if kept.stays:
                found[kept.of].append(kept)
        return found

    @cached_property
    def ahead(self) -> dict[str, list[Kept]]:
        """The same, without history."""
        begin = self.cohort.begin
        return {key: [one for one in kept if one.day >= begin] for key, kept in self.staying.items()}

    @cached_property
    def before(self) -> dict[str, frozenset[str]]:
        return before(self.cohort)

    @cached_property
    def _modules(self) -> dict[str, tuple[int, int]]:
        """Module -> after which half day it begins and before which one it is finished, for other modules."""
        found = {}
        for key, earlier in self.before.items():
            ends = [halves(one.day, one.part)[-1] for other in earlier for one in self.ahead.get(other, ())]
            begins = [
                halves(one.day, one.part)[0]
                for other, those in self.before.items()
                if key in those
                for one in self.ahead.get(other, ())
            ]
            found[key] = (max(ends, default=0), min(begins, default=LATEST))
        return found

    def of(self, session: Numbered) -> tuple[int, int]:
        """The session is after the first half day and before the second, neither included.

        A development day is as good as another one, whatever its number: what stays of them bounds nothing.
        """
        if session[0] not in self.before:
            return 0, LATEST
        after, until = self._modules[session[0]]
        own = self.ahead.get(session[0], ())
        ends = [halves(one.day, one.part)[-1] for one in own if one.number < session[1]]
        begins = [halves(one.day, one.part)[0] for one in own if one.number > session[1]]
        return max([after, *ends]), min([until, *begins])

    def run(self, key: str) -> tuple[int, int] | None:
        """From which half day to which one the part of a module that stays runs."""
        taken = [half for one in self.staying.get(key, ()) for half in halves(one.day, one.part)]
        return (min(taken), max(taken)) if taken else None
