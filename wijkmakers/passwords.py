"""The link with which somebody chooses a new password. The worker sends it: the page that asks for it neither
waits for a mail server nor tells, by its answer or its time, whether there is such an account.
"""

from allauth.account import forms
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import override
from procrastinate.contrib.django import app

from trainees.actions.telling import said
from trainees.models import User

SEND_LINK = "wijkmakers.tasks.send_password_link"
"""The name of the job; only the worker imports the module."""


class ResetPasswordForm(forms.ResetPasswordForm):
    """For nobody a job is asked for too."""

    def save(self, request, **kwargs):
        app.configure_task(SEND_LINK, queue="mail").defer(users=[user.pk for user in self.users])
        return self.cleaned_data["email"]


def link_mail(user: User) -> EmailMessage:
    """With a link that is made now, so that none is kept anywhere."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    words = {
        "to": user,
        "link": settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key),
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
    }
    with override(user.language):
        subject, text = said("wijkmakers/mail/password_link.txt", words)
    return EmailMessage(subject, f"{text}\n", to=[user.email], headers={"Auto-Submitted": "auto-generated"})
