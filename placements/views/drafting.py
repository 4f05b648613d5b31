"""Changing a draft by hand: another place, a swap, what is fixed, taking it back, and solving the rest."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from placements import actions, choices, draftchoices, drafts, staffing, steps
from placements.drawing import cell_id
from placements.forms import CellForm, DraftForm, QueryForm, SwapForm
from placements.models import Plan, Planning
from placements.naming import names_of
from placements.outdated import changed_since
from placements.publishing import Remark
from wijkmakers.lib.access import coordinator
from wijkmakers.lib.constraints import told_on
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.forms import WijkForm
from wijkmakers.lib.versions import Conflict

MEANWHILE = gettext_lazy(
    "Somebody else changed this draft meanwhile, so nothing was done. This is how it is now."
)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_cell(request, pk, trainee, period):
    plan = _load(request, pk)
    if plan.published_at and request.method != "POST":
        return redirect(_page(plan))
    target = _target(request, plan, trainee, period)
    form = CellForm(posted(request), target=target)

    def move():
        return actions.move_in_plan(plan=plan, seen=form.seen_version, to=form.spot(), by=request.user)

    return answer(
        request,
        form,
        "placements/plan_cell.html",
        act=lambda: _looking_again(form, move),
        done=lambda _step: _back(target),
        said=lambda step: _said(step, target.draft.names),
        undo=_undo_url,
        context=_context(target, _("Place of %(name)s in this draft") % {"name": target.person.name}),
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_swap(request, pk, trainee, period):
    plan = _load(request, pk)
    if plan.published_at and request.method != "POST":
        return redirect(_page(plan))
    target = _target(request, plan, trainee, period)
    form = SwapForm(posted(request), target=target)

    def swap():
        return actions.swap_in_plan(
            plan=plan,
            seen=form.seen_version,
            one=target.spot,
            other=form.chosen().spot,
            pinned=form.cleaned_data["pinned"],
            by=request.user,
        )

    return answer(
        request,
        form,
        "placements/plan_swap.html",
        act=lambda: _looking_again(form, swap),
        done=lambda _step: _back(target),
        said=lambda step: _said(step, target.draft.names),
        undo=_undo_url,
        context=_context(target, _("With whom does %(name)s swap?") % {"name": target.person.name}),
    )


@coordinator
@require_POST
def plan_pin(request, pk, trainee, period):
    return _pin(request, pk, trainee, period, pinned=True)


@coordinator
@require_POST
def plan_unpin(request, pk, trainee, period):
    return _pin(request, pk, trainee, period, pinned=False)


@coordinator
@require_POST
def plan_undo(request, pk, number):
    plan, now = _load(request, pk), timezone.now()

    def undo():
        return actions.undo_step(plan=plan, number=number, by=request.user, now=now)

    return _step(request, plan, undo, _("Undone: %(sentence)s"), "plan_redo")


@coordinator
@require_POST
def plan_redo(request, pk, number):
    plan = _load(request, pk)

    def redo():
        return actions.redo_step(plan=plan, number=number, by=request.user)

    return _step(request, plan, redo, _("Done again: %(sentence)s"), "plan_undo")


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_solve_rest(request, pk):
    plan = _load(request, pk)
    draft = drafts.load(plan)
    planning = Planning.objects.for_cohort(plan.cohort)
    changed = changed_since(plan, draft.problem, draft.stood, planning)
    return answer(
        request,
        WijkForm(posted(request)),
        "placements/plan_solve_rest.html",
        act=lambda: actions.solve_rest(plan=plan, by=request.user),
        done=_page,
        context={
            "heading": _("Solve the rest?"),
            "plan": plan,
            "fixed": len(draft.pinned),
            "free": len(draft.spots) - len(draft.pinned),
            "obstacle": Remark("outdated").sentence if changed and not plan.published_at else "",
            "cancel_url": _page(plan),
        },
    )


def _load(request, pk):
    """Only its coordinators see a plan at all."""
    return get_object_or_404(Plan.objects.visible_to(request.user).with_plans().with_cohort(), pk=pk)


def _target(request, plan, trainee, period):
    on = QueryForm(request.GET).value("on")
    target = draftchoices.target(drafts.load(plan), trainee, period, on=on)
    if target is None:
        raise Http404
    return target


def _context(target, heading):
    plan, spot = target.draft.plan, target.spot
    keys = [plan.pk, target.person.pk, target.period.pk]
    return {
        "heading": heading,
        "plan": plan,
        "target": target,
        "story": choices.story(target.draft.facts, target.person, besides=target.key),
        "swap_url": reverse("plan_swap", args=keys) if spot and not spot.pinned else "",
        "cell_url": reverse("plan_cell", args=keys),
        "pin_url": reverse("plan_unpin" if spot and spot.pinned else "plan_pin", args=keys) if spot else "",
        "cancel_url": _back(target),
    }


def _pin(request, pk, trainee, period, *, pinned):
    plan = _load(request, pk)
    target, form = _target(request, plan, trainee, period), DraftForm(request.POST)

    def pin():
        keys = {"trainee": trainee, "period": period, "pinned": pinned}
        return actions.pin_in_plan(plan=plan, seen=form.seen_version, **keys, by=request.user)

    return _at_once(
        request, form, pin, lambda step: _said(step, target.draft.names), _undo_url, _back(target)
    )


def _step(request, plan, act, sentence, following):
    """Undo and redo: the step that was seen is done or undone, and can be undone or done in turn."""

    def said(step):
        return sentence % {"sentence": steps.said(step, names_of(staffing.load(plan.cohort)))}

    def url(step):
        return steps.step_url(following, step)

    return _at_once(request, WijkForm(request.POST), act, said, url, _page(plan))


def _at_once(request, form, act, said, undo, back):
    """A button that acts by itself: nothing typed has to be kept, so the draft is always what follows."""
    form.is_valid()
    try:
        with told_on(form):
            step = act()
    except Conflict:
        messages.warning(request, MEANWHILE)
        return redirect(back)
    if form.errors:
        messages.warning(request, " ".join(form.non_field_errors()))
    else:
        messages.success(request, said(step), extra_tags=undo(step))
    return redirect(back)


def _looking_again(form, act):
    """Run an action; when the draft turns out to be changed, the form offers what fits by now."""
    try:
        return act()
    except Conflict as conflict:
        old = form.target
        on = old.offered.first
        fresh = draftchoices.target(drafts.load(conflict.current), old.person.pk, old.period.pk, on=on)
        if fresh:
            form.look_again(fresh)
        raise


def _said(step, names):
    return steps.said(step, names) if step else _("Nothing has changed: it was so already.")


def _undo_url(step):
    return steps.step_url("plan_undo", step) if step else ""


def _back(target):
    return f"{_page(target.draft.plan)}#{cell_id(target.person.pk, target.period.number)}"


def _page(plan):
    return reverse("plan", args=[plan.pk])
