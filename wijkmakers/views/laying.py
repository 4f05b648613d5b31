"""Laying out the whole programme: the generator of one wing, around the switches of the other."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from curriculum import actions, outcomes, rules
from curriculum.asking import ask
from curriculum.forms import LayForm
from curriculum.models import Programme
from placements.models import Period
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def programme_lay(request, pk):
    programme = get_object_or_404(Programme.objects.visible_to(request.user).with_cohort(), cohort=pk)
    allow(rules.can_plan(request.user, programme.cohort))
    today = timezone.localdate()
    switches = [period.starts_on for period in Period.objects.of_cohort(pk).in_order() if period.number > 1]
    form = LayForm(posted(request))
    last = outcomes.Outcome.read(programme.laid) if programme.laid else None
    return answer(
        request,
        form,
        "wijkmakers/programme_lay.html",
        act=lambda: actions.lay_out(
            programme=programme, switches=switches, keeps_drafts=form.cleaned_data["keeps_drafts"],
            by=request.user, now=timezone.now(), today=today,
        ),
        done=lambda outcome: reverse("programme_lay" if outcome.missing else "programme", args=[pk]),
        said=_said,
        context={
            "heading": _("Lay out the programme"),
            "cohort": programme.cohort,
            "programme": programme,
            "asked": ask(programme, switches=switches, today=today),
            "missing": outcomes.sentences(last) if last else [],
            "ways": outcomes.ways(last) if last else [],
            "cancel_url": reverse("programme", args=[pk]),
        },
    )  # fmt: skip


def _said(outcome):
    said = ngettext(
        "%(count)d session has a place in the draft.", "%(count)d sessions have a place in the draft.",
        outcome.placed,
    ) % {"count": outcome.placed}  # fmt: skip
    if outcome.moved:
        moved = ngettext(
            "%(count)d that people knew moves.", "%(count)d that people knew move.", outcome.moved
        )
        said = f"{said} {moved % {'count': outcome.moved}}"
    if not outcome.missing:
        return _("%(said)s Everything fits. Look at it, then publish.") % {"said": said}
    return said
