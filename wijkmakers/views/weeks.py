"""A trainee's own time: this week, and all that is still to come."""

import datetime as dt

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from curriculum import progress, todo
from curriculum.catchups import catch_ups_of, with_catch_ups
from placements import path, wishing
from placements.whys import whys
from trainees.models import Trainee
from wijkmakers import schedules
from wijkmakers import week as weeks
from wijkmakers.lib.access import trainee as trainee_entry

SOON = 3  # months that stand open; what is further away unfolds


@trainee_entry
@require_safe
def week(request):
    today = timezone.localdate()
    return _answer(request, monday=weeks.monday_of(today), today=today)


@trainee_entry
@require_safe
def week_of(request, year, number):
    try:
        monday = dt.date.fromisocalendar(year, number, 1)
    except ValueError as unknown:
        raise Http404 from unknown
    if not 2000 <= year <= 2100:
        raise Http404
    return _answer(request, monday=monday, today=timezone.localdate())


@trainee_entry
@require_safe
def schedule(request):
    today = timezone.localdate()
    trainee = _own(request.user, today, Trainee.objects.with_pauses())
    months = schedules.months(trainee, now=timezone.now(), today=today)
    context = {
        "trainee": trainee,
        "today": today,
        "path": path.build(trainee, today=today, whys=whys(trainee, to_trainee=True)),
        "wishes": wishing.status(trainee, today=today),
        "soon": months[:SOON],
        "later": months[SOON:],
    }
    return render(request, "wijkmakers/schedule.html", context)


@trainee_entry
@require_safe
def term(request):
    today = timezone.localdate()
    last = today + schedules.HALF_A_YEAR
    trainee = _own(request.user, today, with_catch_ups(Trainee.objects.all()))
    months = schedules.months(
        trainee, now=timezone.now(), today=today, last=last, catch_ups=catch_ups_of(trainee)
    )
    context = {"trainee": trainee, "today": today, "last": min(last, trainee.ends_on), "months": months}
    return render(request, "wijkmakers/term.html", context)


def _answer(request, *, monday, today):
    now = timezone.now()
    rows = weeks.with_days(Trainee.objects.all(), monday=monday)
    trainee = _own(request.user, today, todo.with_todo(rows, now=now))
    shown = weeks.load(trainee, monday=monday, today=today)
    context = {
        "week": shown,
        "lede": weeks.answer(shown) if shown.is_now else "",
        "reminder": wishing.reminder(trainee, today=today) if shown.is_now else "",
        "wall": progress.wall(trainee.cohort, now=now),
        "before": (monday - dt.timedelta(weeks=1)).isocalendar(),
        "after": (monday + dt.timedelta(weeks=1)).isocalendar(),
        "today": today,
        "check_ins": todo.check_ins_of(trainee),
        "feedback": todo.feedback_of(trainee),
        "catch_ups": catch_ups_of(trainee),
        "may_report": today <= trainee.ends_on,
    }
    return render(request, "wijkmakers/week.html", context)


def _own(user, today, trainees):
    rows = trainees.of_user(user).with_essentials().current_first(today)
    own = wishing.with_window(rows).first()
    if own is None:
        raise Http404
    own.user = user
    return own
