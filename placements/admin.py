"""Organisations with their people and seats, and who works where."""

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from placements.models import (
    Exclusion,
    Host,
    HostMember,
    Pair,
    Period,
    Placement,
    Plan,
    PlanEntry,
    Planning,
    PlanStep,
    Seat,
    Sector,
    Wish,
)
from trainees.admin.cohorts import WhenFilter
from trainees.models import Cohort, Trainee
from wijkmakers.lib.admin import (
    MadeElsewhere,
    RecordAdmin,
    VersionedAdmin,
    VersionedInline,
    add_inlines,
)

# What the planner was told and answered: hundreds of lines for each draft.
LONG = ("problem", "conflicts", "progress")


class PeriodInline(VersionedInline):
    """With the cohort: a switch moves by changing two periods at once."""

    model = Period
    fields = ("number", "starts_on", "ends_on")
    ordering = ("number", "pk")


class SeatInline(VersionedInline):
    model = Seat
    fields = ("host", "minimum", "maximum", "description")
    autocomplete_fields = ("host",)
    with_related = ("host", "period")


class HostMemberInline(VersionedInline):
    model = HostMember
    fields = ("user", "job", "starts_on", "ends_on")
    autocomplete_fields = ("user",)
    with_related = ("user",)


class WishInline(VersionedInline):
    model = Wish
    fields = ("rank", "host")
    ordering = ("rank", "pk")
    autocomplete_fields = ("host",)
    with_related = ("host", "trainee__user")


class ExclusionInline(VersionedInline):
    model = Exclusion
    fields = ("host", "kind")
    ordering = ("host__sort_name", "pk")
    autocomplete_fields = ("host",)
    with_related = ("host", "trainee__user")


class PlacementInline(VersionedInline):
    model = Placement
    fields = ("period", "host", "starts_on", "ends_on", "supervisor")
    ordering = ("starts_on", "pk")
    autocomplete_fields = ("period", "host", "supervisor")
    with_related = ("period__cohort", "host", "supervisor__user", "supervisor__host", "trainee__user")


add_inlines(Cohort, PeriodInline)
add_inlines(Trainee, WishInline, ExclusionInline, PlacementInline)


@admin.register(Sector)
class SectorAdmin(VersionedAdmin):
    fields = ("name", "position")
    list_display = ("name", "position", "host_count")
    search_fields = ("name",)
    ordering = ("position", "name", "pk")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(host_count=Count("hosts"))

    @admin.display(description=_("organisations"), ordering="host_count")
    def host_count(self, sector):
        return sector.host_count

    def view_on_site(self, obj):
        return reverse("sector_list")


@admin.register(Host)
class HostAdmin(VersionedAdmin):
    fieldsets = [
        (None, {"fields": [("name", "code"), "sector", "look", "department"]}),
        (_("What trainees see"), {"fields": ["description", "address", "work_hours", "website"]}),
    ]
    list_display = ("name", "code", "sector", "department", "look")
    list_filter = ("sector",)
    search_fields = ("search_text",)
    ordering = ("sort_name", "pk")
    autocomplete_fields = ("sector",)
    with_related = ("sector",)
    inlines = [HostMemberInline]

    def view_on_site(self, obj):
        return reverse("host", args=[obj.pk])


@admin.register(HostMember)
class HostMemberAdmin(VersionedAdmin):
    fields = ("host", "user", "job", ("starts_on", "ends_on"))
    stays = ("host",)
    list_display = ("user", "host", "job", "starts_on", "ends_on")
    search_fields = ("user__search_text", "host__search_text")
    ordering = ("user__sort_name", "pk")
    autocomplete_fields = ("host", "user")
    with_related = ("host", "user")

    def label(self, row):
        return f"{row.user} · {row.host}"

    def view_on_site(self, obj):
        return reverse("host", args=[obj.host_id])


