from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Count, F, Func, Max, Min, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum.models.content import Module, Track
from trainees.models import Cohort, Trainee, TraineeState, Versioned
from wijkmakers.lib.constraints import Rule

# In SQL, since lists of sessions are everywhere: through the ORM each of these takes longer to compose than
# to answer, and names as an aggregate would group by every table that is loaded with them.
LECTURER_NAMES = """
    ARRAY(SELECT u.first_name || ' ' || u.last_name
          FROM curriculum_session_lecturers gives JOIN trainees_user u ON u.id = gives.user_id
          WHERE gives.session_id = curriculum_session.id ORDER BY u.sort_name, u.id)
"""
# Any attendance is there; somebody takes part that day.
RECORDED = "EXISTS(SELECT 1 FROM curriculum_attendance a WHERE a.session_id = curriculum_session.id)"
EXPECTED = """
    EXISTS(SELECT 1 FROM trainees_trainee t WHERE t.cohort_id = curriculum_session.cohort_id
           AND (curriculum_session.starts_at AT TIME ZONE %s)::date BETWEEN t.starts_on AND t.ends_on)
"""


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the cohorts somebody belongs to, and those one teaches."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(cohort__in=Cohort.objects.visible_to(user)) | Q(pk__in=user.sessions_given.values("pk"))
        )

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def of_cohorts(self, cohorts):
        return self.filter(cohort__in=cohorts)

    def of_module(self, module):
        return self.filter(module=module)

    def outside_curriculum(self, curriculum):
        """Sessions of modules that belong to another curriculum."""
        return self.exclude(module=None).exclude(module__curriculum=curriculum)

    def given_by(self, user):
        return self.filter(lecturers=user)

    def besides(self, session):
        return self.exclude(pk=session.pk)

    def between(self, first, last):
        """Those that begin at or after `first` and before `last` (moments)."""
        return self.filter(starts_at__gte=first, starts_at__lt=last)

    def from_moment(self, moment):
        return self.filter(ends_at__gte=moment)

    def before_moment(self, moment):
        return self.filter(ends_at__lt=moment)

    def with_module(self):
        return self.select_related("module__theme", "module__track", "track", "cohort")

    def with_essentials(self):
        """What a line in a list says: when, where, about what, by whom. Nothing else is fetched."""
        lean = self.select_related("module", "track").only(
            "cohort_id", "module", "track", "number", "title", "starts_at", "ends_at", "place", "preparation",
            "module__number", "module__title", "module__session_count", "track__kind",
        )  # fmt: skip
        return lean.with_lecturer_names()

    def with_lecturer_names(self):
        """Adds `lecturer_names`, a list, without another query."""
        names = RawSQL(LECTURER_NAMES, [], output_field=ArrayField(models.TextField()))  # noqa: S611
        return self.annotate(lecturer_names=names)

    def with_lecturers(self):
        return self.prefetch_related("lecturers")

    def with_attendance_state(self):
        """Adds `is_recorded` (any attendance is there) and `is_expected` (somebody takes part that day)."""
        zone = timezone.get_current_timezone_name()
        return self.annotate(
            is_recorded=RawSQL(RECORDED, [], output_field=models.BooleanField()),  # noqa: S611
            is_expected=RawSQL(EXPECTED, [zone], output_field=models.BooleanField()),  # noqa: S611
        )

    def progress(self, now) -> dict[tuple[int, int], dict]:
        """{(cohort id, module id): planned, begun, ended, first, last}, counted in the database."""
        begun, ended = Q(starts_at__lte=now), Q(ends_at__lt=now)
        counted = self.exclude(module=None).order_by().values("cohort", "module").annotate(
            planned=Count("pk"), begun=Count("pk", filter=begun), ended=Count("pk", filter=ended),
            first=Min("starts_at"), last=Max("starts_at"),
        )  # fmt: skip
        return {(row["cohort"], row["module"]): row for row in counted}

    def move_to_track(self, track, *, by, now):
        return self.update(track=track, version=F("version") + 1, changed_by=by, changed_at=now)

    def in_order(self):
        return self.order_by("starts_at", "pk")

    def latest_first(self):
        return self.order_by("-starts_at", "-pk")


