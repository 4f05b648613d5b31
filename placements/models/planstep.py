from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from placements.models.plan import Plan
from wijkmakers.lib.constraints import stays


class PlanStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def of_plan(self, plan):
        return self.filter(plan=plan)

    def done(self):
        return self.filter(undone_at=None)

    def undone(self):
        return self.exclude(undone_at=None)

    def with_makers(self):
        return self.select_related("created_by")

    def in_order(self):
        return self.order_by("number", "pk")

    def latest_first(self):
        return self.order_by("-number", "-pk")


class PlanStep(models.Model):
    """A change of a draft by hand, which can be undone and done again.

    `before` and `after`: the places, as they were and became, of the trainees for whom they changed.
    """

    class Kind(models.TextChoices):
        MOVED = "moved", _("another organisation")
        SWAPPED = "swapped", _("swapped")
        PINNED = "pinned", _("fixed")
        UNPINNED = "unpinned", _("no longer fixed")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps", verbose_name=_("plan"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    before = models.JSONField(_("as it was"), default=list)
    after = models.JSONField(_("as it became"), default=list)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        "trainees.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        "trainees.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a plan")
        verbose_name_plural = _("changes of plans")
        ordering = ["plan", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="planstep_number_once",
                fields=["plan", "number"],
                violation_error_message=_("There is already a change with this number."),
            ),
            models.CheckConstraint(
                name="planstep_undone_by_somebody",
                condition=Q(undone_at__isnull=False) | Q(undone_by=None),
                violation_error_message=_("Who undoes something does so at a moment."),
            ),
        ]
        triggers = [stays("plan", name="planstep_stays", sentence=_("A change stays in its plan."))]

    def __str__(self):
        return f"{self.plan} · {self.number}"
