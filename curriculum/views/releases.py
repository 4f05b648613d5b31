"""From draft to what everybody knows: what publishing changes for whom, the yes to it, and the list of it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curriculum import actions, changes, releasing, rules
from curriculum.forms import PublishForm
from curriculum.models import Release, ReleaseChange
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator, signed_in
from wijkmakers.lib.editing import answer, posted

SHOWN = 100  # releases in the list; a programme that was published more often has other problems


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def programme_publish(request, pk):
    cohort = _cohort(request, pk)
    now = timezone.now()
    publication = releasing.review(cohort, now=now)
    form = PublishForm(posted(request), initial={"seen": publication.version})
    return answer(
        request,
        form,
        "curriculum/programme_publish.html",
        act=lambda: actions.publish_programme(
            cohort=cohort, seen=form.cleaned_data["seen"], note=form.cleaned_data["note"], by=request.user,
            now=now,
        ),
        done=lambda release: reverse("release", args=[release.pk]),
        said=lambda _release: _said(publication),
        context={
            "heading": _("Publish the programme?"),
            "cohort": cohort,
            "publication": publication,
            "cancel_url": reverse("programme", args=[pk]),
        },
    )  # fmt: skip


@coordinator
@require_safe
def release_list(request, pk):
    cohort = _cohort(request, pk)
    found = Release.objects.of_cohort(cohort).with_people().with_change_count().newest_first()
    context = {"cohort": cohort, "releases": list(found[:SHOWN])}
    return render(request, "curriculum/release_list.html", context)


@signed_in
@require_safe
def release(request, pk):
    shown = get_object_or_404(Release.objects.visible_to(request.user).with_people(), pk=pk)
    rows = ReleaseChange.objects.of_release(shown).with_session().in_order()
    context = {
        "release": shown,
        "changes": [changes.stored(row) for row in rows],
        "may_plan": rules.can_plan(request.user, shown.cohort),
    }
    return render(request, "curriculum/release.html", context)


def _said(publication):
    people = len(publication.told)
    if not people:
        return _("Published. Nobody had to be told.")
    return ngettext(
        "Published. A message to %(n)d person is in the outbox and goes out soon.",
        "Published. Messages to %(n)d people are in the outbox and go out soon.",
        people,
    ) % {"n": people}


def _cohort(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    return cohort
