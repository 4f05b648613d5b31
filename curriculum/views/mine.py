"""One's own: the sessions a lecturer gives, the modules of a trainee."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from curriculum import programme, progress
from curriculum.models import Session, Unavailable
from trainees.models import Trainee
from wijkmakers.lib.access import lecturer, trainee

COMING_SHOWN, PAST_SHOWN = 100, 50


@lecturer
@require_safe
def my_sessions(request):
    now = timezone.now()
    own = Session.objects.given_by(request.user).taking_place().with_module()
    coming = list(own.from_moment(now).in_order()[:COMING_SHOWN])
    past = list(own.before_moment(now).with_attendance_state().latest_first()[:PAST_SHOWN])
    following = coming[0] if coming else None
    context = {
        "following": following,
        "attendees": list(following.attendees().with_user().in_order()) if following else [],
        "is_today": following is not None and following.day() == timezone.localdate(),
        "coming": programme.of_lecturer(coming[1:]),
        "away": list(
            Unavailable.objects.of_user(request.user).from_day(timezone.localdate()).with_whom().in_order()
        ),
        "past": past,
        "open": [session for session in past if session.is_expected and not session.is_recorded],
    }
    return render(request, "curriculum/my_sessions.html", context)


@trainee
@require_safe
def my_modules(request):
    shown = Trainee.objects.of_user(request.user).with_user().current_first(timezone.localdate()).first()
    if shown is None:
        raise Http404
    context = {"trainee": shown, "wall": progress.wall(shown.cohort, now=timezone.now())}
    return render(request, "curriculum/my_modules.html", context)
