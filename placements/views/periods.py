"""The days of a cohort and its switches."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from placements import actions, rules
from placements.forms import EqualForm, PeriodForm
from placements.models import Period
from placements.scheduling import USUAL_PERIODS, equal_periods
from trainees.models import Cohort
from wijkmakers.lib.access import allow, coordinator
from wijkmakers.lib.editing import answer, posted

OFFERED = range(1, 7)


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def period_edit(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    allow(rules.can_plan(request.user, cohort))
    switches, is_proposal = _switches(cohort, EqualForm(request.GET).count())
    form = PeriodForm(posted(request), instance=cohort, switches=switches, today=timezone.localdate())
    return answer(
        request,
        form,
        "placements/period_edit.html",
        act=lambda: actions.schedule_periods(
            cohort=cohort,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            switches=form.switches(),
            seen=form.seen_version,
            by=request.user,
        ),
        done=lambda saved: reverse("cohort", args=[pk]),
        said=lambda saved: _said(saved, len(form.switches()) + 1),
        context={
            "heading": _("Dates and switches"),
            "cohort": cohort,
            "is_proposal": is_proposal,
            "offered": OFFERED,
            "cancel_url": reverse("cohort", args=[pk]),
        },
    )


def _switches(cohort, equal):
    """The switches to show, and whether they are only proposed."""
    now = [period.starts_on for period in Period.objects.of_cohort(cohort).in_order()]
    if now and not equal:
        return now[1:], False
    try:
        proposed = equal_periods(cohort.starts_on, cohort.ends_on, equal or USUAL_PERIODS)
    except ValueError:
        return now[1:], False
    return [first for first, _last in proposed[1:]], True


def _said(cohort, count):
    sentence = ngettext("%(cohort)s has %(n)d period.", "%(cohort)s has %(n)d periods.", count)
    return sentence % {"cohort": cohort, "n": count}
