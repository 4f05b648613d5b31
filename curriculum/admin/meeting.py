"""The programme of each cohort: as it was published, how it is to become, and what each release changed."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.admin.attendance import AttendanceInline
from curriculum.models import Draft, Programme, Release, ReleaseChange, Session
from trainees.models import Cohort
from wijkmakers.lib.admin import RecordAdmin, RoughPaginator, VersionedAdmin, VersionedInline, add_inlines

WHEN_AND_WHERE: Any = ["starts_at", "ends_at", "room", "place", "lecturers", "is_pinned"]


class ProgrammeInline(VersionedInline):
    """Which curriculum a cohort follows."""

    model = Programme
    fields = ("curriculum",)
    autocomplete_fields = ("curriculum",)
    with_related = ("curriculum", "cohort")


add_inlines(Cohort, ProgrammeInline)


@admin.register(Programme)
class ProgrammeAdmin(VersionedAdmin):
    fieldsets = [
        (None, {"fields": ["cohort", "curriculum", "rooms", ("morning_ends_at", "afternoon_begins_at")]}),
        (
            _("The pace"),
            {
                "fields": [
                    "development_every", "heavy_from", ("quiet_before_switch", "quiet_after_switch"),
                ],
            },
        ),
        (_("Attendance"), {"fields": ["attendance_threshold", "catch_up_days", "has_check_in"]}),
    ]  # fmt: skip
    list_display = ("cohort", "curriculum")
    search_fields = ("cohort__name", "curriculum__name")
    ordering = ("-pk",)
    autocomplete_fields = ("cohort", "curriculum", "rooms")
    with_related = ("cohort", "curriculum")

    def view_on_site(self, obj):
        return reverse("programme", args=[obj.cohort_id])


class ComingFilter(admin.SimpleListFilter):
    title = _("when")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("coming", _("coming")), ("over", _("over"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        wanted = {"coming": {"ends_at__gte": now}, "over": {"ends_at__lt": now}}
        return queryset.filter(**wanted.get(self.value() or "", {}))


@admin.register(Session)
class SessionAdmin(VersionedAdmin):
    fieldsets = [
        (None, {"fields": ["cohort", "track", "module", "number", "title"]}),
        (_("When and where"), {"fields": WHEN_AND_WHERE}),
        (_("What trainees see"), {"fields": ["summary", "preparation"]}),
        (_("In calendars"), {"fields": ["uid", "sequence", ("cancelled_at", "cancelled_by")]}),
    ]
    readonly_fields = ("uid", "sequence", "cancelled_at", "cancelled_by")
    list_display = ("starts_at", "__str__", "cohort", "track", "place", "cancelled_at")
    list_display_links = ("starts_at", "__str__")
    list_filter = (ComingFilter, "track__kind", ("cancelled_at", EmptyFieldListFilter))
    search_fields = ("title", "module__title", "cohort__name", "place")
    ordering = ("-starts_at", "-pk")
    paginator = RoughPaginator
    autocomplete_fields = ("cohort", "track", "module", "room", "lecturers")
    with_related = ("cohort", "track__curriculum", "module__curriculum", "room", "cancelled_by")
    inlines = [AttendanceInline]

    def get_fieldsets(self, request, obj=None):
        """What is new is in no calendar yet: its identity comes from the database."""
        found = super().get_fieldsets(request, obj)
        return [fieldset for fieldset in found if obj or "uid" not in fieldset[1]["fields"]]

    def label(self, row):
        return f"{timezone.localdate(row.starts_at)} · {row} · {row.cohort}"

    def save_model(self, request, obj, form, change):
        """Calendars take in a change only when it has a higher number than the one they know."""
        if change and form.changed_data:
            obj.sequence += 1
        super().save_model(request, obj, form, change)

    def view_on_site(self, obj):
        return reverse("session", args=[obj.pk])


@admin.register(Draft)
class DraftAdmin(RecordAdmin):
    """The programme is drafted on its own page."""

    fieldsets = [
        (None, {"fields": ["cohort", "session", "track", "module", "number", "title", "is_cancelled"]}),
        (_("When and where"), {"fields": WHEN_AND_WHERE}),
        (_("History"), {"fields": [("created_at", "created_by"), ("changed_at", "changed_by")]}),
    ]
    list_display = ("starts_at", "__str__", "cohort", "track", "is_cancelled", "changed_at")
    list_display_links = ("starts_at", "__str__")
    list_filter = ("is_cancelled", "is_pinned", "track__kind")
    search_fields = ("title", "module__title", "cohort__name", "place")
    ordering = ("-starts_at", "-pk")
    paginator = RoughPaginator
    with_related = ("cohort", "track", "module", "session__module", "room")

    def view_on_site(self, obj):
        return reverse("programme", args=[obj.cohort_id])


@admin.register(Release)
class ReleaseAdmin(RecordAdmin):
    fields = ("cohort", "number", "note", ("released_at", "released_by"))
    list_display = ("cohort", "number", "released_at", "released_by")
    list_display_links = ("cohort", "number")
    search_fields = ("cohort__name", "released_by__search_text")
    ordering = ("-released_at", "-pk")
    with_related = ("cohort", "released_by")

    def view_on_site(self, obj):
        return reverse("programme", args=[obj.cohort_id])


@admin.register(ReleaseChange)
class ReleaseChangeAdmin(RecordAdmin):
    fields = ("release", "position", "kind", "session", "before", "after")
    list_display = ("release", "position", "kind", "session")
    list_filter = ("kind",)
    search_fields = ("release__cohort__name", "session__title", "session__module__title")
    ordering = ("-release", "position", "pk")
    paginator = RoughPaginator
    with_related = ("release__cohort", "session__module")

    def view_on_site(self, obj):
        return reverse("programme", args=[obj.release.cohort_id])
