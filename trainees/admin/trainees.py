"""Trainees, their pauses, and what people can."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainees.models import Pause, Skill, Trainee, TraineeState
from wijkmakers.lib.admin import RowAdmin, VersionedAdmin, VersionedInline


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return TraineeState.choices

    def queryset(self, request, queryset):
        state = self.value()
        return queryset.in_state(state, timezone.localdate()) if state in TraineeState else queryset


class PauseInline(VersionedInline):
    model = Pause
    fields = ("starts_on", "ends_on")


@admin.register(Trainee)
class TraineeAdmin(VersionedAdmin):
    fieldsets = [
        (None, {"fields": ["user", "cohort", ("starts_on", "ends_on"), ("stopped_at", "stopped_by")]}),
        (_("About this person"), {"fields": ["study", "city", "postcode", "skills"]}),
    ]
    readonly_fields = ("stopped_at", "stopped_by")
    stays = ("cohort",)
    list_display = ("user", "cohort", "starts_on", "ends_on", "city")
    list_filter = (StateFilter,)
    search_fields = ("user__search_text", "cohort__name", "city")
    ordering = ("user__sort_name", "pk")
    autocomplete_fields = ("user", "cohort", "skills")
    with_related = ("user", "cohort")
    inlines = [PauseInline]

    def label(self, row):
        return f"{row.user} · {row.cohort}"

    def view_on_site(self, obj):
        return reverse("trainee", args=[obj.pk])


@admin.register(Pause)
class PauseAdmin(VersionedAdmin):
    fields = ("trainee", ("starts_on", "ends_on"))
    list_display = ("trainee", "cohort", "starts_on", "ends_on")
    search_fields = ("trainee__user__search_text", "trainee__cohort__name")
    ordering = ("-starts_on", "-pk")
    autocomplete_fields = ("trainee",)
    with_related = ("trainee__user", "trainee__cohort")

    @admin.display(description=_("cohort"), ordering="trainee__cohort__name")
    def cohort(self, pause):
        return pause.trainee.cohort

    def view_on_site(self, obj):
        return reverse("trainee", args=[obj.trainee_id])


@admin.register(Skill)
class SkillAdmin(RowAdmin):
    fields = ("name",)
    list_display = ("name",)
    search_fields = ("name",)
    ordering = ("name", "pk")
    view_on_site = False
