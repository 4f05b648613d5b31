"""Trainees who are kept apart, or who work at one organisation at least once."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placements import actions, rules
from placements.forms import PairForm
from placements.models import Pair
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal
from wijkmakers.lib.versions import Conflict


@coordinator
@require_safe
def pair_list(request, pk):
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    pairs = Pair.objects.of_cohort(cohort).with_people().in_order()
    return render(request, "placements/pair_list.html", {"cohort": cohort, "pairs": pairs})


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def pair_new(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    form = PairForm(posted(request), cohort=cohort)

    def add():
        data = form.cleaned_data
        return actions.add_pair(one=data["one"], other=data["other"], together=form.together, by=request.user)

    return answer(
        request,
        form,
        "placements/pair_new.html",
        act=add,
        done=lambda pair: reverse("pair_list", args=[pk]),
        said=_said_added,
        undo=lambda pair: reverse("pair_undo", args=[pair.pk]),
        context={
            "heading": _("Together or apart"),
            "cohort": cohort,
            "cancel_url": reverse("pair_list", args=[pk]),
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def pair_remove(request, pk):
    pair = _load(request, pk)
    page = reverse("pair_list", args=[pair.first.cohort_id])
    return removal(
        request,
        pair,
        "placements/pair_remove.html",
        heading=_("Remove what is agreed about %(first)s and %(second)s?") % _names(pair),
        act=lambda seen: actions.remove_pair(pair=pair, seen=seen, by=request.user),
        done=page,
        said=_said_removed(pair),
        cancel_url=page,
        context={"pair": pair},
    )


@coordinator
@require_POST
def pair_undo(request, pk):
    pair = _load(request, pk)
    try:
        actions.take_back_agreement(row=pair, by=request.user)
        messages.success(request, _("Undone. %(sentence)s") % {"sentence": _said_removed(pair)})
    except Conflict:
        messages.warning(
            request, _("This was changed after it was saved, so it stays. You can still remove it.")
        )
    return redirect(reverse("pair_list", args=[pair.first.cohort_id]))


def _load(request, pk):
    """Only its coordinators see a pair at all."""
    return get_object_or_404(Pair.objects.visible_to(request.user).with_people(), pk=pk)


def _names(pair):
    return {"first": pair.first, "second": pair.second}


def _said_added(pair):
    if pair.together:
        return _("%(first)s and %(second)s work at one organisation at least once.") % _names(pair)
    return _("%(first)s and %(second)s are never at one organisation in the same period.") % _names(pair)


def _said_removed(pair):
    return _("Nothing is agreed about %(first)s and %(second)s any more.") % _names(pair)
