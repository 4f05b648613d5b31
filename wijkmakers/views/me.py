"""One's own details from both wings, and the data to take along."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import curriculum.owndata
import placements.owndata
import trainees.owndata
from placements.models import Exclusion
from placements.staffing import grouped
from trainees.models import Cohort, Trainee
from wijkmakers.lib.access import signed_in


@signed_in
@require_safe
def me(request):
    own = list(Trainee.objects.of_user(request.user).for_own_data())
    exclusions = Exclusion.objects.of_trainees(own).with_host().in_order()
    not_to = grouped(exclusions if own else (), lambda exclusion: exclusion.trainee_id)
    context = {
        "traineeships": [(trainee, not_to.get(trainee.pk, [])) for trainee in own],
        "cohorts": Cohort.objects.run_by(request.user).newest_first(),
    }
    return render(request, "wijkmakers/me.html", context)


@signed_in
@require_safe
def my_data(request):
    name = _("my-data") + f"-{timezone.localdate().isoformat()}.json"
    return JsonResponse(
        trainees.owndata.own_data(request.user)
        | placements.owndata.own_data(request.user)
        | curriculum.owndata.own_data(request.user),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
