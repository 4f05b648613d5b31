"""Where a trainee is not sent."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from placements import actions, rules
from placements.forms import ExclusionForm
from placements.models import Exclusion
from trainees.models import Trainee
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal
from wijkmakers.lib.versions import Conflict


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def exclusion_new(request, pk):
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user).with_user(), pk=pk)
    allow(rules.can_place(request.user, trainee))
    form = ExclusionForm(posted(request), trainee=trainee)
    return answer(
        request,
        form,
        "placements/exclusion_new.html",
        act=lambda: actions.rule_out(trainee=trainee, by=request.user, **form.cleaned_data),
        done=_page,
        said=lambda exclusion: _("%(name)s is not sent to %(host)s.") % _names(exclusion),
        undo=lambda exclusion: reverse("exclusion_undo", args=[exclusion.pk]),
        context={
            "heading": _("Where is %(name)s not sent?") % {"name": trainee},
            "trainee": trainee,
            "cancel_url": reverse("trainee", args=[pk]),
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def exclusion_remove(request, pk):
    exclusion = _load(request, pk)
    return removal(
        request,
        exclusion,
        "placements/exclusion_remove.html",
        heading=_("May %(name)s go to %(host)s after all?") % _names(exclusion),
        act=lambda seen: actions.lift_exclusion(exclusion=exclusion, seen=seen, by=request.user),
        done=_page(exclusion),
        said=_("%(name)s may go to %(host)s again.") % _names(exclusion),
        cancel_url=_page(exclusion),
        context={"exclusion": exclusion},
    )


@coordinator
@require_POST
def exclusion_undo(request, pk):
    exclusion = _load(request, pk)
    try:
        actions.take_back_agreement(row=exclusion, by=request.user)
        messages.success(request, _("Undone. %(name)s may go to %(host)s.") % _names(exclusion))
    except Conflict:
        messages.warning(
            request, _("This was changed after it was saved, so it stays. You can still remove it.")
        )
    return redirect(_page(exclusion))


def _load(request, pk):
    exclusion = get_object_or_404(Exclusion.objects.visible_to(request.user).with_people(), pk=pk)
    allow(rules.can_place(request.user, exclusion.trainee))
    return exclusion


def _page(exclusion):
    return reverse("trainee", args=[exclusion.trainee_id]) + "#h-not-to"


def _names(exclusion):
    return {"name": exclusion.trainee, "host": exclusion.host}
