import datetime as dt
import hashlib
import secrets

import pgtrigger
from django.conf import settings
from django.contrib.postgres.aggregates import JSONBAgg
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, JSONObject
from django.utils.translation import gettext_lazy as _

from curriculum.models.feedback import FeedbackGiven
from curriculum.models.session import Session
from trainees.models import Trainee, Versioned
from wijkmakers.lib.constraints import Rule

ENOUGH = 4  # recorded sessions before attendance says something
USUAL_THRESHOLD = 80  # percent, of a cohort without a programme


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; all of one's cohorts for coordinators; of one's own sessions for lecturers."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(trainee__user=user)
            | Q(session__cohort__in=user.coordinations.values("cohort"))
            | Q(session__in=user.sessions_given.values("pk"))
        )

    def of_session(self, session):
        return self.filter(session=session)

    def of_trainee(self, trainee):
        return self.filter(trainee=trainee)

    def of_trainees(self, trainees):
        return self.filter(trainee__in=trainees)

    def of_user(self, user):
        return self.filter(trainee__user=user)

    def with_trainee(self):
        return self.select_related("trainee__user")

    def with_who(self):
        """Whoever recorded it last."""
        return self.select_related("changed_by").order_by("pk")

    def of_module(self, module):
        return self.filter(session__module=module)

    def with_session(self):
        return self.select_related("session__module", "session__cohort")

    def by_date(self):
        return self.order_by("session__starts_at", "pk")

    def of_cohort(self, cohort):
        return self.filter(session__cohort=cohort)

    def of_sessions(self, sessions):
        return self.filter(session__in=sessions)

    def by_session(self) -> dict[int, str]:
        """{session id: state}, for the rows of one person."""
        return dict(self.values_list("session", "state"))

    def states(self) -> dict[int, str]:
        """{trainee id: state}, for the rows of one session."""
        return dict(self.values_list("trainee", "state"))

    def per_trainee(self):
        """Plain values, in order of name: how often each was `there` (late counts) of what was `recorded`."""
        was_there = Q(state__in=[Attendance.State.PRESENT, Attendance.State.LATE])
        grouped = self.order_by().values("trainee").annotate(
            name=Concat("trainee__user__first_name", Value(" "), "trainee__user__last_name"),
            recorded=Count("pk"), there=Count("pk", filter=was_there),
        )  # fmt: skip
        return grouped.order_by("trainee__user__sort_name", "trainee")

    def to_tell_about(self, since, now):
        """Of sessions that ended in these days, those where somebody was and told nothing about yet."""
        told = FeedbackGiven.objects.of_session(OuterRef("session")).of_trainee(OuterRef("trainee"))
        there = self.filter(state__in=[Attendance.State.PRESENT, Attendance.State.LATE])
        ended = there.filter(session__ends_at__gte=since, session__ends_at__lt=now)
        return ended.filter(~Exists(told)).order_by("session__starts_at", "pk")

    def states_per_trainee(self) -> dict[int, dict[int, str]]:
        """{trainee id: {session id: state}}, of each trainee fetched as one row."""
        each = JSONBAgg(JSONObject(session="session_id", state="state"))
        grouped = self.order_by().values_list("trainee").annotate(states=each)
        return {trainee: {one["session"]: one["state"] for one in states} for trainee, states in grouped}

    def latest_change(self):
        """The row that was changed last, with whoever did it; None when nothing is recorded."""
        return self.select_related("changed_by").order_by("-changed_at", "-pk").first()

    def summary(self) -> dict[str, int]:
        """How often somebody was `there` (late counts) out of what was `recorded`, and the `percentage`."""
        was_there = Q(state__in=[Attendance.State.PRESENT, Attendance.State.LATE])
        found = self.aggregate(recorded=Count("pk"), there=Count("pk", filter=was_there))
        return found | {
            "percentage": round(100 * found["there"] / found["recorded"]) if found["recorded"] else 0
        }


