"""The planner's reasons and rules in sentences, for the coordinator or for the trainee whom they concern.

What a trainee reads names nobody else.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.choices import said_exclusion, said_wish
from placements.models import Exclusion
from placements.naming import Names
from placements.rotation.problem import Problem
from placements.rotation.reasons import Missed, Reason
from placements.rotation.rules import Rule


class Teller:
    """`to_trainee`: speak to the one whom it is about, and of nobody else."""

    def __init__(self, names: Names, problem: Problem, *, to_trainee: bool = False) -> None:
        self.names, self.problem, self.to_trainee = names, problem, to_trainee

    def why(self, reason: Reason) -> str:
        """Why somebody is at this host in this period."""
        if reason.pinned:
            return _("This was agreed beforehand.")
        found = [self._wish(reason)]
        if missed := reason.decisive:
            found.append(self._missed(missed, reason))
        elif reason.missed:
            found.append(_("The dearer wishes come in another period."))
        if reason.new_sector:
            found.append(_("Shows the sector %(sector)s.") % {"sector": self._sector(reason.host)})
        return " ".join(found)

    def _wish(self, reason: Reason) -> str:
        if reason.rank:
            return f"{said_wish(reason.rank).capitalize()}."
        if self.problem.named[reason.trainee].wishes:
            return _("Was not among the wishes.")
        return _("There were no wishes.")

    def _sector(self, host: str) -> str:
        return self.names.hosts[host].sector if host in self.names.hosts else ""

    def _missed(self, missed: Missed, reason: Reason) -> str:
        if missed.why == "full":
            return self._full(missed, reason)
        if missed.why == "barred" and missed.rule:
            return self._barred(missed, missed.rule)
        if missed.why == "pair" and missed.rule:
            return self._pair(missed, missed.rule)
        words = self._words(missed)
        if missed.why == "needed" and missed.rule:
            words |= {"here": self.names.host(reason.host), "n": missed.rule.number}
            return (
                ngettext(
                    "Not %(wish)s, %(host)s: %(here)s asks for at least %(n)d trainee in this period.",
                    "Not %(wish)s, %(host)s: %(here)s asks for at least %(n)d trainees in this period.",
                    missed.rule.number,
                )
                % words
            )
        if missed.why == "closed":
            return _("%(host)s (%(wish)s) offers no seat in this period.") % words
        if missed.why == "sector":
            return _("%(host)s (%(wish)s) would add no new sector and earn no more.") % words
        return _("%(host)s (%(wish)s) would ask more of others, or change more.") % words

    def _words(self, missed: Missed) -> dict[str, object]:
        return {"host": self.names.host(missed.host), "wish": said_wish(missed.rank)}

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
        if rule.kind == "skills":
            return _("%(host)s (%(wish)s) asks for %(why)s.") % words
        return _("%(host)s (%(wish)s) is left out: %(why)s.") % words

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
