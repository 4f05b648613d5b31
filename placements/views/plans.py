"""Drafts of who works where: what is ready for one, asking for one, looking at one, and comparing them."""

from dataclasses import replace

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placements import (
    actions,
    asking,
    conflicts,
    draftproblems,
    export,
    readiness,
    rules,
    staffing,
    verdicts,
    wishing,
)
from placements.actions.planning import PUBLISHED_STAYS
from placements.comparing import compare
from placements.draftproblems import Check
from placements.drafts import load
from placements.forms import PlanChoiceForm, PlanNameForm, PlanNewForm
from placements.models import Plan, PlanEntry, Planning
from placements.naming import names_of
from placements.origins import origin_of
from placements.planlist import listed
from placements.planning import problem_of
from placements.rotation.stored import restore, restore_conflicts
from placements.staleness import said_changes
from placements.steps import history
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.downloads import spreadsheet
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal

SHOWN = 50


@coordinator
@require_safe
def plan_list(request, pk):
    cohort = _cohort(request, pk)
    facts = staffing.load(cohort)
    today, planning = timezone.localdate(), Planning.objects.for_cohort(cohort)
    first = asking.first_to_plan(facts, today=today)
    drafts = Plan.objects.of_cohort(cohort).with_makers().with_changes().with_differing()
    drafts = list(drafts.without_details().latest_first()[:SHOWN])
    context = {"cohort": cohort, "facts": facts, "first": first, "drafts": listed(drafts, facts)}
    if first and facts.people:
        problem = problem_of(facts, asking.asked_of(facts, planning, first=first))
        window = wishing.window_in(planning)
        context["readiness"] = readiness.look_at(problem, names_of(facts, problem), window, today=today)
    return render(request, "placements/plan_list.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    facts, planning = staffing.load(cohort), Planning.objects.for_cohort(cohort)
    first = asking.first_to_plan(facts, today=timezone.localdate())
    form = PlanNewForm(posted(request), staffing=facts, first=first, objective=planning.objective)

    def start():
        asked = asking.asked_of(facts, planning, first=form.period, keeps=form.cleaned_data["keeps"])
        objective = form.cleaned_data["objective"]
        return actions.start_plan(cohort=cohort, asked=asked, objective=objective, by=request.user)

    return answer(
        request,
        form,
        "placements/plan_new.html",
        act=start,
        done=_page,
        context={
            "heading": _("Make a plan"),
            "cohort": cohort,
            "cancel_url": reverse("plan_list", args=[pk]),
        },
    )


@coordinator
@require_safe
def plan(request, pk):
    draft = _load(request, pk)
    context = {"plan": draft, "cohort": draft.cohort}
    if draft.is_working:
        context["search"] = verdicts.search(draft)
    elif draft.state == Plan.State.READY:
        context |= _ready(draft)
    elif draft.state == Plan.State.IMPOSSIBLE:
        problem = restore(draft.problem)
        names = names_of(staffing.load(draft.cohort), problem)
        found = restore_conflicts(draft.conflicts)
        context["conflicts"] = conflicts.tell(names, problem, found, basis=draft.basis)
        context["changed"] = said_changes(draft, problem, names)
        context["origin"] = origin_of(draft, problem, names, names.facts, today=timezone.localdate())
    else:
        problem = restore(draft.problem)
        names = names_of(staffing.load(draft.cohort), problem)
        context["origin"] = origin_of(draft, problem, names, names.facts, today=timezone.localdate())
    return render(request, "placements/plan.html", context)


@coordinator
@require_safe
def plan_compare(request, pk):
    cohort = _cohort(request, pk)
    ready = Plan.objects.of_cohort(cohort).with_plans().latest_first()
    drafts = list(ready.without_details()[:SHOWN])
    choice = PlanChoiceForm(request.GET, plans=drafts)
    chosen = choice.chosen()
    context = {"cohort": cohort, "plans": drafts, "choice": choice, "chosen": chosen}
    if chosen:
        beside = ready.of_keys(chosen).with_changes().with_differing()
        context["comparison"] = compare(
            list(beside.reverse()),
            staffing.load(cohort),
            PlanEntry.objects.of_plans(chosen).in_order(),
        )
    return render(request, "placements/plan_compare.html", context)


@coordinator
@require_POST
def plan_stop(request, pk):
    draft = _load(request, pk)
    actions.stop_plan(plan=draft, by=request.user, now=timezone.now())
    return redirect(_page(draft))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_rename(request, pk):
    draft = _load(request, pk)
    form = PlanNameForm(posted(request), instance=draft)
    return answer(
        request,
        form,
        "placements/plan_rename.html",
        act=lambda: actions.rename_plan(plan=form.instance, seen=form.seen_version, by=request.user),
        done=_page,
        said=lambda saved: _("This draft is called “%(name)s”.") % {"name": saved},
        context={"heading": _("Name this draft"), "plan": draft, "cancel_url": _page(draft)},
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_remove(request, pk):
    draft = _load(request, pk)
    return removal(
        request,
        draft,
        "placements/plan_remove.html",
        heading=_("Remove %(plan)s?") % {"plan": draft},
        act=lambda seen: actions.remove_plan(plan=draft, seen=seen, by=request.user),
        done=reverse("plan_list", args=[draft.cohort_id]),
        said=_("%(plan)s is removed.") % {"plan": draft},
        cancel_url=_page(draft),
        obstacle=str(PUBLISHED_STAYS) if draft.published_at else "",
        context={"plan": draft},
    )


@coordinator
@require_safe
def plan_export(request, pk):
    plan = get_object_or_404(Plan.objects.visible_to(request.user).with_plans().with_cohort(), pk=pk)
    name = f"{slugify(plan)}-{slugify(plan.cohort.name)}-{timezone.localdate().isoformat()}"
    return spreadsheet(export.draft_workbook(load(plan)), name)


def _cohort(request, pk):
    return get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)


def _load(request, pk):
    """Only its coordinators see a plan at all."""
    plans = Plan.objects.visible_to(request.user).with_changes().with_differing()
    return get_object_or_404(plans.with_cohort().with_basis().with_makers(), pk=pk)


def _ready(plan):
    draft, today = load(plan), timezone.localdate()
    check = Check(draft, today)
    board = draft.board(today=today, flags={} if plan.published_at else check.flags)
    origin = draft.planner_losses if draft.origin is not None else None
    return {
        "draft": draft,
        "board": board,
        "problems": [] if plan.published_at else draftproblems.find(check, board),
        "history": history(draft.steps, draft.names, is_open=not plan.published_at),
        "verdict": verdicts.verdict(plan, origin=origin),
        "changed": said_changes(plan, draft.problem, replace(draft.names, facts=draft.stood)),
        "origin": origin_of(plan, draft.problem, draft.names, draft.stood, today=today),
    }


def _page(plan):
    return reverse("plan", args=[plan.pk])
