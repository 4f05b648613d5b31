from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainees.models.cohort import Cohort, Coordinator
from wijkmakers.lib import names

WAITS = Q(sent_at=None, cancelled_at=None, failed_at=None)


class MessageState(models.TextChoices):
    """How it stands with a message; follows from its moments."""

    GOING = "going", _("waiting")
    HELD = "held", _("held back")
    FAILED = "failed", _("not delivered")
    SENT = "sent", _("sent")
    CANCELLED = "cancelled", _("withdrawn")


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

    def of_keys(self, keys):
        return self.filter(pk__in=keys)

    def waiting(self):
        """What has not gone yet and will, unless somebody holds it."""
        return self.filter(sent_at=None, cancelled_at=None, failed_at=None)

    def unsent(self):
        """What has not gone and nobody has withdrawn, given up or not."""
        return self.filter(sent_at=None, cancelled_at=None)

    def not_cancelled(self):
        return self.filter(cancelled_at=None)

    def written_before(self, moment):
        return self.filter(created_at__lte=moment)

    def going(self):
        """What waits and nobody holds."""
        return self.waiting().filter(held_at=None)

    def held(self):
        return self.waiting().exclude(held_at=None)

    def failed(self):
        """What was refused so often that it is not tried any more."""
        return self.exclude(failed_at=None)

    def sent(self):
        return self.exclude(sent_at=None)

    def cancelled(self):
        return self.exclude(cancelled_at=None)

    def in_state(self, state):
        """Those of one of the states, or all."""
        return getattr(self, state)() if state in MessageState.values else self

    def count_per_state(self):
        """{state: number}, in one query."""
        counts = {
            MessageState.GOING: WAITS & Q(held_at=None),
            MessageState.HELD: WAITS & Q(held_at__isnull=False),
            MessageState.FAILED: Q(failed_at__isnull=False),
            MessageState.SENT: Q(sent_at__isnull=False),
            MessageState.CANCELLED: Q(cancelled_at__isnull=False),
        }
        found = {f"n_{state}": Count("pk", filter=rule) for state, rule in counts.items()}
        return {name.removeprefix("n_"): number for name, number in self.aggregate(**found).items()}

    def matching(self, text):
        """To somebody with these words in their name or address."""
        words = names.fold(text).split()
        return self.filter(*(Q(to__search_text__contains=word) for word in words))

    def due(self, now):
        """What may go now: nobody holds it, the time to have second thoughts is over, and who gets it may
        sign in."""
        return self.going().filter(due_at__lte=now, to__is_active=True)

    def due_in_digest(self, now, since):
        """What may go in the one mail of a day: it was due when the day was gathered (`since`), or was
        gathered before and refused."""
        return self.due(now).for_digest().filter(Q(due_at__lte=since) | Q(attempts__gt=0))

    def first_of_each(self, due):
        """Of those in `due` only the first for each person."""
        first = due.filter(to=OuterRef("to")).order_by("pk").values("pk")[:1]
        return self.filter(pk=Subquery(first))

    def one_by_one(self):
        """For people who want a mail for each."""
        return self.filter(to__mail_pace="each")

    def for_digest(self):
        """For people who want one mail a day."""
        return self.filter(to__mail_pace="daily")

    def free_to_take(self):
        """Those that nobody else is sending or changing at this moment, for this transaction alone."""
        return self.select_for_update(skip_locked=True, no_key=True, of=("self",))

    def with_sender(self):
        """by_coordinator: whether who wrote it coordinates the cohort, and can be answered."""
        coordinates = Coordinator.objects.filter(cohort=OuterRef("cohort"), user=OuterRef("created_by"))
        return self.select_related("to", "created_by").annotate(by_coordinator=Exists(coordinates))

    def with_everybody(self):
        return self.with_sender().select_related("cohort", "changed_by", "held_by", "cancelled_by")

    def with_people(self):
        return self.select_related("to", "cohort", "created_by")

    def about_row(self, kind, about):
        return self.filter(kind=kind, about=about)

    def about_rows(self, kinds, about):
        return self.filter(kind__in=kinds, about__in=about)

    def receivers(self) -> set[int]:
        """The keys of those who were told."""
        return set(self.values_list("to", flat=True))

    def in_order(self):
        return self.order_by("-created_at", "-pk")

    def first_due_first(self):
        return self.order_by("due_at", "pk")


class Message(models.Model):
    """Something that somebody has to be told, written down in the transaction that makes it so.

    `about` is the key of the row that it tells of; what kind of row follows from the kind of message. Nobody
    is told twice of the same. `data`: what is told, as it was at that moment. `subject` and `text`: what the
    mail says, in the language of who gets it; a coordinator may still change them. `calendar`: an iCalendar
    file that goes with it. Sent once, by a job, after `due_at`; each time that the post refuses it, `due_at`
    moves on, until it has `failed_at`.
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
    attempts = models.PositiveSmallIntegerField(_("times refused"), default=0, editable=False)
    failed_at = models.DateTimeField(_("given up at"), null=True)
    changed_at = models.DateTimeField(_("changed at"), null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )
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
            models.CheckConstraint(
                name="message_failed_is_not_sent",
                condition=Q(failed_at=None) | Q(sent_at=None, cancelled_at=None),
                violation_error_message=_("What has been sent or cancelled has not failed."),
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

    @property
    def state(self) -> MessageState:
        if self.sent_at:
            return MessageState.SENT
        if self.cancelled_at:
            return MessageState.CANCELLED
        if self.failed_at:
            return MessageState.FAILED
        return MessageState.HELD if self.held_at else MessageState.GOING


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(message__in=Message.objects.visible_to(user))

    def of_message(self, message):
        return self.filter(message=message)

    def of_messages(self, messages):
        return self.filter(message__in=messages)

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
