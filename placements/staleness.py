"""What has changed in a cohort since a draft was made of it, in sentences."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy

from placements.coverage import said_names
from placements.grounds import SUPPOSED
from placements.models import Plan, Planning
from placements.naming import Names
from placements.outdated import changed_since
from placements.rotation.differences import Difference
from placements.rotation.problem import Problem

OF_TRAINEES = {
    gettext_lazy("Others take part, or at another time: %(names)s."): ("joined", "left", "periods"),
    gettext_lazy("Other wishes or skills: %(names)s."): ("wishes", "skills", "reach", "travel"),
    gettext_lazy("Not sent to other organisations: %(names)s."): ("exclusion",),
    gettext_lazy("Other placements: %(names)s."): ("worked", "stands", "pin"),
    gettext_lazy("Other days in a period or of a placement: %(names)s."): ("days",),
}
OF_HOSTS = {
    gettext_lazy("Other seats: %(names)s."): ("seats", "asked"),
    gettext_lazy("In another sector now: %(names)s."): ("sector",),
}
OVERTAKEN = gettext_lazy("Something else was agreed after this was supposed: %(what)s")
OF_ALL = {
    gettext_lazy("The periods have changed."): ("planned",),
    gettext_lazy("Something else is agreed about who is together or apart."): ("pair",),
    gettext_lazy("The points have changed."): ("weights",),
}


def said_changes(plan: Plan, told: Problem, names: Names) -> list[str]:
    """None when the planner would be told the same today. Three queries at most."""
    planning = Planning.objects.for_cohort(plan.cohort)
    found = changed_since(plan, told, names.facts, planning)
    put_back = [str(OVERTAKEN) % {"what": row.after.told(names)} for row in found if row.kind == SUPPOSED]
    return [*_sentences(found, names), *put_back]


def _sentences(found: Sequence[Difference], names: Names) -> Iterator[str]:
    for sentence, kinds in OF_TRAINEES.items():
        if whom := {names.person(row.trainee) for row in found if row.kind in kinds}:
            yield sentence % {"names": said_names(sorted(whom))}
    for sentence, kinds in OF_HOSTS.items():
        if hosts := {names.host(row.host) for row in found if row.kind in kinds}:
            yield sentence % {"names": said_names(sorted(hosts))}
    for sentence, kinds in OF_ALL.items():
        if any(row.kind in kinds for row in found):
            yield str(sentence)
