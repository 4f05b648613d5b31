import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from trainees.models.base import Versioned
from wijkmakers.lib import names
from wijkmakers.lib.constraints import Rule


def days(first="starts_on", last="ends_on"):
    """Both days included, as people mean it."""
    return Func(first, last, RangeBoundary(inclusive_upper=True), function="DATERANGE", output_field=DateRangeField())


class Skill(models.Model):
    """Something a person can or has, and a host may ask: a driving licence, a language."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class TraineeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the cohorts somebody coordinates, and oneself."""
        if user.is_superuser:
            return self
        return self.filter(Q(cohort__in=user.coordinations.values("cohort")) | Q(user=user))

    def coordinated_by(self, user):
        return self if user.is_superuser else self.filter(cohort__in=user.coordinations.values("cohort"))

    def of_user(self, user):
        return self.filter(user=user)

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def active_on(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def matching(self, text):
        words = names.fold(text).split()
        return self.filter(*(Q(user__search_text__contains=word) for word in words))

    def with_user(self):
        return self.select_related("user", "cohort")

    def in_order(self):
        return self.order_by("user__sort_name", "pk")


class Trainee(Versioned):
    """Somebody's traineeship in a cohort. It may begin later, end earlier or last longer than the cohort."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"))
    cohort = models.ForeignKey("trainees.Cohort", models.PROTECT, related_name="trainees", verbose_name=_("cohort"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    stopped_at = models.DateTimeField(_("stopped at"), null=True, editable=False)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    study = models.CharField(_("study"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    skills = models.ManyToManyField(Skill, verbose_name=_("skills"), blank=True, related_name="trainees")

    objects = TraineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainee")
        verbose_name_plural = _("trainees")
        ordering = ["user__sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainee_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes on or after the first day."),
            ),
            models.UniqueConstraint(
                name="trainee_once_per_cohort",
                fields=["cohort", "user"],
                violation_error_message=_("This person is already a trainee of this cohort."),
            ),
        ]
        triggers = [
            Rule(
                name="trainee_keeps_pauses_inside",
                operation=pgtrigger.Update,
                sentence=_("A pause of this trainee lies outside these days. Change the pause first."),
                broken="""
                    SELECT 1 FROM trainees_pause p WHERE p.trainee_id = NEW.id
                    AND (p.starts_on < NEW.starts_on OR p.ends_on > NEW.ends_on)
                """,
            ),
        ]

    def __str__(self):
        return str(self.user)


class PauseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(trainee__in=Trainee.objects.visible_to(user))


class Pause(Versioned):
    """A stretch in which a trainee does not take part. It has dates and, on purpose, no reason."""

    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="pauses", verbose_name=_("trainee"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="pause_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day of a pause comes on or after its first day."),
            ),
            ExclusionConstraint(
                name="pause_no_overlap",
                expressions=[("trainee", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("This trainee already has a pause in these days."),
            ),
        ]
        triggers = [
            Rule(
                name="pause_inside_trainee",
                sentence=_("A pause lies between the first and the last day of the trainee."),
                broken="""
                    SELECT 1 FROM trainees_trainee t WHERE t.id = NEW.trainee_id
                    AND (NEW.starts_on < t.starts_on OR NEW.ends_on > t.ends_on)
                """,
            ),
        ]

    def __str__(self):
        return f"{self.trainee} · {self.starts_on} – {self.ends_on}"
