"""The rotation board on a page of its own, for on the wall, and as a spreadsheet."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from placements import export
from placements.board import build
from trainees.models import Cohort
from wijkmakers.lib.access import coordinator
from wijkmakers.lib.downloads import spreadsheet


@coordinator
@require_safe
def board(request, pk):
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    shown = build(cohort, today=timezone.localdate(), back="board")
    return render(request, "placements/board.html", {"cohort": cohort, "board": shown})


@coordinator
@require_safe
def board_export(request, pk):
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    today = timezone.localdate()
    name = f"{slugify(_('Rotation board'))}-{slugify(cohort.name)}-{today.isoformat()}"
    return spreadsheet(export.workbook(cohort), name)
