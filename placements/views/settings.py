"""What a cohort's plans go by."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from placements import actions, rules
from placements.forms import PlanningForm
from placements.models import Planning
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def planning_edit(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    planning = Planning.objects.for_cohort(cohort)
    form = PlanningForm(posted(request), instance=planning)
    return answer(
        request,
        form,
        "placements/planning_edit.html",
        act=lambda: actions.change_planning(planning=form.instance, seen=form.seen_version, by=request.user),
        done=lambda saved: reverse("planning_edit", args=[pk]),
        said=lambda saved: _("Plans for %(cohort)s go by this from now on.") % {"cohort": cohort},
        context={
            "heading": _("What makes a plan good"),
            "cohort": cohort,
            "is_usual": planning.pk is None,
            "cancel_url": reverse("cohort_edit", args=[pk]),
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def planning_reset(request, pk):
    rows = Planning.objects.visible_to(request.user).of_cohort(pk).with_cohort()
    planning = get_object_or_404(rows)
    page = reverse("planning_edit", args=[pk])
    return removal(
        request,
        planning,
        "placements/planning_reset.html",
        heading=_("Back to the usual settings?"),
        act=lambda seen: actions.reset_planning(planning=planning, seen=seen, by=request.user),
        done=page,
        said=_("Plans for %(cohort)s go by the usual settings.") % {"cohort": planning.cohort},
        cancel_url=page,
        context={"planning": planning},
    )
