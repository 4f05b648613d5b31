from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trainees.models.cohort import Cohort


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody is told is for them, and for who coordinates their cohort."""
        if user.is_superuser:
            return self
        return self.filter(Q(to=user) | Q(cohort__in=Cohort.objects.coordinated_by(user)))

    def of_user(self, user):
        return self.filter(to=user)

    def waiting(self):
        """What has not been sent yet."""
        return self.filter(sent_at=None)

    def about_row(self, kind, about):
        return self.filter(kind=kind, about=about)

    def in_order(self):
        return self.order_by("-created_at", "-pk")


class Message(models.Model):
    """Something that somebody has to be told, written down in the transaction that makes it so.

    `about` is the key of the row that it tells of; what kind of row follows from the kind of message. Nobody
    is told twice of the same. `data`: what the text needs, as it was at that moment.
    """

    class Kind(models.TextChoices):
        PLACEMENTS = "placements", _("where they will work")
        HOST_PLACEMENTS = "hostplacements", _("who comes and who goes")

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", verbose_name=_("to")
    )
    kind = models.CharField(_("about what"), max_length=20, choices=Kind)
    about = models.PositiveBigIntegerField(_("key of what it is about"))
    cohort = models.ForeignKey(
        "trainees.Cohort", models.CASCADE, related_name="messages", verbose_name=_("cohort")
    )
    data = models.JSONField(_("what it says"), default=dict)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="message_once",
                fields=["to", "kind", "about"],
                violation_error_message=_("This person has been told already."),
            ),
        ]
        indexes = [
            models.Index("created_at", "id", condition=Q(sent_at=None), name="message_waiting"),
        ]

    def __str__(self):
        return f"{self.to} · {self.get_kind_display()}"
