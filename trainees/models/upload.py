from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(created_by=user)

    def older_than(self, moment):
        return self.filter(created_at__lt=moment)


class Upload(models.Model):
    """A spreadsheet between its preview and its confirmation; emptied when imported, removed after a day."""

    name = models.CharField(_("name"), max_length=255)
    content = models.BinaryField()
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("created by")
    )
    # Set once it is imported: who confirms twice, or goes back, is led to where it went.
    cohort = models.ForeignKey(
        "trainees.Cohort", models.CASCADE, null=True, related_name="+", verbose_name=_("cohort")
    )

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name
