"""What hosts offer in the periods of a cohort."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from placements import actions, rules, staffing
from placements.forms import SeatForm, SeatGridForm
from placements.models import Seat
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def seat_grid(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    form = SeatGridForm(posted(request), staffing=staffing.load(cohort))
    return answer(
        request,
        form,
        "placements/seat_grid.html",
        act=lambda: _save(form, cohort, request.user),
        done=lambda count: reverse("seat_grid", args=[pk]),
        said=_said,
        context={
            "heading": _("Seats per organisation and period"),
            "cohort": cohort,
            "cancel_url": reverse("cohort", args=[pk]),
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def seat_edit(request, pk):
    rows = Seat.objects.visible_to(request.user, today=timezone.localdate())
    seat = get_object_or_404(rows.with_host().with_period(), pk=pk)
    allow(rules.can_change_seat(request.user, seat))
    form = SeatForm(posted(request), instance=seat)
    grid = reverse("seat_grid", args=[seat.period.cohort_id])
    return answer(
        request,
        form,
        "placements/seat_edit.html",
        act=lambda: actions.change_seat(
            seat=form.instance, skills=form.skills(), seen=form.seen_version, by=request.user
        ),
        done=lambda saved: grid,
        said=lambda saved: _("Saved: %(host)s, %(period)s.") % {"host": saved.host, "period": saved.period},
        context={"heading": f"{seat.host}, {seat.period}", "seat": seat, "cancel_url": grid},
    )


def _save(form, cohort, user):
    """Cells that somebody else changed meanwhile are told in the form, where they stand."""
    try:
        return actions.set_seats(cohort=cohort, changes=form.changes(), by=user)
    except actions.StaleSeats as stale:
        form.tell_stale(stale.current)
        return 0


def _said(count):
    if not count:
        return _("Nothing was changed, so nothing was saved.")
    return ngettext("%(n)d change is saved.", "%(n)d changes are saved.", count) % {"n": count}
