"""What an absence means: which sessions somebody misses, and who has to know."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.absent import covers, touches
from curriculum.models import Session
from placements.models import Placement
from trainees.models import Absence, Trainee, User
from wijkmakers.lib.clock import midnight

ONE_DAY = dt.timedelta(days=1)
NAMED = 4  # sessions by name; of the others only how many


@dataclass(frozen=True)
class Consequences:
    """`missed`: sessions in order, from `Session.with_essentials().with_lecturers()`. `own`: said to the
    trainee, and not about them."""

    absence: Absence
    own: bool
    missed: tuple[Session, ...]
    placements: tuple[Placement, ...]

    @cached_property
    def lecturers(self) -> list[User]:
        return list(dict.fromkeys(user for session in self.missed for user in session.lecturers.all()))

    @cached_property
    def supervisors(self) -> list[User]:
        found = (placement.supervisor for placement in self.placements)
        return list(dict.fromkeys(member.user for member in found if member))

    @property
    def sentences(self) -> list[str]:
        """ "You miss Friday 27 November: Module 9, session 2 of 4." "Your coordinator sees it." """
        return [*self._asked(), *self.missed_sentences(), *self.seen_by()]

    def _asked(self) -> Iterator[str]:
        if self.own and self.absence.kind == Absence.Kind.LEAVE:
            yield _("A coordinator answers first. When it is approved:")

    def missed_sentences(self) -> Iterator[str]:
        words = {"name": self.absence.trainee}
        if not self.missed:
            yield _("You miss no session.") if self.own else _("%(name)s misses no session.") % words
        for session in self.missed[:NAMED]:
            whole = covers(self.absence, session)
            about = session.kicker() if session.module else session.name()
            yield self._sentence(whole) % (
                words | {"day": date_format(session.day(), "l j F"), "session": about}
            )
        more = len(self.missed) - NAMED
        if more > 0:
            yield ngettext("And %(n)d more session.", "And %(n)d more sessions.", more) % {"n": more}

    def _sentence(self, whole: bool) -> str:
        if self.own:
            return (
                _("You miss %(day)s: %(session)s.") if whole else _("You miss part of %(day)s: %(session)s.")
            )
        if whole:
            return _("%(name)s misses %(day)s: %(session)s.")
        return _("%(name)s misses part of %(day)s: %(session)s.")

    def seen_by(self) -> Iterator[str]:
        if self.own:
            yield {
                (True, True): _("Your coordinator, your supervisor and the lecturer see it."),
                (True, False): _("Your coordinator and your supervisor see it."),
                (False, True): _("Your coordinator and the lecturer see it."),
                (False, False): _("Your coordinator sees it."),
            }[bool(self.supervisors), bool(self.lecturers)]
        elif self.supervisors or self.lecturers:
            yield {
                (True, True): _("The supervisor and the lecturer see it."),
                (True, False): _("The supervisor sees it."),
                (False, True): _("The lecturer sees it."),
            }[bool(self.supervisors), bool(self.lecturers)]


def foresee(absence: Absence, *, own: bool) -> Consequences:
    """What it means when somebody is not there on these days. Four queries, whatever the number of days.

    The trainee of `absence` comes from `Trainee.objects.with_pauses()`.
    """
    trainee = absence.trainee
    first, last = midnight(absence.starts_on), midnight(absence.ends_on + ONE_DAY)
    held = Session.objects.of_cohort(trainee.cohort_id).taking_place().between(first, last)
    placements = Placement.objects.of_trainee(trainee).between(absence.starts_on, absence.ends_on)
    return Consequences(
        absence,
        own,
        tuple(
            session
            for session in held.with_essentials().with_lecturers().in_order()
            if touches(absence, session) and not trainee.is_paused_on(session.day())
        ),
        tuple(placements.with_place().by_date()),
    )


def first_expected(trainee: Trainee, today: dt.date) -> dt.date:
    """Today, or the first day after it on which somebody works or learns; never outside the traineeship."""
    cohort = trainee.cohort
    weekdays = {*cohort.work_weekdays, cohort.learning_weekday}
    first = max(today, trainee.starts_on)
    expected = (day for n in range(7) if (day := first + n * ONE_DAY).isoweekday() in weekdays)
    return min(next(expected, first), trainee.ends_on)
