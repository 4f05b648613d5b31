"""The list of all trainees, on a page and as a spreadsheet. Who works where is not known here."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trainees import rosters
from trainees.forms import TraineeFilters
from trainees.models import Trainee
from wijkmakers.lib.access import coordinator
from wijkmakers.lib.downloads import spreadsheet
from wijkmakers.lib.listing import Listing


@coordinator
@require_safe
def trainee_list(request):
    today = timezone.localdate()
    filters = TraineeFilters(request.GET, user=request.user)
    listing = _listing(request, filters, today)
    context = {
        "listing": listing,
        "sort": listing.sort,
        "rows": rosters.rows(listing.page.object_list, today=today),
        "cohort": filters.value("cohort"),
        "only_cohort": not (filters.value("q") or filters.value("state")),
        "address": request.GET.urlencode(),
    }
    return render(request, "trainees/trainee_list.html", context)


@coordinator
@require_safe
def trainee_export(request):
    today = timezone.localdate()
    filters = TraineeFilters(request.GET, user=request.user)
    listing = _listing(request, filters, today, per_page=rosters.EXPORTED)
    content = rosters.workbook(listing.page.object_list, total=listing.count, today=today)
    return spreadsheet(content, f"{_('trainees')}-{today.isoformat()}")


def _listing(request, filters, today, **options):
    trainees = Trainee.objects.coordinated_by(request.user)
    if cohort := filters.value("cohort"):
        trainees = trainees.of_cohort(cohort)
    if state := filters.value("state"):
        trainees = trainees.in_state(state, today)
    if words := filters.value("q"):
        trainees = trainees.matching(words)
    return Listing(request, trainees, form=filters, sorts=rosters.SORTS, **options)
