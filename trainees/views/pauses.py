"""Stretches in which a trainee does not take part. They have days and, on purpose, no reason."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trainees import actions, rosters, rules
from trainees.forms import PauseForm
from trainees.models import Pause, Trainee
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.lib.removing import removal


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def pause_new(request, pk):
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user).with_user(), pk=pk)
    allow(rules.can_change_trainee(request.user, trainee))
    form = PauseForm(posted(request), instance=Pause(trainee=trainee))
    page = reverse("trainee", kwargs={"pk": pk})
    return answer(
        request,
        form,
        "trainees/pause_new.html",
        act=lambda: actions.add_pause(pause=form.instance, by=request.user),
        done=lambda pause: page,
        said=_paused,
        context={"heading": _("Pause %(name)s") % {"name": trainee}, "trainee": trainee, "cancel_url": page},
    )


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def pause_remove(request, pk):
    pause = get_object_or_404(Pause.objects.visible_to(request.user).with_trainee(), pk=pk)
    allow(rules.can_remove_pause(request.user, pause))
    page = reverse("trainee", kwargs={"pk": pause.trainee_id})
    return removal(
        request,
        pause,
        "trainees/pause_remove.html",
        heading=_("Remove the pause of %(name)s?") % {"name": pause.trainee},
        act=lambda seen: actions.remove_pause(pause=pause, seen=seen, by=request.user),
        done=page,
        said=_("The pause of %(name)s is removed.") % {"name": pause.trainee},
        cancel_url=page,
        context={"pause": pause},
    )


def _paused(pause):
    sentence = _("%(name)s pauses from %(first)s up to and including %(last)s.")
    days = {"first": rosters.long(pause.starts_on), "last": rosters.long(pause.ends_on)}
    return sentence % ({"name": pause.trainee} | days)
