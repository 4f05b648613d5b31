"""A session as people know it, and its texts."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, rules
from curriculum.absent import absent_at
from curriculum.forms import SessionTextForm
from curriculum.models import Attendance, Draft, Material, Session
from curriculum.states import LOOKS, attended, counted
from wijkmakers.lib.access import allow, signed_in
from wijkmakers.lib.editing import answer, posted


@signed_in
@require_safe
def session(request, pk):
    rows = Session.objects.visible_to(request.user).with_module().with_lecturers()
    shown = get_object_or_404(rows, pk=pk)
    may_record = rules.can_take_attendance(request.user, shown)
    may_edit = rules.can_change_session(request.user, shown)
    own = Attendance.objects.of_session(shown).of_user(request.user).first()
    states = Attendance.objects.of_session(shown).states() if may_record else {}
    absences = absent_at(shown) if may_record and not shown.cancelled_at else {}
    context = {
        "session": shown,
        "attendees": attended(shown.attendees().with_user().in_order(), states, absences),
        "materials": list(Material.objects.of_session(shown).by_lesson()) if shown.module else [],
        "may_edit": may_edit,
        "draft": Draft.objects.of_session(shown).with_everything().first() if may_edit else None,
        "may_describe": may_record,
        "may_record": may_record,
        "has_begun": shown.day() <= timezone.localdate(),
        "is_over": shown.ends_at < timezone.now(),
        "attendance": counted(states.values()),
        "own": LOOKS[Attendance.State(own.state)] if own else None,
    }
    return render(request, "curriculum/session.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def session_text(request, pk):
    """Its texts change at once; when and where it is goes through a draft."""
    rows = Session.objects.visible_to(request.user).with_module().with_lecturers()
    shown = get_object_or_404(rows, pk=pk)
    allow(rules.can_describe_session(request.user, shown))
    form = SessionTextForm(posted(request), instance=shown)
    page = reverse("session", args=[pk])
    return answer(
        request,
        form,
        "curriculum/session_text.html",
        act=lambda: actions.change_session_texts(session=shown, seen=form.seen_version, by=request.user),
        done=lambda _session: page,
        said=lambda saved: _("%(name)s is saved.") % {"name": saved.name()},
        context={"heading": _("What to prepare"), "session": shown, "cancel_url": page},
    )
