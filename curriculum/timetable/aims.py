"""What a cohort's timetable aims at, as places among its learning days (the first is 0)."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from curriculum.timetable.days import learning_days, position
from curriculum.timetable.problem import Cohort, Line, Numbered, sessions_of


@dataclass(frozen=True)
class Aims:
    """The learning days of a cohort, and where everything should be."""

    cohort: Cohort

    @cached_property
    def days(self) -> list[dt.date]:
        return learning_days(self.cohort)

    @cached_property
    def after_switch(self) -> frozenset[int]:
        """The first learning days from a switch on."""
        return self._around_switches(0, self.cohort.pace.quiet_after)

    @cached_property
    def before_switch(self) -> frozenset[int]:
        """The last learning days before a switch."""
        return self._around_switches(-self.cohort.pace.quiet_before, 0)

    def _around_switches(self, start: int, stop: int) -> frozenset[int]:
        begins = [position(self.days, switch) for switch in self.cohort.switches]
        near = {day for begin in begins for day in range(begin + start, begin + stop)}
        return frozenset(near & set(range(len(self.days))))

    def at_begin(self, day: int) -> int:
        """What it costs in pace when a module begins on this learning day."""
        pace = self.cohort.pace
        return pace.after_switch * (day in self.after_switch) + pace.before_switch * (
            day in self.before_switch
        )

    @cached_property
    def of_session(self) -> dict[Numbered, int]:
        """The learning day at which a session is aimed."""
        found: dict[Numbered, int] = {}
        for line in self.cohort.lines:
            if line.development:
                found.update(self._spread(line))
            else:
                found.update(self._steady(line))
        return found

    def _spread(self, line: Line) -> dict[Numbered, int]:
        """Each in the middle of its share of the learning days.

        What stays has, in time, the share nearest to it that is left (of two the earlier one); the others
        have what remains, in their order.
        """
        held, length = sessions_of(line), len(self.days)
        shares = [(2 * place + 1) * length // (2 * len(held)) for place in range(len(held))]
        stays = {kept.session: kept for kept in self.cohort.kept if kept.stays and kept.of == line.key}
        found: dict[Numbered, int] = {}
        for session in sorted(stays, key=lambda session: (stays[session].day, session)):
            day = position(self.days, stays[session].day)
            found[session] = min(shares, key=lambda share: (abs(share - day), share))
            shares.remove(found[session])
        return found | dict(zip((each for each in held if each not in stays), shares, strict=True))

    def _steady(self, line: Line) -> dict[Numbered, int]:
        """Modules begin evenly over the learning days without the margin; then a session a learning day.

        Where that is too slow for a line of many half days, as many a day as are needed.
        """
        room = max(len(self.days) - self.cohort.pace.margin, 1)
        asked = sum(module.sessions for module in line.modules)
        found: dict[Numbered, int] = {}
        done = 0
        for module in line.modules:
            for number in range(1, module.sessions + 1):
                found[module.key, number] = (done * room + (number - 1) * min(asked, room)) // asked
            done += module.sessions
        return found

    @cached_property
    def line_of(self) -> dict[Numbered, Line]:
        return {session: line for line in self.cohort.lines for session in sessions_of(line)}