@admin.register(Period)
class PeriodAdmin(VersionedAdmin):
    fields = ("cohort", "number", ("starts_on", "ends_on"))
    stays = ("cohort",)
    list_display = ("cohort", "number", "starts_on", "ends_on")
    list_display_links = ("cohort", "number")
    list_filter = (WhenFilter,)
    search_fields = ("cohort__name",)
    ordering = ("-cohort__starts_on", "cohort", "number", "pk")
    autocomplete_fields = ("cohort",)
    with_related = ("cohort",)
    inlines = [SeatInline]

    def label(self, row):
        return f"{row.cohort} · {row}"

    def view_on_site(self, obj):
        return reverse("period_edit", args=[obj.cohort_id])


class OfferedFilter(admin.SimpleListFilter):
    title = _("offer")
    parameter_name = "offer"

    def lookups(self, request, model_admin):
        return [("some", _("offered")), ("none", _("nothing offered"))]

    def queryset(self, request, queryset):
        wanted = {"some": Q(maximum__gt=0), "none": Q(maximum=0)}
        return queryset.filter(wanted.get(self.value() or "", Q()))


@admin.register(Seat)
class SeatAdmin(VersionedAdmin):
    fields = ("host", "period", ("minimum", "maximum"), "description", "skills")
    list_display = ("host", "cohort", "period", "minimum", "maximum")
    list_filter = (OfferedFilter,)
    search_fields = ("host__search_text", "period__cohort__name")
    ordering = ("-pk",)
    autocomplete_fields = ("host", "period", "skills")
    with_related = ("host", "period__cohort")

    @admin.display(description=_("cohort"), ordering="period__cohort__name")
    def cohort(self, seat):
        return seat.period.cohort

    def view_on_site(self, obj):
        return reverse("seat_edit", args=[obj.pk])


@admin.register(Wish)
class WishAdmin(VersionedAdmin):
    fields = ("trainee", "host", "rank")
    list_display = ("trainee", "cohort", "rank", "host")
    search_fields = ("trainee__user__search_text", "trainee__cohort__name", "host__search_text")
    ordering = ("-trainee", "rank", "pk")
    autocomplete_fields = ("trainee", "host")
    with_related = ("trainee__user", "trainee__cohort", "host")

    @admin.display(description=_("cohort"), ordering="trainee__cohort__name")
    def cohort(self, wish):
        return wish.trainee.cohort

    def view_on_site(self, obj):
        return reverse("wish_edit", args=[obj.trainee_id])


@admin.register(Exclusion)
class ExclusionAdmin(VersionedAdmin):
    fields = ("trainee", "host", "kind")
    list_display = ("trainee", "cohort", "host", "kind")
    list_filter = ("kind",)
    search_fields = ("trainee__user__search_text", "trainee__cohort__name", "host__search_text")
    ordering = ("-trainee", "host__sort_name", "pk")
    autocomplete_fields = ("trainee", "host")
    with_related = ("trainee__user", "trainee__cohort", "host")

    @admin.display(description=_("cohort"), ordering="trainee__cohort__name")
    def cohort(self, exclusion):
        return exclusion.trainee.cohort

    def view_on_site(self, obj):
        return reverse("trainee", args=[obj.trainee_id])


@admin.register(Pair)
class PairAdmin(VersionedAdmin):
    fields = ("first", "second", "together")
    list_display = ("first", "second", "cohort", "together")
    list_filter = ("together",)
    search_fields = ("first__user__search_text", "second__user__search_text", "first__cohort__name")
    ordering = ("-pk",)
    autocomplete_fields = ("first", "second")
    with_related = ("first__user", "first__cohort", "second__user", "second__cohort")

    @admin.display(description=_("cohort"), ordering="first__cohort__name")
    def cohort(self, pair):
        return pair.first.cohort

    def view_on_site(self, obj):
        return reverse("pair_list", args=[obj.first.cohort_id])


@admin.register(Planning)
class PlanningAdmin(VersionedAdmin):
    fields = (
        "cohort", "objective", "points_by_rank", ("points_unranked", "points_per_sector"), "notice_weeks",
        "favours_who_gave_up",
    )  # fmt: skip
    stays = ("cohort",)
    list_display = ("cohort", "objective", "notice_weeks")
    list_filter = ("objective",)
    search_fields = ("cohort__name",)
    ordering = ("-cohort__starts_on", "pk")
    autocomplete_fields = ("cohort",)
    with_related = ("cohort",)

    def view_on_site(self, obj):
        return reverse("planning_edit", args=[obj.cohort_id])


