from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum.models.session import Session
from trainees.models import Cohort


class ReleaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For who coordinates the cohort and who is a trainee of it."""
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def last_number(self) -> int:
        return self.aggregate(last=Max("number"))["last"] or 0

    def with_people(self):
        return self.select_related("released_by", "cohort")

    def with_change_count(self):
        return self.annotate(change_count=Count("changes"))

    def newest_first(self):
        return self.order_by("-number", "-pk")


class Release(models.Model):
    """The programme of a cohort as it was made known at a moment, with what was different from before."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="releases", verbose_name=_("cohort"))
    number = models.PositiveIntegerField(_("number"))
    note = models.TextField(
        _("a word with it"), max_length=1000, blank=True, help_text=_("Everybody who is told reads it.")
    )
    released_at = models.DateTimeField(_("published at"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("published by")
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-released_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="release_number_once",
                fields=["cohort", "number"],
                violation_error_message=_("Somebody published this programme at the same moment."),
            ),
        ]

    def __str__(self):
        return gettext("%(cohort)s, release %(number)d") % {"cohort": self.cohort, "number": self.number}


class ReleaseChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(release__in=Release.objects.visible_to(user))

    def of_release(self, release):
        return self.filter(release=release)

    def with_session(self):
        return self.select_related("session")

    def in_order(self):
        return self.order_by("position", "pk")


class ReleaseChange(models.Model):
    """What happened to one session in a release. `before` and `after` hold it as it was."""

    class Kind(models.TextChoices):
        NEW = "new", _("new")
        MOVED = "moved", _("moved")
        CHANGED = "changed", _("changed")
        CANCELLED = "cancelled", _("cancelled")
        RESTORED = "restored", _("takes place after all")

    release = models.ForeignKey(Release, models.CASCADE, related_name="changes", verbose_name=_("release"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, related_name="+", verbose_name=_("session")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    objects = ReleaseChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change in a release")
        verbose_name_plural = _("changes in releases")
        ordering = ["release", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="release_change_kind_known",
                condition=Q(kind__in=["new", "moved", "changed", "cancelled", "restored"]),
                violation_error_message=_(
                    "A session is new, moved, changed, cancelled or takes place after all."
                ),
            ),
            models.CheckConstraint(
                name="release_change_says_what",
                condition=Q(kind="new", before__isnull=True, after__isnull=False)
                | Q(kind="cancelled", before__isnull=False)
                | Q(kind__in=["moved", "changed", "restored"], before__isnull=False, after__isnull=False),
                violation_error_message=_("A change says how it was before and how it is after."),
            ),
        ]

    def __str__(self):
        return f"{self.release} · {self.get_kind_display()}"
