"""Recording who was there."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum import actions, attendances, rules
from curriculum.absent import absent_at
from curriculum.actions.checkins import BEFORE
from curriculum.forms import AttendanceForm, TermForm
from curriculum.models import Attendance, CheckIn, Programme, Session
from curriculum.states import tally
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator, signed_in
from wijkmakers.lib.editing import posted


@coordinator
@require_safe
def attendance_list(request, pk):
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user), pk=pk)
    page = attendances.build(cohort, asked=TermForm(request.GET).asked(), now=timezone.now())
    return render(request, "curriculum/attendance_list.html", {"cohort": cohort, "page": page})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, pk):
    return _record(request, pk, actions.record_attendance)


@signed_in
@require_POST
def attendance_fill(request, pk):
    return _record(request, pk, actions.fill_attendance)


def _record(request, pk, action):
    rows = Session.objects.visible_to(request.user).taking_place().with_module().with_lecturers()
    session = get_object_or_404(rows, pk=pk)
    allow(rules.can_take_attendance(request.user, session))
    stored = Attendance.objects.of_session(session)
    form = AttendanceForm(
        posted(request), session=session, trainees=list(session.attendees().with_user().in_order()),
        states=stored.states(), today=timezone.localdate(), absences=absent_at(session),
    )  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return _page(request, session, form)
    try:
        action(session=session, states=form.states, seen=form.seen, by=request.user, now=timezone.now())
    except actions.StateConflict as conflict:
        rows = stored.of_trainees(conflict.theirs).with_who()
        form.tell_of({row.trainee_id: row for row in rows})
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
        "counts": tally(row.chosen for row in rows),
        "left": sum(row.is_open for row in rows),
        "unsaved": any(row.chosen != row.was for row in rows),
        "last": stored.latest_change(),
        **_checking_in(session, timezone.now()),
    }
    return render(request, "curriculum/attendance.html", context, status=status)


def _checking_in(session, now):
    """Whether trainees may be let in to record themselves now, and whether they are. Two queries,
    and only around the session."""
    if not session.starts_at - BEFORE <= now < session.ends_at:
        return {}
    found = Programme.objects.of_cohort(session.cohort_id).with_check_in().first()
    return {
        "may_check_in": found is not None,
        "check_in": CheckIn.objects.of_session(session).open_at(now).exists(),
    }


def _said(trainees, states):
    left = [str(trainee) for trainee in trainees if trainee.pk not in states]
    if not left:
        return _("The attendance is complete.")
    sentence = ngettext("Saved. %(count)d left: %(names)s.", "Saved. %(count)d left: %(names)s.", len(left))
    return sentence % {"count": len(left), "names": ", ".join(left)}