class Session(Versioned):
    """One meeting of a cohort on a learning day: a part of a module, or a development day."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="sessions", verbose_name=_("cohort"))
    module = models.ForeignKey(
        Module, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("module")
    )
    track = models.ForeignKey(Track, models.PROTECT, related_name="sessions", verbose_name=_("track"))
    number = models.PositiveSmallIntegerField(
        _("which session of the module"),
        null=True,
        blank=True,
        help_text=_("Empty for a day outside the modules."),
    )
    title = models.CharField(_("title"), max_length=150, blank=True)
    summary = models.TextField(_("in short"), max_length=1000, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    preparation = models.TextField(
        _("what to prepare"), max_length=2000, blank=True, help_text=_("One thing on each line.")
    )
    lecturers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="sessions_given", verbose_name=_("lecturers")
    )

    # Added by the loaders above.
    lecturer_names: list[str]
    is_recorded: bool
    is_expected: bool

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it begins."),
            ),
            ExclusionConstraint(
                name="session_one_at_a_time",
                expressions=[
                    ("cohort", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This cohort already has a session at this time."),
            ),
            models.UniqueConstraint(
                name="session_number_once",
                fields=["cohort", "module", "number"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This cohort already has this session of the module."),
            ),
            models.CheckConstraint(
                name="session_number_with_module",
                condition=Q(module=None, number=None)
                | Q(module__isnull=False, number__isnull=False, number__gte=1),
                violation_error_message=_("Say which session of the module this is."),
            ),
            models.CheckConstraint(
                name="session_is_named",
                condition=Q(module__isnull=False) | ~Q(title=""),
                violation_error_message=_("Give the session a title, or choose a module."),
            ),
        ]
        indexes = [models.Index("starts_at", "id", name="session_by_start")]
        triggers = [
            Rule(
                name="session_module_of_track",
                sentence=_("The module belongs to another track than the session."),
                lock="curriculum_module WHERE id = NEW.module_id FOR SHARE",
                broken="""
                    SELECT 1 FROM curriculum_session s JOIN curriculum_module m ON m.id = s.module_id
                    WHERE s.id = NEW.id AND m.track_id <> s.track_id
                """,
            ),
        ]

    def name(self) -> str:
        """What the session is about: its module, or its own title outside the modules."""
        return self.module.title if self.module else self.title

    def kicker(self) -> str:
        """Which session it is, as one says it: "Module 9, session 2 of 4". Loaded by `with_module()`."""
        if self.module is None:
            development = self.track.kind == Track.Kind.DEVELOPMENT
            return gettext("Development day") if development else gettext("Learning day")
        place = {"module": self.module.number, "session": self.number, "count": self.module.session_count}
        if (self.number or 0) > self.module.session_count:
            return gettext("Module %(module)d, extra session %(session)d") % place
        return gettext("Module %(module)d, session %(session)d of %(count)d") % place

    def day(self):
        """Its date on the clock of the programme."""
        return timezone.localtime(self.starts_at).date()

    def hours(self) -> str:
        begin, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{time_format(begin, 'H:i')}–{time_format(end, 'H:i')}"

    def attendees(self):
        """The trainees who take part that day, and whoever has attendance here already."""
        takes_part = TraineeState.conditions(self.day())[TraineeState.ACTIVE]
        recorded = Q(pk__in=self.attendances.values("trainee"))
        return Trainee.objects.of_cohort(self.cohort_id).filter(takes_part | recorded)

    def preparation_lines(self) -> list[str]:
        return [line.strip() for line in self.preparation.splitlines() if line.strip()]

    def __str__(self):
        if self.title or self.module is None:
            return self.title
        return gettext("%(module)s, session %(number)s") % {
            "module": self.module.title,
            "number": self.number,
        }


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

    def of_user(self, user):
        return self.filter(trainee__user=user)

    def of_module(self, module):
        return self.filter(session__module=module)

    def by_session(self) -> dict[int, str]:
        """{session id: state}, for the rows of one person."""
        return dict(self.values_list("session", "state"))

    def states(self) -> dict[int, str]:
        """{trainee id: state}, for the rows of one session."""
        return dict(self.values_list("trainee", "state"))

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

    def __str__(self):
        return f"{self.trainee} · {self.get_state_display()}"
