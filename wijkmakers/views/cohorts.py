"""The overview of a cohort: the board of one wing and the programme of the other on one page."""

import datetime as dt

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

import curriculum.problems
import placements.problems
from curriculum.models import Session
from placements import board as boards
from trainees.models import Cohort
from wijkmakers import overview
from wijkmakers.lib import problems
from wijkmakers.lib.access import coordinator
from wijkmakers.week import midnight, monday_of

AHEAD = dt.timedelta(weeks=6)


@coordinator
@require_safe
def cohort(request, pk):
    shown = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    now, today = timezone.now(), timezone.localdate()
    board = boards.build(shown, today=today)
    found = [*placements.problems.find(board), *curriculum.problems.find(shown, now=now)]
    monday = monday_of(today)
    sessions = Session.objects.of_cohort(shown).between(midnight(monday), midnight(monday + AHEAD))
    context = {
        "cohort": shown,
        "today": today,
        "status": overview.status(board.staffing, today=today),
        "problems": problems.in_order(found),
        "board": board,
        "sessions": list(sessions.with_module().with_lecturer_names().in_order()[:3]),
        "events": overview.events(board.staffing, today=today),
    }
    return render(request, "wijkmakers/cohort.html", context)
