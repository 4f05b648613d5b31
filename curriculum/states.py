"""How attendance looks: word, icon and tone always together, never a colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curriculum.models import Attendance


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


def counted(by_state: dict[str, int]) -> list[tuple[Look, int]]:
    """What `Attendance.objects.by_state()` counted, with its looks."""
    return [(LOOKS[Attendance.State(state)], count) for state, count in by_state.items()]
