"""What trainees thought of a session: asked of who was there, shown when nobody can be guessed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, opinions, rules
from curriculum.forms import FeedbackForm
from curriculum.models import Attendance, FeedbackGiven, Session
from curriculum.todo import FEEDBACK_FOR
from wijkmakers.lib.access import allow, signed_in
from wijkmakers.lib.access import trainee as trainee_entry
from wijkmakers.lib.editing import answer, posted


@trainee_entry
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_new(request, pk):
    now = timezone.now()
    session = get_object_or_404(Session.objects.visible_to(request.user).with_module(), pk=pk)
    asked = Attendance.objects.of_session(session).of_user(request.user)
    own = asked.to_tell_about(now - FEEDBACK_FOR, now).first()
    if own is None and FeedbackGiven.objects.of_session(session).of_user(request.user).exists():
        messages.info(request, _("You have answered about this day already."))
        return redirect("week")
    if own is None:
        raise Http404
    form = FeedbackForm(posted(request))
    return answer(
        request,
        form,
        "curriculum/feedback_new.html",
        act=lambda: actions.give_feedback(
            session=session, trainee=own.trainee, usefulness=form.cleaned_data["usefulness"],
            words=form.cleaned_data["words"], by=request.user,
        ),
        done=lambda _nothing: reverse("week"),
        said=lambda _nothing: _("Thank you. Your answer is kept without your name."),
        context={
            "heading": _("What did you think of it?"), "session": session, "cancel_url": reverse("week"),
        },
    )  # fmt: skip


@signed_in
@require_safe
def feedback_list(request, pk):
    session = get_object_or_404(Session.objects.visible_to(request.user).with_module(), pk=pk)
    allow(rules.can_take_attendance(request.user, session))
    answers = opinions.answers_about(session, now=timezone.now())
    context = {"session": session, "answers": answers}
    return render(request, "curriculum/feedback_list.html", context)
