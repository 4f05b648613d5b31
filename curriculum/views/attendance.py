"""Recording who was there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from curriculum import actions, rules
from curriculum.forms import AttendanceForm
from curriculum.models import Attendance, Session
from curriculum.states import counted
from wijkmakers.lib.access import allow, signed_in
from wijkmakers.lib.editing import posted


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, pk):
    return _record(request, pk, actions.record_attendance)


@signed_in
@require_POST
def attendance_fill(request, pk):
    return _record(request, pk, actions.fill_attendance)


def _record(request, pk, action):
    rows = Session.objects.visible_to(request.user).with_module().with_lecturers()
    session = get_object_or_404(rows, pk=pk)
    allow(rules.can_take_attendance(request.user, session))
    stored = Attendance.objects.of_session(session)
    form = AttendanceForm(
        posted(request), session=session, trainees=list(session.attendees().with_user().in_order()),
        states=stored.states(), today=timezone.localdate(),
    )  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return _page(request, session, form)
    try:
        action(session=session, states=form.states, seen=form.seen, by=request.user, now=timezone.now())
    except actions.StateConflict as conflict:
        form.tell_of(conflict.theirs)
        return _page(request, session, form, status=409)
    messages.success(request, _said(form.trainees, stored.states()))
    return redirect("attendance", pk)


def _page(request, session, form, *, status=200):
    rows = form.rows()
    stored = Attendance.objects.of_session(session)
    context = {
        "session": session,
        "form": form,
        "rows": rows,
        "counts": counted(stored.states().values()),
        "left": sum(not row.was for row in rows),
        "last": stored.latest_change(),
    }
    return render(request, "curriculum/attendance.html", context, status=status)


def _said(trainees, states):
    left = [str(trainee) for trainee in trainees if trainee.pk not in states]
    if not left:
        return _("The attendance is complete.")
    sentence = ngettext("Saved. %(count)d left: %(names)s.", "Saved. %(count)d left: %(names)s.", len(left))
    return sentence % {"count": len(left), "names": ", ".join(left)}
