"""Cohorts, who runs them, and the days on which nobody learns."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainees.models import ClosedDay, Cohort, Coordinator, Upload
from trainees.models.cohort import WEEKDAYS, monday_to_thursday
from wijkmakers.lib.admin import RecordAdmin, RowAdmin, RowInline, VersionedAdmin, VersionedRowForm


class WhenFilter(admin.SimpleListFilter):
    """Coming, running or over, by the two days of a row."""

    title = _("when")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("running", _("running")), ("coming", _("coming")), ("finished", _("finished"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        wanted = {
            "running": {"starts_on__lte": today, "ends_on__gte": today},
            "coming": {"starts_on__gt": today},
            "finished": {"ends_on__lt": today},
        }
        return queryset.filter(**wanted.get(self.value() or "", {}))


class CohortRowForm(VersionedRowForm):
    work_weekdays = forms.TypedMultipleChoiceField(
        label=_("Work days"),
        choices=WEEKDAYS,
        coerce=int,
        initial=monday_to_thursday,
        widget=forms.CheckboxSelectMultiple,
    )


class CoordinatorInline(RowInline):
    model = Coordinator
    autocomplete_fields = ("user",)
    with_related = ("user",)
    min_num = 1


@admin.register(Cohort)
class CohortAdmin(VersionedAdmin):
    form = CohortRowForm
    fieldsets = [
        (None, {"fields": ["name", ("starts_on", "ends_on"), "place"]}),
        (
            _("The week"),
            {
                "fields": [
                    "learning_weekday", ("day_starts_at", "day_ends_at"), "work_weekdays",
                    "follows_school_holidays",
                ],
            },
        ),
    ]  # fmt: skip
    list_display = ("name", "starts_on", "ends_on", "learning_weekday", "place")
    list_filter = (WhenFilter, "learning_weekday")
    search_fields = ("name",)
    ordering = ("-starts_on", "-pk")
    inlines = [CoordinatorInline]

    def view_on_site(self, obj):
        return reverse("cohort", args=[obj.pk])


@admin.register(Coordinator)
class CoordinatorAdmin(RowAdmin):
    fields = ("cohort", "user")
    list_display = ("user", "cohort")
    search_fields = ("user__search_text", "cohort__name")
    ordering = ("-pk",)
    autocomplete_fields = ("cohort", "user")
    with_related = ("cohort", "user")

    def view_on_site(self, obj):
        return reverse("cohort", args=[obj.cohort_id])


@admin.register(ClosedDay)
class ClosedDayAdmin(VersionedAdmin):
    fields = ("kind", "name", ("starts_on", "ends_on"), "cohort")
    list_display = ("name", "kind", "starts_on", "ends_on", "cohort")
    list_filter = ("kind",)
    search_fields = ("name", "cohort__name")
    date_hierarchy = "starts_on"
    ordering = ("-starts_on", "-pk")
    autocomplete_fields = ("cohort",)
    with_related = ("cohort",)

    def view_on_site(self, obj):
        only = f"?cohort={obj.cohort_id}" if obj.cohort_id else ""
        return reverse("closed_day_list") + only


@admin.register(Upload)
class UploadAdmin(RecordAdmin):
    """Sheets between preview and confirmation."""

    fields = ("name", "created_at", "created_by", "cohort")
    list_display = ("name", "created_at", "created_by", "cohort")
    search_fields = ("name", "created_by__search_text")
    ordering = ("-created_at", "-pk")
    with_related = ("created_by", "cohort")
    left_out = ("content",)
    view_on_site = False
