"""Content, the programme of each cohort, and who was there."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from curriculum import actions
from curriculum.forms.material import FileChecked
from curriculum.models import Attendance, Curriculum, Material, Module, Programme, Session, Theme, Track
from trainees.models import Cohort
from wijkmakers.lib.admin import (
    RoughPaginator,
    VersionedAdmin,
    VersionedInline,
    VersionedRowForm,
    add_inlines,
)

LINK = "link"


class TrackInline(VersionedInline):
    model = Track
    fields = ("name", "kind", "position")


class ThemeInline(VersionedInline):
    model = Theme
    fields = ("name",)


class ProgrammeInline(VersionedInline):
    """Which curriculum a cohort follows."""

    model = Programme
    fields = ("curriculum",)
    autocomplete_fields = ("curriculum",)
    with_related = ("curriculum", "cohort")


class AttendanceInline(VersionedInline):
    model = Attendance
    fields = ("trainee", "state")
    ordering = ("trainee__user__sort_name", "pk")
    autocomplete_fields = ("trainee",)
    with_related = ("trainee__user", "trainee__cohort")


add_inlines(Cohort, ProgrammeInline)


@admin.register(Curriculum)
class CurriculumAdmin(VersionedAdmin):
    fields = ("name", "description")
    list_display = ("name", "created_at", "changed_at")
    search_fields = ("name",)
    ordering = ("-created_at", "-pk")
    inlines = [TrackInline, ThemeInline]

    def view_on_site(self, obj):
        return reverse("curriculum", args=[obj.pk])


@admin.register(Programme)
class ProgrammeAdmin(VersionedAdmin):
    fields = ("cohort", "curriculum")
    list_display = ("cohort", "curriculum")
    search_fields = ("cohort__name", "curriculum__name")
    ordering = ("-pk",)
    autocomplete_fields = ("cohort", "curriculum")
    with_related = ("cohort", "curriculum")

    def view_on_site(self, obj):
        return reverse("programme", args=[obj.cohort_id])


class PartAdmin(VersionedAdmin):
    """A track or a theme: a part of one curriculum for good."""

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


@admin.register(Module)
class ModuleAdmin(VersionedAdmin):
    fieldsets = [
        (None, {"fields": ["curriculum", "number", "title", "track", "theme", "lecturers"]}),
        (_("What trainees see"), {"fields": ["summary", "goals", ("session_count", "study_hours")]}),
    ]
    stays = ("curriculum",)
    list_display = ("title", "number", "track", "theme", "session_count", "curriculum")
    list_filter = ("track__kind",)
    search_fields = ("title", "curriculum__name", "theme__name")
    ordering = ("-curriculum", "number", "pk")
    autocomplete_fields = ("curriculum", "track", "theme", "lecturers")
    with_related = ("curriculum", "track", "theme")

    def label(self, row):
        return f"{row} · {row.curriculum}"

    def view_on_site(self, obj):
        return reverse("module", args=[obj.pk])

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "track" in form.changed_data:
            Session.objects.of_module(obj).move_to_track(obj.track, by=request.user, now=timezone.now())

    def delete_model(self, request, obj):
        actions.remove_module(module=obj, by=request.user, now=timezone.now())


class MaterialRowForm(FileChecked, VersionedRowForm):
    """The content of a file is looked at here too."""


class FileKindFilter(admin.SimpleListFilter):
    """By kind of file; a link has no kind, and would stand among the choices as an empty one."""

    title = _("kind of file")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = Material.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind or LINK, kind or _("link")) for kind in kinds]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(kind="" if self.value() == LINK else self.value())


@admin.register(Material)
class MaterialAdmin(VersionedAdmin):
    form = MaterialRowForm
    fields = ("module", "title", "url", "file", "download", "position")
    readonly_fields = ("download",)
    list_display = ("title", "module", "kind", "size", "changed_at")
    list_filter = (FileKindFilter,)
    search_fields = ("title", "module__title")
    ordering = ("-pk",)
    autocomplete_fields = ("module",)
    with_related = ("module__curriculum",)

    @admin.display(description=_("as it is now"))
    def download(self, material):
        if not material.file:
            return self.get_empty_value_display()
        url = reverse("material_file", args=[material.pk])
        return format_html('<a href="{}">{}</a>', url, material.download_name())

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "file":
            kwargs["widget"] = forms.FileInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def view_on_site(self, obj):
        return reverse("module", args=[obj.module_id])

    def save_model(self, request, obj, form, change):
        if change:
            actions.change_material(material=obj, seen=form.cleaned_data["seen"] or 0, by=request.user)
        else:
            actions.add_material(material=obj, by=request.user)

    def delete_model(self, request, obj):
        actions.remove_material(material=obj, by=request.user)


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
        (_("When and where"), {"fields": ["starts_at", "ends_at", "place", "lecturers"]}),
        (_("What trainees see"), {"fields": ["summary", "preparation"]}),
    ]
    list_display = ("starts_at", "__str__", "cohort", "track", "place")
    list_display_links = ("starts_at", "__str__")
    list_filter = (ComingFilter, "track__kind")
    search_fields = ("title", "module__title", "cohort__name", "place")
    ordering = ("-starts_at", "-pk")
    paginator = RoughPaginator
    autocomplete_fields = ("cohort", "track", "module", "lecturers")
    with_related = ("cohort", "track__curriculum", "module__curriculum")
    inlines = [AttendanceInline]

    def label(self, row):
        return f"{timezone.localdate(row.starts_at)} · {row} · {row.cohort}"

    def view_on_site(self, obj):
        return reverse("session", args=[obj.pk])


@admin.register(Attendance)
class AttendanceAdmin(VersionedAdmin):
    fields = ("session", "trainee", "state")
    list_display = ("trainee", "state", "day", "session", "cohort")
    list_filter = ("state",)
    search_fields = ("trainee__user__search_text", "session__cohort__name")
    ordering = ("-pk",)
    paginator = RoughPaginator
    autocomplete_fields = ("session", "trainee")
    with_related = ("session__module", "session__cohort", "trainee__user", "trainee__cohort")

    @admin.display(description=_("day"), ordering="session__starts_at")
    def day(self, attendance):
        return timezone.localdate(attendance.session.starts_at)

    @admin.display(description=_("cohort"), ordering="session__cohort__name")
    def cohort(self, attendance):
        return attendance.session.cohort

    def view_on_site(self, obj):
        return reverse("attendance", args=[obj.session_id])
