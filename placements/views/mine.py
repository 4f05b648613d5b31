"""What a supervisor has to know: who is with me, until when, and whom I turn to."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from placements import mine
from wijkmakers.lib.access import supervisor


@supervisor
@require_safe
def my_trainees(request):
    page = mine.build(request.user, today=timezone.localdate())
    return render(request, "placements/my_trainees.html", {"page": page})
