from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum.models.content import Module, Track
from trainees.models import Cohort, Trainee, Versioned
from wijkmakers.lib.constraints import Rule


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

    def of_module(self, module):
        return self.filter(module=module)

    def given_by(self, user):
        return self.filter(lecturers=user)

    def between(self, first, last):
        """Those that begin at or after `first` and before `last` (moments)."""
        return self.filter(starts_at__gte=first, starts_at__lt=last)

    def from_moment(self, moment):
        return self.filter(ends_at__gte=moment)

    def before_moment(self, moment):
        return self.filter(ends_at__lt=moment)

    def with_module(self):
        return self.select_related("module__theme", "module__track", "track", "cohort")

    def with_lecturers(self):
        return self.prefetch_related("lecturers")

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
        _("which session of the module"), null=True, blank=True, help_text=_("Empty for a day outside the modules.")
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
                condition=Q(module=None, number=None) | Q(module__isnull=False, number__gte=1),
                violation_error_message=_("Say which session of the module this is."),
            ),
            models.CheckConstraint(
                name="session_is_named",
                condition=Q(module__isnull=False) | ~Q(title=""),
                violation_error_message=_("Give the session a title, or choose a module."),
            ),
        ]
        triggers = [
            Rule(
                name="session_module_of_track",
                sentence=_("The module belongs to another track than the session."),
                broken="""
                    SELECT 1 FROM curriculum_module m
                    WHERE m.id = NEW.module_id AND m.track_id <> NEW.track_id
                """,
            ),
        ]

    def __str__(self):
        if self.title:
            return self.title
        return gettext("%(module)s, session %(number)s") % {"module": self.module.title, "number": self.number}


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


class Attendance(Versioned):
    """Whether a trainee was at a session."""

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances", verbose_name=_("session"))
    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="attendances", verbose_name=_("trainee"))
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
