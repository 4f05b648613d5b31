"""Why there is no plan, in sentences, each with the pages on which it can be resolved."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.naming import Names, said_all
from placements.rotation.answers import Conflict
from placements.rotation.counting import count_periods
from placements.rotation.problem import Problem
from placements.rotation.rules import Rule
from placements.saying import Teller

Words = dict[str, object]
SHOWN = 12
"""Rules of a conflict that are told one by one; more would not be read."""


@dataclass(frozen=True)
class Way:
    """A page on which something can be done about it."""

    label: str
    url: str


@dataclass(frozen=True)
class Told:
    """`sentence` says it; `details` are the rules behind it, where the sentence does not name them."""

    sentence: str
    details: tuple[str, ...]
    ways: tuple[Way, ...]


def tell(names: Names, problem: Problem, conflicts: tuple[Conflict, ...]) -> list[Told]:
    told = _Told(names, problem)
    return [told.of(conflict) for conflict in conflicts]


class _Told:
    def __init__(self, names: Names, problem: Problem) -> None:
        self.names, self.problem = names, problem
        self.teller = Teller(names, problem)

    def of(self, conflict: Conflict) -> Told:
        sentence, details = self._sentence(conflict)
        return Told(sentence, tuple(details[:SHOWN]), tuple(dict.fromkeys(self._ways(conflict))))

    def _sentence(self, conflict: Conflict) -> tuple[str, list[str]]:
        if conflict.period:
            return self._counted(conflict)
        kinds = {rule.kind for rule in conflict.rules}
        periods = {rule.period for rule in conflict.rules}
        if kinds == {"at_least"} and len(periods) == 1:
            return self._asked_too_much(conflict), []
        told = [self._rule(rule) for rule in conflict.rules if rule.kind not in {"somewhere", "once"}]
        whom = dict.fromkeys(rule.trainee for rule in conflict.rules if rule.kind in {"somewhere", "once"})
        if len(whom) == 1 and kinds <= {"somewhere", "once", "at_most"}:
            return self._too_few_hosts(next(iter(whom))), []
        told += self._everybody(conflict)
        return _("These cannot all hold together."), told

    def _counted(self, conflict: Conflict) -> tuple[str, list[str]]:
        """Some trainees, the hosts that are left for them in one period, and the seats there."""
        needing = [rule for rule in conflict.rules if rule.kind in {"somewhere", "pin"}]
        closed = [rule for rule in conflict.rules if rule.kind not in {"somewhere", "pin", "at_most"}]
        pinned = [rule for rule in conflict.rules if rule.kind == "pin"]
        count = next(row for row in count_periods(self.problem) if row.period == conflict.period)
        words: Words = {"number": self.names.number(conflict.period)}
        if not closed and not pinned and count.is_short:
            return _("Period %(number)d: %(trainees)s, %(seats)s.") % (
                words | {"trainees": _trainees(count.trainees), "seats": _seats(count.seats)}
            ), []
        whom = list(dict.fromkeys(rule.trainee for rule in needing))
        rooms = [rule for rule in conflict.of("at_most") if rule.number]
        words |= {"names": self.names.persons(whom)}
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
        return sentence, [self._rule(rule) for rule in (*closed, *pinned)]

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

    def _ways(self, conflict: Conflict) -> Iterator[Way]:
        cohort = self.names.facts.cohort
        kinds = {rule.kind for rule in conflict.rules}
        if kinds & {"at_most", "at_least", "skills"}:
            yield Way(_("Change seats"), reverse("seat_grid", args=[cohort]))
        for rule in conflict.rules:
            if rule.kind in {"excluded", "travel", "skills"} and rule.trainee in self.names.people:
                page = reverse("trainee", args=[int(rule.trainee)])
                label = _("Where %(name)s is not sent") if rule.kind == "excluded" else _("Page of %(name)s")
                yield Way(label % {"name": self.names.person(rule.trainee)}, page)
        if "pin" in kinds:
            yield Way(_("Change placements"), reverse("board", args=[cohort]))
        if kinds & {"apart", "together"}:
            yield Way(_("Change who is together or apart"), reverse("pair_list", args=[cohort]))
        if kinds == {"somewhere", "once"}:
            yield Way(_("Ask more organisations"), reverse("seat_grid", args=[cohort]))


def _trainees(count: int) -> str:
    return ngettext("%(n)d trainee", "%(n)d trainees", count) % {"n": count}


def _seats(count: int) -> str:
    return ngettext("%(n)d seat", "%(n)d seats", count) % {"n": count}
