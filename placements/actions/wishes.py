"""Where a trainee would like to work."""

from collections.abc import Sequence

from placements.models import Host, Wish
from trainees.models import Trainee, User
from wijkmakers.lib.constraints import rules_checked
from wijkmakers.lib.versions import add_rows, save_version


def set_wishes(*, trainee: Trainee, hosts: Sequence[Host], seen: int, by: User) -> Trainee:
    """Replace somebody's wishes by these, the dearest first.

    The trainee's version guards them: the second of two people who save at once is told.
    """
    with rules_checked():
        save_version(trainee, by=by, seen=seen)
        Wish.objects.of_trainee(trainee).delete()
        add_rows([Wish(trainee=trainee, host=host, rank=rank) for rank, host in enumerate(hosts, 1)], by=by)
    return trainee
