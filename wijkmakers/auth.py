"""Who is signed in, and with which roles: found with the person in one query, from their relations."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from curriculum.models import Module, Session
from placements.models import HostMember
from trainees.models import Coordinator, Trainee, User
from wijkmakers.lib import access

log = logging.getLogger(__name__)

ME = OuterRef("pk")
RELATIONS = {
    access.COORDINATOR: Exists(Coordinator.objects.filter(user=ME)),
    access.TRAINEE: Exists(Trainee.objects.filter(user=ME)),
    access.LECTURER: Exists(Session.lecturers.through.objects.filter(user=ME))
    | Exists(Module.lecturers.through.objects.filter(user=ME)),
}


class RoleBackend(AuthenticationBackend):
    """Signs people in by e-mail and knows their roles on every request."""

    def get_user(self, user_id):
        members = HostMember.objects.in_force(timezone.localdate())
        relations = RELATIONS | {access.SUPERVISOR: Exists(members.filter(user=ME))}
        found = {f"is_a_{role}": relation for role, relation in relations.items()}
        second_factor = Exists(Authenticator.objects.filter(user=ME))
        user = User.objects.annotate(**found, has_second_factor=second_factor).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.roles = frozenset(role for role in relations if getattr(user, f"is_a_{role}"))
        if user.is_superuser:
            user.roles |= {access.COORDINATOR}
        return user


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by coordinators and admins; nobody signs up by themselves."""

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        """A mail server that is away is no reason to lose what somebody just did."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            log.exception("Not sent: %s", template_prefix)
            request = allauth_context.request
            request.mail_is_away = True
            messages.error(request, _("The mail could not be sent now. Try it again later."))

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        is_sent = message_template == "account/messages/email_confirmation_sent.txt"
        if not (is_sent and getattr(request, "mail_is_away", False)):
            super().add_message(request, level, message_template, *args, **kwargs)

    def login(self, request, user):
        """The address of an account was given by who made it, and counts as confirmed. So another takes its
        place only when confirmed too: nobody gets the roles meant for an address that is not theirs.
        """
        super().login(request, user)
        own, _made = EmailAddress.objects.get_or_create(user=user, email=user.email)
        own.set_verified()
        if not own.primary:
            own.set_as_primary()


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's own sentence has no Dutch."""

    def get_error_message(self):
        sentence = ngettext(
            "This password is too short. Choose at least %(n)d character.",
            "This password is too short. Choose at least %(n)d characters.",
            self.min_length,
        )
        return sentence % {"n": self.min_length}


class OwnDetailsValidator(password_validation.UserAttributeSimilarityValidator):
    """Nobody takes their own name or address; said so that it reads well in Dutch."""

    def get_error_message(self):
        return _("This password looks too much like your %(verbose_name)s.")


class MaximumLengthValidator:
    """Nobody can make the server hash a novel."""

    def __init__(self, max_length=128):
        self.max_length = max_length

    def validate(self, password, user=None):
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        return _("Your password has at most %(max_length)d characters.") % {"max_length": self.max_length}
