"""A code on the screen in the room, with which trainees record themselves."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum import actions, rules
from curriculum.forms import CodeForm
from curriculum.models import Attendance, CheckIn, Session
from curriculum.states import LOOKS
from trainees.models import Trainee
from wijkmakers.lib.access import allow, signed_in
from wijkmakers.lib.access import trainee as trainee_entry
from wijkmakers.lib.constraints import Refused
from wijkmakers.lib.editing import answer, posted


@signed_in
@require_safe
def check_in(request, pk):
    """The page for the screen in the room. It turns by itself, with the code."""
    session, now = _load(request, pk), timezone.now()
    shown = CheckIn.objects.of_session(session).open_at(now).first()
    if shown is None:
        messages.info(request, _("Checking in is closed."))
        return redirect("attendance", pk)
    turn = int(CheckIn.TURN.total_seconds())
    context = {
        "session": session,
        "check_in": shown,
        "code": shown.code(now),
        "turn": turn,
        "left": turn - int(now.timestamp()) % turn,
        "present": Attendance.objects.of_session(session).count(),
        "expected": session.attendees().count(),
    }
    return render(request, "curriculum/check_in.html", context)


@signed_in
@require_POST
def check_in_open(request, pk):
    session = _load(request, pk)
    try:
        actions.open_check_in(session=session, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("attendance", pk)
    return redirect("check_in", pk)


@signed_in
@require_POST
def check_in_close(request, pk):
    session = _load(request, pk)
    actions.close_check_in(session=session, by=request.user, now=timezone.now())
    messages.success(request, _("Checking in is closed."))
    return redirect("attendance", pk)


@trainee_entry
@require_http_methods(["GET", "HEAD", "POST"])
def my_check_in(request, pk):
    now, form = timezone.now(), CodeForm(posted(request))
    session = get_object_or_404(Session.objects.visible_to(request.user).taking_place().with_module(), pk=pk)
    own = Trainee.objects.of_user(request.user).of_cohort(session.cohort_id).first()
    if own is None or not session.attendees().contains(own):
        raise Http404
    context = {"heading": _("Check in"), "session": session, "cancel_url": reverse("week")}
    if request.method == "POST" and not actions.count_guess(by=request.user, now=now):
        form.add_error("code", _("You have tried five times. Wait ten minutes, or ask the lecturer."))
    return answer(
        request,
        form,
        "curriculum/my_check_in.html",
        act=lambda: actions.check_in(
            session=session, trainee=own, code=form.cleaned_data["code"], by=request.user, now=now
        ),
        done=lambda _state: reverse("week"),
        said=lambda state: _("You are recorded: %(state)s.") % {"state": str(LOOKS[state].label).lower()},
        context=context,
    )


def _load(request, pk):
    rows = Session.objects.visible_to(request.user).taking_place().with_module().with_lecturers()
    session = get_object_or_404(rows, pk=pk)
    allow(rules.can_take_attendance(request.user, session))
    return session
