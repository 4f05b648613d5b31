"""Placing by hand: choose a place, change it, take it away, take it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from placements import actions, choices, rules, staffing
from placements.drawing import cell_id
from placements.forms import PlaceForm, PlacementForm, QueryForm
from placements.models import Period, Placement
from placements.spans import Span
from trainees.models import Trainee
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal
from wijkmakers.lib.versions import Conflict


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def placement_new(request, pk, period):
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user).with_user(), pk=pk)
    allow(rules.can_place(request.user, trainee))
    row = get_object_or_404(Period.objects.of_cohort(trainee.cohort_id), pk=period)
    search = _search(request, trainee, row)
    if search.offered is None and request.method != "POST":
        return redirect(_placed_already(request, search))
    form = PlaceForm(posted(request), search=search)

    def place():
        return actions.place(trainee=trainee, period=row, by=request.user, **form.placing())

    return answer(
        request,
        form,
        "placements/placement_new.html",
        act=lambda: _looking_again(form, trainee, place),
        done=lambda placement: _back(request, trainee, row),
        said=lambda placement: _said_placed(placement, form.placing()["raise_to"]),
        undo=lambda placement: "" if form.placing()["raise_to"] else _undo_url(request, placement),
        context={
            "heading": _("Choose a place for %(name)s") % {"name": trainee},
            "period": search.period,
            "story": choices.story(search.staffing, search.person),
            "cohort": trainee.cohort,
            "trainee": trainee,
            "cancel_url": _back(request, trainee, row),
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def placement_edit(request, pk):
    placement = _load(request, pk)
    trainee, row = placement.trainee, placement.period
    search = _search(request, trainee, row)
    form = PlacementForm(posted(request), search=search, placement=placement, today=timezone.localdate())

    def change():
        changed = {"seen": form.seen_version, "raise_to": form.placing()["raise_to"], "by": request.user}
        return actions.change_placement(placement=form.changed_placement(), **changed)

    return answer(
        request,
        form,
        "placements/placement_edit.html",
        act=lambda: _looking_again(form, trainee, change),
        done=lambda changed: _back(request, trainee, row),
        said=_said_changed,
        context={
            "heading": _("Change the place of %(name)s") % {"name": trainee},
            "period": search.period,
            "story": choices.story(search.staffing, search.person, besides=pk),
            "placement": placement,
            "cancel_url": _back(request, trainee, row),
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def placement_remove(request, pk):
    placement = _load(request, pk)
    back = _back(request, placement.trainee, placement.period)
    return removal(
        request,
        placement,
        "placements/placement_remove.html",
        heading=_("Take away the place of %(name)s?") % {"name": placement.trainee},
        act=lambda seen: actions.remove_placement(placement=placement, seen=seen, by=request.user),
        done=back,
        said=_("%(name)s no longer has a place at %(host)s.") % _names(placement),
        cancel_url=back,
        context={
            "placement": placement,
            "days": Span(placement.starts_on, placement.ends_on),
            "has_begun": placement.starts_on <= timezone.localdate(),
        },
    )


@coordinator
@require_POST
def placement_undo(request, pk):
    placement = _load(request, pk)
    try:
        actions.take_back(placement=placement, by=request.user)
        messages.success(request, _("Undone. %(name)s has no place at %(host)s.") % _names(placement))
    except Conflict:
        sentence = _("This was changed after it was saved, so it stays. You can still take the place away.")
        messages.warning(request, sentence)
    return redirect(_back(request, placement.trainee, placement.period))


def _load(request, pk):
    rows = Placement.objects.visible_to(request.user, today=timezone.localdate()).with_people()
    placement = get_object_or_404(rows, pk=pk)
    allow(rules.can_change_placement(request.user, placement))
    return placement


def _search(request, trainee, period):
    on, today = QueryForm(request.GET).value("on"), timezone.localdate()
    search = choices.search(staffing.load(trainee.cohort), trainee.pk, period.pk, on=on, today=today)
    if search is None:
        raise Http404
    return search


def _back(request, trainee, period):
    """The cell, on the page from which somebody came."""
    return f"{QueryForm(request.GET).page(trainee)}#{cell_id(trainee.pk, period.number)}"


def _looking_again(form, trainee, act):
    """Run an action; when the seat turns out to be gone, the form offers what is left by now."""
    try:
        return act()
    except Refused:
        form.look_again(staffing.load(trainee.cohort))
        raise


def _placed_already(request, search):
    """Whoever comes back to a cell that is filled by now goes on to what stands there."""
    stay = next(stay for stay in search.staffing.stays_of(search.person) if stay.span.overlaps(search.reach))
    address = reverse("placement_edit", args=[stay.pk])
    return f"{address}?{request.GET.urlencode()}" if request.GET else address


def _undo_url(request, placement):
    back = QueryForm(request.GET).value("back")
    return reverse("placement_undo", args=[placement.pk]) + (f"?back={back}" if back else "")


def _names(placement):
    return {"name": placement.trainee, "host": placement.host}


def _said_placed(placement, raised_to):
    words = _names(placement) | {"number": placement.period.number, "n": raised_to}
    if raised_to:
        return _("%(name)s works in period %(number)d at %(host)s, which now has %(n)d seats.") % words
    return _("%(name)s works in period %(number)d at %(host)s.") % words


def _said_changed(placement):
    days = Span(placement.starts_on, placement.ends_on)
    return _("%(name)s works at %(host)s, %(days)s.") % (_names(placement) | {"days": days})
