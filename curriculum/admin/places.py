"""Rooms, and the days on which a room or a lecturer is not there."""

from django.contrib import admin
from django.urls import reverse

from curriculum.models import Room, Unavailable
from trainees.admin.cohorts import WhenFilter
from wijkmakers.lib.admin import VersionedAdmin, VersionedInline


class UnavailableInline(VersionedInline):
    model = Unavailable
    fields = ("starts_on", "ends_on", "weekday")
    ordering = ("starts_on", "pk")


@admin.register(Room)
class RoomAdmin(VersionedAdmin):
    fields = ("name", "address", "seats")
    list_display = ("name", "address", "seats")
    search_fields = ("name", "address")
    ordering = ("name", "pk")
    inlines = [UnavailableInline]

    def view_on_site(self, obj):
        return reverse("room_edit", args=[obj.pk])


@admin.register(Unavailable)
class UnavailableAdmin(VersionedAdmin):
    """Of a lecturer or of a room. No reason: that is nobody's business."""

    fields = ("user", "room", ("starts_on", "ends_on"), "weekday")
    list_display = ("__str__", "user", "room", "starts_on", "ends_on", "weekday")
    list_filter = (WhenFilter, "weekday")
    search_fields = ("user__search_text", "room__name")
    ordering = ("-starts_on", "-pk")
    autocomplete_fields = ("user", "room")
    with_related = ("user", "room")

    def view_on_site(self, obj):
        return reverse("unavailable_edit", args=[obj.pk])
