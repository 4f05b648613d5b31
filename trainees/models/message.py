from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
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

    def of_cohort(self, cohort):
        return self.filter(cohort=cohort)

    def waiting(self):
        """What will still be sent, unless somebody holds it."""
        return self.filter(sent_at=None, cancelled_at=None)

    def held(self):
        return self.waiting().exclude(held_at=None)

    def sent(self):
        return self.exclude(sent_at=None)

    def cancelled(self):
        return self.exclude(cancelled_at=None)

    def due(self, now):
        """What may go now: nobody holds it, and the time to have second thoughts is over."""
        return self.waiting().filter(held_at=None, due_at__lte=now)

    def one_by_one(self):
        """For people who want a mail for each."""
        return self.filter(to__mail_pace="each")

    def for_digest(self):
        """For people who want one mail a day."""
        return self.filter(to__mail_pace="daily")

    def with_people(self):
        return self.select_related("to", "cohort", "created_by")

    def about_row(self, kind, about):
        return self.filter(kind=kind, about=about)

    def in_order(self):
        return self.order_by("-created_at", "-pk")


class Message(models.Model):
    """Something that somebody has to be told, written down in the transaction that makes it so.

    `about` is the key of the row that it tells of; what kind of row follows from the kind of message. Nobody
    is told twice of the same. `data`: what is told, as it was at that moment. `subject` and `text`: what the
    mail says, in the language of who gets it; a coordinator may still change them. `calendar`: an iCalendar
    file that goes with it. Sent once, by a job, after `due_at`.
    """

    class Kind(models.TextChoices):
        PLACEMENTS = "placements", _("where they will work")
        HOST_PLACEMENTS = "hostplacements", _("who comes and who goes")
        PROGRAMME = "programme", _("the programme")
        TEACHING = "teaching", _("what they teach")
        ABSENCE = "absence", _("an absence")
        ABSENCE_ANSWERED = "absenceanswered", _("leave, answered")
        ABSENCE_WITHDRAWN = "absencewithdrawn", _("an absence withdrawn")

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", verbose_name=_("to")
    )
    kind = models.CharField(_("about what"), max_length=20, choices=Kind)
    about = models.PositiveBigIntegerField(_("key of what it is about"))
    cohort = models.ForeignKey(
        "trainees.Cohort", models.CASCADE, related_name="messages", verbose_name=_("cohort")
    )
    data = models.JSONField(_("what is told"), default=dict)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    calendar = models.TextField(_("calendar file"), blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    due_at = models.DateTimeField(_("not before"), default=timezone.now)
    held_at = models.DateTimeField(_("held since"), null=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("held by")
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("cancelled by")
    )
    sent_at = models.DateTimeField(_("sent at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

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
            models.CheckConstraint(
                name="message_sent_or_cancelled",
                condition=Q(sent_at=None) | Q(cancelled_at=None),
                violation_error_message=_("What has been sent cannot be cancelled."),
            ),
        ]
        indexes = [
            models.Index(
                "due_at", "id", condition=Q(sent_at=None, cancelled_at=None), name="message_waiting"
            ),
            models.Index(F("cohort"), F("created_at").desc(), F("id").desc(), name="message_of_cohort"),
        ]

    def __str__(self):
        return f"{self.to} · {self.get_kind_display()}"


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(message__in=Message.objects.visible_to(user))

    def of_message(self, message):
        return self.filter(message=message)

    def latest_first(self):
        return self.order_by("-tried_at", "-pk")


class Delivery(models.Model):
    """One attempt to bring a message to somebody: when, to which address, and what came of it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries", verbose_name=_("message"))
    tried_at = models.DateTimeField(_("tried at"))
    address = models.EmailField(_("address"))
    mail_id = models.CharField(_("identity of the mail"), max_length=200)
    refusal = models.CharField(_("why it did not succeed"), max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-tried_at", "-pk"]

    def __str__(self):
        return f"{self.message} · {self.tried_at}"
