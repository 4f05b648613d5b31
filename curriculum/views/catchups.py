"""Sessions that were missed, and whether they have been caught up on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from curriculum import actions, rules
from curriculum.models import CatchUp
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator

SHOWN = 200


@coordinator
@require_safe
def catch_up_list(request, pk):
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    found = CatchUp.objects.of_cohort(cohort).with_session()
    context = {
        "cohort": cohort,
        "today": timezone.localdate(),
        "open": list(found.open().in_order()[:SHOWN]),
        "done": list(found.done().latest_first()[:SHOWN]),
    }
    return render(request, "curriculum/catch_up_list.html", context)


@coordinator
@require_POST
def catch_up_done(request, pk):
    catch_up = _load(request, pk)
    actions.finish_catch_up(catch_up=catch_up, by=request.user, now=timezone.now())
    return _back(request, catch_up, _("%(name)s has caught up on %(session)s."))


@coordinator
@require_POST
def catch_up_undo(request, pk):
    catch_up = _load(request, pk)
    actions.reopen_catch_up(catch_up=catch_up, by=request.user)
    return _back(request, catch_up, _("%(name)s still has to catch up on %(session)s."))


def _load(request, pk):
    catch_up = get_object_or_404(CatchUp.objects.visible_to(request.user).with_session(), pk=pk)
    allow(rules.can_plan(request.user, catch_up.trainee.cohort))
    return catch_up


def _back(request, catch_up, sentence):
    messages.success(request, sentence % {"name": catch_up.trainee, "session": catch_up.session.name()})
    if request.POST.get("from") == "trainee":
        return redirect("trainee", catch_up.trainee_id)
    return redirect("catch_up_list", catch_up.trainee.cohort_id)
