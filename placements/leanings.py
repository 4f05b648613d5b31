"""Where a trainee would like to work and where not, for who reads it."""

from dataclasses import dataclass

from placements.choices import said_exclusion
from placements.models import Host
from trainees.models import Trainee


@dataclass(frozen=True)
class NotTo:
    """Where somebody is not sent; `pk` is of the exclusion."""

    pk: int
    host: Host
    why: str


@dataclass(frozen=True)
class Leanings:
    """`wishes` have a rank, the dearest comes first."""

    wishes: tuple[Host, ...]
    not_to: tuple[NotTo, ...]


def of(trainee: Trainee) -> Leanings:
    """One query."""
    hosts = list(Host.objects.with_leanings_of(trainee))
    return Leanings(
        wishes=tuple(host for host in hosts if host.rank),
        not_to=tuple(
            NotTo(host.exclusion, host, said_exclusion(host.kind)) for host in hosts if host.exclusion
        ),
    )
