import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from placements.models.host import Host
from placements.models.period import Period
from trainees.models import Cohort, Trainee, Versioned
from trainees.models.trainee import days
from wijkmakers.lib.constraints import Rule, stays

OTHER_THAN = "other_than"
"""In what the planner was told: the draft that it should differ from."""

ALTERNATIVE = Q(basis__isnull=False, problem__has_key=OTHER_THAN)
"""It was asked to differ from what it was made from, and that is still there."""


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Plans are the coordinators' alone: trainees and hosts never see one."""
        return self if user.is_superuser else self.filter(cohort__in=Cohort.objects.coordinated_by(user))

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def of_keys(self, keys):
        return self.filter(pk__in=keys)

    def working(self):
        """Those that wait for the planner, or on which it works."""
        return self.filter(state__in=[Plan.State.WAITING, Plan.State.RUNNING])

    def wanted(self):
        """Those that the planner is to go on with: nobody removed them, or asked it to stop."""
        return self.working().filter(stop_asked_at=None)

    def with_plans(self):
        """Those that have somebody somewhere."""
        return self.filter(state=Plan.State.READY)

    def published(self):
        return self.exclude(published_at=None)

    def with_makers(self):
        return self.select_related("created_by")

    def with_cohort(self):
        return self.select_related("cohort")

    def with_changes(self):
        """is_changed: something in it was changed by hand, and not undone."""
        steps = self.model._meta.apps.get_model("placements", "PlanStep")
        return self.annotate(is_changed=Exists(steps.objects.done().filter(plan=OuterRef("pk"))))

    def with_differing(self):
        """is_other: it was asked to differ from what it was made from."""
        return self.annotate(
            is_other=models.ExpressionWrapper(ALTERNATIVE, output_field=models.BooleanField())
        )

    def with_basis(self):
        """basis: what it was made from; what the planner was told there is long, and not fetched."""
        long = ("problem", "conflicts", "progress", "losses", "best_alone", "levels")
        return self.select_related("basis").defer(*(f"basis__{name}" for name in long))

    def alternatives_to(self, plan):
        """Those that were asked to differ from it."""
        return self.filter(ALTERNATIVE, basis=plan)

    def without_details(self):
        """For a list: what the planner was told and how it went is long."""
        return self.defer("problem", "conflicts", "progress")

    def latest_first(self):
        return self.order_by("-number", "-pk")


class Plan(Versioned):
    """A draft of who works where: what the planner was told, how far it is, and what came out.

    `basis`: the draft that it is another form of. `begins_on`: what is before that day stands as it is; None
    for the first day of its first period. `supposes`: what it takes to be so although the rows do not say it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its turn")
        RUNNING = "running", _("is being worked out")
        READY = "ready", _("ready")
        IMPOSSIBLE = "impossible", _("impossible")
        FAILED = "failed", _("not finished")

    class Objective(models.TextChoices):
        FAIR = "fair", _("as fair as possible")
        LEXIMIN = "leximin", _("fair to the last")
        MOST = "most", _("most wishes")
        FEWEST = "fewest", _("fewest changes")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="plans", verbose_name=_("cohort"))
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=80, blank=True)
    objective = models.CharField(
        _("what comes first"), max_length=10, choices=Objective, default=Objective.FAIR
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    basis = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="copies", verbose_name=_("made from")
    )
    begins_on = models.DateField(_("decides from"), null=True)
    supposes = models.JSONField(_("what it supposes"), default=list)
    problem = models.JSONField(_("what the planner was told"))
    levels = models.JSONField(_("what was reached and proved"), default=list)
    conflicts = models.JSONField(_("why it is impossible"), default=list)
    losses = models.JSONField(_("what each gives up"), default=dict)
    best_alone = models.JSONField(_("what each could have alone"), default=dict)
    progress = models.JSONField(_("progress"), default=list)
    seconds = models.FloatField(_("seconds"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    stop_asked_at = models.DateTimeField(_("stop asked at"), null=True)
    stop_asked_by = models.ForeignKey(
        "trainees.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("stop asked by")
    )
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.ForeignKey(
        "trainees.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("published by")
    )

    objects = PlanQuerySet.as_manager()

    is_other: bool
    """Of those that were loaded with it: see `with_differing`."""

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["cohort", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="plan_number_once",
                fields=["cohort", "number"],
                violation_error_message=_("There is already a plan with this number."),
            ),
            models.CheckConstraint(
                name="plan_published_when_ready",
                condition=Q(published_at=None) | Q(state="ready"),
                violation_error_message=_("Only a plan that is ready can be published."),
            ),
        ]
        triggers = [stays("cohort", name="plan_stays", sentence=_("A plan stays in its cohort."))]

    def again(self, *, number: int, problem: dict) -> "Plan":
        """Another draft, not saved yet, that is asked what this one was; only the problem is this one."""
        return Plan(
            cohort=self.cohort, number=number, objective=self.objective, basis=self,
            begins_on=self.begins_on, supposes=self.supposes, problem=problem,
        )  # fmt: skip

    @property
    def was_stopped(self) -> bool:
        """Before the planner had found anything."""
        return self.state == self.State.FAILED and self.stop_asked_at is not None

    @property
    def found_nothing(self) -> bool:
        """There is no other plan that is nearly as good."""
        return self.state == self.State.FAILED and self.seconds is not None and not self.was_stopped

    @property
    def is_working(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def largest_loss(self) -> int:
        return max(self.losses.values(), default=0)

    @property
    def total_loss(self) -> int:
        return sum(self.losses.values())

    @property
    def is_proved(self) -> bool:
        """No plan is better at any level of what was asked."""
        return all(level["value"] == level["bound"] for level in self.levels)

    def __str__(self):
        return self.name or gettext("Draft %(number)d") % {"number": self.number}


class PlanEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def of_plan(self, plan):
        return self.filter(plan=plan)

    def of_plans(self, plans):
        return self.filter(plan__in=plans)

    def of_trainees(self, trainees):
        return self.filter(trainee__in=trainees)

    def in_order(self):
        return self.order_by("trainee__user__sort_name", "starts_on", "pk")


class PlanEntry(models.Model):
    """In a plan, this trainee works at this host in these days. `pinned`: a coordinator wants it so."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="entries", verbose_name=_("plan"))
    trainee = models.ForeignKey(Trainee, models.CASCADE, related_name="+", verbose_name=_("trainee"))
    period = models.ForeignKey(Period, models.CASCADE, related_name="+", verbose_name=_("period"))
    host = models.ForeignKey(Host, models.CASCADE, related_name="+", verbose_name=_("organisation"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    pinned = models.BooleanField(_("fixed"), default=False)

    objects = PlanEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a plan")
        verbose_name_plural = _("places in a plan")
        ordering = ["plan", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="planentry_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes on or after the first day."),
            ),
            ExclusionConstraint(
                name="planentry_one_at_a_time",
                expressions=[
                    ("plan", RangeOperators.EQUAL),
                    ("trainee", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("In this plan somebody is in two places at once."),
            ),
        ]
        triggers = [
            Rule(
                name="planentry_in_own_cohort",
                operation=pgtrigger.Insert | pgtrigger.Update,
                sentence=_("The trainee or the period belongs to another cohort than the plan."),
                broken="""
                    SELECT 1 FROM placements_plan p, trainees_trainee t, placements_period q
                    WHERE p.id = NEW.plan_id AND t.id = NEW.trainee_id AND q.id = NEW.period_id
                      AND (t.cohort_id <> p.cohort_id OR q.cohort_id <> p.cohort_id)
                """,
            ),
        ]

    def __str__(self):
        return f"{self.trainee} · {self.host}"
