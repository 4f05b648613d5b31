from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trainees.models.base import Versioned

WEEKDAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")),
    (5, _("Friday")), (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip


def monday_to_thursday():
    return [1, 2, 3, 4]


class CohortQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that somebody coordinates, or is a trainee of."""
        if user.is_superuser:
            return self
        return self.filter(Q(pk__in=self._coordinated(user)) | Q(pk__in=self._followed(user)))

    def coordinated_by(self, user):
        return self if user.is_superuser else self.filter(pk__in=self._coordinated(user))

    def current(self, today):
        return self.filter(starts_on__lte=today, ends_on__gte=today)

    def newest_first(self):
        return self.order_by("-starts_on", "-pk")

    @staticmethod
    def _coordinated(user):
        return Coordinator.objects.filter(user=user).values("cohort")

    @staticmethod
    def _followed(user):
        return user.trainee_set.values("cohort")


class Cohort(Versioned):
    """A group that starts together: its time, its weekly rhythm, and who coordinates it."""

    name = models.CharField(_("name"), max_length=100, unique=True, error_messages={
        "unique": _("There is already a cohort with this name."),
    })
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    learning_weekday = models.PositiveSmallIntegerField(_("learning day"), choices=WEEKDAYS, default=5)
    work_weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=WEEKDAYS), verbose_name=_("work days"), default=monday_to_thursday
    )
    day_starts_at = models.TimeField(_("learning day begins at"), default="09:30")
    day_ends_at = models.TimeField(_("learning day ends at"), default="16:30")
    place = models.CharField(_("usual place"), max_length=200, blank=True)
    follows_school_holidays = models.BooleanField(_("no learning days in school holidays"), default=True)
    coordinators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Coordinator", verbose_name=_("coordinators"), related_name="+"
    )

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="cohort_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The last day of a cohort comes after its first day."),
            ),
            models.CheckConstraint(
                name="cohort_day_ends_after_start",
                condition=Q(day_ends_at__gt=F("day_starts_at")),
                violation_error_message=_("The learning day ends after it begins."),
            ),
            models.CheckConstraint(
                name="cohort_learning_weekday_is_one",
                condition=Q(learning_weekday__range=(1, 7)),
                violation_error_message=_("Choose a day of the week as the learning day."),
            ),
            models.CheckConstraint(
                name="cohort_work_weekdays_are_days",
                condition=Q(work_weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7]) & Q(work_weekdays__len__gte=1),
                violation_error_message=_("Choose at least one day of the week as a work day."),
            ),
            models.CheckConstraint(
                name="cohort_learning_day_is_no_work_day",
                condition=~Q(work_weekdays__contains=[F("learning_weekday")]),
                violation_error_message=_("The learning day cannot also be a work day."),
            ),
        ]

    def __str__(self):
        return self.name


class CoordinatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class Coordinator(models.Model):
    """Somebody who runs a cohort."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="coordinations", verbose_name=_("cohort"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="coordinations", verbose_name=_("person")
    )

    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="coordinator_once_per_cohort",
                fields=["cohort", "user"],
                violation_error_message=_("This person already coordinates this cohort."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.cohort}"
