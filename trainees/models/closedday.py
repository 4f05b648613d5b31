from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from trainees.models.base import Versioned
from trainees.models.trainee import days


class ClosedDayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Days for all are for everybody's eyes; a cohort's own days for those who belong to it."""
        if user.is_superuser:
            return self
        own = Q(cohort__in=user.coordinations.values("cohort")) | Q(
            cohort__in=user.trainee_set.values("cohort")
        )
        return self.filter(Q(cohort=None) | own)

    def for_cohort(self, cohort):
        """What closes a learning day of this cohort."""
        closing = Q(cohort=cohort) | Q(cohort=None)
        if not cohort.follows_school_holidays:
            closing &= ~Q(kind=ClosedDay.Kind.SCHOOL)
        return self.filter(closing)

    def coordinated_by(self, user):
        """Those for all, which every coordinator keeps, and those of one's own cohorts."""
        if user.is_superuser:
            return self
        return self.filter(Q(cohort=None) | Q(cohort__in=user.coordinations.values("cohort")))

    def for_all(self):
        return self.filter(cohort=None)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def with_essentials(self):
        """What a calendar says of it; nothing else is fetched."""
        return self.only("kind", "name", "starts_on", "ends_on")

    def for_calendars(self):
        return self.only("kind", "name", "starts_on", "ends_on", "version", "changed_at")

    def with_cohort(self):
        return self.select_related("cohort")

    def between(self, first, last):
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def in_order(self):
        return self.order_by("starts_on", "ends_on", "pk")

    def first_and_last(self):
        """The first day of the earliest and the last day of the latest; (None, None) when there are none."""
        return tuple(self.aggregate(first=Min("starts_on"), last=Max("ends_on")).values())


class ClosedDay(Versioned):
    """A day, or a run of days, without a learning day: a public holiday, a school holiday, or our own."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("public holiday")
        SCHOOL = "school", _("school holiday")
        OWN = "own", _("own closed day")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    cohort = models.ForeignKey(
        "trainees.Cohort", models.CASCADE, null=True, blank=True, related_name="closed_days",
        verbose_name=_("only for cohort"),
    )  # fmt: skip

    objects = ClosedDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="closed_day_kind_known",
                condition=Q(kind__in=["public", "school", "own"]),
                violation_error_message=_("Choose a public holiday, a school holiday or an own closed day."),
            ),
            models.CheckConstraint(
                name="closed_day_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes on or after the first day."),
            ),
            models.CheckConstraint(
                name="closed_day_only_own_for_cohort",
                condition=Q(cohort=None) | Q(kind="own"),
                violation_error_message=_("Public and school holidays are for all cohorts."),
            ),
            ExclusionConstraint(
                name="closed_day_no_overlap_in_kind",
                expressions=[("kind", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(cohort=None),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("There is already a closed day of this kind on these days."),
            ),
        ]
        indexes = [models.Index("starts_on", "ends_on", name="closed_day_by_date")]

    def __str__(self):
        return self.name
