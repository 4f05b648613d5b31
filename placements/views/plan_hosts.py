"""A draft as a page for each host, to print or to talk about."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from placements.drafts import load
from placements.models import Plan
from placements.planhosts import sheets
from wijkmakers.lib.access import coordinator


@coordinator
@require_safe
def plan_hosts(request, pk):
    """Only of a draft that has somebody somewhere; only its coordinators see it."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).with_plans().with_cohort(), pk=pk)
    context = {"plan": plan, "cohort": plan.cohort, "sheets": sheets(load(plan))}
    return render(request, "placements/plan_hosts.html", context)
