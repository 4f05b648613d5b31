"""What if: suppose something in a copy of a draft, work it out, and throw it away or make it so."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from placements import actions, asking, staffing, supposing
from placements.forms.supposing import (
    ExcludedForm,
    LiftedForm,
    QueryForm,
    ReleasedForm,
    SeatsForm,
    StaysForm,
    StopsForm,
    SupposedForm,
    UnpairedForm,
    WhoseForm,
    WishesForm,
    WithdrawsForm,
    WorkOutForm,
)
from placements.models import Plan, Planning
from placements.naming import names_of
from placements.rotation.stored import restore
from placements.spans import Span
from placements.understanding import still_known
from wijkmakers.lib.access import coordinator
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.forms import WijkForm

# kind: what is supposed, and the form in which it is said.
KINDS = {
    "seats": (gettext_lazy("Other seats in a period"), SeatsForm),
    "withdraws": (gettext_lazy("An organisation withdraws"), WithdrawsForm),
    "released": (gettext_lazy("A placement may change"), ReleasedForm),
    "wishes": (gettext_lazy("Other wishes"), WhoseForm),
    "lifted": (gettext_lazy("Somebody may be sent there after all"), LiftedForm),
    "excluded": (gettext_lazy("Somebody is not sent there"), ExcludedForm),
    "unpaired": (gettext_lazy("Two trainees no longer together or apart"), UnpairedForm),
    "stops": (gettext_lazy("A trainee stops"), StopsForm),
    "stays": (gettext_lazy("A trainee stays longer"), StaysForm),
}


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_suppose(request, pk):
    plan = _load(request, pk)
    facts = staffing.load(plan.cohort)
    supposes = _supposed(request, plan, facts)
    form = WorkOutForm(posted(request), staffing=facts, plan=plan, supposes=supposes)
    names = names_of(supposing.suppose(facts, supposes, plan.begins_on))
    return answer(
        request,
        form,
        "placements/plan_suppose.html",
        act=lambda: _copy(plan, facts, form.cleaned_data["so"], by=request.user, near=form.is_near),
        done=_page,
        context={
            "heading": _("What if?"),
            "plan": plan,
            "supposed": [
                (one.told(names), _with(plan, [other for other in supposes if other != one]))
                for one in supposes
            ],
            "kinds": [
                (label, reverse("plan_suppose_new", args=[pk, kind]) + _query(supposes))
                for kind, (label, _form) in KINDS.items()
            ],
            "cancel_url": _page(plan),
        },
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_suppose_new(request, pk, kind):
    plan = _load(request, pk)
    if kind not in KINDS:
        raise Http404
    facts = staffing.load(plan.cohort)
    supposes = _supposed(request, plan, facts)
    label, form_of_kind = str(KINDS[kind][0]), KINDS[kind][1]
    periods = [period for period in facts.periods if str(period.pk) in plan.problem["periods"]]
    asked = {"periods": periods, "days": _days(plan, periods, facts)}
    if kind == "wishes" and (whose := _whose(request, facts)):
        label, form_of_kind = _("Other wishes of %(name)s") % {"name": whose.name}, WishesForm
        asked["initial"] = {"trainee": whose.pk}
        facts = supposing.suppose(facts, supposes, plan.begins_on)
    form = form_of_kind(posted(request), staffing=facts, **asked)
    return answer(
        request,
        form,
        "placements/plan_suppose_new.html",
        act=lambda: _next(plan, form, supposes),
        done=str,
        context={"heading": label, "plan": plan, "cancel_url": _with(plan, supposes)},
    )


@coordinator
@require_POST
def plan_try(request, pk):
    """The same draft with one thing more supposed."""
    plan = _load(request, pk)
    facts = staffing.load(plan.cohort)
    more = SupposedForm(request.POST, staffing=facts).supposes()
    if not more:
        messages.warning(request, _("What was to be tried is no longer there. Look again."))
        return redirect(_page(plan))
    supposes = [*_so_far(plan, facts), *more]
    try:
        return redirect(_page(_copy(plan, facts, tuple(dict.fromkeys(supposes)), by=request.user)))
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(_page(plan))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_adopt(request, pk):
    plan = _load(request, pk)
    facts = staffing.load(plan.cohort)
    supposes = supposing.restore(plan.supposes)
    names = names_of(supposing.suppose(facts, supposes, plan.begins_on))
    return answer(
        request,
        WijkForm(posted(request)),
        "placements/plan_adopt.html",
        act=lambda: actions.adopt_plan(
            plan=plan, by=request.user, now=timezone.now(), today=timezone.localdate()
        ),
        done=lambda _supposes: _page(plan),
        said=lambda _supposes: _("What this draft supposed is so from now on."),
        context={
            "heading": _("Make this so?"),
            "plan": plan,
            "facts": [one.told(names) for one in supposes],
            "ended": _ended(plan, facts, names),
            "cancel_url": _page(plan),
        },
    )


@coordinator
@require_POST
def plan_alternatives(request, pk):
    plan = _load(request, pk)
    try:
        return redirect(_page(actions.ask_alternatives(plan=plan, by=request.user)))
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(_page(plan))


def _load(request, pk):
    return get_object_or_404(Plan.objects.visible_to(request.user).with_cohort(), pk=pk)


def _page(plan):
    return reverse("plan", args=[plan.pk])


def _supposed(request, plan, facts):
    """What the address says, else what the draft supposes already."""
    found = SupposedForm(request.GET, staffing=facts).supposes()
    return _so_far(plan, facts) if found is None else found


def _so_far(plan, facts):
    """What the draft supposes, but of whom and what is still there."""
    return still_known(supposing.restore(plan.supposes), facts)


def _whose(request, facts):
    """The trainee of whom the address speaks."""
    asked = QueryForm(request.GET).said().get("trainee")
    return next((person for person in facts.people if person.pk == asked), None)


def _next(plan, form, supposes):
    """Where to go on after a form was filled in."""
    if not form.is_first_step:
        return _with(plan, form.added_to(supposes))
    page = reverse("plan_suppose_new", args=[plan.pk, "wishes"])
    return page + _query(supposes, trainee=form.cleaned_data["trainee"])


def _query(supposes, **more):
    return "?" + urlencode({"so": supposing.written(supposes)} | more)


def _with(plan, supposes):
    return reverse("plan_suppose", args=[plan.pk]) + _query(supposes)


def _days(plan, periods, facts):
    """The days about which the draft can still decide something."""
    first = (
        max(plan.begins_on or periods[0].span.first, timezone.localdate()) if periods else facts.span.first
    )
    return Span(first, max(first, facts.span.last))


def _copy(plan, facts, supposes, *, by, near=False):
    planning = Planning.objects.for_cohort(plan.cohort)
    asked = asking.asked_like(
        plan,
        restore(plan.problem),
        facts,
        planning,
        supposes,
        current=asking.places_in(plan) if near else None,
    )
    if asked is None:
        raise Refused(_("The periods of this draft are gone. Make a new plan."))
    objective = Plan.Objective.FEWEST if near else plan.objective
    return actions.start_plan(cohort=plan.cohort, asked=asked, objective=objective, basis=plan, by=by)


def _ended(plan, facts, names):
    """Who loses which placement by this, as it stands now."""
    after = {stay.pk: stay.span for stay in supposing.suppose(facts, supposing.restore(plan.supposes)).stays}
    return [
        (names.person(str(stay.trainee)), stay.host, stay.span)
        for stay in facts.stays
        if stay.pk not in after or after[stay.pk].last < stay.span.last
    ]
