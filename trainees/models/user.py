from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib import names


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Oneself, and for coordinators everybody: they pick supervisors and lecturers from these."""
        if user.is_coordinator():
            return self
        return self.filter(pk=user.pk)

    def of_keys(self, keys):
        return self.filter(pk__in=keys)

    def active(self):
        return self.filter(is_active=True)

    def among(self, keys):
        return self.filter(pk__in=keys)

    def with_email(self, email):
        return self.filter(email=email.strip().lower())

    def coordinating(self, cohort):
        return self.filter(coordinations__cohort=cohort)

    def coordinators(self):
        return self.filter(coordinations__isnull=False).distinct()

    def besides_coordinators_of(self, cohort):
        return self.exclude(pk__in=cohort.coordinations.values("user"))

    def matching(self, text):
        words = names.fold(text).split()
        return self.filter(*(Q(search_text__contains=word) for word in words))

    def in_order(self):
        return self.order_by("sort_name", "pk")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username):
        return self.get(email=username.strip().lower())

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **({"is_staff": True, "is_superuser": True} | fields))


class MailPace(models.TextChoices):
    """How somebody wants to be told."""

    EACH = "each", _("a mail for each message")
    DAILY = "daily", _("one mail a day with everything")


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. What they may see follows from their relations, never from a field here."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={
            "unique": _("There is already somebody with this e-mail address."),
        },
    )
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nl")
    mail_pace = models.CharField(_("mail"), max_length=5, choices=MailPace, default=MailPace.EACH)
    is_staff = models.BooleanField(_("may use the administration"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("account since"), default=timezone.now)
    sort_name = models.CharField(max_length=300, editable=False)
    search_text = models.CharField(max_length=600, editable=False)

    # The names of this person's roles; filled in when somebody signs in (wijkmakers.auth).
    roles: frozenset[str] = frozenset()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="user_email_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
            models.CheckConstraint(
                name="user_mail_pace_known",
                condition=Q(mail_pace__in=["each", "daily"]),
                violation_error_message=_("Choose a mail for each message, or one mail a day."),
            ),
        ]
        indexes = [
            models.Index("sort_name", "id", name="user_by_name"),
            GinIndex(name="user_search", fields=["search_text"], opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        self.email = self.email.strip().lower()

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        self.sort_name = names.sort_key(self.first_name, self.last_name)[:300]
        self.search_text = names.fold(f"{self.first_name} {self.last_name} {self.email}")[:600]
        if (changed := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*changed, "sort_name", "search_text"}
        super().save(*args, **kwargs)

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self):
        return self.first_name

    def is_coordinator(self) -> bool:
        """Whether this person coordinates any cohort; free of charge for who has signed in."""
        if self.is_superuser or "coordinator" in self.roles:
            return True
        return not self.roles and self.pk is not None and self.coordinations.exists()
