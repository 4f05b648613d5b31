"""Curricula: their tracks, themes and final goals, and the modules."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum import actions
from curriculum.admin.edition import OfEdition, OfEditionPage
from curriculum.models import (
    Coverage,
    Curriculum,
    Draft,
    Goal,
    Lesson,
    Module,
    Prerequisite,
    Session,
    Theme,
    Track,
)
from wijkmakers.lib.admin import RowAdmin, RowInline, VersionedAdmin, VersionedInline


class TrackInline(OfEdition, VersionedInline):
    model = Track
    fields = ("name", "kind", "position")


class ThemeInline(OfEdition, VersionedInline):
    model = Theme
    fields = ("name",)


class GoalInline(OfEdition, VersionedInline):
    model = Goal
    fields = ("text", "position")


@admin.register(Curriculum)
class CurriculumAdmin(OfEditionPage, VersionedAdmin):
    fields = ("name", "description", "copied_from")
    readonly_fields = ("copied_from",)
    list_display = ("name", "copied_from", "created_at", "changed_at")
    search_fields = ("name",)
    ordering = ("-created_at", "-pk")
    with_related = ("copied_from",)
    inlines = [TrackInline, ThemeInline, GoalInline]

    def view_on_site(self, obj):
        return reverse("curriculum", args=[obj.pk])


class PartAdmin(OfEditionPage, VersionedAdmin):
    """A track, a theme or a final goal: a part of one curriculum for good."""

    stays = ("curriculum",)
    search_fields = ("name", "curriculum__name")
    autocomplete_fields = ("curriculum",)
    with_related = ("curriculum",)

    def label(self, row):
        return f"{row} · {row.curriculum}"

    def view_on_site(self, obj):
        return reverse("curriculum", args=[obj.curriculum_id])


@admin.register(Track)
class TrackAdmin(PartAdmin):
    fields = ("curriculum", "name", "kind", "position")
    list_display = ("name", "kind", "curriculum", "position")
    list_filter = ("kind",)
    ordering = ("-curriculum", "position", "pk")


@admin.register(Theme)
class ThemeAdmin(PartAdmin):
    fields = ("curriculum", "name")
    list_display = ("name", "curriculum")
    ordering = ("-curriculum", "name", "pk")


@admin.register(Goal)
class GoalAdmin(PartAdmin):
    fields = ("curriculum", "text", "position")
    list_display = ("text", "curriculum", "position")
    search_fields = ("text", "curriculum__name")
    ordering = ("-curriculum", "position", "pk")


class LessonInline(OfEdition, VersionedInline):
    model = Lesson
    fields = ("number", "title")


class PrerequisiteInline(OfEdition, RowInline):
    model = Prerequisite
    fk_name = "module"
    autocomplete_fields = ("needs",)
    with_related = ("needs__curriculum",)


class CoverageInline(OfEdition, RowInline):
    model = Coverage
    autocomplete_fields = ("goal",)
    with_related = ("goal__curriculum",)


@admin.register(Module)
class ModuleAdmin(OfEditionPage, VersionedAdmin):
    fieldsets = [
        (None, {"fields": ["curriculum", "number", "title", "track", "theme", "lecturers"]}),
        (_("What trainees see"), {"fields": ["summary", "goals"]}),
        (_("The size of it"), {"fields": [("session_count", "study_hours"), "is_half_day"]}),
    ]
    stays = ("curriculum",)
    list_display = ("title", "number", "track", "theme", "session_count", "curriculum")
    list_filter = ("track__kind",)
    search_fields = ("title", "curriculum__name", "theme__name")
    ordering = ("-curriculum", "number", "pk")
    autocomplete_fields = ("curriculum", "track", "theme", "lecturers")
    with_related = ("curriculum", "track", "theme")
    inlines = [LessonInline, PrerequisiteInline, CoverageInline]

    def label(self, row):
        return f"{row} · {row.curriculum}"

    def view_on_site(self, obj):
        return reverse("module", args=[obj.pk])

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "track" in form.changed_data:
            for planned in (Session.objects, Draft.objects):
                planned.of_module(obj).move_to_track(obj.track, by=request.user, now=timezone.now())

    def delete_model(self, request, obj):
        actions.remove_module(module=obj, by=request.user, now=timezone.now())


class OfModuleAdmin(OfEditionPage, RowAdmin):
    """Beside a page: it is about a module, and that is where it is seen."""

    def view_on_site(self, obj):
        return reverse("module", args=[obj.module_id])


@admin.register(Lesson)
class LessonAdmin(OfModuleAdmin, VersionedAdmin):
    fields = ("module", "number", "title", "preparation")
    stays = ("module",)
    list_display = ("__str__", "number", "module", "changed_at")
    search_fields = ("title", "module__title", "module__curriculum__name")
    ordering = ("-module__curriculum", "module__number", "number", "pk")
    autocomplete_fields = ("module",)
    with_related = ("module__curriculum",)

    def label(self, row):
        return f"{row.module} · {row}"


@admin.register(Prerequisite)
class PrerequisiteAdmin(OfModuleAdmin):
    fields = ("module", "needs")
    list_display = ("module", "needs", "curriculum")
    search_fields = ("module__title", "needs__title", "module__curriculum__name")
    ordering = ("-module__curriculum", "module__number", "pk")
    autocomplete_fields = ("module", "needs")
    with_related = ("module__curriculum", "needs__curriculum")

    @admin.display(description=_("curriculum"), ordering="module__curriculum__name")
    def curriculum(self, prerequisite):
        return prerequisite.module.curriculum


@admin.register(Coverage)
class CoverageAdmin(OfModuleAdmin):
    fields = ("module", "goal")
    list_display = ("module", "goal", "curriculum")
    search_fields = ("module__title", "goal__text", "module__curriculum__name")
    ordering = ("-module__curriculum", "module__number", "pk")
    autocomplete_fields = ("module", "goal")
    with_related = ("module__curriculum", "goal__curriculum")

    @admin.display(description=_("curriculum"), ordering="module__curriculum__name")
    def curriculum(self, coverage):
        return coverage.module.curriculum
