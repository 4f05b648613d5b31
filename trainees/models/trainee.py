import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Case, Count, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import JSONObject, Lower
from django.utils.translation import gettext_lazy as _

from trainees.models.base import Versioned
from wijkmakers.lib import names
from wijkmakers.lib.constraints import Rule, stays


def days(first="starts_on", last="ends_on"):
    """Both days included, as people mean it."""
    return Func(
        first, last, RangeBoundary(inclusive_upper=True), function="DATERANGE", output_field=DateRangeField()
    )


# As the rows are when it is looked at: NEW may be older, when a transaction changed a row twice.
PAUSE_OUTSIDE = """
    SELECT 1 FROM trainees_pause p JOIN trainees_trainee t ON t.id = p.trainee_id
    WHERE {which} AND (p.starts_on < t.starts_on OR p.ends_on > t.ends_on)
"""


class SkillQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The names of skills are no secret to who has signed in."""
        return self

    def named(self, names):
        """Those with any of these names, whatever their capitals."""
        return self.alias(lower=Lower("name")).filter(lower__in=[name.lower() for name in names])

    def in_order(self):
        return self.order_by("name", "pk")


class Skill(models.Model):
    """Something a person can or has, and a host may ask: a driving licence, a language."""

    name = models.CharField(
        _("name"),
        max_length=80,
        unique=True,
        error_messages={
            "unique": _("This skill is already in the list."),
        },
    )

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class TraineeState(models.TextChoices):
    """Where somebody is in their traineeship on a day. It follows from the dates; nothing stores it."""

    ACTIVE = "active", _("active")
    NOT_STARTED = "not_started", _("not started")
    PAUSED = "paused", _("paused")
    STOPPED = "stopped", _("stopped early")
    FINISHED = "finished", _("finished")

    @classmethod
    def conditions(cls, day):
        """The condition of each state; of every trainee exactly one holds."""
        takes_part = Q(starts_on__lte=day, ends_on__gte=day)
        pausing = Q(Exists(Pause.objects.filter(trainee=OuterRef("pk")).on(day)))
        return {
            cls.ACTIVE: takes_part & ~pausing,
            cls.NOT_STARTED: Q(starts_on__gt=day),
            cls.PAUSED: takes_part & pausing,
            cls.STOPPED: Q(ends_on__lt=day, stopped_at__isnull=False),
            cls.FINISHED: Q(ends_on__lt=day, stopped_at=None),
        }


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

    def enrolled_on(self, day):
        """Whose traineeship runs on this day, paused or not."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def not_over_on(self, day):
        return self.filter(ends_on__gte=day)

    def of_person(self, email):
        return self.filter(user__email=email.strip().lower())

    def in_state(self, state, day):
        return self.filter(TraineeState.conditions(day)[TraineeState(state)])

    def matching(self, text):
        words = names.fold(text).split()
        return self.filter(*(Q(user__search_text__contains=word) for word in words))

    def count_per_cohort(self, cohorts):
        """{cohort id: number of trainees} for these cohorts."""
        counted = self.filter(cohort__in=cohorts).order_by().values_list("cohort").annotate(Count("pk"))
        return dict(counted)

    def with_state(self, day):
        cases = [When(condition, Value(state)) for state, condition in TraineeState.conditions(day).items()]
        return self.annotate(state=Case(*cases, output_field=models.CharField()))

    def for_roster(self, day):
        """Plain values for long lists, each with the state on this day."""
        return self.with_state(day).values(
            "pk", "user__first_name", "user__last_name", "user__email", "user__phone", "cohort__name",
            "starts_on", "ends_on", "study", "city", "postcode", "state",
        )  # fmt: skip

    def days_per_cohort(self, cohorts):
        """Plain values, for counting who takes part on which day: cohort, starts_on, ends_on, and `paused`, a
        list of pairs of days as text."""
        pauses = Pause.objects.filter(trainee=OuterRef("pk")).order_by("starts_on", "pk")
        pairs = pauses.values(pair=JSONObject(first="starts_on", last="ends_on"))
        found = self.filter(cohort__in=cohorts).annotate(paused=ArraySubquery(pairs))
        return found.order_by("pk").values("cohort", "starts_on", "ends_on", "paused")

    def for_own_data(self):
        return (
            self.select_related("cohort").prefetch_related("skills", "pauses").order_by("-starts_on", "-pk")
        )

    def with_user(self):
        return self.select_related("user", "cohort")

    def with_name(self):
        return self.select_related("user").only("user__first_name", "user__last_name", "user__email")

    def with_essentials(self):
        """What somebody's own week and schedule depend on; nothing else is fetched."""
        return self.select_related("cohort").only(
            "user", "cohort", "starts_on", "ends_on", "stopped_at", "cohort__name", "cohort__starts_on",
            "cohort__ends_on", "cohort__learning_weekday", "cohort__work_weekdays",
            "cohort__follows_school_holidays",
        )  # fmt: skip

    def with_skill_names(self):
        """skill_names: what each of them can or has."""
        names = Skill.objects.filter(trainees=OuterRef("pk")).in_order().values("name")
        return self.annotate(skill_names=ArraySubquery(names))

    def with_pauses(self):
        return self.prefetch_related("pauses")

    def in_order(self):
        return self.order_by("user__sort_name", "pk")

    def by_date(self):
        """For the traineeships of one person."""
        return self.order_by("starts_on", "pk")

    def current_first(self, day):
        """The traineeship that matters on this day comes first: the one that runs, else the latest. Of two
        that end together it is the one that was there first: one that is tried out takes nobody along."""
        runs = Q(starts_on__lte=day, ends_on__gte=day)
        return self.order_by(Case(When(runs, Value(0)), default=Value(1)), "-ends_on", "pk")


