"""From draft to fact: what publishing changes for whom, and the yes to it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from placements import actions
from placements.forms import PublishForm
from placements.models import Plan
from placements.reviewing import review
from wijkmakers.lib.access import coordinator
from wijkmakers.lib.editing import answer, posted


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def plan_publish(request, pk):
    plan = get_object_or_404(Plan.objects.visible_to(request.user).with_cohort(), pk=pk)
    today = timezone.localdate()
    form = PublishForm(posted(request), initial={"seen": plan.version})

    def publish():
        now = timezone.now()
        return actions.publish_plan(plan=plan, seen=form.seen_version, by=request.user, now=now, today=today)

    return answer(
        request,
        form,
        "placements/plan_publish.html",
        act=publish,
        done=lambda _publication: reverse("board", args=[plan.cohort_id]),
        said=_said,
        context={
            "heading": _("Publish %(plan)s?") % {"plan": plan},
            "plan": plan,
            "publication": review(plan, today=today),
            "cancel_url": reverse("plan", args=[pk]),
        },
    )


def _said(publication):
    people = len(publication.changes)
    return ngettext(
        "Published. Something changes for %(n)d trainee; the messages are kept ready.",
        "Published. Something changes for %(n)d trainees; the messages are kept ready.",
        people,
    ) % {"n": people}
