"""The planner's reasons and rules in sentences, for the coordinator or for the trainee whom they concern.

What a trainee reads names nobody else.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.choices import said_exclusion, said_wish
from placements.models import Exclusion
from placements.rotation.problem import Problem
from placements.rotation.reasons import Missed, Reason
from placements.rotation.rules import Rule
from placements.staffing import HostFact


class Named(Protocol):
    """Who and what the keys of a problem stand for."""

    @property
    def hosts(self) -> Mapping[str, HostFact]: ...
    def person(self, key: str) -> str: ...
    def persons(self, keys: Iterable[str]) -> str: ...
    def host(self, key: str) -> str: ...


class Teller:
    """`to_trainee`: speak to the one whom it is about, and of nobody else."""

    def __init__(self, names: Named, problem: Problem, *, to_trainee: bool = False) -> None:
        self.names, self.problem, self.to_trainee = names, problem, to_trainee

    @property
    def agreed(self) -> str:
        return _("This was agreed beforehand.")

    def why(self, reason: Reason, *, by_hand: bool = False, changed: bool = False) -> str:
        """Why somebody is at this host in this period. `by_hand`: a coordinator put them there, in a plan
        that the planner had otherwise; `changed`: in that plan something was changed by hand."""
        if by_hand:
            return self._by_hand(reason)
        if reason.pinned:
            return self.agreed
        missed = reason.decisive
        if changed and missed and missed.why == "others":
            return self._has_room(missed, reason)
        found = [self._wish(reason)]
        if missed:
            found.append(self._missed(missed, reason))
        elif reason.missed:
            found.append(self._elsewhere())
        if reason.new_sector and (sector := self._sector(reason.host)):
            found.append(self._shows(sector))
        return " ".join(found)

    def _by_hand(self, reason: Reason) -> str:
        words = {"wish": said_wish(reason.rank or 0)}
        if self.to_trainee:
            whose = _("Your coordinator placed you here; it was your %(wish)s.")
            return whose % words if reason.rank else _("Your coordinator placed you here.")
        if reason.rank:
            return _("Placed here by hand; it is the %(wish)s.") % words
        return _("Placed here by hand.")

    def _has_room(self, missed: Missed, reason: Reason) -> str:
        """What the planner weighed is no reason any more."""
        if self.to_trainee:
            return self._wish(reason)
        return _("%(host)s (%(wish)s) has room now that this draft was changed by hand.") % self._words(
            missed
        )

    def _wish(self, reason: Reason) -> str:
        if reason.rank and self.to_trainee:
            return _("It was your %(wish)s.") % {"wish": said_wish(reason.rank)}
        if reason.rank:
            return f"{said_wish(reason.rank).capitalize()}."
        if self.problem.named[reason.trainee].wishes:
            return _("It was not among your wishes.") if self.to_trainee else _("Was not among the wishes.")
        return _("You had given no wishes.") if self.to_trainee else _("There were no wishes.")

    def _elsewhere(self) -> str:
        if self.to_trainee:
            return _("What you wished for more comes in another period.")
        return _("The dearer wishes come in another period.")

    def _shows(self, sector: str) -> str:
        if self.to_trainee:
            return _("Here you get to know the sector %(sector)s.") % {"sector": sector}
        return _("Shows the sector %(sector)s.") % {"sector": sector}

    def _sector(self, host: str) -> str:
        return self.names.hosts[host].sector if host in self.names.hosts else ""

    def _missed(self, missed: Missed, reason: Reason) -> str:
        if missed.why == "full":
            return self._full(missed, reason)
        if missed.why == "barred" and missed.rule:
            return self._barred(missed, missed.rule)
        if missed.why == "pair" and missed.rule:
            return self._pair(missed, missed.rule)
        if missed.why == "needed" and missed.rule:
            return self._needed(missed, missed.rule, reason)
        words = self._words(missed)
        if missed.why == "closed":
            return _("%(host)s (%(wish)s) offers no seat in this period.") % words
        if missed.why == "sector":
            return _("%(host)s (%(wish)s) would add no new sector and earn no more.") % words
        if self.to_trainee:
            return _("%(host)s (%(wish)s) would have asked more of others.") % words
        return _("%(host)s (%(wish)s) would ask more of others, or change more.") % words

    def _words(self, missed: Missed) -> dict[str, object]:
        wish = said_wish(missed.rank)
        if self.to_trainee:
            wish = _("your %(wish)s") % {"wish": wish}
        return {"host": self.names.host(missed.host), "wish": wish}

    def _needed(self, missed: Missed, rule: Rule, reason: Reason) -> str:
        words = self._words(missed) | {"here": self.names.host(reason.host), "n": rule.number}
        return (
            ngettext(
                "Not %(wish)s, %(host)s: %(here)s asks for at least %(n)d trainee in this period.",
                "Not %(wish)s, %(host)s: %(here)s asks for at least %(n)d trainees in this period.",
                rule.number,
            )
            % words
        )

    def _full(self, missed: Missed, reason: Reason) -> str:
        seats = self.problem.seat_at[missed.host, reason.period].maximum
        words = self._words(missed) | {"n": seats, "names": self.names.persons(missed.others)}
        if self.to_trainee:
            return (
                ngettext(
                    "At %(host)s (%(wish)s) there was %(n)d seat then, which went to somebody else.",
                    "At %(host)s (%(wish)s) there were %(n)d seats then, which went to others.",
                    seats,
                )
                % words
            )
        return (
            ngettext(
                "The only seat at %(host)s (%(wish)s) went to %(names)s.",
                "The %(n)d seats at %(host)s (%(wish)s) went to %(names)s.",
                seats,
            )
            % words
        )

    def _barred(self, missed: Missed, rule: Rule) -> str:
        words = self._words(missed) | {"why": self.cause(rule)}
        if self.to_trainee and rule.kind == "excluded":
            return self._excluded(rule) % words
        if rule.kind == "skills":
            return _("%(host)s (%(wish)s) asks for %(why)s.") % words
        return _("%(host)s (%(wish)s) is left out: %(why)s.") % words

    def _excluded(self, rule: Rule) -> str:
        """In words for the trainee; what others think of it is for the coordinator to tell."""
        if rule.why == Exclusion.Kind.EMPLOYER:
            return _("You worked at %(host)s (%(wish)s) before your traineeship.")
        if rule.why == Exclusion.Kind.VETO:
            return _("You would rather not work at %(host)s (%(wish)s).")
        return _("%(host)s (%(wish)s) would not fit with what is agreed.")

    def cause(self, rule: Rule) -> str:
        """Why a rule keeps one trainee from one host, in a few words."""
        if rule.kind == "excluded":
            return said_exclusion(rule.why) if rule.why in Exclusion.Kind else _("not to be sent there")
        if rule.kind == "travel":
            return _("too far away")
        return rule.why or _("agreed beforehand")

    def _pair(self, missed: Missed, rule: Rule) -> str:
        words = self._words(missed) | {"name": self.names.person(rule.other)}
        if self.to_trainee:
            return _("%(host)s (%(wish)s) would not fit with what is agreed.") % words
        if rule.kind == "apart":
            return _("%(name)s is at %(host)s (%(wish)s), and they are kept apart.") % words
        return _("Not %(wish)s, %(host)s: here they work together with %(name)s.") % words
