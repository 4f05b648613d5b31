"""The overview of a cohort: the board of one wing and the programme of the other on one page."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

import curriculum.problems
import placements.problems
import trainees.problems
import trainees.undelivered
from placements import board as boards
from trainees.models import Cohort
from wijkmakers import overview
from wijkmakers.lib import problems
from wijkmakers.lib.access import coordinator


@coordinator
@require_safe
def cohort(request, pk):
    rows = trainees.problems.with_leave(Cohort.objects.coordinated_by(request.user))
    shown = get_object_or_404(rows, pk=pk)
    now, today = timezone.now(), timezone.localdate()
    board = boards.build(shown, today=today)
    sessions = curriculum.problems.load(shown, now=now)
    found = [
        *trainees.undelivered.find(shown, now=now),
        *trainees.problems.find(shown),
        *placements.problems.find(board),
        *curriculum.problems.find(shown, sessions, now=now),
        *curriculum.problems.below(shown),
    ]
    context = {
        "cohort": shown,
        "today": today,
        "status": overview.status(board.staffing, today=today),
        "problems": problems.in_order(found),
        "board": board,
        "sessions": overview.soon(sessions, today=today),
        "events": overview.events(board.staffing, today=today),
    }
    return render(request, "wijkmakers/cohort.html", context)
