"""Laying out the whole programme: the generator of one wing, around the switches of the other."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curriculum import actions, outcomes, rules
from curriculum.asking import ask
from curriculum.formerly import Former, by_hand
from curriculum.forms import LayForm
from curriculum.models import Programme
from curriculum.timetable.problem import Malformed
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted
from wijkmakers.switches import switches_of


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def programme_lay(request, pk):
    programmes = Programme.objects.visible_to(request.user).with_former().with_cohort()
    programme = get_object_or_404(programmes, cohort=pk)
    allow(rules.can_plan(request.user, programme.cohort))
    form = LayForm(posted(request))
    return answer(
        request,
        form,
        "wijkmakers/programme_lay.html",
        act=lambda: actions.ask_to_lay(
            programme=programme, keeps_drafts=form.cleaned_data["keeps_drafts"], by=request.user,
            now=timezone.now(),
        ),
        done=lambda _programme: reverse("programme_lay", args=[pk]),
        context={
            "heading": _("Lay out the programme"),
            "cohort": programme.cohort,
            "programme": programme,
            **_asked(programme),
            "last": _last(programme),
            "cancel_url": None if programme.laying_asked_at else reverse("programme", args=[pk]),
        },
    )  # fmt: skip


def _asked(programme):
    """What the generator would be asked, and what would go of what somebody drafted by hand.

    None when the dates of the cohort make no sense to it.
    """
    try:
        asked = ask(programme, switches=switches_of(programme.cohort), today=timezone.localdate())
    except Malformed:
        return {"asked": None}
    return {"asked": asked, "by_hand": by_hand(asked.replaced, Former.read(programme.before_laying))}


def _last(programme):
    """How it went the last time; None when it was never laid out, or went wrong."""
    if programme.laid is None:
        return None
    outcome = outcomes.Outcome.read(programme.laid)
    return {
        "summary": outcomes.summary(outcome),
        "missing": outcomes.sentences(outcome),
        "ways": outcomes.ways(outcome),
    }