@admin.register(Plan)
class PlanAdmin(MadeElsewhere, VersionedAdmin):
    """The planner makes these: here one reads what it was told and answered, and gives a draft a name."""

    fields = (
        "cohort", "number", "name", "objective", "state", ("seconds", "finished_at"),
        ("published_at", "published_by"), "levels", "conflicts", "problem",
    )  # fmt: skip
    readonly_fields = (
        "cohort", "number", "objective", "state", "seconds", "finished_at", "published_at", "published_by",
        "levels", "conflicts", "problem",
    )  # fmt: skip
    list_display = ("cohort", "number", "name", "objective", "state", "published_at")
    list_display_links = ("cohort", "number")
    list_filter = ("state", "objective")
    search_fields = ("cohort__name", "name")
    ordering = ("-pk",)
    with_related = ("cohort", "published_by")
    left_out = LONG

    def label(self, row):
        return f"{row.cohort} · {row}"

    def view_on_site(self, obj):
        return reverse("plan", args=[obj.pk])


@admin.register(PlanEntry)
class PlanEntryAdmin(RecordAdmin):
    """To look at: places are chosen by the planner, and on the board."""

    fields = ("plan", "trainee", "period", "host", ("starts_on", "ends_on"), "pinned")
    list_display = ("trainee", "cohort", "plan", "host", "starts_on", "ends_on", "pinned")
    list_filter = ("pinned",)
    search_fields = ("trainee__user__search_text", "plan__cohort__name", "host__search_text")
    ordering = ("-pk",)
    with_related = ("plan__cohort", "trainee__user", "period__cohort", "host")
    left_out = tuple(f"plan__{name}" for name in LONG)

    @admin.display(description=_("cohort"), ordering="plan__cohort__name")
    def cohort(self, entry):
        return entry.plan.cohort

    def view_on_site(self, obj):
        return reverse("plan", args=[obj.plan_id])


@admin.register(PlanStep)
class PlanStepAdmin(RecordAdmin):
    """To look at: drafts are changed on their own page."""

    fields = ("plan", ("number", "kind"), ("created_at", "created_by"), ("undone_at", "undone_by"))
    list_display = ("plan", "number", "kind", "created_at", "created_by", "undone_at")
    list_filter = ("kind",)
    search_fields = ("plan__name", "plan__cohort__name")
    ordering = ("-pk",)
    with_related = ("plan__cohort", "created_by")
    left_out = tuple(f"plan__{name}" for name in LONG)

    def view_on_site(self, obj):
        return reverse("plan", args=[obj.plan_id])


class SupervisedFilter(admin.SimpleListFilter):
    title = _("supervisor")
    parameter_name = "supervised"

    def lookups(self, request, model_admin):
        return [("yes", _("known")), ("no", _("not known yet"))]

    def queryset(self, request, queryset):
        wanted = {"yes": {"supervisor__isnull": False}, "no": {"supervisor__isnull": True}}
        return queryset.filter(**wanted.get(self.value() or "", {}))


@admin.register(Placement)
class PlacementAdmin(VersionedAdmin):
    fields = ("trainee", "period", "host", ("starts_on", "ends_on"), "supervisor", "repeat_reason")
    list_display = ("trainee", "cohort", "host", "period", "starts_on", "ends_on", "supervisor")
    list_filter = (WhenFilter, SupervisedFilter)
    search_fields = ("trainee__user__search_text", "trainee__cohort__name", "host__search_text")
    ordering = ("-pk",)
    autocomplete_fields = ("trainee", "period", "host", "supervisor")
    with_related = (
        "trainee__user",
        "trainee__cohort",
        "period__cohort",
        "host",
        "supervisor__user",
        "supervisor__host",
    )

    @admin.display(description=_("cohort"), ordering="trainee__cohort__name")
    def cohort(self, placement):
        return placement.trainee.cohort

    def view_on_site(self, obj):
        return reverse("trainee", args=[obj.trainee_id])
