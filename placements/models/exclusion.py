from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from placements.models.host import Host
from trainees.models import Cohort, Trainee, Versioned
from wijkmakers.lib.constraints import Rule


class ExclusionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Where somebody is not sent is between them and the coordinators."""
        return self.filter(trainee__in=Trainee.objects.visible_to(user))

    def of_trainee(self, trainee):
        return self.filter(trainee=trainee)

    def of_user(self, user):
        return self.filter(trainee__user=user)

    def of_trainees(self, trainees):
        return self.filter(trainee__in=trainees)

    def of_cohort(self, cohort):
        return self.filter(trainee__cohort=cohort)

    def with_people(self):
        return self.select_related("trainee__user", "trainee__cohort", "host__sector")

    def with_host(self):
        return self.select_related("host")

    def in_order(self):
        return self.order_by("trainee_id", "host__sort_name", "pk")


class Exclusion(Versioned):
    """Where a trainee is not sent. It has a kind and, on purpose, no words about why."""

    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("former employer")
        VETO = "veto", _("rather not")
        UNFIT = "unfit", _("not suitable")

    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="exclusions", verbose_name=_("trainee"))
    host = models.ForeignKey(Host, models.CASCADE, related_name="exclusions", verbose_name=_("organisation"))
    kind = models.CharField(_("why"), max_length=10, choices=Kind.choices)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        ordering = ["trainee", "host__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="exclusion_once",
                fields=["trainee", "host"],
                violation_error_message=_(
                    "It is noted already that this trainee is not sent to this organisation."
                ),
            ),
            models.CheckConstraint(
                name="exclusion_kind_is_one",
                condition=Q(kind__in=["employer", "veto", "unfit"]),
                violation_error_message=_("Choose why this trainee is not sent to this organisation."),
            ),
        ]

    def __str__(self):
        return f"{self.trainee} · {self.host}"


class PairQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For the coordinators only: it says something about two people, and neither is told."""
        return self.filter(first__cohort__in=Cohort.objects.coordinated_by(user))

    def of_cohort(self, cohort):
        return self.filter(first__cohort=cohort)

    def between(self, one, other):
        """The pair of these two, whoever is named first."""
        first, second = sorted((one.pk, other.pk))
        return self.filter(first=first, second=second)

    def of_keys(self, one, other):
        return self.filter(first=min(one, other), second=max(one, other))

    def with_people(self):
        return self.select_related("first__user", "first__cohort", "second__user")

    def in_order(self):
        return self.order_by("first__user__sort_name", "second__user__sort_name", "pk")


class Pair(Versioned):
    """Two trainees who are never at one organisation in the same period, or at least once (`together`).

    The one with the lower key is the first, so that two people are a pair only once.
    """

    first = models.ForeignKey(Trainee, models.CASCADE, related_name="+", verbose_name=_("trainee"))
    second = models.ForeignKey(Trainee, models.CASCADE, related_name="+", verbose_name=_("other trainee"))
    together = models.BooleanField(_("at least once together"), default=False)

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="pair_is_of_two",
                condition=Q(first__lt=F("second")),
                violation_error_message=_(
                    "A pair is of two different trainees, in the order in which they were added."
                ),
            ),
            models.UniqueConstraint(
                name="pair_once",
                fields=["first", "second"],
                violation_error_message=_("Something is agreed about these two already. Remove that first."),
            ),
        ]
        triggers = [
            Rule(
                name="pair_in_one_cohort",
                sentence=_("The two trainees of a pair are of one cohort."),
                broken="""
                    SELECT 1 FROM trainees_trainee a, trainees_trainee b
                    WHERE a.id = NEW.first_id AND b.id = NEW.second_id AND a.cohort_id <> b.cohort_id
                """,
            ),
        ]

    def __str__(self):
        return f"{self.first} · {self.second}"
