"""Who runs a cohort."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trainees import actions, rules
from trainees.forms import CoordinatorForm
from trainees.models import Cohort, Coordinator
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def coordinator_new(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_change_cohort(request.user, cohort))
    form = CoordinatorForm(posted(request), cohort=cohort)
    back = reverse("cohort_edit", kwargs={"pk": pk})
    return answer(
        request,
        form,
        "trainees/coordinator_new.html",
        act=lambda: actions.add_coordinator(cohort=cohort, person=form.named(), by=request.user),
        done=lambda found: back,
        said=lambda found: _said(found, cohort),
        context={"heading": _("Add a coordinator"), "cohort": cohort, "cancel_url": back},
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def coordinator_remove(request, pk):
    shown = get_object_or_404(Coordinator.objects.visible_to(request.user).with_people(), pk=pk)
    allow(rules.can_remove_coordinator(request.user, shown))
    names = {"name": shown.user, "cohort": shown.cohort}
    mine = shown.user_id == request.user.pk
    cohort_url = reverse("cohort_edit", kwargs={"pk": shown.cohort_id})
    return removal(
        request,
        shown,
        "trainees/coordinator_remove.html",
        heading=_("Remove %(name)s as coordinator?") % names,
        act=lambda _seen: actions.remove_coordinator(coordinator=shown, by=request.user),
        done=reverse("home") if mine else cohort_url,
        said=_("%(name)s no longer coordinates %(cohort)s.") % names,
        cancel_url=cohort_url,
        context={"coordinator": shown, "mine": mine},
    )


def _said(found, cohort):
    names = {"name": found.user, "cohort": cohort, "email": found.user.email}
    if found.added:
        return _("%(name)s now coordinates %(cohort)s, and can sign in as %(email)s.") % names
    if found.under_other_name:
        return _("%(email)s is known here as %(name)s, who now coordinates %(cohort)s.") % names
    return _("%(name)s now coordinates %(cohort)s.") % names
