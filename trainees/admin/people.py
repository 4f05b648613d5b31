"""Accounts: who may sign in, what they are here, and the way back in for who is locked out."""

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import SetPasswordMixin, UserChangeForm
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trainees.models import User
from wijkmakers.lib.admin import RowAdmin, RowForm

RIGHTS = ("is_staff", "is_superuser", "groups")


class NewUserForm(SetPasswordMixin, RowForm):
    """Somebody new. Without a password they choose one themselves, through “Forgot your password?”."""

    password1, password2 = SetPasswordMixin.create_password_fields()

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "phone", "language", "mail_pace"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            self.fields[name].required = False
        self.fields["password1"].help_text = _(
            "Leave it empty: they choose one through “Forgot your password?”."
        )

    def clean(self):
        cleaned = super().clean() or {}
        if cleaned.get("password1") != cleaned.get("password2"):
            self.add_error("password2", self.error_messages["password_mismatch"])
        # None makes a password that nothing matches.
        cleaned["password1"] = cleaned.get("password1") or None
        return cleaned

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]
        self.validate_password_for_user(self.instance)

    def save(self, commit=True):
        user = super().save(commit=False)
        return self.set_password_and_save(user, commit=commit)


class UserForm(RowForm, UserChangeForm):
    """What stands in an account."""

    class Meta:
        model = User
        fields = [
            "email", "password", "first_name", "last_name", "phone", "language", "mail_pace", "is_active",
            *RIGHTS,
        ]  # fmt: skip
        field_classes = {"email": forms.EmailField}


@admin.register(User)
class UserAdmin(RowAdmin, DjangoUserAdmin):
    form = UserForm
    add_form = NewUserForm
    fieldsets = [
        (
            None,
            {"fields": ["email", "password", "first_name", "last_name", "phone", "language", "mail_pace"]},
        ),
        (_("What this person is"), {"fields": ["relations"]}),
        (_("Access"), {"fields": ["is_active", *RIGHTS]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": [*NewUserForm.Meta.fields, "password1", "password2"]}),
    ]
    readonly_fields = ("relations", "last_login", "date_joined")
    list_display = ("sorted_name", "email", "phone", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "language", "mail_pace")
    search_fields = ("search_text",)
    ordering = ("sort_name", "pk")
    autocomplete_fields = ("groups",)
    filter_horizontal = ()
    add_form_template = None
    actions = ("send_password_link", "remove_second_factor", "sign_out")
    view_on_site = False

    @admin.display(description=_("name"), ordering="sort_name")
    def sorted_name(self, user):
        return str(user)

    @admin.display(description=_("relations"))
    def relations(self, user):
        """Where else in the administration this person is named: what gives them their roles."""
        lines = [line for relation in User._meta.related_objects if (line := self._relation(user, relation))]
        return format_html_join("", '<div><a href="{}">{}: {}</a></div>', lines) if lines else _("None yet.")

    def label(self, row):
        return f"{row} ({row.email})"

    def get_readonly_fields(self, request, obj=None):
        """Rights are given by who has them all."""
        rights = () if request.user.is_superuser else RIGHTS
        return (*super().get_readonly_fields(request, obj), *rights)

    def has_change_permission(self, request, obj=None):
        beyond = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not beyond and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        beyond = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not beyond and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            # An address that is no longer somebody's must not let anybody in.
            EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()

    @admin.action(description=_("Send a link to choose a password"), permissions=["change"])
    def send_password_link(self, request, queryset):
        people = [user for user in self._within_reach(request, queryset) if user.is_active]
        for user in people:
            form = ResetPasswordForm({"email": user.email})
            if form.is_valid():
                form.save(request)
        sentence = ngettext("%(count)d link was sent.", "%(count)d links were sent.", len(people))
        messages.success(request, sentence % {"count": len(people)})

    @admin.action(description=_("Remove the second factor"), permissions=["change"])
    def remove_second_factor(self, request, queryset):
        people = self._within_reach(request, queryset)
        Authenticator.objects.filter(user__in=people).delete()
        sentence = ngettext(
            "%(count)d person now signs in with a password alone, until they set up a second factor again.",
            "%(count)d people now sign in with a password alone, until they set up a second factor again.",
            len(people),
        )
        messages.success(request, sentence % {"count": len(people)})

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request, queryset):
        people = self._within_reach(request, queryset)
        for session in UserSession.objects.filter(user__in=people):
            session.end()
        sentence = ngettext(
            "%(count)d person was signed out.", "%(count)d people were signed out.", len(people)
        )
        messages.success(request, sentence % {"count": len(people)})

    def _within_reach(self, request, queryset):
        return [user for user in queryset if self.has_change_permission(request, user)]

    def _relation(self, user, relation):
        """Where rows that name this person are listed, what they are called, and how many there are."""
        model, field = relation.related_model, relation.field.name
        if not self.admin_site.is_registered(model):
            return None
        count = model._default_manager.filter(**{field: user}).count()
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        name = capfirst(model._meta.verbose_name_plural)
        return (f"{url}?{field}__id__exact={user.pk}", name, count) if count else None
