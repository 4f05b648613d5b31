"""A session, and its place in the programme."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, rules
from curriculum.forms import PlanForm, RemoveSessionForm, SessionForm
from curriculum.models import Attendance, Material, Programme, Session
from curriculum.states import LOOKS, attended, counted
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator, signed_in
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal


@signed_in
@require_safe
def session(request, pk):
    rows = Session.objects.visible_to(request.user).with_module().with_lecturers()
    shown = get_object_or_404(rows, pk=pk)
    may_record = rules.can_take_attendance(request.user, shown)
    own = Attendance.objects.of_session(shown).of_user(request.user).first()
    states = Attendance.objects.of_session(shown).states() if may_record else {}
    context = {
        "session": shown,
        "attendees": attended(shown.attendees().with_user().in_order(), states),
        "materials": list(Material.objects.of_module(shown.module).in_order()) if shown.module else [],
        "may_edit": rules.can_change_session(request.user, shown),
        "may_record": may_record,
        "has_begun": shown.day() <= timezone.localdate(),
        "is_over": shown.ends_at < timezone.now(),
        "attendance": counted(states.values()),
        "own": LOOKS[Attendance.State(own.state)] if own else None,
    }
    return render(request, "curriculum/session.html", context)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    if not Programme.objects.of_cohort(cohort).exists():
        messages.info(request, _("Choose first which curriculum %(cohort)s follows.") % {"cohort": cohort})
        return redirect("programme_edit", pk)
    form = SessionForm(
        posted(request), instance=Session(cohort=cohort), today=timezone.localdate(),
        asked_module=PlanForm(request.GET).asked(),
    )  # fmt: skip
    back = reverse("programme", args=[cohort.pk])
    context = {"heading": _("Plan a session"), "cohort": cohort, "cancel_url": back}
    return _change(
        request, form, "curriculum/session_new.html", context,
        act=lambda: actions.plan_session(
            session=form.instance, lecturers=form.cleaned_data["lecturers"], newcomer=form.newcomer,
            by=request.user,
        ),
        done=lambda saved: back,
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request, pk):
    shown = _load(request, pk)
    form = SessionForm(posted(request), instance=shown, today=timezone.localdate())
    context = {
        "heading": _("Edit session"),
        "cohort": shown.cohort,
        "session": shown,
        "cancel_url": _page(shown),
    }
    return _change(
        request, form, "curriculum/session_edit.html", context,
        act=lambda: actions.change_session(
            session=form.instance, lecturers=form.cleaned_data["lecturers"], newcomer=form.newcomer,
            seen=form.seen_version, by=request.user,
        ),
        done=_page,
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def session_remove(request, pk):
    shown = _load(request, pk)
    recorded = Attendance.objects.of_session(shown).count()
    names = {"name": shown.name(), "day": date_format(shown.day(), "l j F Y")}
    return removal(
        request,
        shown,
        "curriculum/session_remove.html",
        heading=_("Remove %(name)s?") % names,
        form=partial(RemoveSessionForm, recorded=recorded),
        act=lambda seen: actions.remove_session(session=shown, seen=seen, by=request.user),
        done=reverse("programme", args=[shown.cohort_id]),
        said=_("%(name)s on %(day)s is removed.") % names,
        cancel_url=_page(shown),
        context={
            "session": shown,
            "recorded": recorded,
            "attendee_count": shown.attendees().count(),
        },
    )


def _change(request, form, template, context, *, act, done):
    """What is unusual or touches others is shown first, and saved when somebody agrees to exactly that."""
    if request.method == "POST" and form.is_valid() and not form.is_settled():
        return render(request, template, {"form": form, **context})
    return answer(request, form, template, act=act, done=done, said=_planned, context=context)


def _planned(saved):
    return _("%(name)s is planned on %(day)s.") % {
        "name": saved.name(),
        "day": date_format(saved.day(), "l j F Y"),
    }


def _load(request, pk):
    rows = Session.objects.visible_to(request.user).with_module().with_lecturers()
    shown = get_object_or_404(rows, pk=pk)
    allow(rules.can_change_session(request.user, shown))
    return shown


def _page(shown):
    return reverse("session", args=[shown.pk])
