"""Before a plan is made: what is ready, and what is missing or cannot be; counted, not solved."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.coverage import said_names
from placements.naming import Names
from placements.rotation.counting import PeriodCount, SectorCount, count_periods, count_sectors
from placements.rotation.problem import Problem
from placements.spans import said_day
from placements.wishing import Window
from wijkmakers.lib.problems import Problem as Attention
from wijkmakers.lib.problems import in_order
from wijkmakers.lib.words import said_all


@dataclass(frozen=True)
class Readiness:
    """`missing` needs somebody; `ready` is in order. Both are whole sentences."""

    missing: list[Attention]
    ready: list[str]

    @property
    def is_blocked(self) -> bool:
        return any(problem.blocks for problem in self.missing)


def look_at(problem: Problem, names: Names, window: Window, *, today: dt.date) -> Readiness:
    """Without a query. `window`: when trainees rank their wishes themselves."""
    seen = _Look(problem, names, window, today)
    return Readiness(in_order(seen.missing()), list(seen.ready()))


class _Look:
    def __init__(self, problem: Problem, names: Names, window: Window, today: dt.date) -> None:
        self.problem, self.names, self.window, self.today = problem, names, window, today
        self.grid = reverse("seat_grid", args=[names.facts.cohort])
        self.periods = count_periods(problem)
        self.sectors = count_sectors(problem)
        self.wishless = [trainee.key for trainee in problem.trainees if not trainee.wishes]

    def missing(self) -> list[Attention]:
        return [*self._wishes(), *self._still_open(), *self._seats(), *self._minimums(), *self._sectors()]

    def _wishes(self) -> Iterator[Attention]:
        if self.wishless:
            whom, all_of_them = len(self.wishless), len(self.problem.trainees)
            names = [self.names.person(key) for key in self.wishless]
            yield Attention(
                blocks=False,
                sentence=ngettext(
                    "%(n)d of %(all)d trainees has not given wishes",
                    "%(n)d of %(all)d trainees have not given wishes", whom,
                ) % {"n": whom, "all": all_of_them},
                reason=". ".join(filter(None, (said_names(names), self._when()))),
                url="",
                button=_("Fill in wishes"),
                button_url=reverse("wish_edit", args=[int(self.wishless[0])]),
            )  # fmt: skip

    def _when(self) -> str:
        """When whoever has no wishes can give them, or could; that they can now is said by itself."""
        first, last = self.window.first, self.window.last
        if not (first and last):
            return _("Nobody asked trainees for their wishes yet.")
        days = {"first": said_day(first), "last": said_day(last)}
        if self.today < first:
            return _("Trainees can give their wishes from %(first)s up to and including %(last)s.") % days
        if self.today > last:
            return _("Trainees could give their wishes up to and including %(last)s.") % days
        return ""

    def _still_open(self) -> Iterator[Attention]:
        if self.window.last and self.window.is_open(self.today):
            yield Attention(
                blocks=False,
                sentence=_("Trainees can still change their wishes until %(last)s")
                % {"last": said_day(self.window.last)},
                reason=_("A plan that you make before then may not know their last wishes."),
                url="",
                button=_("Change these days"),
                button_url=reverse("planning_edit", args=[self.names.facts.cohort]),
            )

    def _seats(self) -> Iterator[Attention]:
        for count in self.periods:
            if count.is_short:
                short = count.trainees - count.seats
                yield Attention(
                    blocks=True,
                    sentence=_("Period %(number)d: %(trainees)d trainees, %(seats)d seats")
                    % self._words(count),
                    reason=ngettext(
                        "%(n)d seat short. Ask an organisation for one more.",
                        "%(n)d seats short. Ask organisations for more.",
                        short,
                    ) % {"n": short},
                    url="",
                    button=_("Change seats"),
                    button_url=self.grid,
                )  # fmt: skip

    def _minimums(self) -> Iterator[Attention]:
        for count in self.periods:
            if count.asks_too_much:
                yield Attention(
                    blocks=True,
                    sentence=_(
                        "Period %(number)d: organisations ask for at least %(asked)d trainees, "
                        "and there are %(trainees)d"
                    ) % self._words(count),
                    reason=_("Agree on a lower minimum with one of them."),
                    url="",
                    button=_("Change seats"),
                    button_url=self.grid,
                )  # fmt: skip

    def _sectors(self) -> Iterator[Attention]:
        """Worth saying only where everybody could see every sector, were there seats enough."""
        if len(self.sectors) > len(self.problem.periods):
            return
        for count in self.sectors:
            if count.reach < count.trainees:
                yield Attention(
                    blocks=False,
                    sentence=_("At most %(reach)d of %(all)d trainees can see the sector %(sector)s")
                    % {"reach": count.reach, "all": count.trainees, "sector": self._sector(count)},
                    reason=_("There are no more seats in all periods together."),
                    url="",
                    button=_("Change seats"),
                    button_url=self.grid,
                )

    def ready(self) -> Iterator[str]:
        if self.problem.trainees and not self.wishless:
            everybody = len(self.problem.trainees)
            yield ngettext(
                "%(n)d trainee, with wishes.", "All %(n)d trainees have given wishes.", everybody
            ) % {"n": everybody}  # fmt: skip
        for count in self.periods:
            if not count.is_short and not count.asks_too_much:
                words = self._words(count)
                yield _("Period %(number)d: %(trainees)d trainees, %(seats)d seats.") % words
        if enough := [self._sector(count) for count in self.sectors if count.reach == count.trainees]:
            yield ngettext(
                "Seats enough for everybody to see this sector: %(sectors)s.",
                "Seats enough for everybody to see each of these sectors: %(sectors)s.",
                len(enough),
            ) % {"sectors": said_all(enough)}
        if pins := len(self.problem.pins):
            yield ngettext(
                "%(n)d placement is there already, and can stay.",
                "%(n)d placements are there already, and can stay.",
                pins,
            ) % {"n": pins}

    def _words(self, count: PeriodCount) -> dict[str, int]:
        return {
            "number": self.names.number(count.period),
            "trainees": count.trainees,
            "seats": count.seats,
            "asked": count.asked,
        }

    def _sector(self, count: SectorCount) -> str:
        return next(
            (host.sector for host in self.names.hosts.values() if str(host.sector_pk) == count.sector), ""
        )
