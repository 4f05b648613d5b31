"""The programme of a cohort from its first week to its last on one page."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from curriculum import rules
from trainees.models import Cohort
from wijkmakers import years
from wijkmakers.lib.access import allow, coordinator


@coordinator
@require_safe
def programme_year(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    today = timezone.localdate()
    context = {"cohort": cohort, "today": today, "page": years.build(cohort, today=today)}
    return render(request, "wijkmakers/programme_year.html", context)