class Attendance(Versioned):
    """Whether a trainee was at a session."""

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="attendances", verbose_name=_("session")
    )
    trainee = models.ForeignKey(
        Trainee, models.CASCADE, related_name="attendances", verbose_name=_("trainee")
    )
    state = models.CharField(_("attendance"), max_length=8, choices=State)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="attendance_once",
                fields=["session", "trainee"],
                violation_error_message=_("The attendance of this trainee is already there."),
            ),
            models.CheckConstraint(
                name="attendance_state_known",
                condition=Q(state__in=["present", "late", "excused", "absent"]),
                violation_error_message=_("Choose present, late, excused or absent."),
            ),
        ]
        triggers = [
            Rule(
                name="attendance_of_what_takes_place",
                operation=pgtrigger.Insert,
                sentence=_("This session was cancelled: nobody was there."),
                lock="curriculum_session WHERE id = NEW.session_id FOR SHARE",
                broken="""
                    SELECT 1 FROM curriculum_session WHERE id = NEW.session_id AND cancelled_at IS NOT NULL
                """,
            ),
        ]

    def __str__(self):
        return f"{self.trainee} · {self.get_state_display()}"


class CatchUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; those of one's cohorts for coordinators."""
        if user.is_superuser:
            return self
        return self.filter(Q(trainee__user=user) | Q(trainee__cohort__in=user.coordinations.values("cohort")))

    def of_trainee(self, trainee):
        return self.filter(trainee=trainee)

    def of_user(self, user):
        return self.filter(trainee__user=user)

    def of_trainees(self, trainees):
        return self.filter(trainee__in=trainees)

    def of_cohort(self, cohort):
        return self.filter(trainee__cohort=cohort)

    def of_session(self, session):
        return self.filter(session=session)

    def count_per_trainee(self) -> dict[int, int]:
        return dict(self.order_by().values_list("trainee").annotate(Count("pk")))

    def done(self):
        return self.exclude(done_at=None)

    def before_day(self, day):
        return self.filter(due_on__lt=day)

    def open(self):
        return self.filter(done_at=None)

    def with_session(self):
        return self.select_related(
            "session__module", "session__track", "session__cohort", "trainee__user", "trainee__cohort"
        )

    def in_order(self):
        return self.order_by("due_on", "pk")

    def latest_first(self):
        return self.order_by("-due_on", "-pk")


class CatchUp(Versioned):
    """A session that somebody missed and is to make up for, before a day."""

    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="catch_ups", verbose_name=_("trainee"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="catch_ups", verbose_name=_("session"))
    due_on = models.DateField(_("to do before"))
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        db_index=False, verbose_name=_("done by"),
    )  # fmt: skip

    objects = CatchUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("session to catch up")
        verbose_name_plural = _("sessions to catch up")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="catch_up_once",
                fields=["trainee", "session"],
                violation_error_message=_("This trainee already has to catch up on this session."),
            ),
        ]

    def __str__(self):
        return f"{self.trainee} · {self.session}"


class CheckInQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For who records the attendance: the code on the screen is the key to it."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(session__cohort__in=user.coordinations.values("cohort"))
            | Q(session__in=user.sessions_given.values("pk"))
        )

    def of_session(self, session):
        return self.filter(session=session)

    def open_at(self, now):
        return self.filter(closes_at__gt=now)


class CheckIn(models.Model):
    """Trainees record themselves with a code from the screen in the room, until it closes."""

    TURN = dt.timedelta(seconds=30)  # how long a code stands on the screen; the one before it still holds

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="check_in", verbose_name=_("session"),
        error_messages={"unique": _("Checking in to this session is open already.")},
    )  # fmt: skip
    secret = models.CharField(max_length=64, editable=False, default=secrets.token_hex)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by")
    )
    closes_at = models.DateTimeField(_("closes at"))

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="check_in_closes_after_opening",
                condition=Q(closes_at__gte=F("opened_at")),
                violation_error_message=_("Checking in closes after it opens."),
            ),
        ]

    def code(self, now: dt.datetime, *, turns_ago: int = 0) -> str:
        """The four digits on the screen at this moment, or so many turns before it."""
        turn = int(now.timestamp() // self.TURN.total_seconds()) - turns_ago
        digest = hashlib.sha256(f"{self.secret}:{turn}".encode()).digest()
        return f"{int.from_bytes(digest[:8]) % 10_000:04d}"

    def accepts(self, code: str, now: dt.datetime) -> bool:
        """The code of this turn or of the one before it, while checking in is open."""
        known = (self.code(now, turns_ago=turns).encode() for turns in (0, 1))
        return now < self.closes_at and any(secrets.compare_digest(code.encode(), each) for each in known)

    def __str__(self):
        return str(self.session)
