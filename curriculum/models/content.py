from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trainees.models import Cohort, Versioned


class CurriculumQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for coordinators, the one followed for trainees, those with own modules or sessions for lecturers."""
        if user.is_coordinator():
            return self
        followed = Programme.objects.filter(cohort__in=user.trainee_set.values("cohort")).values("curriculum")
        taught = user.modules_taught.values("curriculum")
        given = user.sessions_given.values("module__curriculum")
        return self.filter(Q(pk__in=followed) | Q(pk__in=taught) | Q(pk__in=given))

    def of_cohort(self, cohort):
        return self.filter(programmes__cohort=cohort)

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class Curriculum(Versioned):
    """An edition of the content: its tracks, themes and modules."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=4000, blank=True)

    objects = CurriculumQuerySet.as_manager()

    class Meta:
        verbose_name = _("curriculum")
        verbose_name_plural = _("curricula")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="curriculum_name_once",
                violation_error_message=_("There is already a curriculum with this name."),
            ),
        ]

    def __str__(self):
        return self.name


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)


class Programme(Versioned):
    """A cohort follows an edition of the curriculum."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, verbose_name=_("cohort"))
    curriculum = models.ForeignKey(
        Curriculum, models.PROTECT, related_name="programmes", verbose_name=_("curriculum")
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.cohort} · {self.curriculum}"


class TrackQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(curriculum__in=Curriculum.objects.visible_to(user))

    def of_curriculum(self, curriculum):
        return self.filter(curriculum=curriculum)

    def in_order(self):
        return self.order_by("position", "pk")


class Track(Versioned):
    """A line through the curriculum: its content, or personal development; each given by a partner."""

    class Kind(models.TextChoices):
        CONTENT = "content", _("content")
        DEVELOPMENT = "development", _("personal development")

    curriculum = models.ForeignKey(Curriculum, models.CASCADE, related_name="tracks", verbose_name=_("curriculum"))
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

    def __str__(self):
        return self.name


class ThemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(curriculum__in=Curriculum.objects.visible_to(user))

    def of_curriculum(self, curriculum):
        return self.filter(curriculum=curriculum)

    def in_order(self):
        return self.order_by("name", "pk")


class Theme(Versioned):
    """What modules are about."""

    curriculum = models.ForeignKey(Curriculum, models.CASCADE, related_name="themes", verbose_name=_("curriculum"))
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

    def __str__(self):
        return self.name


class ModuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for coordinators; for trainees those of their curriculum; for lecturers what they teach."""
        if user.is_coordinator():
            return self
        followed = Programme.objects.filter(cohort__in=user.trainee_set.values("cohort")).values("curriculum")
        given = user.sessions_given.values("module")
        return self.filter(Q(curriculum__in=followed) | Q(pk__in=user.modules_taught.values("pk")) | Q(pk__in=given))

    def of_curriculum(self, curriculum):
        return self.filter(curriculum=curriculum)

    def of_cohort(self, cohort):
        return self.filter(curriculum__programmes__cohort=cohort)

    def with_theme(self):
        return self.select_related("theme", "track", "curriculum")

    def in_order(self):
        return self.order_by("curriculum", "number", "pk")


class Module(Versioned):
    """One part of the content: so many sessions on learning days, and what one can do afterwards."""

    curriculum = models.ForeignKey(Curriculum, models.CASCADE, related_name="modules", verbose_name=_("curriculum"))
    track = models.ForeignKey(Track, models.PROTECT, related_name="modules", verbose_name=_("track"))
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="modules", verbose_name=_("theme")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("in short"), max_length=1000, blank=True)
    goals = models.TextField(
        _("after this module you can"), max_length=4000, blank=True, help_text=_("One learning goal on each line.")
    )
    session_count = models.PositiveSmallIntegerField(_("number of sessions"), default=1)
    study_hours = models.PositiveSmallIntegerField(_("study load in hours"), null=True, blank=True)
    lecturers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="modules_taught", verbose_name=_("lecturers")
    )

    objects = ModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["curriculum", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="module_number_once",
                fields=["curriculum", "number"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("There is already a module with this number in this curriculum."),
            ),
            models.CheckConstraint(
                name="module_number_from_one",
                condition=Q(number__gte=1),
                violation_error_message=_("Modules are numbered from 1."),
            ),
            models.CheckConstraint(
                name="module_has_sessions",
                condition=Q(session_count__range=(1, 60)),
                violation_error_message=_("A module has between 1 and 60 sessions."),
            ),
        ]

    def __str__(self):
        return gettext("Module %(number)s · %(title)s") % {"number": self.number, "title": self.title}
