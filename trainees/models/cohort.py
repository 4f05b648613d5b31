import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trainees.models.base import Versioned
from wijkmakers.lib.constraints import Rule

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

    def run_by(self, user):
        """Those of which somebody is a coordinator by name, also when an administrator may do everything."""
        return self.filter(pk__in=self._coordinated(user))

    def current(self, today):
        return self.filter(starts_on__lte=today, ends_on__gte=today)

    def named(self, name):
        return self.filter(name__iexact=name)

    def matching(self, text):
        return self.filter(*(Q(name__icontains=word) for word in text.split()))

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

    class State(models.TextChoices):
        COMING = "coming", _("coming")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        error_messages={
            "unique": _("There is already a cohort with this name."),
        },
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    learning_weekday = models.PositiveSmallIntegerField(_("learning day"), choices=WEEKDAYS, default=5)
    work_weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=WEEKDAYS),
        verbose_name=_("work days"),
        default=monday_to_thursday,
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

    @property
    def weeks(self) -> int:
        """How many weeks it lasts, as people say it: two years are 104."""
        return max(1, round(((self.ends_on - self.starts_on).days + 1) / 7))

    def week_on(self, day) -> int:
        """The number of its week in which this day lies, from 1 to `weeks`."""
        return min(max((day - self.starts_on).days // 7 + 1, 1), self.weeks)

    def state_on(self, day) -> State:
        if day < self.starts_on:
            return self.State.COMING
        return self.State.RUNNING if day <= self.ends_on else self.State.FINISHED


class CoordinatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def of_person(self, email):
        return self.filter(user__email=email.strip().lower())

    def with_people(self):
        return self.select_related("user", "cohort")

    def in_order(self):
        return self.order_by("user__sort_name", "pk")


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
        triggers = [
            Rule(
                name="cohort_keeps_a_coordinator",
                operation=pgtrigger.Update | pgtrigger.Delete,
                sentence=_("A cohort keeps at least one coordinator. Add another one first."),
                lock="trainees_cohort WHERE id = OLD.cohort_id FOR UPDATE",
                broken="""
                    SELECT 1 FROM trainees_cohort c WHERE c.id = OLD.cohort_id
                    AND NOT EXISTS (SELECT 1 FROM trainees_coordinator k WHERE k.cohort_id = c.id)
                """,
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.cohort}"