class Trainee(Versioned):
    """Somebody's traineeship in a cohort. It may begin later, end earlier or last longer than the cohort."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"))
    cohort = models.ForeignKey(
        "trainees.Cohort", models.PROTECT, related_name="trainees", verbose_name=_("cohort")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    stopped_at = models.DateTimeField(_("stopped at"), null=True, editable=False)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        db_index=False, verbose_name=_("stopped by"),
    )  # fmt: skip
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
        indexes = [models.Index("starts_on", "id", name="trainee_by_start")]
        triggers = [
            stays("cohort", name="trainee_stays", sentence=_("A trainee stays in their cohort.")),
            Rule(
                name="trainee_keeps_pauses_inside",
                operation=pgtrigger.Update,
                sentence=_("A pause of this trainee lies outside these days. Change the pause first."),
                broken=PAUSE_OUTSIDE.format(which="t.id = NEW.id"),
            ),
        ]

    def __str__(self):
        return str(self.user)

    def is_paused_on(self, day) -> bool:
        """Loaded by `with_pauses()`."""
        return any(pause.starts_on <= day <= pause.ends_on for pause in self.pauses.all())


class PauseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(trainee__in=Trainee.objects.visible_to(user))

    def on(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def of_trainee(self, trainee):
        return self.filter(trainee=trainee)

    def after(self, day):
        return self.filter(starts_on__gt=day)

    def beyond(self, day):
        return self.filter(ends_on__gt=day)

    def with_trainee(self):
        return self.select_related("trainee__user", "trainee__cohort")

    def in_order(self):
        return self.order_by("starts_on", "pk")


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
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This trainee already has a pause in these days."),
            ),
        ]
        triggers = [
            Rule(
                name="pause_inside_trainee",
                sentence=_("A pause lies between the first and the last day of the trainee."),
                lock="trainees_trainee WHERE id = NEW.trainee_id FOR SHARE",
                broken=PAUSE_OUTSIDE.format(which="p.id = NEW.id"),
            ),
        ]

    def __str__(self):
        return f"{self.trainee} · {self.starts_on} – {self.ends_on}"
