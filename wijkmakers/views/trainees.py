"""The file of a trainee for the coordinator: where, what is coming, and what ends or lengthens it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curriculum.catchups import catch_ups_of, with_catch_ups
from curriculum.models import Attendance, Session
from placements import leanings, path
from placements.whys import whys
from trainees.absences import row, standing, with_absences
from trainees.forms import ExtendForm, StopForm
from trainees.models import Trainee
from wijkmakers import actions
from wijkmakers.lib.access import coordinator
from wijkmakers.lib.editing import answer


@coordinator
@require_safe
def trainee(request, pk):
    now, today = timezone.now(), timezone.localdate()
    shown = _load(request, pk, with_catch_ups(with_absences(Trainee.objects.all(), first=today)))
    sessions = Session.objects.of_cohort(shown.cohort_id).taking_place().from_moment(now)
    placed = path.build(shown, today=today, whys=whys(shown, to_trainee=False))
    context = {
        "trainee": shown,
        "today": today,
        "path": placed,
        "sessions": list(sessions.with_essentials().in_order()[:5]),
        "leanings": leanings.of(shown),
        "attendance": Attendance.objects.of_trainee(shown).summary(),
        "absences": [row(absence, today=today) for absence in standing(shown)],
        "catch_ups": catch_ups_of(shown),
    }
    return render(request, "wijkmakers/trainee.html", context)


@coordinator
@require_http_methods(["GET", "POST"])
def trainee_stop(request, pk):
    stopping = _load(request, pk)
    form = StopForm(request.POST or None, instance=stopping)
    return answer(
        request,
        form,
        "wijkmakers/trainee_stop.html",
        act=lambda: actions.stop(
            trainee=stopping, last_day=form.cleaned_data["last_day"], seen=form.seen_version,
            by=request.user, now=timezone.now(),
        ),
        done=lambda stopped: reverse("trainee", args=[stopped.trainee.pk]),
        said=_said_of_stopping,
        context=_around(stopping, _("Stop the traineeship of %(name)s") % {"name": stopping}),
    )  # fmt: skip


@coordinator
@require_http_methods(["GET", "POST"])
def trainee_extend(request, pk):
    extending = _load(request, pk)
    form = ExtendForm(request.POST or None, instance=extending)
    return answer(
        request,
        form,
        "wijkmakers/trainee_extend.html",
        act=lambda: actions.extend(
            trainee=extending, last_day=form.cleaned_data["last_day"], seen=form.seen_version, by=request.user
        ),
        done=lambda extended: reverse("trainee", args=[extended.pk]),
        said=lambda extended: _("%(name)s stays until %(day)s.") % _name_and_day(extended),
        context=_around(extending, _("Extend the traineeship of %(name)s") % {"name": extending}),
    )


def _load(request, pk, trainees=Trainee.objects):
    rows = trainees.coordinated_by(request.user).with_user().with_pauses().with_skill_names()
    return get_object_or_404(rows, pk=pk)


def _around(shown, heading):
    today = timezone.localdate()
    return {
        "trainee": shown,
        "heading": heading,
        "path": path.build(shown, today=today),
        "today": today,
        "cancel_url": reverse("trainee", args=[shown.pk]),
    }


def _said_of_stopping(stopped):
    sentences = [_("%(name)s stops on %(day)s.") % _name_and_day(stopped.trainee)]
    if stopped.withdrawn:
        withdrawn = ngettext(
            "%(n)d absence after that day is withdrawn.",
            "%(n)d absences after that day are withdrawn.",
            stopped.withdrawn,
        )
        sentences.append(withdrawn % {"n": stopped.withdrawn})
    if stopped.cut:
        cut = ngettext(
            "%(n)d absence now ends on that day.", "%(n)d absences now end on that day.", stopped.cut
        )
        sentences.append(cut % {"n": stopped.cut})
    return " ".join(sentences)


def _name_and_day(shown):
    return {"name": shown, "day": date_format(shown.ends_on, "j F Y")}
