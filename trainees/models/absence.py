from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from trainees.models.base import Versioned
from trainees.models.trainee import Trainee
from wijkmakers.lib.constraints import Rule, stays

# A morning and an afternoon of one day do not overlap.
HALVES = """TSRANGE(
    starts_on + CASE WHEN part = 'afternoon' THEN TIME '12:00' ELSE TIME '00:00' END,
    ends_on + CASE WHEN part = 'morning' THEN TIME '12:00' ELSE TIME '24:00' END)"""


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of one's cohorts for coordinators. A supervisor reads days, not rows."""
        if user.is_superuser:
            return self
        return self.filter(Q(trainee__user=user) | Q(trainee__cohort__in=user.coordinations.values("cohort")))

    def of_trainee(self, trainee):
        return self.filter(trainee=trainee)

    def of_trainees(self, trainees):
        return self.filter(trainee__in=trainees)

    def of_cohort(self, cohort):
        return self.filter(trainee__cohort=cohort)

    def of_user(self, user):
        return self.filter(trainee__user=user)

    def counting(self):
        """Those because of which somebody is not there: not asked only, not declined, not withdrawn."""
        return self.filter(state__in=[Absence.State.REPORTED, Absence.State.APPROVED])

    def standing(self):
        """Those that count, and those that still wait for an answer."""
        return self.exclude(state__in=[Absence.State.DECLINED, Absence.State.WITHDRAWN])

    def of_version(self, version):
        """As it was when it had this version."""
        return self.filter(version=version)

    def asked(self):
        return self.filter(state=Absence.State.ASKED)

    def answered(self):
        """Those that nobody waits for."""
        return self.exclude(state=Absence.State.ASKED)

    def behind(self, today):
        """Those that are over, and those that do not count any more."""
        gone = Q(state__in=[Absence.State.DECLINED, Absence.State.WITHDRAWN])
        return self.answered().filter(gone | Q(ends_on__lt=today))

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def between(self, first, last):
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def same_as(self, absence):
        """Those of the same kind on the same days."""
        same = ("kind", "starts_on", "ends_on", "part")
        return self.filter(**{name: getattr(absence, name) for name in same})

    def on(self, day):
        return self.between(day, day)

    def from_day(self, day):
        return self.filter(ends_on__gte=day)

    def beyond(self, day):
        return self.filter(ends_on__gt=day)

    def before_day(self, day):
        return self.filter(ends_on__lt=day)

    def with_trainee(self):
        return self.select_related("trainee__user", "trainee__cohort")

    def in_order(self):
        return self.order_by("starts_on", "ends_on", "pk")

    def latest_first(self):
        return self.order_by("-starts_on", "-pk")


class Absence(Versioned):
    """Days, or half a day, on which a trainee is not there. It has a kind and, on purpose, no reason."""

    class Kind(models.TextChoices):
        ABSENT = "absent", _("absent")
        LEAVE = "leave", _("leave")
        ELSEWHERE = "elsewhere", _("elsewhere for the traineeship")

    class Part(models.TextChoices):
        WHOLE = "whole", _("whole days")
        MORNING = "morning", _("only the morning")
        AFTERNOON = "afternoon", _("only the afternoon")

    class State(models.TextChoices):
        REPORTED = "reported", _("reported")
        ASKED = "asked", _("asked")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="absences", verbose_name=_("trainee"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ABSENT)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    part = models.CharField(_("part of the day"), max_length=10, choices=Part, default=Part.WHOLE)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REPORTED, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        db_index=False, verbose_name=_("decided by"),
    )  # fmt: skip

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="absence_kind_known",
                condition=Q(kind__in=["absent", "leave", "elsewhere"]),
                violation_error_message=_("Choose absent, leave, or elsewhere for the traineeship."),
            ),
            models.CheckConstraint(
                name="absence_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes on or after the first day."),
            ),
            models.CheckConstraint(
                name="absence_half_of_one_day",
                condition=Q(part="whole") | Q(part__in=["morning", "afternoon"], starts_on=F("ends_on")),
                violation_error_message=_("Half a day is part of one day: it begins and ends on that day."),
            ),
            models.CheckConstraint(
                name="absence_state_fits_kind",
                condition=Q(kind="leave", state__in=["asked", "approved", "declined", "withdrawn"])
                | Q(kind__in=["absent", "elsewhere"], state__in=["reported", "withdrawn"]),
                violation_error_message=_("Leave is asked for and answered; other absence is only reported."),
            ),
            ExclusionConstraint(
                name="absence_no_overlap",
                expressions=[
                    ("trainee", RangeOperators.EQUAL),
                    (
                        Func(template=HALVES, output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=~Q(state__in=["declined", "withdrawn"]),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This trainee is already reported absent on some of these days."),
            ),
        ]
        indexes = [models.Index("starts_on", "ends_on", name="absence_by_date")]
        triggers = [
            stays("trainee", name="absence_stays", sentence=_("An absence stays with its trainee.")),
            Rule(
                name="absence_inside_trainee",
                sentence=_("An absence lies between the first and the last day of the trainee."),
                lock="trainees_trainee WHERE id = NEW.trainee_id FOR SHARE",
                broken="""
                    SELECT 1 FROM trainees_absence a JOIN trainees_trainee t ON t.id = a.trainee_id
                    WHERE a.id = NEW.id AND a.state NOT IN ('declined', 'withdrawn')
                        AND (a.starts_on < t.starts_on OR a.ends_on > t.ends_on)
                """,
            ),
        ]

    def is_on(self, day) -> bool:
        return self.starts_on <= day <= self.ends_on

    def __str__(self):
        return f"{self.trainee} · {self.starts_on} – {self.ends_on}"
