"""What people are told, whether it arrived, and the calendar they subscribed to."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trainees.models import Delivery, Feed, Message
from wijkmakers.lib.admin import RecordAdmin, RoughPaginator


class SentFilter(admin.SimpleListFilter):
    title = _("sent")
    parameter_name = "sent"

    def lookups(self, request, model_admin):
        return [("yes", _("sent")), ("no", _("not sent yet")), ("never", _("cancelled"))]

    def queryset(self, request, queryset):
        known = {"yes": queryset.sent, "no": queryset.waiting, "never": queryset.cancelled}
        return known.get(self.value() or "", queryset.all)()


@admin.register(Message)
class MessageAdmin(RecordAdmin):
    """A coordinator changes, holds and cancels these where they wait to be sent."""

    fieldsets = [
        (None, {"fields": ["to", "kind", "cohort", "subject", "text", "data"]}),
        (
            _("On its way"),
            {
                "fields": [
                    "due_at",
                    ("held_at", "held_by"),
                    ("cancelled_at", "cancelled_by"),
                    "sent_at",
                    ("attempts", "failed_at"),
                ]
            },
        ),
        (_("History"), {"fields": [("created_at", "created_by"), ("changed_at", "changed_by")]}),
    ]
    list_display = ("to", "kind", "subject", "cohort", "created_at", "created_by", "sent_at")
    list_filter = (SentFilter, "kind")
    search_fields = ("to__search_text", "cohort__name", "subject")
    ordering = ("-created_at", "-pk")
    paginator = RoughPaginator
    with_related = ("to", "cohort", "created_by")
    left_out = ("calendar",)

    def view_on_site(self, obj):
        return reverse("message", args=[obj.pk])


class SucceededFilter(admin.SimpleListFilter):
    title = _("delivered")
    parameter_name = "delivered"

    def lookups(self, request, model_admin):
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.filter(refusal="")
        return queryset.exclude(refusal="") if self.value() == "no" else queryset


@admin.register(Delivery)
class DeliveryAdmin(RecordAdmin):
    fields = ("message", "tried_at", "address", "mail_id", "refusal")
    list_display = ("tried_at", "address", "about", "refusal")
    list_filter = (SucceededFilter,)
    search_fields = ("address", "message__to__search_text", "message__cohort__name")
    ordering = ("-tried_at", "-pk")
    paginator = RoughPaginator
    with_related = ("message__to",)
    left_out = ("message__data", "message__text", "message__calendar")

    @admin.display(description=_("about what"))
    def about(self, delivery):
        return delivery.message.get_kind_display()

    def view_on_site(self, obj):
        return reverse("message", args=[obj.message_id])


@admin.register(Feed)
class FeedAdmin(RecordAdmin):
    """Removing one closes its address. What that is, nobody can read here: only its person was shown it."""

    fields = list_display = ("user", "created_at", "used_at")
    search_fields = ("user__search_text",)
    ordering = ("-created_at", "-pk")
    with_related = ("user",)
    left_out = ("token_hash",)
    view_on_site = False
