"""How attendance looks: word, icon and tone always together, never a colour alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curriculum.models import Attendance
from trainees.models import Absence, Trainee


@dataclass(frozen=True)
class Look:
    """`letter` is the class of the segmented answer, `tone` the one of a tag."""

    label: str | Promise
    icon: str
    letter: str
    tone: str


LOOKS = {
    Attendance.State.PRESENT: Look(_("Present"), "check", "a", "ok"),
    Attendance.State.LATE: Look(_("Late"), "clock", "l", "warn"),
    Attendance.State.EXCUSED: Look(_("Excused"), "mail", "m", "info"),
    Attendance.State.ABSENT: Look(_("Absent"), "x", "x", "danger"),
}
AWAY = Look(_("Reported absent"), "mail", "m", "info")


def counted(states: Iterable[str]) -> list[tuple[Look, int]]:
    """How often each state occurs, in their order; what nobody has is left out."""
    found = Counter(states)
    return [(look, found[state]) for state, look in LOOKS.items() if found[state]]


def tally(states: Iterable[str]) -> list[tuple[str, Look, int]]:
    """The same with the states, and with what nobody has: a page counts on as somebody chooses."""
    found = Counter(states)
    return [(state.value, look, found[state]) for state, look in LOOKS.items()]


def attended(
    trainees: Iterable[Trainee], states: dict[int, str], absences: Mapping[int, Absence]
) -> list[tuple[Trainee, Look | None]]:
    """Each of these trainees with how they attended, where that is recorded, or that they will not come."""
    looks = dict.fromkeys(absences, AWAY)
    looks |= {trainee: LOOKS[Attendance.State(state)] for trainee, state in states.items()}
    return [(trainee, looks.get(trainee.pk)) for trainee in trainees]
