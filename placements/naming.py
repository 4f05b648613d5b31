"""Names for the keys with which the planner speaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from placements.models import Host
from placements.rotation.problem import Problem
from placements.staffing import HostFact, PeriodFact, Person, Staffing
from wijkmakers.lib.words import said_all


@dataclass(frozen=True)
class Names:
    """Who and what the keys of a problem stand for, also hosts that offer nothing any more."""

    facts: Staffing
    hosts: dict[str, HostFact]

    @cached_property
    def people(self) -> dict[str, Person]:
        return {str(person.pk): person for person in self.facts.people}

    @cached_property
    def periods(self) -> dict[str, PeriodFact]:
        return {str(period.pk): period for period in self.facts.periods}

    def person(self, key: str) -> str:
        return self.people[key].name if key in self.people else _("somebody who is gone")

    def host(self, key: str) -> str:
        return self.hosts[key].name if key in self.hosts else _("an organisation that is gone")

    def number(self, key: str) -> int:
        return self.periods[key].number if key in self.periods else 0

    def persons(self, keys: Iterable[str]) -> str:
        """“Noor, Bram and Sita”"""
        return said_all(self.person(key) for key in keys)


def names_of(facts: Staffing, *problems: Problem, also: Iterable[int] = ()) -> Names:
    """One query at most: for hosts that are no longer in the staffing. `also`: keys of other hosts."""
    known = {str(host.pk): host for host in (*facts.hosts, *(stay.host for stay in facts.stays))}
    keys = {host.key for problem in problems for host in problem.hosts} | set(map(str, also))
    missing = {int(key) for key in keys if key not in known}
    return Names(facts, known | {str(host.pk): host for host in hosts_named(missing)})


def hosts_named(keys: Iterable[int]) -> list[HostFact]:
    """Those of these hosts that there are. One query when any is asked for."""
    wanted = set(keys)
    return [HostFact.of(host) for host in Host.objects.with_sector().of_keys(wanted)] if wanted else []
