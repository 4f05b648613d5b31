"""When trainees are not there."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainees.admin.cohorts import WhenFilter
from trainees.models import Absence
from wijkmakers.lib.admin import RoughPaginator, VersionedAdmin


@admin.register(Absence)
class AbsenceAdmin(VersionedAdmin):
    """It has a kind and no reason: nobody may write one down."""

    fields = ("trainee", "kind", ("starts_on", "ends_on"), "part", "state", ("decided_at", "decided_by"))
    readonly_fields = ("state", "decided_at", "decided_by")
    stays = ("trainee", "kind")
    list_display = ("trainee", "cohort", "kind", "starts_on", "ends_on", "part", "state")
    list_filter = (WhenFilter, "state", "kind")
    search_fields = ("trainee__user__search_text", "trainee__cohort__name")
    ordering = ("-starts_on", "-pk")
    paginator = RoughPaginator
    autocomplete_fields = ("trainee",)
    with_related = ("trainee__user", "trainee__cohort", "decided_by")

    @admin.display(description=_("cohort"), ordering="trainee__cohort__name")
    def cohort(self, absence):
        return absence.trainee.cohort

    def view_on_site(self, obj):
        return reverse("trainee", args=[obj.trainee_id])

    def save_model(self, request, obj, form, change):
        """Leave that is written down here is approved by that."""
        if not change and obj.kind == Absence.Kind.LEAVE:
            obj.state, obj.decided_at, obj.decided_by = Absence.State.APPROVED, timezone.now(), request.user
        super().save_model(request, obj, form, change)
