"""Changing the programme of a cohort: everything here is draft until it is published."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curriculum import actions, drafting, ordering, parts, rules
from curriculum.forms import DropForm, PlanForm, SessionForm, SplitForm, SwapForm
from curriculum.models import Draft, Programme, Session
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.clock import local
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request, pk):
    cohort = _cohort(request, pk)
    if not Programme.objects.of_cohort(cohort).exists():
        messages.info(request, _("Choose first which curriculum %(cohort)s follows.") % {"cohort": cohort})
        return redirect("programme_edit", pk)
    asked = PlanForm(request.GET)
    form = SessionForm(
        posted(request), instance=Draft(cohort=cohort), today=timezone.localdate(),
        asked_module=asked.asked("module"), asked_day=asked.asked("day"),
    )  # fmt: skip
    page = answer(
        request,
        form,
        "curriculum/session_new.html",
        act=lambda: actions.add_draft(
            draft=form.instance, lecturers=form.cleaned_data["lecturers"], newcomer=form.newcomer,
            by=request.user,
        ),
        done=lambda _draft: _programme(cohort.pk),
        said=_drafted,
        context={"heading": _("Plan a session"), "cohort": cohort, "cancel_url": _programme(pk)},
    )  # fmt: skip
    return _minding_order(request, page, form.instance)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request, pk):
    return _edit(request, _known(request, pk))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request, pk):
    return _edit(request, _new(request, pk))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def session_swap(request, pk):
    return _swap(request, _known(request, pk))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def draft_swap(request, pk):
    return _swap(request, _new(request, pk))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def session_split(request, pk):
    return _split(request, _known(request, pk))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def draft_split(request, pk):
    return _split(request, _new(request, pk))


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request, pk):
    shown = _known(request, pk).known
    names = {"name": shown.name(), "day": date_format(shown.day(), "l j F Y")}
    has_begun = shown.starts_at <= timezone.now()
    return removal(
        request,
        shown,
        "curriculum/session_cancel.html",
        heading=_("Cancel %(name)s on %(day)s?") % names,
        obstacle=_("It has begun already, so it is not cancelled.") if has_begun else "",
        act=lambda _seen: actions.cancel_session(session=shown, by=request.user),
        done=_programme(shown.cohort_id),
        said=_("%(name)s on %(day)s is cancelled in the draft.") % names,
        cancel_url=reverse("session", args=[pk]),
        context={"session": shown, "attendee_count": shown.attendees().count()},
    )


@coordinator
@require_POST
def session_restore(request, pk):
    shown = _known(request, pk).known
    actions.restore_session(session=shown, by=request.user)
    messages.success(request, _("%(name)s takes place after all, in the draft.") % {"name": shown.name()})
    return redirect("programme", shown.cohort_id)


@coordinator
@require_POST
def session_pin(request, pk):
    return _pin(request, _known(request, pk).known, stays=True)


@coordinator
@require_POST
def session_unpin(request, pk):
    return _pin(request, _known(request, pk).known, stays=False)


@coordinator
@require_POST
def draft_pin(request, pk):
    return _pin(request, _new(request, pk).draft, stays=True)


@coordinator
@require_POST
def draft_unpin(request, pk):
    return _pin(request, _new(request, pk).draft, stays=False)


@coordinator
@require_POST
def draft_drop(request, pk):
    draft = get_object_or_404(Draft.objects.visible_to(request.user).with_everything(), pk=pk)
    allow(rules.can_plan(request.user, draft.cohort))
    actions.drop_draft(draft=draft, by=request.user)
    messages.success(request, _("The draft of %(name)s is dropped.") % {"name": draft.name()})
    return redirect("programme", draft.cohort_id)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def programme_drop(request, pk):
    cohort = _cohort(request, pk)
    form = DropForm(posted(request), initial={"shown_at": timezone.now().isoformat()})
    return answer(
        request,
        form,
        "curriculum/programme_drop.html",
        act=lambda: actions.drop_drafts(cohort=cohort, until=form.cleaned_data["shown_at"], by=request.user),
        done=lambda _count: _programme(pk),
        said=lambda _count: _("The draft is dropped. The programme is as people know it."),
        context={
            "heading": _("Drop the draft?"),
            "cohort": cohort,
            "count": Draft.objects.of_cohort(cohort).count(),
            "cancel_url": _programme(pk),
        },
    )


def _edit(request, row):
    draft = row.draft or drafting.draft_of(row.known)
    form = SessionForm(posted(request), instance=draft, today=timezone.localdate())
    page = answer(
        request,
        form,
        "curriculum/session_edit.html",
        act=lambda: actions.change_draft(
            draft=form.instance, lecturers=form.cleaned_data["lecturers"], newcomer=form.newcomer,
            seen=form.seen_version, known=form.known_version, by=request.user,
        ),
        done=lambda _draft: _programme(draft.cohort_id),
        said=_drafted,
        context=_context(row, _("Edit session")),
    )  # fmt: skip
    return _minding_order(request, page, draft)


def _swap(request, row):
    now = timezone.now()
    others = [
        each
        for each in drafting.rows(row.planned.cohort, since=now)
        if each.key != row.key and not each.is_off and each.planned.starts_at > now
    ]
    form = SwapForm(posted(request), planned=row.planned, rows=others)
    page = answer(
        request,
        form,
        "curriculum/session_swap.html",
        act=lambda: actions.swap_sessions(
            one=row, other=form.chosen, seen=form.cleaned_data["seen"], by=request.user
        ),
        done=lambda _nothing: _programme(row.planned.cohort_id),
        said=lambda _nothing: _("They have changed places in the draft."),
        context=_context(row, _("Swap two sessions")) | {"others": others},
    )
    swapped = [form.chosen.planned] if form.is_bound and form.is_valid() else []
    return _minding_order(request, page, row.planned, *swapped)


def _split(request, row):
    planned = row.planned
    begin, end = timezone.localtime(planned.starts_at), timezone.localtime(planned.ends_at)
    half = begin + (end - begin) / 2
    initial = {"until": half.time(), "day": begin.date(), "begins": half.time(), "ends": end.time()}
    form = SplitForm(posted(request), initial=initial)

    def split():
        told = form.cleaned_data
        number = None
        if planned.module:
            offered = parts.to_plan(planned.cohort, planned.module.curriculum)
            number = next(part.number for part in offered if part.module == planned.module)
        return actions.split_session(
            row=row, until=local(begin.date(), told["until"]), starts_at=local(told["day"], told["begins"]),
            ends_at=local(told["day"], told["ends"]), number=number, by=request.user,
        )  # fmt: skip

    page = answer(
        request,
        form,
        "curriculum/session_split.html",
        act=split,
        done=lambda _draft: _programme(planned.cohort_id),
        said=lambda _draft: _("The session is split in the draft."),
        context=_context(row, _("Split this session")),
    )
    return _minding_order(request, page, planned)


def _minding_order(request, page, *changed):
    """Once something stands elsewhere in the draft: which modules that brings out of order."""
    if page.status_code == 302:
        rows = drafting.rows(changed[0].cohort)
        said = list(ordering.sentences(rows, about={planned.module_id for planned in changed}))
        if said:
            messages.warning(request, ordering.in_short(said))
    return page


def _pin(request, planned, *, stays):
    sentence = _("%(name)s stays where it is.") if stays else _("%(name)s may move again.")
    try:
        actions.pin_session(planned=planned, stays=stays, by=request.user)
        messages.success(request, sentence % {"name": planned.name()})
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("programme", planned.cohort_id)


def _context(row, heading):
    planned = row.planned
    return {
        "heading": heading,
        "cohort": planned.cohort,
        "row": row,
        "planned": planned,
        "cancel_url": reverse("session", args=[row.known.pk]) if row.known else _programme(planned.cohort_id),
    }


def _known(request, pk):
    """A session that people know, with its draft if there is one."""
    rows = Session.objects.visible_to(request.user).with_module().with_lecturers()
    session = get_object_or_404(rows, pk=pk)
    allow(rules.can_change_session(request.user, session))
    return drafting.Row(session, Draft.objects.of_session(session).with_everything().first())


def _new(request, pk):
    """A draft of a session that nobody else knows yet."""
    rows = Draft.objects.visible_to(request.user).new().with_everything()
    draft = get_object_or_404(rows, pk=pk)
    allow(rules.can_plan(request.user, draft.cohort))
    return drafting.Row(None, draft)


def _cohort(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    return cohort


def _drafted(draft):
    return _("%(name)s stands in the draft on %(day)s. It is not published yet.") % {
        "name": draft.name(),
        "day": date_format(draft.day(), "l j F Y"),
    }


def _programme(pk):
    return reverse("programme", args=[pk])
