"""What goes with a module: files and links."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from curriculum import actions
from curriculum.admin.edition import OfEditionPage
from curriculum.forms.material import FileChecked
from curriculum.models import Material
from wijkmakers.lib.admin import VersionedAdmin, VersionedRowForm

LINK = "link"


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
class MaterialAdmin(OfEditionPage, VersionedAdmin):
    form = MaterialRowForm
    fields = ("module", "lesson", "title", "is_required", "url", "file", "download", "position")
    readonly_fields = ("download",)
    list_display = ("title", "module", "lesson", "is_required", "kind", "size", "changed_at")
    list_filter = (FileKindFilter, "is_required")
    search_fields = ("title", "module__title")
    ordering = ("-pk",)
    autocomplete_fields = ("module", "lesson")
    with_related = ("module__curriculum", "lesson__module")

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
