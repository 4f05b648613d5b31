import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own only: the address of a calendar is as good as a key."""
        return self.filter(user=user)

    def of_user(self, user):
        return self.filter(user=user)

    def with_token(self, token):
        """The feed that this secret opens, as long as its person may sign in."""
        found = self.filter(token_hash=hashed(token), user__is_active=True).select_related("user")
        return found.only("used_at", "user__language")

    def not_used_since(self, moment):
        return self.filter(Q(used_at=None) | Q(used_at__lt=moment))


class Feed(models.Model):
    """The calendar that somebody subscribed to. Its address is shown once; only its hash is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed", verbose_name=_("person"),
        error_messages={"unique": _("This person already has a calendar to subscribe to.")},
    )  # fmt: skip
    token_hash = models.CharField(
        max_length=64, unique=True, editable=False,
        error_messages={"unique": _("Another calendar has this address.")},
    )  # fmt: skip
    created_at = models.DateTimeField(_("created at"))
    used_at = models.DateTimeField(_("last used at"), null=True, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["pk"]

    def __str__(self):
        return str(self.user)


def new_token() -> str:
    """256 random bits, as they stand in an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """The token is random and long: a plain hash cannot be searched back."""
    return hashlib.sha256(token.encode()).hexdigest()
