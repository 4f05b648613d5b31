"""What the libraries registered in the admin, as far as anybody here has a use for it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from wijkmakers.lib.admin import RecordAdmin


class OfPersonAdmin(RecordAdmin):
    """The library itself makes these."""

    search_fields = ["user__search_text"]
    with_related = ("user",)
    view_on_site = False


class AuthenticatorAdmin(OfPersonAdmin):
    """Removing one helps who has lost their telephone. Its secret is shown to nobody."""

    fields = list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    ordering = ("-created_at", "-pk")


class UserSessionAdmin(OfPersonAdmin):
    """Removing one signs that browser out."""

    fields = list_display = ("user", "created_at", "last_seen_at", "ip", "user_agent")
    search_fields = [*OfPersonAdmin.search_fields, "ip"]
    ordering = ("-last_seen_at", "-pk")

    def delete_model(self, request, obj):
        obj.end()


# Their library leaves them without a translation.
for model, name, names in (
    (Authenticator, _("second factor"), _("second factors")),
    (UserSession, _("signed-in browser"), _("signed-in browsers")),
):
    model._meta.verbose_name, model._meta.verbose_name_plural = name, names

# E-mail addresses stand with the person, there is no sign-in through others yet, and a job is between
# the worker and the draft it works on.
admin.site.unregister(
    [Authenticator, EmailAddress, ProcrastinateJob, SocialAccount, SocialApp, SocialToken, UserSession]
)
admin.site.register(Authenticator, AuthenticatorAdmin)
admin.site.register(UserSession, UserSessionAdmin)
