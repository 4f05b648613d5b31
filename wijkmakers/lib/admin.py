"""The Django admin as we use it: rules of the database as sentences, versions, and lists that stay quick.

A page is saved inside a savepoint. When a rule of the database refuses it, or somebody else saved the row
meanwhile, the page is built once more from what was typed, with the sentence above it.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import options
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget, RelatedFieldWidgetWrapper
from django.core.paginator import Paginator
from django.db import IntegrityError, connection, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib import names
from wijkmakers.lib.adminwidgets import ChosenSelect, ChosenSelectMultiple, MomentWidget
from wijkmakers.lib.constraints import Refused, rules_checked, sentence_for
from wijkmakers.lib.forms import DateField, TimeField
from wijkmakers.lib.versions import Conflict, save_version

HISTORY = ("created_at", "created_by", "changed_at", "changed_by")
OVERTAKEN = _("Somebody else changed this meanwhile. Your input is still here; save again to replace theirs.")
# Counting fewer rows than this takes no time worth saving.
MANY_ROWS = 20_000
# Nobody remembers more words than this.
WORDS = 10
# Whoever says that a page has more rows inside it is not believed: each costs time.
MOST_ROWS = 300


@dataclass(frozen=True)
class Refusal:
    """Why nothing was saved. After a conflict, `overtakes`: saving again replaces what the other saved."""

    sentence: Any
    overtakes: bool = False


class RowForm(forms.ModelForm):
    """A row in the admin."""

    refusal: Refusal | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, ChosenSelect):
                relation = self._meta.model._meta.get_field(name)
                widget.chosen = relation.get_cached_value(self.instance, default=None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            self.add_error(None, self.refusal.sentence)
        return cleaned


class VersionedRowForm(RowForm):
    """A row in the admin that remembers which version of it was shown."""

    overtakes = False
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.instance.version if self.instance.pk else 0
        self.fields["seen"].initial = version
        if self.overtakes and self.is_bound:
            data: Any = self.data
            self.data = data.copy()
            self.data[self.add_prefix("seen")] = str(version)  # type: ignore[index]


class _Related(options.BaseModelAdmin):
    """What pages and the rows inside them share: one searches for a related row, and sees its full label."""

    with_related: ClassVar[tuple[str, ...]] = ()
    left_out: ClassVar[tuple[str, ...]] = ()
    # Whether the rows that a field points at can be made and changed from here.
    keeps_related = True
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.DateField: {"form_class": DateField, "widget": AdminDateWidget},
        models.TimeField: {"form_class": TimeField, "widget": AdminTimeWidget(format="%H:%M")},
        models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": MomentWidget},
    }

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.with_related).defer(*self.left_out)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # What others may use too is removed on its own page.
            field.widget.can_delete_related = False
            field.widget.can_add_related &= self.keeps_related
            field.widget.can_change_related &= self.keeps_related
            field.widget.can_view_related &= self.keeps_related
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChosenSelect(db_field, self.admin_site)
        return _labelled(super().formfield_for_foreignkey(db_field, request, **kwargs))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChosenSelectMultiple(db_field, self.admin_site)
        return _labelled(super().formfield_for_manytomany(db_field, request, **kwargs))


class RowInline(_Related, admin.TabularInline):
    """Rows inside the page of the row they belong to; VersionedInline when they carry a version."""

    form = RowForm
    keeps_related = False
    extra = 0
    max_num = MOST_ROWS
    show_change_link = True

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)


class VersionedInline(RowInline):
    form = VersionedRowForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        seen = ["seen"] if self.has_change_permission(request, obj) else []
        return [*super().get_fields(request, obj), *seen]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        refusal = _refusal(request)
        formset.form.overtakes = bool(refusal and refusal.overtakes)
        return formset


class RowAdmin(_Related, admin.ModelAdmin):
    """A page of the admin on which a broken rule is a sentence.

    with_related: what is fetched along with each row. left_out: columns that are long or secret, and not
    fetched until somebody asks for one. stays: fields that never change once a row is there.
    search_fields: names of fields; a `search_text` holds no capitals and accents, and is searched without.
    """

    form = RowForm
    stays: ClassVar[tuple[str, ...]] = ()
    show_full_result_count = False
    list_per_page = 50
    empty_value_display = "–"

    def label(self, row: Any) -> str:
        """How a row is called in a list to choose from."""
        return str(row)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Each word stands in one of the fields, and each field is searched with an index of its own."""
        for word in search_term.replace("\0", " ").split()[:WORDS]:
            fields = self.get_search_fields(request)
            found = [
                self.model._default_manager.filter(**_contains(field, word)).values("pk") for field in fields
            ]
            queryset = queryset.filter(pk__in=found[0].union(*found[1:]))
        return queryset, False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = self.stays if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = refusal = _refusal(request)
        form.overtakes = bool(refusal and refusal.overtakes)
        return form

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        form_of = {id(row_form.instance): row_form for row_form in formset.forms}
        for row in rows:
            _keep(row, form=form_of[id(row)], by=request.user)
        formset.save_m2m()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        _keep(obj, form=form, by=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with rules_checked():
            super().save_related(request, form, formsets, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with rules_checked():
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with rules_checked():
            for row in queryset:
                self.delete_model(request, row)

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        try:
            with transaction.atomic():
                return super().response_action(request, queryset, *args)
        except (Refused, IntegrityError) as error:
            return self._refused(request, error, request.get_full_path())

    def _delete_view(self, request: HttpRequest, object_id: str, extra_context: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super()._delete_view(request, object_id, extra_context)  # type: ignore[misc]
        except (Refused, IntegrityError) as error:
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return self._refused(request, error, reverse(name, args=[object_id]))

    def _changeform_view(self, request: HttpRequest, *args: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super()._changeform_view(request, *args)  # type: ignore[misc]
        except Conflict:
            refusal = Refusal(OVERTAKEN, overtakes=True)
        except (Refused, IntegrityError) as error:
            refusal = Refusal(_sentence(error))
        request.refusal = refusal  # type: ignore[attr-defined]
        return super()._changeform_view(request, *args)  # type: ignore[misc]

    def _refused(self, request: HttpRequest, error: Refused | IntegrityError, url: str) -> HttpResponse:
        messages.error(request, _sentence(error))
        return HttpResponseRedirect(url)


class VersionedAdmin(RowAdmin):
    """A page of a row with a version: it shows who made it and who changed it last."""

    form = VersionedRowForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *HISTORY)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (name, first), *others = super().get_fieldsets(request, obj)
        if not obj:
            return [(name, first), *others]
        seen = ["seen"] if self.has_change_permission(request, obj) else []
        history = (_("History"), {"fields": HISTORY, "classes": ["collapse"]})
        return [(name, first | {"fields": [*first["fields"], *seen]}), *others, history]


class MadeElsewhere(options.BaseModelAdmin):
    """Beside a page: its rows are made where something happens, never here by hand."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False


class RecordAdmin(MadeElsewhere, RowAdmin):
    """To look at and to clear away: nobody writes down by hand what happened."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RoughPaginator(Paginator):
    """Believes PostgreSQL's own estimate of how long a very long list is, as long as nothing filters it."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        rough = 0 if rows.query.where else _estimate(rows.model._meta.db_table)
        return rough if rough > MANY_ROWS else rows.count()


class _LabelledJsonView(AutocompleteJsonView):
    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        found = super().serialize_result(obj, to_field_name)
        if isinstance(self.model_admin, RowAdmin):
            found["text"] = self.model_admin.label(obj)
        return found


class Site(admin.AdminSite):
    """One sign-in for the whole house, and choices that say which of two namesakes they are."""

    site_header = site_title = settings.PROGRAMME_NAME
    index_title = _("Administration")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What one can look at, in the order of the house: ours first, then what the libraries keep."""
        order = [config.label for config in apps.get_app_configs()]
        return sorted(super().get_app_list(request, app_label), key=lambda app: order.index(app["app_label"]))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Through the same page as everybody, with its second factor and its limits on guessing."""
        return secure_admin_login(super().login)(request, extra_context=extra_context)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """The rows that match what was typed, for a field to choose one from."""
        return _LabelledJsonView.as_view(admin_site=self)(request)


def add_inlines(model: type[models.Model], *inlines: type[RowInline]) -> None:
    """Show more rows on the page of `model`, which an app below has registered."""
    page: Any = admin.site.get_model_admin(model)
    page.inlines = [*page.inlines, *inlines]


def _estimate(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


def _labelled(field: Any) -> Any:
    """The rows one may choose from, called as their own page of the admin calls them."""
    queryset = getattr(field, "queryset", None)
    page = admin.site.get_model_admin(queryset.model) if queryset is not None else None
    if isinstance(page, RowAdmin):
        field.label_from_instance = page.label
        field.queryset = queryset.select_related(*page.with_related)  # type: ignore[union-attr]
    return field


def _contains(field: str, word: str) -> dict[str, str]:
    folded = field.endswith("search_text")
    return {f"{field}__contains": names.fold(word)} if folded else {f"{field}__icontains": word}


def _refusal(request: HttpRequest) -> Refusal | None:
    return getattr(request, "refusal", None)


def _sentence(error: Refused | IntegrityError) -> Any:
    sentence = error.sentence if isinstance(error, Refused) else sentence_for(error)
    if sentence is None:
        raise error
    return sentence


def _keep(row: Any, *, form: Any, by: Any) -> None:
    if isinstance(form, VersionedRowForm):
        save_version(row, by=by, seen=form.cleaned_data.get("seen") or 0)
    else:
        row.save()
