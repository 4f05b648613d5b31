from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from placements.models.plan import Plan
from placements.rotation.problem import Weights
from trainees.models import Cohort, Versioned
from wijkmakers.lib.constraints import Rule

MOST_POINTS = 1000
MOST_RANKS = 12
MOST_WEEKS = 52
DEFAULTS = Weights()


def usual_points():
    return list(DEFAULTS.by_rank)


def _each_of_points(comparison, bound):
    """The condition that this bound compares so with every number of `points_by_rank`."""
    return Func(
        bound,
        F("points_by_rank"),
        # In the order of the alphabet, as a migration has them: else Django sees a change.
        arg_joiner=f" {comparison} ALL(",
        output_field=BooleanField(),
        template="(%(expressions)s))",
    )


class PlanningQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.coordinated_by(user))

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def for_cohort(self, cohort):
        """What counts for this cohort; what is usual (not saved) as long as nothing else was chosen."""
        return self.of_cohort(cohort).first() or Planning(cohort=cohort)

    def with_cohort(self):
        return self.select_related("cohort")

    def in_order(self):
        return self.order_by("-cohort__starts_on", "pk")


class Planning(Versioned):
    """What makes a plan good for this cohort. A cohort without one goes by the defaults."""

    cohort = models.OneToOneField(
        Cohort, models.CASCADE, related_name="planning", verbose_name=_("cohort"),
        error_messages={"unique": _("This cohort has planning settings already.")},
    )  # fmt: skip
    objective = models.CharField(
        _("what comes first"), max_length=10, choices=Plan.Objective.choices, default=Plan.Objective.FAIR
    )
    points_by_rank = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("points for wishes"), default=usual_points
    )
    points_unranked = models.PositiveSmallIntegerField(_("points without a wish"), default=DEFAULTS.unranked)
    points_per_sector = models.PositiveSmallIntegerField(
        _("points for each new sector"), default=DEFAULTS.sector
    )
    notice_weeks = models.PositiveSmallIntegerField(_("weeks of notice"), default=4)
    favours_who_gave_up = models.BooleanField(_("who gave up most before goes first"), default=True)

    wishes_open_on = models.DateField(_("wishes from"), null=True, blank=True)
    wishes_close_on = models.DateField(_("wishes up to and including"), null=True, blank=True)

    objects = PlanningQuerySet.as_manager()

    class Meta:
        verbose_name = _("planning settings")
        verbose_name_plural = _("planning settings")
        ordering = ["-cohort__starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="planning_objective_is_one",
                condition=Q(objective__in=["fair", "leximin", "most", "fewest"]),
                violation_error_message=_("Choose what comes first."),
            ),
            models.CheckConstraint(
                name="planning_one_to_twelve_ranks",
                condition=Q(points_by_rank__len__range=(1, MOST_RANKS)),
                violation_error_message=_("Give points for one to twelve wishes."),
            ),
            models.CheckConstraint(
                name="planning_points_sensible",
                condition=Q(_each_of_points(">=", Value(MOST_POINTS)))
                & Q(points_per_sector__lte=MOST_POINTS),
                violation_error_message=_("Points go from 0 to 1000."),
            ),
            models.CheckConstraint(
                # So none is below zero either.
                name="planning_no_wish_earns_least",
                condition=Q(_each_of_points("<=", F("points_unranked"))),
                violation_error_message=_("An organisation without a wish never earns more than a wish."),
            ),
            models.CheckConstraint(
                name="planning_notice_sensible",
                condition=Q(notice_weeks__lte=MOST_WEEKS),
                violation_error_message=_("The notice is at most 52 weeks."),
            ),
            models.CheckConstraint(
                name="planning_wishes_window",
                condition=Q(wishes_open_on=None, wishes_close_on=None)
                | Q(
                    wishes_open_on__isnull=False,
                    wishes_close_on__isnull=False,
                    wishes_close_on__gte=F("wishes_open_on"),
                ),
                violation_error_message=_("Give both days for wishes, the last one not before the first."),
            ),
        ]
        triggers = [
            Rule(
                name="planning_dearer_wishes_earn_more",
                sentence=_("A dearer wish never earns less than the next one."),
                broken="""
                    SELECT 1 FROM unnest(NEW.points_by_rank) WITH ORDINALITY dearer (points, place)
                    JOIN unnest(NEW.points_by_rank) WITH ORDINALITY next (points, place)
                        ON next.place = dearer.place + 1
                    WHERE next.points > dearer.points
                """,
            ),
        ]

    def __str__(self):
        return gettext("Planning of %(cohort)s") % {"cohort": self.cohort}

    def weights(self) -> Weights:
        """As the planner takes them."""
        return Weights(tuple(self.points_by_rank), self.points_unranked, self.points_per_sector)
