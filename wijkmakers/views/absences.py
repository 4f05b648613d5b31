"""Somebody is not there: reported in a few taps, answered where it is leave, taken back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum.models import CatchUp
from trainees import rules
from trainees.absences import row, said_days
from trainees.forms import AbsenceFilters, AbsenceForm
from trainees.models import Absence, Cohort, Trainee
from wijkmakers import absences
from wijkmakers.lib.access import allow, coordinator, signed_in
from wijkmakers.lib.access import trainee as trainee_entry
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.listing import Listing
from wijkmakers.lib.removing import removal
from wijkmakers.missing import first_expected, foresee

SHOWN = 150  # absences under one heading


@trainee_entry
@require_safe
def my_absences(request):
    today = timezone.localdate()
    own = _own(request.user, today)
    rows = [row(each, today=today) for each in Absence.objects.of_trainee(own).latest_first()[:SHOWN]]
    context = {
        "trainee": own,
        "coming": [each for each in rows if each["is_standing"] and not each["is_over"]][::-1],
        "past": [each for each in rows if each["is_over"] or not each["is_standing"]],
        "catch_ups": list(CatchUp.objects.of_trainee(own).with_session().in_order()),
        "today": today,
        "may_report": today <= own.ends_on,
    }
    return render(request, "wijkmakers/my_absences.html", context)


@trainee_entry
@require_http_methods(["GET", "HEAD", "POST"])
def my_absence_new(request):
    own = _own(request.user, timezone.localdate())
    context = {"heading": _("Report absence"), "cancel_url": reverse("week")}
    done = reverse("my_absences")
    return _report(request, own, "wijkmakers/my_absence_new.html", context, done=done)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def absence_new(request, pk):
    rows = Trainee.objects.visible_to(request.user).with_user().with_pauses()
    shown = get_object_or_404(rows, pk=pk)
    allow(rules.can_change_trainee(request.user, shown))
    page = reverse("trainee", args=[pk])
    heading = _("Report %(name)s absent") % {"name": shown}
    context = {"heading": heading, "cancel_url": page, "trainee": shown}
    return _report(request, shown, "wijkmakers/absence_new.html", context, done=page)


@coordinator
@require_safe
def absence_list(request, pk):
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    today = timezone.localdate()
    filters = AbsenceFilters(request.GET, cohort=cohort)
    found = Absence.objects.of_cohort(cohort).with_trainee()
    if only := filters.value("trainee"):
        found = found.of_trainee(only)
    if kind := filters.value("kind"):
        found = found.of_kind(kind)
    sorts = {"date": ["-starts_on", "-pk"]}
    asked, coming, past = found.asked(), found.answered().standing().from_day(today), found.behind(today)
    listing = Listing(request, past, form=filters, sorts=sorts)
    context = {
        "cohort": cohort,
        "listing": listing,
        "asked": [row(each, today=today) for each in asked.in_order()[:SHOWN]],
        "coming": [row(each, today=today) for each in coming.in_order()[:SHOWN]],
        "past": [row(each, today=today) for each in listing.page],
        "trainees": Trainee.objects.of_cohort(cohort).not_over_on(today).with_name().in_order(),
    }
    return render(request, "wijkmakers/absence_list.html", context)


@coordinator
@require_POST
def absence_approve(request, pk):
    return _answer(request, pk, approved=True)


@coordinator
@require_POST
def absence_decline(request, pk):
    return _answer(request, pk, approved=False)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def absence_withdraw(request, pk):
    absence, today = _load(request, pk), timezone.localdate()
    allow(rules.can_withdraw(request.user, absence, today))
    own = absence.trainee.user_id == request.user.pk
    done = reverse("my_absences") if own else reverse("absence_list", args=[absence.trainee.cohort_id])
    days = said_days(absence)
    return removal(
        request,
        absence,
        "wijkmakers/absence_withdraw.html",
        heading=(
            _("Withdraw this absence?") if own else _("Withdraw the absence of %(name)s?") % _named(absence)
        ),
        act=lambda seen: absences.withdraw(
            absence=absence, seen=seen, by=request.user, now=timezone.now(), today=today
        ),
        done=done,
        said=_("Withdrawn: %(days)s.") % {"days": days},
        cancel_url=done,
        context={"absence": absence, "days": days, "own": own, "is_running": absence.starts_on < today},
    )


def _report(request, trainee, template, context, *, done):
    """What it means is shown first, and saved when somebody agrees to exactly that."""
    own, today = trainee.user_id == request.user.pk, timezone.localdate()
    first = rules.first_day_to_report(trainee, today, own=own)
    blank = Absence(trainee=trainee, starts_on=first_expected(trainee, today))
    form = AbsenceForm(posted(request), instance=blank, first=first, day=blank.starts_on, own=own)
    if request.method == "POST" and form.is_valid() and not form.is_settled():
        form.settle()
        told = foresee(form.instance, own=own).sentences
        return render(request, template, {"form": form, "told": told, "is_asking": True, **context})
    if request.method != "POST":
        today_only = Absence(trainee=trainee, starts_on=blank.starts_on, ends_on=blank.starts_on)
        context["told"] = foresee(today_only, own=own).sentences
    return answer(
        request,
        form,
        template,
        act=lambda: absences.report(absence=form.instance, by=request.user, now=timezone.now()),
        done=lambda _consequences: done,
        said=_reported,
        context=context,
    )


def _reported(consequences):
    absence = consequences.absence
    words = {"name": absence.trainee, "days": said_days(absence)}
    if absence.state == Absence.State.ASKED:
        first = _("You have asked for leave: %(days)s.") % words
    elif consequences.own:
        first = _("You are reported absent: %(days)s.") % words
    else:
        first = _("%(name)s is reported absent: %(days)s.") % words
    return " ".join([first, *consequences.sentences])


def _answer(request, pk, *, approved):
    absence = _load(request, pk)
    allow(rules.can_answer_leave(request.user, absence))
    yes, no = _("The leave of %(name)s is approved."), _("The leave of %(name)s is not approved.")
    try:
        absences.answer(absence=absence, approved=approved, by=request.user, now=timezone.now())
        messages.success(request, (yes if approved else no) % _named(absence))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("absence_list", absence.trainee.cohort_id)


def _load(request, pk):
    return get_object_or_404(Absence.objects.visible_to(request.user).with_trainee(), pk=pk)


def _named(absence):
    return {"name": absence.trainee}


def _own(user, today):
    own = Trainee.objects.of_user(user).with_user().with_pauses().current_first(today).first()
    if own is None:
        raise Http404
    return own
