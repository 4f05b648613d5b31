"""Something has happened: say what, and see the smallest change of who works where that copes with it."""

import datetime as dt

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from placements import actions, asking, rules, staffing
from placements.forms.supposing import (
    JoinsForm,
    QueryForm,
    SeatsForm,
    StaysForm,
    StopsForm,
    WithdrawsOnForm,
)
from placements.models import Plan, Planning
from placements.spans import ONE_DAY, Span
from placements.supposing import Seats, Stays, Stops, Withdraws
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.editing import answer, posted

# kind: what has happened, what that means, and the form in which the rest is said.
EVENTS = {
    "withdraws": (
        gettext_lazy("An organisation withdraws"),
        gettext_lazy("Whoever is there from that day on gets another place."),
        WithdrawsOnForm,
    ),
    "stops": (
        gettext_lazy("A trainee stops"),
        gettext_lazy("Their place comes free. The others stay where they can."),
        StopsForm,
    ),
    "joins": (
        gettext_lazy("A trainee joins, or has no place"),
        gettext_lazy("Whoever has no place yet gets one. The others stay where they can."),
        JoinsForm,
    ),
    "stays": (
        gettext_lazy("A trainee stays longer"),
        gettext_lazy("The last place runs on where there is room, or another is found."),
        StaysForm,
    ),
    "seats": (
        gettext_lazy("An organisation offers other seats"),
        gettext_lazy("Whoever has no place can get one there."),
        SeatsForm,
    ),
}


@coordinator
@require_safe
def repair_new(request, pk):
    cohort = _load(request, pk)
    query = QueryForm(request.GET)
    context = {
        "cohort": cohort,
        "events": [
            (label, why, reverse("repair_event", args=[pk, kind]) + query.carried())
            for kind, (label, why, _form) in EVENTS.items()
        ],
        "is_ready": staffing.load(cohort).periods != (),
    }
    return render(request, "placements/repair_new.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def repair_event(request, pk, kind):
    cohort = _load(request, pk)
    if kind not in EVENTS:
        raise Http404
    label, why, form_of_kind = EVENTS[kind]
    facts, today = staffing.load(cohort), timezone.localdate()
    periods = [period for period in facts.periods if period.span.last >= today]
    days = Span(today, max(today, facts.span.last))
    form = form_of_kind(
        posted(request), staffing=facts, periods=periods, days=days, initial=QueryForm(request.GET).said()
    )
    return answer(
        request,
        form,
        "placements/repair_event.html",
        act=lambda: _start(cohort, facts, form, by=request.user, today=today),
        done=lambda plan: reverse("plan", args=[plan.pk]),
        context={
            "heading": label,
            "why": why,
            "cohort": cohort,
            "kind": kind,
            "cancel_url": reverse("repair_new", args=[pk]),
        },
    )


def _load(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    return cohort


def _start(cohort, facts, form, *, by, today):
    one = None if isinstance(form, JoinsForm) else form.supposition()
    begins_on = max(_first_day(one, facts), today) if one else form.cleaned_data["day"]
    first = asking.first_from(facts, begins_on)
    if first is None:
        raise Refused(_("There are no periods yet. Choose the dates of the cohort and its switches first."))
    asked = asking.asked_of(
        facts,
        Planning.objects.for_cohort(cohort),
        first=first,
        keeps=False,
        begins_on=begins_on,
        supposes=(one,) if one else (),
    )
    return actions.start_plan(cohort=cohort, asked=asked, objective=Plan.Objective.FEWEST, by=by)


def _first_day(one, facts) -> dt.date:
    """The first day on which something is different because of it."""
    if isinstance(one, Withdraws):
        return one.on
    if isinstance(one, Stops):
        return one.on + ONE_DAY
    if isinstance(one, Seats):
        return next(period.span.first for period in facts.periods if period.pk == one.period)
    if isinstance(one, Stays):
        return next(person.span.last for person in facts.people if person.pk == one.trainee) + ONE_DAY
    raise Refused(_("Choose what has happened."))
