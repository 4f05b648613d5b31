import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curriculum.models.session import Session
from trainees.models import Trainee


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For who coordinates the cohort or gave the session; a page shows them three at a time."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(session__cohort__in=user.coordinations.values("cohort"))
            | Q(session__in=user.sessions_given.values("pk"))
        )

    def of_session(self, session):
        return self.filter(session=session)

    def not_shown(self):
        """Those that wait for others, to be shown together."""
        return self.filter(is_shown=False)

    def in_order(self):
        """By a random key: the order of writing would tell who wrote."""
        return self.order_by("pk")


class Feedback(models.Model):
    """What somebody thought of a session. Nothing in the row leads to who wrote it: no person, no moment."""

    TOGETHER = 3  # answers

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="feedback", verbose_name=_("session"))
    usefulness = models.PositiveSmallIntegerField(
        _("How useful was this day for you?"), choices=[(n, str(n)) for n in range(1, 6)]
    )
    words = models.TextField(_("What would you change?"), max_length=1000, blank=True)
    # Whoever looks again after each answer would otherwise read who gave the fourth.
    is_shown = models.BooleanField(_("shown"), default=False, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="feedback_in_scale",
                condition=Q(usefulness__range=(1, 5)),
                violation_error_message=_("Choose a number from 1 to 5."),
            ),
        ]

    def __str__(self):
        return str(self.session)


class FeedbackGivenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only that one answered oneself; not even a coordinator sees who did."""
        return self.of_user(user)

    def of_user(self, user):
        return self.filter(trainee__user=user)

    def with_session(self):
        return self.select_related("session__module", "session__cohort")

    def by_date(self):
        return self.order_by("session__starts_at", "pk")

    def of_session(self, session):
        return self.filter(session=session)

    def of_trainee(self, trainee):
        return self.filter(trainee=trainee)


class FeedbackGiven(models.Model):
    """That somebody answered, so that nobody answers twice; not what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="+", verbose_name=_("session"))
    trainee = models.ForeignKey(
        Trainee, models.CASCADE, related_name="feedback_given", verbose_name=_("trainee")
    )

    objects = FeedbackGivenQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback given")
        verbose_name_plural = _("feedback given")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="feedback_once",
                fields=["session", "trainee"],
                violation_error_message=_("You have answered about this day already."),
            ),
        ]

    def __str__(self):
        return f"{self.session} · {self.trainee}"
