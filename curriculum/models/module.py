"""What a module consists of and builds on: its lessons, the modules before it, its final goals."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum.models.content import Module
from curriculum.models.lines import Goal
from trainees.models import Versioned
from wijkmakers.lib.constraints import Rule, stays


class LessonQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(module__in=Module.objects.visible_to(user))

    def of_module(self, module):
        return self.filter(module=module)

    def of_modules(self, modules):
        return self.filter(module__in=modules)

    def of_curriculum(self, curriculum):
        return self.filter(module__curriculum=curriculum)

    def numbered(self, number):
        return self.filter(number=number)

    def with_module(self):
        return self.select_related("module__curriculum")

    def in_order(self):
        return self.order_by("module", "number", "pk")


class Lesson(Versioned):
    """What the first, second … session of a module is about, whichever cohort has it."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="lessons", verbose_name=_("module"))
    number = models.PositiveSmallIntegerField(_("which session of the module"))
    title = models.CharField(_("title"), max_length=150, blank=True)
    preparation = models.TextField(
        _("what to prepare"), max_length=2000, blank=True, help_text=_("One thing on each line.")
    )

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["module", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="lesson_once",
                fields=["module", "number"],
                violation_error_message=_("This session of the module is described already."),
            ),
            models.CheckConstraint(
                name="lesson_number_from_one",
                condition=Q(number__range=(1, 60)),
                violation_error_message=_("Sessions of a module are numbered from 1 to 60."),
            ),
        ]
        triggers = [
            stays("module", name="lesson_stays", sentence=_("A lesson stays in its module.")),
        ]

    def preparation_lines(self) -> list[str]:
        return [line.strip() for line in self.preparation.splitlines() if line.strip()]

    def __str__(self):
        return self.title or gettext("Session %(number)d") % {"number": self.number}


class PrerequisiteQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(module__in=Module.objects.visible_to(user))

    def between_modules(self, modules):
        """Those of which both sides are among these (keys)."""
        return self.filter(module__in=modules, needs__in=modules)

    def of_curriculum(self, curriculum):
        return self.filter(module__curriculum=curriculum)

    def of_module(self, module):
        """What this module needs, and what needs it."""
        return self.filter(Q(module=module) | Q(needs=module))

    def out_of_order(self):
        return self.filter(needs__number__gte=F("module__number"))

    def pairs(self):
        """(module, what it needs) keys."""
        return self.order_by().values_list("module_id", "needs_id")

    def with_both(self):
        return self.select_related("module", "needs")

    def in_order(self):
        return self.order_by("module__number", "needs__number", "pk")


class Prerequisite(models.Model):
    """A module begins only after another one is done."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="+", verbose_name=_("module"))
    needs = models.ForeignKey(Module, models.CASCADE, related_name="+", verbose_name=_("done before it"))

    objects = PrerequisiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("prerequisite")
        verbose_name_plural = _("prerequisites")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="prerequisite_once",
                fields=["module", "needs"],
                violation_error_message=_("This module already needs that one."),
            ),
            models.CheckConstraint(
                name="prerequisite_is_another",
                condition=~Q(module=F("needs")),
                violation_error_message=_("A module does not need itself."),
            ),
        ]
        triggers = [
            Rule(
                name="prerequisite_comes_earlier",
                sentence=_("A module needs only modules before it in the same curriculum."),
                lock="curriculum_module WHERE id IN (NEW.module_id, NEW.needs_id) ORDER BY id FOR SHARE",
                broken="""
                    SELECT 1 FROM curriculum_prerequisite p
                    JOIN curriculum_module m ON m.id = p.module_id JOIN curriculum_module n ON n.id = p.needs_id
                    WHERE p.id = NEW.id AND (n.number >= m.number OR n.curriculum_id <> m.curriculum_id)
                """,  # noqa: E501
            ),
        ]

    def __str__(self):
        return gettext("%(module)s after %(needs)s") % {"module": self.module, "needs": self.needs}


class CoverageQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(module__in=Module.objects.visible_to(user))

    def of_curriculum(self, curriculum):
        return self.filter(module__curriculum=curriculum)

    def pairs(self):
        """(module, goal) keys."""
        return self.order_by().values_list("module_id", "goal_id")

    def of_pairs(self, pairs):
        """Those of these (module, goal) keys."""
        found = Q(pk__in=[])
        for module, goal in pairs:
            found |= Q(module=module, goal=goal)
        return self.filter(found)

    def in_order(self):
        return self.order_by("module__number", "goal__position", "pk")


class Coverage(models.Model):
    """A module works towards a final goal of its curriculum."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="coverages", verbose_name=_("module"))
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="coverages", verbose_name=_("final goal"))

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="coverage_once",
                fields=["module", "goal"],
                violation_error_message=_("This module already works towards this final goal."),
            ),
        ]
        triggers = [
            Rule(
                name="coverage_in_own_curriculum",
                sentence=_("A module works towards final goals of its own curriculum."),
                broken="""
                    SELECT 1 FROM curriculum_coverage c
                    JOIN curriculum_module m ON m.id = c.module_id JOIN curriculum_goal g ON g.id = c.goal_id
                    WHERE c.id = NEW.id AND g.curriculum_id <> m.curriculum_id
                """,
            ),
        ]

    def __str__(self):
        return f"{self.module} · {self.goal}"
