"""What runs through a curriculum: its tracks, its themes, and what one can do at the end of it."""

from django.db import models
from django.db.models import Count, Max, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from curriculum.models.content import Curriculum
from trainees.models import Versioned
from wijkmakers.lib.constraints import stays


class TrackQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(curriculum__in=Curriculum.objects.visible_to(user))

    def of_curriculum(self, curriculum):
        return self.filter(curriculum=curriculum)

    def with_curriculum(self):
        return self.select_related("curriculum")

    def with_counts(self):
        return self.annotate(module_count=Count("modules"))

    def in_order(self):
        return self.order_by("position", "pk")


class Track(Versioned):
    """A line through the curriculum: its content, or personal development; each given by a partner."""

    class Kind(models.TextChoices):
        CONTENT = "content", _("content")
        DEVELOPMENT = "development", _("personal development")

    curriculum = models.ForeignKey(
        Curriculum, models.CASCADE, related_name="tracks", verbose_name=_("curriculum")
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TrackQuerySet.as_manager()

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "curriculum",
                Lower("name"),
                name="track_name_once",
                violation_error_message=_("There is already a track with this name."),
            ),
            models.CheckConstraint(
                name="track_kind_known",
                condition=Q(kind__in=["content", "development"]),
                violation_error_message=_("A track is about content or about personal development."),
            ),
        ]
        triggers = [
            stays("curriculum", name="track_stays", sentence=_("A track stays in its curriculum.")),
        ]

    def __str__(self):
        return self.name


class ThemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(curriculum__in=Curriculum.objects.visible_to(user))

    def of_curriculum(self, curriculum):
        return self.filter(curriculum=curriculum)

    def with_curriculum(self):
        return self.select_related("curriculum")

    def with_counts(self):
        return self.annotate(module_count=Count("modules"))

    def in_order(self):
        return self.order_by("name", "pk")


class Theme(Versioned):
    """What modules are about."""

    curriculum = models.ForeignKey(
        Curriculum, models.CASCADE, related_name="themes", verbose_name=_("curriculum")
    )
    name = models.CharField(_("name"), max_length=80)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "curriculum",
                Lower("name"),
                name="theme_name_once",
                violation_error_message=_("There is already a theme with this name."),
            ),
        ]
        triggers = [
            stays("curriculum", name="theme_stays", sentence=_("A theme stays in its curriculum.")),
        ]

    def __str__(self):
        return self.name


class GoalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(curriculum__in=Curriculum.objects.visible_to(user))

    def of_curriculum(self, curriculum):
        return self.filter(curriculum=curriculum)

    def with_curriculum(self):
        return self.select_related("curriculum")

    def with_counts(self):
        return self.annotate(module_count=Count("coverages"))

    def next_position(self) -> int:
        last = self.aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1

    def in_order(self):
        return self.order_by("position", "pk")


class Goal(Versioned):
    """What somebody can do at the end of the whole curriculum; modules work towards it."""

    curriculum = models.ForeignKey(
        Curriculum, models.CASCADE, related_name="final_goals", verbose_name=_("curriculum")
    )
    text = models.CharField(_("final goal"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("final goal")
        verbose_name_plural = _("final goals")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "curriculum",
                Lower("text"),
                name="goal_once",
                violation_error_message=_("This curriculum already has this final goal."),
            ),
        ]
        triggers = [
            stays("curriculum", name="goal_stays", sentence=_("A final goal stays in its curriculum.")),
        ]

    def __str__(self):
        return self.text
