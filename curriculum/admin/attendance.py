"""Who was there, what is left to catch up, and what people thought of it."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.models import Attendance, CatchUp, CheckIn, Feedback
from wijkmakers.lib.admin import RecordAdmin, RoughPaginator, VersionedAdmin, VersionedInline


class AttendanceInline(VersionedInline):
    model = Attendance
    fields = ("trainee", "state")
    ordering = ("trainee__user__sort_name", "pk")
    autocomplete_fields = ("trainee",)
    with_related = ("trainee__user", "trainee__cohort")


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


class DoneFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "done"

    def lookups(self, request, model_admin):
        return [("no", _("to do")), ("yes", _("done"))]

    def queryset(self, request, queryset):
        wanted = {"no": {"done_at__isnull": True}, "yes": {"done_at__isnull": False}}
        return queryset.filter(**wanted.get(self.value() or "", {}))


@admin.register(CatchUp)
class CatchUpAdmin(VersionedAdmin):
    fields = ("trainee", "session", "due_on", ("done_at", "done_by"))
    readonly_fields = ("done_at", "done_by")
    list_display = ("trainee", "cohort", "session", "due_on", "done_at")
    list_filter = (DoneFilter,)
    search_fields = ("trainee__user__search_text", "trainee__cohort__name", "session__module__title")
    ordering = ("-due_on", "-pk")
    autocomplete_fields = ("trainee", "session")
    with_related = (
        "trainee__user",
        "trainee__cohort",
        "session__module",
        "session__cohort",
        "done_by",
    )

    @admin.display(description=_("cohort"), ordering="trainee__cohort__name")
    def cohort(self, catch_up):
        return catch_up.trainee.cohort

    def view_on_site(self, obj):
        return reverse("trainee", args=[obj.trainee_id])


@admin.register(CheckIn)
class CheckInAdmin(RecordAdmin):
    """Removing one closes it. Its secret makes the codes, and is shown to nobody."""

    fields = ("session", ("opened_at", "opened_by"), "closes_at")
    list_display = ("session", "cohort", "opened_at", "opened_by", "closes_at")
    search_fields = ("session__cohort__name", "session__title", "session__module__title")
    ordering = ("-opened_at", "-pk")
    with_related = ("session__module", "session__cohort", "opened_by")
    left_out = ("secret",)

    @admin.display(description=_("cohort"), ordering="session__cohort__name")
    def cohort(self, check_in):
        return check_in.session.cohort

    def view_on_site(self, obj):
        return reverse("attendance", args=[obj.session_id])


@admin.register(Feedback)
class FeedbackAdmin(RecordAdmin):
    """Those that are shown together: of a single one somebody could tell who wrote it."""

    fields = ("session", "score", "opinion")
    list_display = ("session", "cohort", "score")
    search_fields = ("session__cohort__name", "session__title", "session__module__title")
    ordering = ("-session__starts_at", "pk")
    with_related = ("session__module", "session__cohort")

    @admin.display(description=_("cohort"), ordering="session__cohort__name")
    def cohort(self, feedback):
        return feedback.session.cohort

    @admin.display(description=_("How useful was this day for you?"))
    def score(self, feedback):
        return feedback.usefulness if feedback.is_shown else self.get_empty_value_display()

    @admin.display(description=_("What would you change?"))
    def opinion(self, feedback):
        return feedback.words if feedback.is_shown else self.get_empty_value_display()

    def view_on_site(self, obj):
        return reverse("session", args=[obj.session_id])
