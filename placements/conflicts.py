"""Why there is no plan, in sentences, each with what would resolve it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.models import Plan
from placements.naming import Names
from placements.resolving import Way, pages_of, ways
from placements.rotation.answers import Conflict
from placements.rotation.counting import count_periods
from placements.rotation.problem import Problem
from placements.rotation.rules import Rule
from placements.saying import Teller
from placements.staffing import grouped
from wijkmakers.lib.words import said_all

Words = dict[str, object]
SHOWN = 12
"""Rules of a conflict that are told one by one; more would not be read."""
FIRST = 4
"""Ways out that are offered at once."""
NAMED = 4
"""People, organisations and rules in one sentence."""


@dataclass(frozen=True)
class Told:
    """`sentence` says it; `details` are the rules behind it, where the sentence does not name them all."""

    sentence: str
    details: tuple[str, ...]
    ways: tuple[Way, ...]

    @property
    def nearest(self) -> tuple[Way, ...]:
        return self.ways[:FIRST]

    @property
    def others(self) -> tuple[Way, ...]:
        return self.ways[FIRST:SHOWN]


def tell(
    names: Names, problem: Problem, conflicts: tuple[Conflict, ...], *, basis: Plan | None = None
) -> list[Told]:
    """Four queries at most, for the pages of what is agreed. `basis`: the draft that this is made from."""
    pages = pages_of(names.facts.cohort, conflicts, basis)
    told = _Told(names, problem)
    return [Told(*told.of(conflict), ways(names, problem, pages, conflict)) for conflict in conflicts]


class _Told:
    def __init__(self, names: Names, problem: Problem) -> None:
        self.names, self.problem = names, problem
        self.teller = Teller(names, problem)

    def of(self, conflict: Conflict) -> tuple[str, tuple[str, ...]]:
        sentence, details = self._sentence(conflict)
        return sentence, tuple(details[:SHOWN])

    def _sentence(self, conflict: Conflict) -> tuple[str, list[str]]:
        if conflict.period:
            return self._counted(conflict)
        kinds = {rule.kind for rule in conflict.rules}
        periods = {rule.period for rule in conflict.rules}
        if kinds == {"at_least"} and len(periods) == 1:
            return self._asked_too_much(conflict), []
        whom = dict.fromkeys(rule.trainee for rule in conflict.rules if rule.kind in {"somewhere", "once"})
        if len(whom) == 1 and kinds <= {"somewhere", "once", "at_most"}:
            return self._too_few_hosts(next(iter(whom))), []
        return self._mixed(conflict)

    def _mixed(self, conflict: Conflict) -> tuple[str, list[str]]:
        """Who cannot get what, and what is in the way; all of it in the details when it is long."""
        limits = [*self._open_seats(conflict), *self._limits(conflict)]
        sentence = self._wanted(conflict)
        if limits:
            words = {"limits": "; ".join(limits[:NAMED])}
            sentence += " " + _("In the way: %(limits)s.") % words
        details = [self._rule(rule) for rule in conflict.rules if rule.kind not in {"somewhere", "once"}]
        return sentence, [*details, *self._everybody(conflict)] if len(limits) > NAMED else []

    def _wanted(self, conflict: Conflict) -> str:
        needing = list(dict.fromkeys(rule.trainee for rule in conflict.of("somewhere")))
        periods = dict.fromkeys(rule.period for rule in conflict.of("somewhere"))
        words = {
            "names": self._some(needing),
            "numbers": said_all(str(number) for number in sorted(map(self.names.number, periods))),
        }
        if not needing:
            return _("What is agreed contradicts itself.")
        if conflict.of("once"):
            return (
                ngettext(
                    "In period %(numbers)s there is no way to give %(names)s a new organisation.",
                    "In periods %(numbers)s there is no way to give %(names)s a new organisation each time.",
                    len(periods),
                )
                % words
            )
        return (
            ngettext(
                "In period %(numbers)s there is no way to give %(names)s a place.",
                "In periods %(numbers)s there is no way to give %(names)s a place each time.",
                len(periods),
            )
            % words
        )

    def _some(self, keys: list[str]) -> str:
        """“Noor, Bram and 6 others”"""
        if len(keys) <= NAMED:
            return self.names.persons(keys)
        others = len(keys) - NAMED + 1
        more = ngettext("%(n)d other", "%(n)d others", others) % {"n": others}
        return said_all([*map(self.names.person, keys[: NAMED - 1]), more])

    def _open_seats(self, conflict: Conflict) -> Iterator[str]:
        """Per period the seats that the conflict is about, and where there are none."""
        by_period = grouped(conflict.of("at_most"), lambda rule: rule.period)
        for period, rules in sorted(by_period.items(), key=lambda row: self.names.number(row[0])):
            some = [rule for rule in rules if rule.number]
            seats = sum(rule.number for rule in some)
            words: Words = {"number": self.names.number(period), "n": seats}
            if some:
                words |= {"hosts": said_all(self.names.host(rule.host) for rule in some)}
                yield (
                    ngettext(
                        "in period %(number)d %(hosts)s has %(n)d seat",
                        "in period %(number)d there are %(n)d seats at %(hosts)s",
                        seats,
                    )
                    % words
                )
            if none := [rule for rule in rules if not rule.number]:
                hosts = self._some_hosts([rule.host for rule in none])
                yield _("no seat in period %(number)d at %(hosts)s") % (words | {"hosts": hosts})

    def _some_hosts(self, keys: list[str]) -> str:
        if len(keys) <= NAMED:
            return said_all(map(self.names.host, keys))
        others = len(keys) - NAMED + 1
        more = ngettext("%(n)d other", "%(n)d others", others) % {"n": others}
        return said_all([*map(self.names.host, keys[: NAMED - 1]), more])

    def _limits(self, conflict: Conflict) -> Iterator[str]:
        for rule in conflict.rules:
            if rule.kind not in {"somewhere", "once", "at_most"}:
                yield self._rule(rule).rstrip(".")

    def _counted(self, conflict: Conflict) -> tuple[str, list[str]]:
        """Some trainees, the hosts that are left for them in one period, and the seats there."""
        needing = [rule for rule in conflict.rules if rule.kind in {"somewhere", "pin"}]
        closed = [rule for rule in conflict.rules if rule.kind not in {"somewhere", "pin", "at_most"}]
        pinned = [rule for rule in conflict.rules if rule.kind == "pin"]
        count = next(row for row in count_periods(self.problem) if row.period == conflict.period)
        words: Words = {"number": self.names.number(conflict.period)}
        if not closed and count.is_short:
            return _("Period %(number)d: %(trainees)s, %(seats)s.") % (
                words | {"trainees": _trainees(count.trainees), "seats": _seats(count.seats)}
            ), []
        whom = list(dict.fromkeys(rule.trainee for rule in needing))
        rooms = [rule for rule in conflict.of("at_most") if rule.number]
        words |= {"names": self._some(whom)}
        if not rooms:
            sentence = ngettext(
                "%(names)s can go nowhere in period %(number)d.",
                "%(names)s can go nowhere in period %(number)d.", len(whom),
            ) % words  # fmt: skip
        else:
            words |= {
                "hosts": said_all(self.names.host(rule.host) for rule in rooms),
                "seats": _seats(sum(rule.number for rule in rooms)),
            }
            sentence = ngettext(
                "%(names)s can only go to %(hosts)s in period %(number)d: %(seats)s.",
                "%(names)s can only go to %(hosts)s in period %(number)d: %(seats)s.", len(whom),
            ) % words  # fmt: skip
        everybody = [self.names.persons(whom)] if len(whom) > NAMED else []
        return sentence, [*everybody, *(self._rule(rule) for rule in (*closed, *pinned))]

    def _asked_too_much(self, conflict: Conflict) -> str:
        period = conflict.rules[0].period
        asked = sum(rule.number for rule in conflict.rules)
        words = {
            "number": self.names.number(period),
            "hosts": said_all(self.names.host(rule.host) for rule in conflict.rules),
            "asked": _trainees(asked),
            "there": len(self.problem.present(period)),
        }
        return (
            _("Period %(number)d: %(hosts)s together ask for at least %(asked)s, and there are %(there)d.")
            % words
        )

    def _too_few_hosts(self, trainee: str) -> str:
        person = self.problem.named[trainee]
        words = {"name": self.names.person(trainee), "n": len(person.periods)}
        return (
            ngettext(
                "%(name)s needs a place in %(n)d period, and there is no organisation left to be new at.",
                "%(name)s needs a place in %(n)d periods, and there are too few organisations "
                "to be at a new one each time.",
                len(person.periods),
            )
            % words
        )

    def _everybody(self, conflict: Conflict) -> Iterator[str]:
        """What many trainees have in common is said once."""
        needing = dict.fromkeys(rule.trainee for rule in conflict.of("somewhere"))
        once = dict.fromkeys(rule.trainee for rule in conflict.of("once"))
        if needing:
            yield _("Has to be somewhere: %(names)s.") % {"names": self.names.persons(needing)}
        if once:
            yield _("Not twice at one organisation: %(names)s.") % {"names": self.names.persons(once)}

    def _rule(self, rule: Rule) -> str:
        words: Words = {
            "name": self.names.person(rule.trainee),
            "host": self.names.host(rule.host),
            "number": self.names.number(rule.period),
            "seats": _seats(rule.number),
            "trainees": _trainees(rule.number),
        }
        if rule.kind in {"apart", "together"}:
            return self._pair(rule, words | {"other": self.names.person(rule.other)})
        if rule.kind in {"at_most", "at_least", "pin", "skills"}:
            return self._in_period(rule, words | {"why": rule.why})
        if rule.kind == "once":
            return _("%(name)s does not go to %(host)s twice.") % words
        if rule.kind == "somewhere":
            return _("%(name)s needs a place in period %(number)d.") % words
        return _("%(name)s is not sent to %(host)s: %(why)s.") % (words | {"why": self.teller.cause(rule)})

    def _in_period(self, rule: Rule, words: Words) -> str:
        sentence = {
            "at_most": _("%(host)s offers %(seats)s in period %(number)d."),
            "at_least": _("%(host)s asks for at least %(trainees)s in period %(number)d."),
            "pin": _("%(name)s is at %(host)s in period %(number)d: that is agreed."),
            "skills": _("%(host)s asks in period %(number)d for what %(name)s does not have: %(why)s."),
        }
        return sentence[rule.kind] % words

    def _pair(self, rule: Rule, words: Words) -> str:
        if rule.kind == "apart":
            return _("%(name)s and %(other)s are never at one organisation in the same period.") % words
        return _("%(name)s and %(other)s work at one organisation at least once.") % words


def _trainees(count: int) -> str:
    return ngettext("%(n)d trainee", "%(n)d trainees", count) % {"n": count}


def _seats(count: int) -> str:
    return ngettext("%(n)d seat", "%(n)d seats", count) % {"n": count}
